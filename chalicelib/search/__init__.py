"""Finding a dossier by what people say of it on the phone."""
