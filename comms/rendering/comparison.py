"""Two revisions of an order compared by meaning: fields, lines, money."""

from typing import TYPE_CHECKING, Any

from comms.models.base import Shape
from comms.models.order_confirmation import OrderConfirmation
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
    gone = _skus(old) - _skus(new)
    fresh = _skus(new) - _skus(old)
    terms = [row for row in rows if not row.path.startswith("lines[")]
    lines = [row for row in rows if row.path.startswith("lines[") and not _belongs_to(row, gone | fresh)]
    return {
        "old": old,
        "new": new,
        "terms": [_changed_value(row, old, new, layout.language) for row in terms],
        "lines": [_changed_value(row, old, new, layout.language) for row in lines],
        "gone": [line for line in old.lines or () if line.sku in gone],
        "fresh": [line for line in new.lines or () if line.sku in fresh],
        "before": old.computed() if old.currency == new.currency else None,
        "after": new.computed(),
    }


def _skus(order: OrderConfirmation) -> set[str]:
    return {line.sku for line in order.lines or () if line.sku}


def _belongs_to(difference: Difference, skus: set[str]) -> bool:
    return any(difference.path.startswith(f"lines[{sku}]") for sku in skus)


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
