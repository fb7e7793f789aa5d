"""Long regular expressions that take milliseconds to compile, of which most runs use none."""

import re
from functools import cached_property


class LazyPattern:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning of a text, None if there is none."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text, None if there is none."""
        return self._compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text, None if there is none."""
        return self._compiled.search(text)
