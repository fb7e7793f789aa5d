"""Finds the language of the locale."""

import os
import re

from comms.language.catalog import FALLBACK, LANGUAGES


def locale_language() -> str:
    """Return the language of the first locale variable that is set, or FALLBACK."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    value = next((value for name in names if (value := os.environ.get(name))), "")
    return language_of(value) or FALLBACK


def language_of(tag: str) -> str | None:
    """Return the language of a tag such as zh_CN.UTF-8 or en-GB, None if it is not supported."""
    named = re.match("[a-z]*", tag.lower())
    return named[0] if named and named[0] in LANGUAGES else None
