"""Cases: whatever has statuses, a journal, files, due dates and people who may see it."""
