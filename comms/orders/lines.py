"""The lines of an order: how a path selects one, which the same ones are in two revisions, which are late."""

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from comms.models.order_confirmation import OrderConfirmation, OrderLine

if TYPE_CHECKING:
    from comms.models.delay_notice import DelayNotice


def selectors(order: OrderConfirmation) -> list[str]:
    """Return what selects each line in a path: its SKU, or its index where several lines have the SKU."""
    skus = Counter(line.sku for line in order.lines or ())
    return [
        line.sku if line.sku and skus[line.sku] == 1 else str(index)
        for index, line in enumerate(order.lines or ())
    ]


def paired_lines(old: OrderConfirmation, new: OrderConfirmation) -> list[tuple[int | None, int | None]]:
    """Return the indexes of each line in two revisions, None where one of them lacks it.

    Lines are matched by SKU; among the lines of one SKU, those that agree in dates and price come first,
    then the others in their order.
    """
    lines = new.lines or []
    unmatched = dict.fromkeys(range(len(lines)))
    partners: dict[int, int] = {}
    for keys, others in (
        ([old.agreed(line) for line in old.lines or ()], [new.agreed(line) for line in lines]),
        ([(line.sku,) for line in old.lines or ()], [(line.sku,) for line in lines]),
    ):
        waiting = defaultdict(list)
        for index in reversed(unmatched):
            waiting[others[index]].append(index)
        for index, key in enumerate(keys):
            if index not in partners and waiting[key]:
                partners[index] = waiting[key].pop()
                del unmatched[partners[index]]
    kept = [(index, partners.get(index)) for index in range(len(old.lines or ()))]
    return [*kept, *((None, index) for index in unmatched)]


def named_lines(order: OrderConfirmation) -> dict[str, list[int]]:
    """Return the names of lines in a notice (SKUs, and positions such as `lines[0]`) -> their indexes."""
    skus: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(order.lines or ()):
        if line.sku:
            skus[line.sku].append(index)
    positions = {f"lines[{index}]": [index] for index in range(len(order.lines or ()))}
    return {**positions, **skus}


def late_lines(
    order: OrderConfirmation, notice: "DelayNotice", affected: list[str] | None
) -> list[OrderLine]:
    """Return the lines that a notice or one of its remedies says are late.

    affected: their SKUs, or positions such as `lines[0]`; None means all lines. Of all lines, and of several
    lines with one SKU, those that are promised for the original date of the notice are meant, or all if none
    is.
    """
    lines = order.lines or []
    named = [list(range(len(lines)))]
    if affected is not None:
        known = named_lines(order)
        named = [known.get(name, []) for name in dict.fromkeys(affected)]
    late: set[int] = set()
    for places in named:
        due = [index for index in places if _is_due(order, lines[index], notice)]
        late.update(due if len(places) > 1 and due else places)
    return [lines[index] for index in sorted(late)]


def _is_due(order: OrderConfirmation, line: OrderLine, notice: "DelayNotice") -> bool:
    """Return whether a line is promised for the original date of a notice."""
    return order.promised(line, notice.milestone or "ship_by") == notice.original_date
