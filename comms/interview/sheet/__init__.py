"""The sheet: a document as one page of text, which a person fills in with an editor.

A heading is a name in brackets on a line of its own. What stands below it is the answer: text, a list with a
dash before each entry, a table with bars between its cells, or entries as `name: answer`. A line that begins
with `#` and a blank is a comment. A backslash at the beginning of a line makes the line part of the answer,
whatever it looks like; a text that no line can show stands as `\\"…"`, written as in JSON.
"""
