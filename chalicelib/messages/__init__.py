"""Messages on a case, between who owns it and our teams."""
