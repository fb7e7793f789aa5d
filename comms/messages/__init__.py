"""Reads chats, e-mails and notes for what they ask for, each value with the words it came from."""
