"""Two revisions of an order side by side, by meaning: fields, lines, money."""

from typing import TYPE_CHECKING, Any

from comms.models.base import Shape
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.revisions import Difference, Refusal, differences, target_of
from comms.rendering.body import fill_template
from comms.rendering.letters import ChangedValue, compared, name_of

if TYPE_CHECKING:
    from comms.rendering import Layout


def comparison(old: OrderConfirmation, new: OrderConfirmation, layout: "Layout") -> str:
    """The Markdown of a comparison."""
    return fill_template("_comparison", layout, **values_of_comparison(old, new, layout))


def values_of_comparison(
    old: OrderConfirmation, new: OrderConfirmation, layout: "Layout"
) -> dict[str, object]:
    """What a comparison says: what changed in the terms and in each line, and the totals of both."""
    rows = differences(old, new)
    gone = _skus(old) - _skus(new)
    fresh = _skus(new) - _skus(old)
    terms = [each for each in rows if not each.path.startswith("lines[")]
    lines = [each for each in rows if each.path.startswith("lines[") and not _of(each, gone | fresh)]
    return {
        "old": old,
        "new": new,
        "terms": [_row(each, old, new, layout.language) for each in terms],
        "lines": [_row(each, old, new, layout.language) for each in lines],
        "gone": [each for each in old.lines or () if each.sku in gone],
        "fresh": [each for each in new.lines or () if each.sku in fresh],
        "before": old.computed() if old.currency == new.currency else None,
        "after": new.computed(),
    }


def _skus(order: OrderConfirmation) -> set[str]:
    return {each.sku for each in order.lines or () if each.sku}


def _of(difference: Difference, skus: set[str]) -> bool:
    return any(difference.path.startswith(f"lines[{sku}]") for sku in skus)


def _row(each: Difference, old: OrderConfirmation, new: OrderConfirmation, language: str) -> ChangedValue:
    name: Any = each.path
    for order in (new, old):
        try:
            name = name_of(order, target_of(order, each.path), language)
            break
        except Refusal:  # an entry that only the other revision has
            continue
    row = compared(name, each, each.before, each.after, language)
    return row if each.field.shape is not Shape.PLAIN else ChangedValue(name, each.before, each.after)
