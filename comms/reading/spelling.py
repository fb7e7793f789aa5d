r"""The spelling of a text value in its file, which may quote, escape, fold and indent it.

Formats differ in what they do to blanks and line breaks, but none reorders or drops any other character. The
visible characters of a value are therefore those of its spelling, one by one, in whichever notation it is.
"""

import re
from collections.abc import Iterator
from itertools import islice

from comms.reading.line_index import LINE_BREAK

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
"""An anchor and a tag of YAML before a value; a plain value begins with neither sign."""
_BARE = re.compile(r"\S")
_DOUBLED = re.compile(r"''|\S")
_ESCAPED = re.compile(
    r"\\(?:u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})"
    r"|u(?P<four>[0-9a-f]{4})|U(?P<eight>00(?:0[0-9a-f]|10)[0-9a-f]{4})|x(?P<two>[0-9a-f]{2})"
    r"|[ \t]*\r?\n|(?P<sign>.))|\S",
    re.DOTALL | re.IGNORECASE,
)
_SIGNS = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b"} | dict.fromkeys("tnvfrNLP_", " ")
"""The characters that escapes of one letter stand for; a blank for all that are not visible."""


class Spelling:
    """A value as its file spells it.

    raw: the file from the beginning of the value to its end or beyond.
    """

    def __init__(self, raw: str, value: str) -> None:
        notations = list(_notations(raw))
        is_simple = "\\" not in value and "'" not in value
        starts = (start for start, _ in notations if is_simple and raw.startswith(value, start))
        self._verbatim = next(starts, None)
        self._places = {} if self._verbatim is not None else _places_in(raw, value, notations)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the value is spelt; None if it is not, or has no visible character."""
        if self._verbatim is not None:
            return self._verbatim + start, self._verbatim + end
        visible = [self._places[index] for index in range(start, end) if index in self._places]
        return (visible[0][0], visible[-1][1]) if visible else None


def _places_in(
    raw: str, value: str, notations: list[tuple[int, re.Pattern[str]]]
) -> dict[int, tuple[int, int]]:
    """Return the start and the end of each visible character; nothing if the file spells another value."""
    visible = [index for index, character in enumerate(value) if not character.isspace()]
    for start, notation in notations:
        spelt = list(islice(_characters(raw, start, notation), len(visible)))
        if [character for character, _, _ in spelt] == [value[index] for index in visible]:
            return {index: (start, end) for index, (_, start, end) in zip(visible, spelt, strict=True)}
    return {}


def _notations(raw: str) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Yield the notations that a value may be in: where its text begins, and what spells a character."""
    start = _PROPERTIES.match(raw).end()  # type: ignore[union-attr]  # it matches an empty text, too
    if raw.startswith('"', start):
        yield start + (3 if raw.startswith('"""', start) else 1), _ESCAPED
    elif raw.startswith("'", start):
        yield start + 1, _DOUBLED
        yield start + 3, _BARE  # '''a''' is 'a' in YAML, and a in TOML
    elif raw.startswith(("|", ">"), start):
        header = LINE_BREAK.search(raw, start)
        yield header.end() if header else len(raw), _BARE
    else:
        yield start, _BARE


def _characters(raw: str, start: int, notation: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the visible characters that a spelling stands for, each with its start and end."""
    for match in notation.finditer(raw, start):
        character = _meant(match) if match.group()[0] == "\\" and notation is _ESCAPED else match.group()[0]
        if character.strip():
            yield character, *match.span()


def _meant(escape: re.Match[str]) -> str:
    """Return the character that an escape stands for, "" for an escaped line break."""
    if escape["high"]:
        return chr(0x10000 + (int(escape["high"], 16) - 0xD800) * 0x400 + int(escape["low"], 16) - 0xDC00)
    if code := escape["four"] or escape["eight"] or escape["two"]:
        return chr(int(code, 16))
    return _SIGNS.get(escape["sign"], escape["sign"]) if escape["sign"] else ""
