"""Revisions of an order: resolves changes, computes their effects, applies them, compares revisions."""

import re
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
from comms.models.order_confirmation import Change, OrderConfirmation, OrderLine, Revision
from comms.models.plain import as_file_data, to_jsonable
from comms.orders.lines import paired_lines, selectors
from comms.paths import NEW, FieldPath, dotted, parse_path, put, value_at
from comms.terms.money import round_money
from comms.workspace.loading import take_valid

FIXED = frozenset(
    {"kind", "id", "revision", "language", "status", "history", "totals", "issued_at", "currency"}
)
"""The keys that no change request may touch: identity, computed values, and the currency."""
_NOT_COMPARED = FIXED - {"currency"}
"""The keys that a comparison omits: those that differ between any two revisions, and computed values."""


class ChangeRefused(CommsError):
    """Raised for a change that cannot be made."""

    section = "change"


@dataclass(frozen=True, slots=True)
class Target:
    """The place in an order that a change addresses.

    path: of the value; field: its declaration; value: the present value; adds: the change adds a list entry.
    """

    path: FieldPath
    field: Field
    value: Any
    adds: bool = False


def order_data(order: OrderConfirmation) -> dict[str, Any]:
    """Return the order as plain data in the types of JSON."""
    return dict(to_jsonable(order.to_file_data()))


def find_target(order: OrderConfirmation, written: str) -> Target:
    """Return the target of a change, given its `field` as written, such as `lines[SKU].quantity`.

    Raises ChangeRefused: "unknown_field" for a field that orders do not have, "no_list" for an addition to
    something other than a list, "unknown_item" for an entry that this order does not have, "ambiguous" with
    the positions if several lines have the SKU, "fixed" for a field that no change may touch.
    """
    data = order_data(order)
    try:
        path = parse_path(written, data)
        field = field_at(OrderConfirmation, path)
    except CommsError as error:
        raise _unknown(order, written, error) from None
    adds = written.endswith(f"[{NEW}]")
    if adds and field.shape not in (Shape.PARTS, Shape.TEXTS):
        raise ChangeRefused("no_list", field=written)
    if _skips_entry(path):
        raise ChangeRefused("unknown_item", field=written, known=_known_lines(order))
    if path[0] in FIXED:
        raise ChangeRefused("fixed", field=written)
    value = value_at(order.to_data(), path)
    if not adds and value is None and any(isinstance(step, int) for step in path) and not _exists(data, path):
        raise ChangeRefused("unknown_item", field=_entry(written), known=_known_lines(order))
    return Target(path, field, value, adds)


def _skips_entry(path: FieldPath) -> bool:
    """Return whether a path continues below a list without selecting one of its entries."""
    return any(
        field_at(OrderConfirmation, path[: index + 1]).shape is Shape.PARTS and not isinstance(following, int)
        for index, (step, following) in enumerate(pairwise(path))
        if isinstance(step, str)
    )


def _unknown(order: OrderConfirmation, written: str, error: CommsError) -> ChangeRefused:
    if error.reason == "ambiguous_item":
        return ChangeRefused("ambiguous", field=_entry(written), positions=error.values["positions"])
    if error.reason == "no_such_item":
        return ChangeRefused("unknown_item", field=_entry(written), known=_known_lines(order))
    parent, dot, _ = written.rpartition(".")
    near = f"{parent}{dot}{error.values['near']}" if "near" in error.values else "delivery.ship_by"
    return ChangeRefused("unknown_field", field=written, near=near)


def _entry(written: str) -> str:
    """Return the list entry that a path leads through: `lines[A]` for `lines[A].quantity`."""
    return written.partition("]")[0] + "]" if "[" in written else written


def _known_lines(order: OrderConfirmation) -> str:
    return ", ".join(f"lines[{selector}]" for selector in selectors(order))


def _exists(data: dict[str, Any], path: FieldPath) -> bool:
    """Return whether the last list entry on the path exists."""
    last = max(index for index, step in enumerate(path) if isinstance(step, int))
    return value_at(data, path[: last + 1]) is not None


CHANGED_OFTEN = re.compile(
    r"\.(?:quantity|unit_price|specification|ship_by|deliver_by|place|latest_shipment|expiry)$"
)
"""Matches the paths that change requests are mostly about; these are suggested first."""


def changeable(order: OrderConfirmation) -> list[str]:
    """Return the paths of all values of an order that a change request may change."""
    data = order_data(order)
    return [
        leaf.written
        for path, leaf in _leaves(order).items()
        if path[0] not in FIXED and path[-1] != "sku" and _leads_to(leaf.written, path, data)
    ]


def _leads_to(written: str, path: FieldPath, data: dict[str, Any]) -> bool:
    """Return whether a written path leads to a path, and not astray by a SKU that looks like an index."""
    try:
        return parse_path(written, data) == path
    except CommsError:  # a SKU with brackets
        return False


def read_value(order: OrderConfirmation, target: Target, value: Any) -> Any:
    """Return a value as the order's own field would hold it, so that 32.5 and "32.50" are the same price.

    Raises ChangeRefused: "bad_value" for a value that the field does not accept, "nothing_added" for an
    addition without a value, "exists" for the addition of a line that the order has, with the same SKU,
    dates and price.
    """
    if value is None:
        if target.adds:
            raise ChangeRefused("nothing_added", field=dotted(target.path))
        return None
    data = order_data(order)
    put(data, target.path, as_file_data(value))
    document, invalid = take_valid(OrderConfirmation, data)
    if any(refused.path[: len(target.path)] == target.path for refused in invalid):
        raise ChangeRefused("bad_value", field=dotted(target.path), value=str(value)[:40])
    assert isinstance(document, OrderConfirmation)
    if target.adds and target.path[0] == "lines":
        _refuse_present_line(order, (document.lines or [])[-1])
    return value_at(document.to_data(), target.path)


def _refuse_present_line(order: OrderConfirmation, added: OrderLine) -> None:
    """Raise ChangeRefused("exists") if the order has a line that differs from `added` in quantity alone."""
    for selector, line in zip(selectors(order), order.lines or (), strict=True):
        if added.sku and order.agreed(line) == order.agreed(added):
            raise ChangeRefused("exists", field=added.sku, line=f"lines[{selector}]")


def differs(order: OrderConfirmation, change: Change) -> bool:
    """Return whether the order's present value differs from the change's `before`.

    A change that removes a list entry may omit `before`. Raises ChangeRefused if the field does not exist.
    """
    target = find_target(order, change.field or "")
    removes_entry = change.after is None and isinstance(target.path[-1], int)
    if target.adds or (removes_entry and change.before is None):
        return False
    try:
        return bool(read_value(order, target, change.before) != target.value)
    except ChangeRefused:
        return True


def apply_changes(order: OrderConfirmation, changes: Iterable[Change]) -> OrderConfirmation:
    """Return the order with the changes made; revision and history stay, stated totals are recomputed.

    Raises ChangeRefused for a field that does not exist, a value that it does not accept, or changes that
    overlap.
    """
    data = order_data(order)
    removed: list[FieldPath] = []
    changes = list(changes)
    check_overlap(order, changes)
    for change in changes:
        target = find_target(order, change.field or "")
        if target.adds:
            path = (*target.path[:-1], len(value_at(data, target.path[:-1]) or ()))
            put(data, path, as_file_data(change.after))
        elif change.after is None and isinstance(target.path[-1], int):
            removed.append(target.path)
        else:
            put(data, target.path, as_file_data(change.after))
    for path in sorted(removed, reverse=True):
        value_at(data, path[:-1]).pop(path[-1])
    return _valid(data)


def check_overlap(order: OrderConfirmation, changes: Sequence[Change]) -> None:
    """Raise ChangeRefused("twice") if two changes address the same value, or one a part of the other's."""
    seen: list[FieldPath] = []
    for change in changes:
        target = find_target(order, change.field or "")
        if target.adds:
            continue
        path = target.path
        if any(path[: len(other)] == other or other[: len(path)] == path for other in seen):
            raise ChangeRefused("twice", field=change.field)
        seen.append(path)


def _valid(data: dict[str, Any]) -> OrderConfirmation:
    document, invalid = take_valid(OrderConfirmation, data)
    if invalid:
        first = invalid[0]
        raise ChangeRefused("bad_value", field=dotted(first.path), value=str(first.written)[:40])
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
    """Return the total of the changed order less that of the present one; None while a figure is absent.

    Raises ChangeRefused as `apply_changes` does.
    """
    before, after = order.computed(), apply_changes(order, changes).computed()
    if before is None or after is None or order.currency is None:
        return None
    return round_money(after.total - before.total, order.currency)


_SCHEDULE = ("ship_by", "deliver_by")
"""The dates that make up the schedule; those of a letter of credit follow from them."""


def schedule_days(order: OrderConfirmation, changes: Iterable[Change]) -> int:
    """Return the largest shift of a date in calendar days, negative if earlier; 0 if no date changes.

    Raises ChangeRefused as `apply_changes` does.
    """
    changed = apply_changes(order, changes)
    shifts = [
        (after - before).days
        for before, after in _dates_of_both(order, changed)
        if before is not None and after is not None
    ]
    return max(shifts, key=abs, default=0)


def _dates_of_both(
    order: OrderConfirmation, changed: OrderConfirmation
) -> Iterator[tuple[date | None, date | None]]:
    """Yield the promised dates of both orders: of the whole order, and of every line that both have."""
    lines, changed_lines = order.lines or [], changed.lines or []
    for key in _SCHEDULE:
        yield order.date_of(key), changed.date_of(key)
        for old, new in paired_lines(order, changed):
            if old is not None and new is not None:
                yield order.promised(lines[old], key), changed.promised(changed_lines[new], key)


# --- applying a change request ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose value has changed since the request was written.

    before: the value that the request states; now: that of the latest revision; after: the requested one.
    """

    field: str
    before: Any
    now: Any
    after: Any


def conflicts(order: OrderConfirmation, changes: Iterable[Change]) -> Iterator[Conflict]:
    """Yield a conflict for every change whose `before` is not the order's value.

    `now` is None for a list entry that no longer exists. Raises ChangeRefused for a field that does not
    exist.
    """
    for change in changes:
        field = change.field or ""
        try:
            if differs(order, change):
                yield Conflict(field, change.before, find_target(order, field).value, change.after)
        except ChangeRefused as refusal:
            if refusal.reason != "unknown_item":
                raise
            yield Conflict(field, change.before, None, change.after)


def revision_made_by(order: OrderConfirmation, number: str | None) -> int | None:
    """Return the revision made by a change request, from the order's history; None if it was not applied."""
    for entry in order.history or ():
        if number is not None and entry.change_request == number:
            return entry.revision or order.number
    return None


def next_revision(order: OrderConfirmation, request: ChangeRequest) -> OrderConfirmation:
    """Return the order's next revision, with a history entry dated by the request's last signature."""
    changes = request.changes or []
    revised = apply_changes(order, changes)
    number = order.number + 1
    entry = Revision(
        revision=number,
        change_request=request.id,
        date=max(request.signatures.values(), default=None),
        changes=deepcopy(changes),
    )
    return revised.model_copy(update={"revision": number, "history": [*(order.history or []), entry]})


# --- comparing two revisions -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs between two revisions; the path is one of the revision that has the value.

    line: the indexes of its line in the two revisions, None where one has no such line; None outside lines.
    """

    path: str
    field: Field
    before: Any
    after: Any
    line: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An answer of an order: the path as a change request writes it, the field, the value."""

    written: str
    field: Field
    value: Any


def differences(old: OrderConfirmation, new: OrderConfirmation) -> list[Difference]:
    """Return the answers in which two revisions differ, apart from identity and history.

    Lines are matched by SKU.
    """
    pairs = paired_lines(old, new)
    before = _by_pair(_leaves(old), [mine for mine, _ in pairs])
    after = _by_pair(_leaves(new), [theirs for _, theirs in pairs])
    return [
        Difference(
            (after.get(place) or before[place]).written,
            (after.get(place) or before[place]).field,
            before[place].value if place in before else None,
            after[place].value if place in after else None,
            pairs[int(place[1])] if place[0] == "lines" else None,
        )
        for place in dict.fromkeys([*before, *after])
        if place not in before or place not in after or before[place].value != after[place].value
    ]


def _by_pair(leaves: dict[FieldPath, _Leaf], places: list[int | None]) -> dict[FieldPath, _Leaf]:
    """Return leaves by their paths, with the number of the line's pair in place of the line's index."""
    numbers = {index: number for number, index in enumerate(places) if index is not None}
    return {
        (path[0], numbers[int(path[1])], *path[2:]) if path[0] == "lines" else path: leaf
        for path, leaf in leaves.items()
    }


def _leaves(order: OrderConfirmation) -> "dict[FieldPath, _Leaf]":
    """Return an order's answers by their paths."""
    data = {key: value for key, value in order.to_data().items() if key not in _NOT_COMPARED}
    chosen = selectors(order)
    return {
        path: _Leaf(_written(path, chosen), field_at(OrderConfirmation, path), value)
        for path, value in _walk(data, ())
    }


def _written(path: FieldPath, selected: list[str]) -> str:
    """Return a path as a change request writes it, with the selector of a line in place of its index."""
    if path[0] != "lines":
        return dotted(path)
    return f"lines[{selected[int(path[1])]}]" + "".join(f".{step}" for step in path[2:])


def _walk(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _walk(child, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, child in enumerate(value):
            yield from _walk(child, (*path, index))
    else:
        yield path, value
