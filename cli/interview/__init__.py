"""The interview: the questions of a kind one by one, navigation between them, a final review, and a draft."""
