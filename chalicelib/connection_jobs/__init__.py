"""Long work on dossiers: files of their list, drafts of a sheet, archives, mandates."""
