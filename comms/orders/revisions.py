"""Revisions of an order: what a change addresses, what it comes to, and the revision that it makes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from comms.errors import CommsError
from comms.language.field_names import field_at
from comms.models.base import Field, Shape
from comms.models.change_request import ChangeRequest
from comms.models.order_confirmation import Change, OrderConfirmation, Revision
from comms.models.plain import plain
from comms.paths import NEW, FieldPath, dotted, parse_path, put, value_at
from comms.terms.money import round_money
from comms.workspace.loading import take

FIXED = frozenset(
    {"kind", "id", "revision", "language", "status", "history", "totals", "issued_at", "currency"}
)
"""What no change request may touch: the order's identity, what follows from the rest, and its currency."""
_APART = FIXED - {"currency"}
"""What a comparison leaves out: what two revisions differ in anyway, and what follows from the rest."""


class Refusal(CommsError):
    """A change that cannot be made."""

    section = "change"


@dataclass(frozen=True, slots=True)
class Target:
    """What a change addresses: the path in the order, the field there, and the value that it has now."""

    path: FieldPath
    field: Field
    value: Any
    adds: bool = False


def data_of(order: OrderConfirmation) -> dict[str, Any]:
    """The order as plain data."""
    return dict(plain(order.to_data()))


def target_of(order: OrderConfirmation, written: str) -> Target:
    """What the `field` of a change addresses.

    Raises Refusal: "unknown_field" for a field that the kind does not have, "unknown_item" for an entry
    that the order does not have, "ambiguous" where two lines have the SKU, "fixed" for what none may change.
    """
    data = data_of(order)
    try:
        path = parse_path(written, data)
        field = field_at(OrderConfirmation, path)
    except CommsError as error:
        raise _unknown(order, written, error) from None
    adds = written.endswith(f"[{NEW}]")
    if adds and field.shape not in (Shape.PARTS, Shape.TEXTS):
        raise Refusal("no_list", field=written)
    if _skips_entry(path):
        raise Refusal("unknown_item", field=written, known=_known_lines(order))
    if path[0] in FIXED:
        raise Refusal("fixed", field=written)
    _refuse_twins(order, written)
    value = value_at(order.to_data(), path)
    if not adds and value is None and any(isinstance(step, int) for step in path) and not _exists(data, path):
        raise Refusal("unknown_item", field=_entry(written), known=_known_lines(order))
    return Target(path, field, value, adds)


def _skips_entry(path: FieldPath) -> bool:
    """Whether a path goes on behind a list without saying which of its entries it means."""
    return any(
        field_at(OrderConfirmation, path[: index + 1]).shape is Shape.PARTS and not isinstance(following, int)
        for index, (step, following) in enumerate(pairwise(path))
        if isinstance(step, str)
    )


def _unknown(order: OrderConfirmation, written: str, error: CommsError) -> Refusal:
    if error.reason == "no_such_item":
        return Refusal("unknown_item", field=_entry(written), known=_known_lines(order))
    parent, dot, _ = written.rpartition(".")
    near = f"{parent}{dot}{error.values['near']}" if "near" in error.values else "delivery.ship_by"
    return Refusal("unknown_field", field=written, near=near)


def _entry(written: str) -> str:
    """The entry of a list that a path goes through: `lines[A]` of `lines[A].quantity`."""
    return written.partition("]")[0] + "]" if "[" in written else written


def _known_lines(order: OrderConfirmation) -> str:
    return ", ".join(f"lines[{line.sku}]" for line in order.lines or ())


def _refuse_twins(order: OrderConfirmation, written: str) -> None:
    skus = [line.sku for line in order.lines or ()]
    if any(skus.count(sku) > 1 and f"[{sku}]" in written for sku in skus):
        raise Refusal("ambiguous", field=written)


def _exists(data: dict[str, Any], path: FieldPath) -> bool:
    """Whether the last entry of a list on the path is there."""
    last = max(index for index, step in enumerate(path) if isinstance(step, int))
    return value_at(data, path[: last + 1]) is not None


CHANGED_OFTEN = re.compile(
    r"\.(?:quantity|unit_price|specification|ship_by|deliver_by|place|latest_shipment|expiry)$"
)
"""What change requests are mostly about, and is therefore offered first."""


def changeable(order: OrderConfirmation) -> list[str]:
    """The paths of the values that the order has and a change request may change."""
    found = []
    for path in _leaves(order):
        try:
            target_of(order, path)
        except Refusal:  # one of two lines with one SKU
            continue
        if not path.endswith(".sku"):
            found.append(path)
    return found


def read_value(order: OrderConfirmation, target: Target, value: Any) -> Any:
    """A value as the order's own field would hold it, so that 32.5 and "32.50" are the same price.

    Raises Refusal("bad_value") for one that the field cannot take.
    """
    if value is None:
        if target.adds:
            raise Refusal("nothing_added", field=dotted(target.path))
        return None
    skus = [line.sku for line in order.lines or ()]
    if target.adds and isinstance(value, dict) and str(value.get("sku")) in skus:
        raise Refusal("exists", field=str(value["sku"]))
    data = data_of(order)
    put(data, target.path, _as_written(value))
    document, invalid = take(OrderConfirmation, data)
    concerned = [value for value in invalid if value.path[: len(target.path)] == target.path]
    if concerned:
        raise Refusal("bad_value", field=dotted(target.path), value=str(value)[:40])
    return value_at(document.to_data(), target.path)


def _as_written(value: Any) -> Any:
    """A value as a file holds it: figures and dates as text, which each field reads in its own way."""
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    return value if isinstance(value, bool | None) else str(plain(value))


def differs(order: OrderConfirmation, change: Change) -> bool:
    """Whether the order's present value is another than the change's `before`.

    A line that is taken out may leave `before` away. Raises Refusal where the field does not exist.
    """
    target = target_of(order, change.field or "")
    takes_entry_out = change.after is None and isinstance(target.path[-1], int)
    if target.adds or (takes_entry_out and change.before is None):
        return False
    try:
        return bool(read_value(order, target, change.before) != target.value)
    except Refusal:
        return True


def changed(order: OrderConfirmation, changes: Iterable[Change]) -> OrderConfirmation:
    """The order with the changes made; its revision and history stay, stated totals are computed anew.

    Raises Refusal for a field that does not exist, or a value that it cannot take.
    """
    data = data_of(order)
    removed: list[FieldPath] = []
    changes = list(changes)
    refuse_overlap(order, changes)
    for change in changes:
        target = target_of(order, change.field or "")
        if target.adds:
            path = (*target.path[:-1], len(value_at(data, target.path[:-1]) or ()))
            put(data, path, _as_written(change.after))
        elif change.after is None and isinstance(target.path[-1], int):
            removed.append(target.path)
        else:
            put(data, target.path, _as_written(change.after))
    for path in sorted(removed, reverse=True):
        value_at(data, path[:-1]).pop(path[-1])
    return _valid(data)


def refuse_overlap(order: OrderConfirmation, changes: Sequence[Change]) -> None:
    """Raises Refusal("twice") where two changes address one value, or one the whole of what another is in."""
    seen: list[FieldPath] = []
    for change in changes:
        target = target_of(order, change.field or "")
        if target.adds:
            continue
        path = target.path
        if any(path[: len(other)] == other or other[: len(path)] == path for other in seen):
            raise Refusal("twice", field=change.field)
        seen.append(path)


def _valid(data: dict[str, Any]) -> OrderConfirmation:
    document, invalid = take(OrderConfirmation, data)
    if invalid:
        first = invalid[0]
        raise Refusal("bad_value", field=dotted(first.path), value=str(first.written)[:40])
    assert isinstance(document, OrderConfirmation)
    return _with_totals(document)


def _with_totals(order: OrderConfirmation) -> OrderConfirmation:
    computed = order.computed()
    if order.totals is None or computed is None:
        return order
    fresh = {key: getattr(computed, key) for key in type(order.totals).model_fields}
    stated = order.totals.model_dump(exclude_none=True)
    return order.model_copy(
        update={"totals": order.totals.model_copy(update={key: fresh[key] for key in stated})}
    )


def cost_difference(order: OrderConfirmation, changes: Sequence[Change]) -> Decimal | None:
    """The total of the changed order less that of the present one; None while a figure is absent.

    Raises Refusal as `changed` does.
    """
    before, after = order.computed(), changed(order, changes).computed()
    if before is None or after is None or order.currency is None:
        return None
    return round_money(after.total - before.total, order.currency)


_SCHEDULE = ("ship_by", "deliver_by")
"""The dates that are the schedule; those of a letter of credit follow them."""


def schedule_days(order: OrderConfirmation, changes: Iterable[Change]) -> int:
    """The largest shift among the changed dates in calendar days, negative where earlier; 0 without any.

    Raises Refusal for a field that does not exist.
    """
    before, after = _schedule(order), _schedule(changed(order, changes))
    shifts = [(after[key] - day).days for key, day in before.items() if key in after]
    return max(shifts, key=abs, default=0)


def _schedule(order: OrderConfirmation) -> dict[tuple[str | None, str], date]:
    """The ship and delivery dates that hold: the order's, and each line's own or the order's."""
    found: dict[tuple[str | None, str], date] = {}
    for key in _SCHEDULE:
        whole = order.date_of(key)
        days = [(None, whole), *((line.sku, getattr(line, key) or whole) for line in order.lines or ())]
        found |= {(sku, key): day for sku, day in days if day is not None}
    return found


# --- applying a change request ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose value is no longer what the request takes it for.

    before: what the request says; now: what the latest revision has; after: what the request wants.
    """

    field: str
    before: Any
    now: Any
    after: Any


def conflicts(order: OrderConfirmation, changes: Iterable[Change]) -> Iterator[Conflict]:
    """The changes whose `before` is not what the order has; what has gone altogether has None now."""
    for change in changes:
        field = change.field or ""
        try:
            if differs(order, change):
                yield Conflict(field, change.before, target_of(order, field).value, change.after)
        except Refusal as refusal:
            if refusal.reason != "unknown_item":
                raise
            yield Conflict(field, change.before, None, change.after)


def applied_in(order: OrderConfirmation, number: str | None) -> int | None:
    """The revision that a change request has made, by the order's history; None where it was not applied."""
    for entry in order.history or ():
        if number is not None and entry.change_request == number:
            return entry.revision or order.number
    return None


def next_revision(order: OrderConfirmation, request: ChangeRequest) -> OrderConfirmation:
    """The order's next revision, its history naming the request; dated by the last signature."""
    changes = request.changes or []
    fresh = changed(order, changes)
    number = order.number + 1
    entry = Revision(
        revision=number,
        change_request=request.id,
        date=max(request.signatures.values(), default=None),
        changes=deepcopy(changes),
    )
    return fresh.model_copy(update={"revision": number, "history": [*(order.history or []), entry]})


# --- comparing two revisions -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs between two revisions; the path is in the one that has it."""

    path: str
    field: Field
    before: Any
    after: Any


def differences(old: OrderConfirmation, new: OrderConfirmation) -> list[Difference]:
    """Every answer in which two revisions differ, lines compared by their SKU; identity and history apart."""
    before, after = _leaves(old), _leaves(new)
    return [
        Difference(path, (after.get(path) or before[path])[0], _value(before, path), _value(after, path))
        for path in dict.fromkeys([*before, *after])
        if _value(before, path) != _value(after, path)
    ]


def _value(leaves: dict[str, tuple[Field, Any]], path: str) -> Any:
    return leaves[path][1] if path in leaves else None


def _leaves(order: OrderConfirmation) -> dict[str, tuple[Field, Any]]:
    """The answers of an order by the paths that a change request would use."""
    data = {key: value for key, value in order.to_data().items() if key not in _APART}
    return {
        written: (field_at(OrderConfirmation, path), value) for written, path, value in _walk(data, "", ())
    }


def _walk(value: Any, written: str, path: FieldPath) -> Iterator[tuple[str, FieldPath, Any]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _walk(child, f"{written}.{key}" if written else key, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, (name, child) in enumerate(zip(_names(value), value, strict=True)):
            yield from _walk(child, f"{written}[{name}]", (*path, index))
    else:
        yield written, path, value


def _names(entries: list[dict[str, Any]]) -> Iterator[str]:
    """What the entries of a list are told apart by: SKUs, numbered where one stands twice, or places."""
    seen: Counter[str] = Counter()
    for index, entry in enumerate(entries):
        name = str(entry.get("sku") or index)
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"
