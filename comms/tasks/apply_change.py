"""Applies a signed change request: writes the order's next revision beside the previous one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from comms.errors import Refusal
from comms.findings import Finding, Severity
from comms.linting.check import OF_VALUES, check
from comms.models.change_request import Approval, ChangeRequest
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.regressions import new_errors
from comms.orders.revisions import Conflict, conflicts, next_revision, revision_made_by
from comms.rendering.schema_line import schema_line_of
from comms.rendering.yaml_data import to_yaml
from comms.runtime.files import ChangedMeanwhile, write_new
from comms.workspace.case import Case
from comms.workspace.numbers import stem_of
from comms.workspace.register import register_of, revision_of

if TYPE_CHECKING:
    from datetime import date


class NotApplied(Refusal):
    """Raised for a change request that cannot be applied; `findings` and `conflicts` say why."""

    section = "change"

    def __init__(
        self,
        reason: str,
        findings: Iterable[Finding] = (),
        conflicts: Iterable[Conflict] = (),
        **values: object,
    ) -> None:
        super().__init__(reason, **values)
        self.findings = list(findings)
        self.conflicts = list(conflicts)


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of a change request: the revision, its file, and whether it existed before."""

    order: OrderConfirmation
    file: Path
    before: bool


@dataclass(frozen=True, slots=True)
class OrderInHand:
    """The order that a change request refers to, looked up once: its latest revision, and all revisions."""

    case: Case
    document: OrderConfirmation
    revisions: tuple[Case, ...]

    @classmethod
    def of(cls, case: Case, request: ChangeRequest) -> "OrderInHand":
        """Find a request's order; raises NotApplied: "no_order", "two_orders" for two latest revisions."""
        register = register_of(case.workspace)
        cases = register.documents(request.order) if register and request.order else []
        orders = [order for order in cases if isinstance(order.document, OrderConfirmation)]
        if not orders:
            raise NotApplied("no_order", order=request.order or "—")
        latest = [order for order in orders if revision_of(order) == revision_of(orders[-1])]
        if len(latest) > 1:
            names = ", ".join(Path(order.source.name).name for order in latest)
            raise NotApplied("two_orders", order=request.order, files=names)
        (found,) = latest
        assert isinstance(found.document, OrderConfirmation)
        return cls(found, found.document, tuple(cases))

    def file_of(self, revision: int) -> Path:
        """Return the file of a revision, or of the latest one if the revision's own is gone."""
        files = (order.source.name for order in self.revisions if revision_of(order) == revision)
        return Path(next(files, self.case.source.name))


def apply_change(case: Case, language: str) -> Applied:
    """Write the next revision of the order that an approved change request refers to.

    Applying a request again changes nothing and reports so; where another run writes a revision meanwhile,
    the next one is made of that. Raises NotApplied: "not_a_request", "no_order",
    "two_orders", "unsound_order" for an order with invalid values, "errors" (with findings), "not_approved",
    "conflict" (with the three values of each field), "breaks_order" (with the errors that the next revision
    would have), "in_the_way" for another file of the revision's name.
    """
    in_the_way = ""
    while True:
        try:
            return _applied(case, language)
        except ChangedMeanwhile as refusal:  # by another run, or by a file that is no revision
            if refusal.values["path"] == in_the_way:
                raise NotApplied("in_the_way", path=in_the_way) from None
            in_the_way = str(refusal.values["path"])


def _applied(case: Case, language: str) -> Applied:
    """Write the next revision; raises ChangedMeanwhile for a file of its name, which may be a revision."""
    request = case.document
    if not isinstance(request, ChangeRequest):
        raise NotApplied("not_a_request", file=case.source.name)
    case = replace(case, workspace=replace(case.workspace))  # documents are read now, not as known earlier
    order = OrderInHand.of(case, request)
    if order.case.invalid:
        findings = [finding for finding in check(order.case, language) if finding.code in OF_VALUES]
        raise NotApplied("unsound_order", findings=findings, order=request.order)
    if (revision := revision_made_by(order.document, request.id)) is not None:
        return Applied(order.document, order.file_of(revision), True)
    _refuse_unsound(case, request, language)
    if found := list(conflicts(order.document, request.changes or ())):
        raise NotApplied("conflict", conflicts=found, order=order.document.id, revision=order.document.number)
    return _write_revision(order, request, language)


def _refuse_unsound(case: Case, request: ChangeRequest, language: str) -> None:
    errors = [finding for finding in check(case, language) if finding.severity is Severity.ERROR]
    if errors:
        raise NotApplied("errors", findings=errors, file=case.source.name)
    if request.decision is None or request.decision.status != "approved" or request.unsigned:
        raise NotApplied("not_approved", file=case.source.name)


def _write_revision(order: OrderInHand, request: ChangeRequest, language: str) -> Applied:
    fresh = next_revision(order.document, request)
    source = order.case.source
    file = Path(source.name).parent / f"{stem_of(fresh.id, fresh.kind)}.r{fresh.number}.yaml"
    if errors := new_errors(order.case, fresh, partial(check, language=language), str(file)):
        raise NotApplied("breaks_order", findings=errors, order=fresh.id)
    try:
        # the file lies beside the previous revision, so its line leads to the same schema
        write_new(file, (schema_line_of(source.text) + to_yaml(fresh.to_file_data())).encode())
    except Refusal:
        raise ChangedMeanwhile(file) from None
    return Applied(fresh, file, before=False)


def add_signature(
    case: Case, side: str, name: str, title: str | None, day: "date", today: "date"
) -> ChangeRequest:
    """Return a change request with one side's signature; once both have signed, a proposal is approved.

    Raises NotApplied: "not_a_request", "unsound" for a file with invalid values, "closed" for a rejected or
    withdrawn request, "signed_already", "bad_day" for a day in the future or before the request.
    """
    request = case.document
    if not isinstance(request, ChangeRequest) or request.decision is None:
        raise NotApplied("not_a_request", file=case.source.name)
    if case.invalid:
        raise NotApplied("unsound", file=case.source.name)
    if request.decision.status in ("rejected", "withdrawn"):
        raise NotApplied("closed", file=case.source.name)
    earlier = next(
        (approval for approval in request.approvals or () if approval.party == side and approval.signed_on),
        None,
    )
    if earlier is not None:
        raise NotApplied("signed_already", name=earlier.name or "—", date=earlier.signed_on)
    # `today` and the day of the request are of one time zone: that of the workspace
    requested = request.requested_at and request.requested_at.astimezone(case.workspace.zone).date()
    if day > today or (requested and day < requested):
        raise NotApplied("bad_day", date=day)
    prepared = next((approval for approval in request.approvals or () if approval.party == side), None)
    title = title or (prepared.title if prepared else None)
    others = [approval for approval in request.approvals or () if approval.party != side]
    approvals = [
        *others,
        Approval.model_validate({"party": side, "name": name, "title": title, "signed_on": day}),
    ]
    fresh = request.model_copy(update={"approvals": approvals})
    if not fresh.unsigned and request.decision.status == "proposed":
        decision = request.decision.model_copy(update={"status": "approved"})
        fresh = fresh.model_copy(update={"decision": decision})
    return fresh
