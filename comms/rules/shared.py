"""Helpers that several families of rules share."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from comms.findings import Problem
from comms.terms.deadlines import hours_between, whole_tenths

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

D = TypeVar("D", bound="Document")


def document_as(case: "Case", model: type[D]) -> D | None:
    """Return the document of a case if it is of a kind, otherwise None."""
    return case.document if isinstance(case.document, model) else None


def absent(case: "Case", code: str) -> Iterator[Problem]:
    """Report every absent answer whose field names a code, with the usual sentence of the rule."""
    for path in case.absent.get(code, ()):
        yield Problem(path)


def late_letter(started: datetime | None, issued: datetime | None, limit: int) -> Iterator[Problem]:
    """Report a letter that is issued more than `limit` hours after `started`, or before it."""
    if started is None or issued is None:
        return
    hours = hours_between(started, issued)
    if hours > limit:
        yield Problem(("issued_at",), values={"hours": whole_tenths(hours), "most": limit})
    elif hours < 0:
        yield Problem(("issued_at",), "before")
