"""The library: documents of ours that agents publish to all firms, and to clients where flagged."""
