"""Front matter: the YAML between two fences at the head of a Markdown file."""

import re
from dataclasses import dataclass

from comms.findings import Unreadable

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The place of front matter, as offsets into its text.

    start, end: of the YAML, without the fences; body: the end of the closing fence, where the body begins.
    """

    start: int
    end: int
    body: int


def find_front_matter(text: str) -> FrontMatter | None:
    """Return the place of the front matter, or None; raises Unreadable if it is never closed."""
    if not (opening := _OPENING.match(text)):
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise Unreadable("front_matter")
    return FrontMatter(opening.end(), closing.start(), closing.end())


def front_matter_end(text: str) -> int:
    """Return the offset at which the body begins, 0 without front matter; raises Unreadable if it is open."""
    found = find_front_matter(text)
    return found.body if found else 0
