"""Tables from spreadsheets of any format, or pasted cells, read as parts of a document."""
