"""What a page says, in one form whichever program saved it: the text that a file's stamp is taken of.

A line for each paragraph and for each line break in one; a row of a table is one line. Word processors split
and join runs, turn blanks into no-break blanks and tabs, and add soft hyphens and empty paragraphs: none of
that is text.
"""

BETWEEN = " | "
"""What stands between the cells of a row."""
_SOFT_HYPHEN, _FIRM_HYPHEN = "\N{SOFT HYPHEN}", "\N{NON-BREAKING HYPHEN}"


def visible(text: str) -> str:
    """A page's lines in their one form, empty ones left out.

    Cells that are empty count only between others, since the name of a total may span those before it.
    """
    plain = text.replace(_SOFT_HYPHEN, "").replace(_FIRM_HYPHEN, "-")
    lines = (" ".join(each.split()).strip(BETWEEN) for each in plain.split("\n"))
    return "\n".join(each for each in lines if each)
