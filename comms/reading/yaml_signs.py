"""The quick look that tells whether a YAML text needs the search for values that the parser misreads."""

from string import ascii_lowercase

ODD_BLANKS = "\u00a0\u1680\u2007\u200b\u200c\u200d\u202f\u2060\u3000\ufeff"
"""Blanks, visible or not, that are none for YAML."""
_END_OF_KEY = frozenset(f"{ascii_lowercase}_ ")


def may_be_misread(text: str) -> bool:
    """Whether a text has any sign that the parser may take for something else than its author meant."""
    if " &" in text or " !" in text:
        return True
    if text.isascii():
        return False
    if "－" in text or "”:" in text or "’:" in text:
        return True
    is_hidden = any(before[-1:] in _END_OF_KEY for before in text.split("：")[:-1])
    return is_hidden or any(blank in text for blank in ODD_BLANKS)
