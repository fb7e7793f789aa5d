"""Builds the documentation: the pages written by hand, the generated reference, a site in each language.

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
    "how-to": ["answers", "templates", "letterhead", "batch", "baseline", "ci", "editors"],
    "reference": ["file-format", "commands", "settings", "exit-status", "api"],
    "background": ["domain", "security"],
}
"""The pages of each section in their order; those of kinds and rules follow in the reference."""

LISTED: dict[str, Iterable[str]] = {"kinds": KINDS, "rules": RULES}
"""What has a page for each of its keys in the reference."""

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
"""Nothing of Markdown beyond what the pages use, so that no sign of a text is taken for markup."""


def main(folder: Path) -> int:
    """Lays out the sources of each language and builds its site in `folder`, which is emptied before.

    Returns the worst exit status of the builds.
    """
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
    """Writes the pages of a language and their configuration into `folder`; the configuration's path."""
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
    """The security policy at the root of the repository, without its link to the other language."""
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
        "use_directory_urls": False,  # so that the pages can be read from the disk as well
        "theme": {
            "language": language,
            "font": False,  # nothing is fetched from elsewhere
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
    """By day and by night, as the reader's system has it."""
    return [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ]


def _languages() -> list[dict[str, str]]:
    return [
        {"name": words(each)["site"]["language"], "link": f"../{each}/index.html", "lang": each}
        for each in LANGUAGES
    ]


def _navigation(language: str, pages: Path) -> list[dict[str, Any]]:
    """The menu; a page is called by its own heading."""
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
    """The list of a table of the program, with a page for each of its keys."""
    return [f"{folder}/index.md", *(_entry(pages, f"{folder}/{each.lower()}.md") for each in keys)]


def _entry(pages: Path, path: str) -> dict[str, str]:
    heading = (pages / path).read_text(encoding="utf-8").partition("\n")[0]
    return {heading.removeprefix("# "): path}


if __name__ == "__main__":
    sys.exit(main(DOCS.parent / "build" / "docs"))
