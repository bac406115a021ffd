"""The receipts of a dossier: what its kind has sealed, their pages and their API."""
