"""The language of the locale."""

import os


def locale_language() -> str:
    """zh or en, by the locale's variables in the order in which they count."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
