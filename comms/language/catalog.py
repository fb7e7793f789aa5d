"""The books of words of each language; apart from what is said with them, since `--help` needs no more."""

import tomllib
from functools import cache
from typing import Any

from comms.runtime.resources import LANGUAGE_FOLDERS

LANGUAGES = tuple(LANGUAGE_FOLDERS)
FALLBACK = "en"
"""The language where neither the command line, the settings nor the locale name one of ours."""


@cache
def words(language: str, book: str = "words") -> dict[str, Any]:
    """One book of a language: "words" (fields), "rules" (findings), "help", or "messages" (the rest)."""
    with (LANGUAGE_FOLDERS[language] / f"{book}.toml").open("rb") as file:
        return tomllib.load(file)
