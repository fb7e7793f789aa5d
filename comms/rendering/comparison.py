"""Two revisions of an order compared by meaning: fields, lines, money."""

from typing import TYPE_CHECKING, Any

from comms.models.base import Shape
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.lines import paired_lines
from comms.orders.revisions import ChangeRefused, Difference, differences, find_target
from comms.rendering.body import fill_template
from comms.rendering.letters import ChangedValue, compare_values, name_of

if TYPE_CHECKING:
    from comms.rendering import Layout


def comparison(old: OrderConfirmation, new: OrderConfirmation, layout: "Layout") -> str:
    """Return the comparison of two revisions as Markdown."""
    return fill_template("_comparison", layout, **values_of_comparison(old, new, layout))


def values_of_comparison(
    old: OrderConfirmation, new: OrderConfirmation, layout: "Layout"
) -> dict[str, object]:
    """Return the template's values: the changes in the terms and in each line, and both totals."""
    rows = differences(old, new)
    pairs = paired_lines(old, new)
    terms = [row for row in rows if row.line is None]
    lines = [row for row in rows if row.line is not None and None not in row.line]
    return {
        "old": old,
        "new": new,
        "terms": [_changed_value(row, old, new, layout.language) for row in terms],
        "lines": [_changed_value(row, old, new, layout.language) for row in lines],
        "gone": [(old.lines or [])[mine] for mine, theirs in pairs if mine is not None and theirs is None],
        "fresh": [(new.lines or [])[theirs] for mine, theirs in pairs if theirs is not None and mine is None],
        "before": old.computed() if old.currency == new.currency else None,
        "after": new.computed(),
    }


def _changed_value(
    row: Difference, old: OrderConfirmation, new: OrderConfirmation, language: str
) -> ChangedValue:
    name: Any = row.path
    for order in (new, old):
        try:
            name = name_of(order, find_target(order, row.path), language)
            break
        except ChangeRefused:  # the entry exists in the other revision only
            continue
    if row.field.shape is Shape.UNTYPED:
        return ChangedValue(name, row.before, row.after)
    return compare_values(name, row, row.before, row.after, language)
