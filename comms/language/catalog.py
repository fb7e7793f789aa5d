"""The books of words of each language; apart from what is said with them, since `--help` needs no more."""

import tomllib
from functools import cache
from typing import Any

from comms.runtime.resources import PACKAGE

TEMPLATES = PACKAGE / "templates"
LANGUAGES = ("zh", "en")


@cache
def words(language: str, book: str = "words") -> dict[str, Any]:
    """One book of a language: "words" (fields), "rules" (findings), "help", or "messages" (the rest)."""
    with (TEMPLATES / language / f"{book}.toml").open("rb") as file:
        return tomllib.load(file)
