"""Builds the documentation from handwritten pages and the generated reference: a site per language.

The site is in `build/docs/site`. Any warning, such as a link that leads nowhere, is an error.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import reference
import tomlkit
from reference.markup import DOCS, words

from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES
from comms.rules import RULES

NAVIGATION: dict[str, list[str]] = {
    "tutorials": ["brief", "letters", "lint", "library"],
    "how-to": [
        "answers",
        "messages",
        "tables",
        "chat",
        "list",
        "templates",
        "letterhead",
        "batch",
        "baseline",
        "ci",
        "editors",
    ],
    "reference": ["file-format", "commands", "settings", "exit-status", "api"],
    "background": ["domain", "security"],
}
"""The pages of each section in order; in the reference, those of kinds and rules follow."""

LISTED: dict[str, Iterable[str]] = {"kinds": KINDS, "rules": RULES}
"""Section of the reference -> the table of the program that has a page for each of its keys."""

EXTENSIONS: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "toc": {
        "permalink": True,
        "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
    },
    "pymdownx.details": {},
    "pymdownx.highlight": {"anchor_linenums": False},
    "pymdownx.superfences": {},
}
"""Only the extensions of Markdown that the pages use, so that no character is mistaken for markup."""


def main(folder: Path) -> int:
    """Build the site of each language in `folder`, which is emptied first; return the worst exit status."""
    shutil.rmtree(folder, ignore_errors=True)
    status = max([_built(lay_out(language, folder)) for language in LANGUAGES])
    if status == 0:
        entrance = folder / "site" / "index.html"
        entrance.write_text(ENTRANCE, encoding="utf-8")
        print(entrance)
    return status


ENTRANCE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>comms</title>
<script>location.replace(/^zh/i.test(navigator.language) ? "zh/index.html" : "en/index.html")</script></head>
<body><a href="en/index.html">English</a> · <a href="zh/index.html" lang="zh">简体中文</a></body></html>
"""


def _built(config: Path) -> int:
    build = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    return subprocess.run([*build, "--config-file", str(config)], check=False).returncode


def lay_out(language: str, folder: Path) -> Path:
    """Write the pages of a language and their configuration into `folder`; return the latter's path."""
    pages = folder / language
    shutil.copytree(DOCS / language, pages, ignore=shutil.ignore_patterns("*.toml"))
    for shared in (*DOCS.glob("*.png"), DOCS / "style.css", DOCS / "language.js"):
        shutil.copy(shared, pages)
    (pages / "background" / "security.md").write_text(_security(language), encoding="utf-8")
    for path, text in reference.pages(language).items():
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        (pages / path).write_text(text, encoding="utf-8")
    config = folder / f"{language}.toml"
    config.write_text(tomlkit.dumps({"project": _configuration(language, pages)}), encoding="utf-8")
    return config


def _security(language: str) -> str:
    """Return the repository's security policy without its link to the other language."""
    name = "SECURITY.md" if language == "en" else f"SECURITY.{language}.md"
    text = (DOCS.parent / name).read_text(encoding="utf-8")
    return re.sub(r"^\[.*\]\(SECURITY.*\)\n\n", "", text, flags=re.MULTILINE)


def _configuration(language: str, pages: Path) -> dict[str, Any]:
    said = words(language)["site"]
    return {
        "site_name": said["name"],
        "site_description": said["description"],
        "docs_dir": language,
        "site_dir": f"site/{language}",
        "nav": _navigation(language, pages),
        "use_directory_urls": False,  # so that the pages can also be read from disk
        "theme": {
            "language": language,
            "font": False,  # nothing is loaded from other sites
            "features": ["navigation.tabs", "navigation.indexes", "navigation.top", "content.code.copy"],
            "icon": {"logo": "lucide/file-check"},
            "palette": _palette(),
        },
        "extra_css": ["style.css"],
        "extra_javascript": ["language.js"],
        "extra": {"generator": False, "alternate": _languages()},
        "markdown_extensions": EXTENSIONS,
    }


def _palette() -> list[dict[str, str]]:
    """Return the light and the dark palette; the reader's system chooses."""
    return [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ]


def _languages() -> list[dict[str, str]]:
    return [
        {"name": words(language)["site"]["language"], "link": f"../{language}/index.html", "lang": language}
        for language in LANGUAGES
    ]


def _navigation(language: str, pages: Path) -> list[dict[str, Any]]:
    """Return the menu, in which each page has its own heading as its name."""
    said = words(language)["sections"]
    menu: list[dict[str, Any]] = [{said["home"]: "index.md"}]
    for section, names in NAVIGATION.items():
        entries: list[Any] = [_entry(pages, f"{section}/{name}.md") for name in names]
        if section == "reference":
            entries += [
                {said[name]: _listed(pages, f"reference/{name}", keys)} for name, keys in LISTED.items()
            ]
        menu.append({said[section]: entries})
    return menu


def _listed(pages: Path, folder: str, keys: Iterable[str]) -> list[Any]:
    """Return the menu entries of a table of the program: the list, and a page for each key."""
    return [f"{folder}/index.md", *(_entry(pages, f"{folder}/{key.lower()}.md") for key in keys)]


def _entry(pages: Path, path: str) -> dict[str, str]:
    heading = (pages / path).read_text(encoding="utf-8").partition("\n")[0]
    return {heading.removeprefix("# "): path}


if __name__ == "__main__":
    sys.exit(main(DOCS.parent / "build" / "docs"))
