"""Sheets: lines of a spreadsheet that become drafts, read as carefully as what strangers send (F313)."""
