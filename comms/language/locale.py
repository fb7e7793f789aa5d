"""The language of the locale."""

import os
import re

from comms.language.catalog import FALLBACK, LANGUAGES


def locale_language() -> str:
    """Return the language that the locale's variables name, in the order in which they count."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    value = next((value for name in names if (value := os.environ.get(name))), "")
    return language_of(value) or FALLBACK


def language_of(tag: str) -> str | None:
    """Return the language that a tag such as zh_CN.UTF-8 or en-GB names; None for one without words."""
    named = re.match("[a-z]*", tag.lower())
    return named[0] if named and named[0] in LANGUAGES else None
