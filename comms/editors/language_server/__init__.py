"""The language server: functions that answer an editor's questions; server.py speaks the protocol."""
