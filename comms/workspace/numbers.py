"""Ids of documents: the next free number, and the file name that an id stands for."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comms.workspace.register import register_of

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation
    from comms.workspace.workspace import Workspace


LONGEST = 200
"""The most bytes of a file's name without its suffix; file systems allow 255 for the whole name."""


def stem_of(number: str | None, otherwise: str) -> str:
    """Return the file name for a document's id; characters that could leave the folder become dashes."""
    stem = re.sub(r"[^\w.-]+", "-", number or "").encode()[:LONGEST]
    return stem.decode(errors="ignore").strip(".-") or otherwise


def numbers_in_use(workspace: "Workspace", *folders: Path) -> list[str]:
    """Return the ids of a workspace's documents, and the names of the files beside it and in some folders."""
    places = {workspace.folder or Path.cwd(), *folders}
    names = [file.name for folder in places if folder.is_dir() for file in folder.iterdir()]
    register = register_of(workspace)
    return names + (register.numbers() if register else [])


def is_taken(number: str, names: Iterable[str]) -> bool:
    """Whether a name is an id, or begins with it."""
    return any(map(re.compile(rf"{re.escape(number)}(?!\d)").match, names))


def next_id(prefix: str, names: Iterable[str], today: date) -> str:
    """Return the next free id of a year: DB-2026-0007 if 0006 is the highest that a name begins with."""
    return _next(f"{prefix}-{today.year}", 4, names)


def id_about(prefix: str, order: "OrderConfirmation", names: Iterable[str]) -> str:
    """Return the next free id of a document about an order: CR-2026-0418-02 if a name begins with -01."""
    stem = re.sub(r"^[A-Za-z]+-", "", order.id or "")
    return _next(f"{prefix}-{stem}", 2, names)


def next_after(number: str, names: Iterable[str]) -> str:
    """Return the next free id of the series that an id belongs to."""
    stem, _, count = number.rpartition("-")
    return _next(stem, len(count), names)


def _next(stem: str, digits: int, names: Iterable[str]) -> str:
    pattern = re.compile(rf"{re.escape(stem)}-(\d{{1,9}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{stem}-{max(taken, default=0) + 1:0{digits}d}"
