"""The words that tell which field a value answers, from one table a language."""

import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from comms.messages.patterns import Pattern

LANGUAGES = ("zh", "en")
_SCRIPTS = {"zh": re.compile(r"[^\x00-\x7f]"), "en": re.compile(r"[A-Za-z]")}
"""What a text has that may be of a language."""


class Cue:
    """The patterns of a cue in all languages, since people mix them; case does not matter.

    A language is looked for only where the text may be of it, so that most patterns are never compiled.
    """

    def __init__(self, sources: dict[str, str]) -> None:
        self.pattern = "|".join(sources.values())
        self._patterns = [
            (_SCRIPTS[language], Pattern(source, re.IGNORECASE)) for language, source in sources.items()
        ]

    def _for(self, text: str, start: int, end: int) -> Iterator[Pattern]:
        for script, pattern in self._patterns:
            if script.search(text, start, end):
                yield pattern

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in `text[start:end]`."""
        found = [match for each in self._for(text, start, end) if (match := each.search(text, start, end))]
        return min(found, key=lambda match: match.start(), default=None)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at the beginning of `text[start:end]`."""
        return next(
            filter(None, (each.match(text, start, end) for each in self._for(text, start, end))), None
        )

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match of the whole of `text[start:end]`."""
        found = (each.fullmatch(text, start, end) for each in self._for(text, start, end))
        return next(filter(None, found), None)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches in `text[start:end]` that do not overlap, in order."""
        found = [match for each in self._for(text, start, end) for match in each.finditer(text, start, end)]
        reached = start
        for match in sorted(found, key=lambda each: each.start()):
            if match.start() >= reached:
                yield match
                reached = match.end()


@cache
def table(language: str) -> dict[str, dict[str, list[str]]]:
    """Return the cues of a language by name: its patterns, and examples that they match."""
    return tomllib.loads((files("comms.messages") / "cues" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def cue(name: str) -> Cue:
    """Return a cue; raises KeyError for a name that no language has."""
    sources = {
        language: _bounded(language, "|".join(table(language)[name]["words"]))
        for language in LANGUAGES
        if name in table(language)
    }
    if not sources:
        raise KeyError(name)
    return Cue(sources)


def _bounded(language: str, pattern: str) -> str:
    """Return a pattern that matches whole words only where words are parted by spaces."""
    return f"(?:{pattern})" if language == "zh" else rf"(?<![a-z])(?:{pattern})(?![a-z])"
