"""Ids of documents: the next free number, and the file name that an id stands for."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


LONGEST = 200
"""The most bytes of a file's name without its suffix; file systems allow 255 for the whole name."""


def stem_of(number: str | None, otherwise: str) -> str:
    """Return the file name for a document's id; characters that could leave the folder become dashes."""
    stem = re.sub(r"[^\w.-]+", "-", number or "").encode()[:LONGEST]
    return stem.decode(errors="ignore").strip(".-") or otherwise


def next_id(prefix: str, names: Iterable[str], today: date) -> str:
    """Return the next free id of a year: DB-2026-0007 if 0006 is the highest that a name begins with."""
    pattern = re.compile(rf"{prefix}-{today.year}-(\d{{1,9}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{prefix}-{today.year}-{max(taken, default=0) + 1:04d}"


def id_about(prefix: str, order: "OrderConfirmation", names: Iterable[str]) -> str:
    """Return the next free id of a document about an order: CR-2026-0418-02 if a name begins with -01."""
    stem = re.sub(r"^[A-Za-z]+-", "", order.id or "")
    pattern = re.compile(rf"{re.escape(prefix)}-{re.escape(stem)}-(\d{{1,6}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{prefix}-{stem}-{max(taken, default=0) + 1:02d}"
