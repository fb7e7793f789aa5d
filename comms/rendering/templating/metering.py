"""Templates that charge for what may grow without end: loops, filters, texts put together, operators."""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from comms.rendering.templating.budget import STEP, charge, pay_for, place
from comms.rendering.templating.mistakes import TemplateMistake

OPTIONAL = frozenset({"default", "d"})
"""Filters that are there for a name that does not exist."""
PRICED = "(priced)"
"""The filter that charges for a value; no template can write its name."""
MOST_BITS = 4096
"""Digits of a product or a power, to the base of two."""


def metered(tree: nodes.Template) -> nodes.Template:
    """The same template, charging for all that may grow: loops, filters, texts put together."""
    for node in list(tree.find_all((nodes.For, nodes.Filter, nodes.Concat, nodes.Tuple, nodes.Compare))):
        match node:
            case nodes.For():
                said = sum(len(each.data) for each in node.find_all(nodes.TemplateData))
                node.iter = _with_price(node.iter, said + STEP)
            case nodes.Filter() if node.node is not None and node.name not in OPTIONAL:
                node.node = _with_price(node.node)
            case nodes.Concat():
                node.nodes = [_with_price(each) for each in node.nodes]
            case nodes.Tuple(ctx="load"):
                node.items = [_with_price(each) for each in node.items]
            case nodes.Compare():
                node.expr = _with_price(node.expr)
                for operand in node.ops:
                    operand.expr = _with_price(operand.expr)
    return tree


def _with_price(node: Any, each: int = 0) -> nodes.Expr:
    price = nodes.Const(each, lineno=node.lineno)
    return nodes.Filter(node, PRICED, [price], [], None, None, lineno=node.lineno)


def priced(value: Any, each: int) -> Any:
    """The value, once it is paid for; `each` is what one entry of it costs beside."""
    if isinstance(value, Iterator):
        return _paid_one_by_one(value, each)
    pay_for(value)
    if each and isinstance(value, str | list | tuple | dict | range):
        charge(len(value) * each)
    return value


def _paid_one_by_one(values: Iterator[Any], each: int) -> Iterator[Any]:
    for value in values:
        charge(each + 1)
        yield value


def refuse_outsized(operator: str, left: Any, right: Any) -> None:
    """Raises OverflowError, or TemplateMistake, where an operator would make much out of little."""
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
    """The length of a product or a power of whole numbers, as far as it can be told beforehand."""
    if isinstance(left, int) and isinstance(right, int):
        return left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
    return 0
