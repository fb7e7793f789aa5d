"""The reference of the documentation: pages generated from the program's own tables, in each language."""

from reference import api, commands, kinds, rules, settings, statuses

MAKERS = (kinds.pages, rules.pages, commands.pages, settings.pages, api.pages, statuses.pages)
"""Functions `language -> {path of a page: text}`; the paths are relative to reference/."""


def pages(language: str) -> dict[str, str]:
    """Return the generated files of a language: path within the site -> text."""
    return {f"reference/{path}": text for make in MAKERS for path, text in make(language).items()}
