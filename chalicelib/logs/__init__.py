"""Logs: every line is one JSON object that carries what the invocation is about, nothing personal."""
