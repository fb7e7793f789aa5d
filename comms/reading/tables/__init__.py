"""Tables that people have: CSV, XLSX, what is pasted from a spreadsheet; read as parts of a document."""
