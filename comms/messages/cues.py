"""The words that tell which field a value answers, from one table a language."""

import re
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def table(language: str) -> dict[str, dict[str, list[str]]]:
    """Return the cues of a language by name: its patterns, and examples that they match."""
    return tomllib.loads((files("comms.messages") / "cues" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the pattern of a cue in all languages, since people mix them; case does not matter.

    Raises KeyError for a name that no language has.
    """
    patterns = [
        _bounded(language, "|".join(table(language)[name]["words"]))
        for language in LANGUAGES
        if name in table(language)
    ]
    if not patterns:
        raise KeyError(name)
    return re.compile("|".join(patterns), re.IGNORECASE)


def _bounded(language: str, pattern: str) -> str:
    """Return a pattern that matches whole words only where words are parted by spaces."""
    return f"(?:{pattern})" if language == "zh" else rf"(?<![a-z])(?:{pattern})(?![a-z])"
