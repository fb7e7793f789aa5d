"""Tables from spreadsheets, as CSV, XLSX or pasted cells, read as parts of a document."""
