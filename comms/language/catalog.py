"""Loads the books of words of each language; a module of its own because `--help` needs nothing else."""

import tomllib
from functools import cache
from typing import Any

from comms.runtime.resources import LANGUAGE_FOLDERS

LANGUAGES = tuple(LANGUAGE_FOLDERS)
FALLBACK = "en"
"""The language if neither the command line, the settings nor the locale name a supported one."""


def words(language: str, book: str = "words") -> dict[str, Any]:
    """Return a book of a language: "words" (fields), "rules" (findings), "help", or "messages" (the rest)."""
    return _words(language, book)


@cache  # apart from the default, with which the cache would hold a book twice
def _words(language: str, book: str) -> dict[str, Any]:
    with (LANGUAGE_FOLDERS[language] / f"{book}.toml").open("rb") as file:
        return tomllib.load(file)
