"""The language server: what an editor asks about a text, answered by functions; server.py speaks for them."""
