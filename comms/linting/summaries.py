"""What a list of documents shows of each: its number, its people and its dates, in the types of JSON.

A run remembers this beside the findings, so that a list of files that have not changed reads no document.
"""

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case


class Summary(NamedTuple):
    """The summary of one document.

    title: what it is about, if it has no title. dates: the days on which somebody has to act on it, in ISO
    form, with the keys of their fields. line: the line of its file on which it begins.
    digest: a short name for its data, which documents with the same data share. rendered: whether it was
    written by comms from the data of another file, or may have been.
    """

    kind: str
    number: str | None
    revision: int
    title: str | None
    status: str | None
    owner: str | None
    customer: str | None
    dates: list[list[str]]
    line: int
    digest: str
    rendered: bool


def summary_of(case: "Case") -> Summary | None:
    """Return the summary of a case's document, None if it has none; asks for the order that it is about."""
    document = case.document
    if document is None:
        return None
    return Summary(
        document.kind,
        document.id,
        document.revision or 1,
        document.subject,
        document.stage,
        document.owner,
        document.customer or _buyer(document, case),
        [[key, day] for day, key in _dates(document)],
        case.source.above + 1,
        _digest(document),
        bool(case.source.stamp) or case.source.name.lower().endswith(".docx"),
    )


def _buyer(document: "Document", case: "Case") -> str | None:
    """Return the buyer of the order that a letter is about, by its latest revision."""
    number = getattr(document, "order", None)
    if not number:
        return None
    from comms.models.order_confirmation import OrderConfirmation  # few files are letters about an order
    from comms.workspace.references import find

    order = find(case.workspace, number, OrderConfirmation).document
    return order.customer if order else None


def _dates(document: "Document") -> list[tuple[str, str]]:
    """Return the dates of a document in order, each day once; of several keys of a day the first counts."""
    days: dict[str, str] = {}
    for key, day in document.dates_ahead():
        days.setdefault(day.isoformat(), key)
    return sorted(days.items())


def _digest(document: "Document") -> str:
    data = repr(document.model_dump(exclude_none=True, by_alias=True))
    return blake2b(data.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def are_copies(holders: "list[tuple[str, Summary]]") -> bool:
    """Return whether documents, each with the path of its file, are one document in several formats.

    What is no copy by this may still be one: the order of keys in a value of no fixed type is not compared.
    """
    if len({summary.digest for _, summary in holders}) > 1:
        return False
    sources = [os.path.splitext(path)[1].lower() for path, summary in holders if not summary.rendered]
    return len(set(sources)) == len(sources)
