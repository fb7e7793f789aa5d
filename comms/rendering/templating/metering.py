"""Makes templates charge for everything that may grow without end: loops, filters, joins, operators."""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from comms.rendering.templating.budget import STEP, charge, pay_for, place
from comms.rendering.templating.mistakes import TemplateMistake

OPTIONAL = frozenset({"default", "d"})
"""Filters that accept a name that does not exist."""
PRICED = "(priced)"
"""The filter that charges for a value; its name cannot be written in a template."""
MOST_BITS = 4096
"""Largest size, in bits, of a product or power."""


def metered(tree: nodes.Template) -> nodes.Template:
    """Return the template changed so that it charges for loops, filters, joined texts and comparisons."""
    for node in list(tree.find_all((nodes.For, nodes.Filter, nodes.Concat, nodes.Tuple, nodes.Compare))):
        match node:
            case nodes.For():
                text_length = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
                node.iter = _with_price(node.iter, text_length + STEP)
            case nodes.Filter() if node.node is not None and node.name not in OPTIONAL:
                node.node = _with_price(node.node)
            case nodes.Concat():
                node.nodes = [_with_price(item) for item in node.nodes]
            case nodes.Tuple(ctx="load"):
                node.items = [_with_price(item) for item in node.items]
            case nodes.Compare():
                node.expr = _with_price(node.expr)
                for operand in node.ops:
                    operand.expr = _with_price(operand.expr)
    return tree


def _with_price(node: Any, entry_cost: int = 0) -> nodes.Expr:
    price = nodes.Const(entry_cost, lineno=node.lineno)
    return nodes.Filter(node, PRICED, [price], [], None, None, lineno=node.lineno)


def priced(value: Any, entry_cost: int) -> Any:
    """Return the value once it is paid for; `entry_cost` is charged for each entry on top."""
    if isinstance(value, Iterator):
        return _charged_one_by_one(value, entry_cost)
    pay_for(value)
    if entry_cost and isinstance(value, str | list | tuple | dict | range):
        charge(len(value) * entry_cost)
    return value


def _charged_one_by_one(values: Iterator[Any], entry_cost: int) -> Iterator[Any]:
    for value in values:
        charge(entry_cost + 1)
        yield value


def refuse_outsized(operator: str, left: Any, right: Any) -> None:
    """Raise OverflowError or TemplateMistake if an operator would turn little input into much output."""
    if operator == "+":
        pay_for((left, right))
    elif operator == "%" and isinstance(left, str):
        raise TemplateMistake("no_percent", place())
    elif operator in ("*", "**") and _bits(operator, left, right) > MOST_BITS:
        raise OverflowError
    elif operator == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str | list | tuple) and isinstance(times, int):
                charge(len(many) * max(times, 0))


def _bits(operator: str, left: Any, right: Any) -> int:
    """Return the length in bits of a product or power of whole numbers, or 0 for other operands."""
    if isinstance(left, int) and isinstance(right, int):
        return left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
    return 0
