"""What pages and endpoints share: who may, forms, words, problems, headers."""
