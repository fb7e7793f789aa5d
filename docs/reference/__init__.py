"""The reference of the documentation: pages made from the program's own tables, in each language."""

from reference import api, commands, kinds, rules, settings, statuses

MAKERS = (kinds.pages, rules.pages, commands.pages, settings.pages, api.pages, statuses.pages)
"""Each is a function `language -> path of a page and its text`; the paths are below reference/."""


def pages(language: str) -> dict[str, str]:
    """Every generated file of a language: its path within the site, and its text."""
    return {f"reference/{path}": text for make in MAKERS for path, text in make(language).items()}
