"""Pieces of Markdown that generated pages are put together from."""

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
    """The words of the generated pages, which the program itself has no use for."""
    return tomllib.loads((DOCS / language / "words.toml").read_text(encoding="utf-8"))


def prose(text: str) -> str:
    """A plain sentence as Markdown: what stands in backticks stays code, nothing else is markup."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(each if each.startswith("`") and len(each) > 1 else _escaped(each) for each in pieces)


def _escaped(text: str) -> str:
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("`", "&#96;")
    return _MARKED.sub(r"\\\1", entities)


def code(text: object) -> str:
    """A word of the program, such as a key or an option."""
    return f"`{text}`"


def block(text: str, syntax: str) -> str:
    """A fenced block, whatever fences the text itself has."""
    fence = "`" * max(3, 1 + max((len(each) for each in re.findall(r"`+", text)), default=0))
    return f"{fence}{syntax}\n{text.rstrip()}\n{fence}"


def folded(title: str, content: str) -> str:
    """A block that is shown on a click."""
    indented = "\n".join(f"    {line}" if line else "" for line in content.splitlines())
    return f'??? note "{title}"\n\n{indented}'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def page(*parts: str) -> str:
    """The parts of a page, a blank line between them; empty parts are left out."""
    return "\n\n".join(each for each in parts if each) + "\n"
