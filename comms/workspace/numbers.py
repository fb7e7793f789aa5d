"""Numbers of documents: the next free one, and the file name that one gives."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


LONGEST = 200
"""Bytes of a file's name before its suffix; systems allow 255 for the whole."""


def stem_of(number: str | None, otherwise: str) -> str:
    """The file name of a document's number; whatever could lead out of the folder becomes a dash."""
    stem = re.sub(r"[^\w.-]+", "-", number or "").encode()[:LONGEST]
    return stem.decode(errors="ignore").strip(".-") or otherwise


def next_id(prefix: str, names: Iterable[str], today: date) -> str:
    """The next free number of a year: DB-2026-0007 where 0006 is the highest that opens one of the names."""
    pattern = re.compile(rf"{prefix}-{today.year}-(\d{{1,9}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{prefix}-{today.year}-{max(taken, default=0) + 1:04d}"


def id_about(prefix: str, order: "OrderConfirmation", names: Iterable[str]) -> str:
    """The next free number of a document about an order: CR-2026-0418-02 where -01 is among the names."""
    stem = re.sub(r"^[A-Za-z]+-", "", order.id or "")
    pattern = re.compile(rf"{re.escape(prefix)}-{re.escape(stem)}-(\d{{1,6}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{prefix}-{stem}-{max(taken, default=0) + 1:02d}"
