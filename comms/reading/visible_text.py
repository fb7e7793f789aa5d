"""The visible text of a page in a form that does not depend on the program that saved it; stamps cover it.

Each paragraph, each line break within one and each table row makes a line. Word processors split and join
runs, turn blanks into no-break blanks and tabs, and add soft hyphens and empty paragraphs; none of that
changes the text.
"""

CELL_SEPARATOR = " | "
"""Separates the cells of a row."""
_SOFT_HYPHEN, _FIRM_HYPHEN = "\N{SOFT HYPHEN}", "\N{NON-BREAKING HYPHEN}"


def visible(text: str) -> str:
    """Return the lines of a page in their normal form, without empty ones.

    Empty cells at the ends of a row are ignored, since the label of a total may span the cells before it.
    """
    hyphenated = text.replace(_SOFT_HYPHEN, "").replace(_FIRM_HYPHEN, "-")
    lines = (" ".join(line.split()).strip(CELL_SEPARATOR) for line in hyphenated.split("\n"))
    return "\n".join(line for line in lines if line)
