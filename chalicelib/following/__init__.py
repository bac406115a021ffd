"""Following a connection in plain words: the client's page, a private link, a calendar."""
