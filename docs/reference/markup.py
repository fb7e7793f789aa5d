"""Builds the Markdown of generated pages."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent

_CODE = re.compile(r"(`[^`\n]+`)")
_MARKED = re.compile(r"([\\*_\[\]|~^$#{}])")


@cache
def words(language: str) -> dict[str, Any]:
    """Return the words of the generated pages, which the program itself does not need."""
    return tomllib.loads((DOCS / language / "words.toml").read_text(encoding="utf-8"))


def prose(text: str) -> str:
    """Return a plain sentence as Markdown: text in backticks becomes code, nothing else is markup."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(text if text.startswith("`") and len(text) > 1 else _escaped(text) for text in pieces)


def _escaped(text: str) -> str:
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("`", "&#96;")
    return _MARKED.sub(r"\\\1", entities)


def code(text: object) -> str:
    """Return a word of the program, such as a key or an option, as code."""
    return f"`{text}`"


def block(text: str, syntax: str) -> str:
    """Return a fenced block, with a longer fence than any within the text."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}{syntax}\n{text.rstrip()}\n{fence}"


def folded(title: str, content: str) -> str:
    """Return a block that is shown on a click."""
    indented = "\n".join(f"    {line}" if line else "" for line in content.splitlines())
    return f'??? note "{title}"\n\n{indented}'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, whose cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def page(*parts: str) -> str:
    """Return the parts of a page, separated by blank lines; empty parts are left out."""
    return "\n\n".join(filter(None, parts)) + "\n"
