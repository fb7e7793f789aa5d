"""F008 to F010: referenced documents must exist, be unique and current, and not refer back in a circle."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Problem, Severity
from comms.models.change_request import ChangeRequest
from comms.models.delay_notice import DelayNotice
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.lines import named_lines
from comms.paths import FieldPath
from comms.rules.shared import document_as
from comms.workspace.references import Reference, cited, find, order_of, policy_of

if TYPE_CHECKING:
    from comms.workspace.case import Case


def unknown_document(case: "Case") -> Iterator[Problem]:
    """A document refers to another one that is not in the workspace, or is there twice.

    The workspace is the folder of comms.toml with all its subfolders, or the file's own folder.

    FAIL
        kind: delay-notice
        order: SO-2026-9999

    PASS
        kind: delay-notice
        order: SO-2026-0001
        ---
        kind: order-confirmation
        id: SO-2026-0001
    """
    if case.document is None:
        return
    for path, number, kind in cited(case.document):
        found = _found(case, number, kind)
        if found.reason not in ("", "unknown"):
            values = {"id": number, "kind": kind, "others": ", ".join(found.others)}
            values["revision"] = str(getattr(case.document, "order_revision", None) or "")
            at = ("order_revision",) if found.reason == "revision" else path
            yield Problem(at, found.reason, values)
    yield from _unknown_requests(case)


def _found(case: "Case", number: str, kind: str) -> Reference:  # type: ignore[type-arg]
    assert case.document is not None
    if kind == "order-confirmation":
        return order_of(case.document, case.workspace)
    return policy_of(number, case.workspace)


def _unknown_requests(case: "Case") -> Iterator[Problem]:
    """Report change requests of a history that are faulty; those that are filed elsewhere are fine."""
    history = order.history if (order := document_as(case, OrderConfirmation)) else None
    for index, revision in enumerate(history or ()):
        found = find(case.workspace, revision.change_request, ChangeRequest)
        if found.reason not in ("", "unknown"):
            values = {
                "id": revision.change_request,
                "kind": "change-request",
                "others": ", ".join(found.others),
            }
            path = ("history", index, "change_request")
            yield Problem(path, found.reason, values, severity=Severity.WARNING)


def older_revision(case: "Case") -> Iterator[Problem]:
    """A change request or a notice is about a revision of the order that a later one has replaced.

    A change request that has been applied, rejected or withdrawn may be about an earlier revision.

    FAIL
        kind: delay-notice
        order: SO-1
        order_revision: 1
        ---
        kind: order-confirmation
        id: SO-1
        revision: 1
        ---
        kind: order-confirmation
        id: SO-1
        revision: 2

    PASS
        kind: delay-notice
        order: SO-1
        order_revision: 2
        ---
        kind: order-confirmation
        id: SO-1
        revision: 1
        ---
        kind: order-confirmation
        id: SO-1
        revision: 2
    """
    document = case.document
    about = getattr(document, "order_revision", None)
    if document is None or about is None:
        return
    latest = find(case.workspace, getattr(document, "order", None), OrderConfirmation).document
    if latest is None or latest.number <= about:
        return
    made = [revision.change_request for revision in latest.history or ()]
    closed = isinstance(document, ChangeRequest) and (
        document.id in made or (document.decision and document.decision.status in ("rejected", "withdrawn"))
    )
    if not closed:
        values = {"order": latest.id, "revision": about, "latest": latest.number}
        yield Problem(("order_revision",), values=values)


def circular_reference(case: "Case") -> Iterator[Problem]:
    """An order's revision was made by a change request that is itself about that revision or a later one.

    FAIL
        kind: change-request
        id: CR-1
        order: SO-1
        order_revision: 2
        ---
        kind: order-confirmation
        id: SO-1
        revision: 2
        history: [{revision: 2, change_request: CR-1, date: 2026-04-28, changes: []}]

    PASS
        kind: change-request
        id: CR-1
        order: SO-1
        order_revision: 1
        ---
        kind: order-confirmation
        id: SO-1
        revision: 1
    """
    document = case.document
    if isinstance(document, ChangeRequest):
        order = order_of(document, case.workspace).document
        for revision in (order.history if order else None) or ():
            if revision.change_request == document.id and _circular(
                revision.revision, document.order_revision
            ):
                values = {"revision": revision.revision, "request": document.id, "order": document.order}
                yield Problem(("order_revision",), values=values)
    elif isinstance(document, OrderConfirmation):
        for index, revision in enumerate(document.history or ()):
            request = find(case.workspace, revision.change_request, ChangeRequest).document
            if (
                request
                and request.order == document.id
                and _circular(revision.revision, request.order_revision)
            ):
                values = {"revision": revision.revision, "request": request.id, "order": document.id}
                yield Problem(("history", index, "change_request"), values=values)


def _circular(made: int | None, about: int | None) -> bool:
    return made is not None and about is not None and about >= made


def unknown_skus(case: "Case") -> Iterator[Problem]:
    """Report the SKUs of a delay notice that its order does not have; a part of F004."""
    notice = document_as(case, DelayNotice)
    if notice is None or case.is_doubtful(("affected",)):
        return
    order = order_of(notice, case.workspace).document
    if order is None:
        return
    named = named_lines(order)
    known = ", ".join(dict.fromkeys(line.sku for line in order.lines or () if line.sku))
    lists: list[tuple[FieldPath, list[str]]] = [(("affected",), notice.affected or [])]
    lists += [
        (("remedies", index, "affected"), remedy.affected or [])
        for index, remedy in enumerate(notice.remedies or ())
    ]
    for path, skus in lists:
        for index, sku in enumerate(skus):
            if sku not in named:
                values = {"written": sku, "order": order.id, "known": known}
                yield Problem((*path, index), "sku", values)
