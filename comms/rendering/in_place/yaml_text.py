"""YAML text for values: in the style of the value they replace, otherwise in the house style."""

import io
import re
from decimal import Decimal
from typing import Any

import yaml

from comms.rendering.in_place.nodes import Node
from comms.rendering.in_place.typed_values import Place, typed
from comms.rendering.yaml_data import NEEDS_ESCAPE, loses_digits
from comms.rendering.yaml_data import Dumper as HouseDumper

_STR = "tag:yaml.org,2002:str"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_HEADER = re.compile(r"([|>])[+-]?([ \t]*(?:#[^\r\n]*)?)(\r\n|\n|\r)([ ]*)")


class Dumper(HouseDumper):
    """The house style, with block scalars kept apart from empty lines and comments that follow them."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    if NEEDS_ESCAPE.search(value) or (style and not _fits_block(value)):
        style = '"'
    return dumper.represent_scalar(_STR, value, style=style)


Dumper.add_representer(str, _text)


def _dumped(data: Any, flow: bool) -> str:
    text: str = yaml.dump(
        data,
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=2**31,
        default_flow_style=flow,
    )
    return text.removesuffix("\n")


class YamlText:
    """Writes values as YAML."""

    colon = ": "
    comma = ", "

    def __init__(self, newline: str) -> None:
        self.newline = newline

    def scalar(self, node: Node, written: str, new: Any, place: Place, flow: bool) -> str | None:
        """Return `new` in the style of the scalar `written`, or None if it needs another form."""
        if not isinstance(new, str):
            return "null" if new is None else str(new).lower()
        if node.style in ("|", ">"):
            return self._block(written, new)
        if "\n" in new and not flow:
            return None
        if node.style:
            return _emitted(new, _STR, '"' if "\n" in new or NEEDS_ESCAPE.search(new) else node.style, flow)
        return _plain_style(node.value, new, place, flow)

    def _block(self, written: str, new: str) -> str | None:
        """Return a block scalar with the indicator, comment and indentation of another one."""
        header = _HEADER.match(written)
        if header is None or not _fits_block(new):
            return None
        sign, comment, newline, indent = header.groups()
        lines = new.removesuffix("\n").split("\n")
        if sign == ">":  # folding turns one line break into a space and two into one
            lines = [text for line in lines[:-1] for text in (line, "")] + lines[-1:]
        chomping = "" if new.endswith("\n") else "-"
        body = newline.join(f"{indent}{line}" if line else "" for line in lines)
        return f"{sign}{chomping}{comment}{newline}{body}"

    def flow_pair(self, key: str, value: Any, place: Place, indent: str | None) -> str:
        """Write a pair in flow style, on one line."""
        return f"{_emitted(key, _STR, None, True)}: {self.flow_value(value, place, indent)}"

    def flow_value(self, value: Any, place: Place, _indent: str | None) -> str:
        """Write a value in flow style, on one line."""
        return _dumped([typed(value, place)], flow=True)[1:-1]

    def behind_key(self, value: Any, place: Place) -> str:
        """Return the text after a key's colon at the left margin, with further lines below it if needed."""
        return _dumped({"k": typed(value, place)}, flow=False)[2:]

    def behind_dash(self, value: Any, place: Place) -> str:
        """Return the text after an entry's dash at the left margin, with further lines below it if needed."""
        lines = _dumped({"k": [typed(value, place)]}, flow=False).split("\n")[1:]
        return "\n".join(line[2:] for line in lines)[1:]

    def key(self, key: str) -> str:
        return _emitted(key, _STR, None, False)


def _fits_block(text: str) -> bool:
    """Whether a text fits a block scalar as it is: printable, and no line taken for a deeper level."""
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0] and lines[-1]) and all(
        line.isprintable() and not line.startswith(" ") for line in lines
    )


def _plain_style(old: str, new: str, place: Place, flow: bool) -> str:
    """Write a value unquoted if the old one was and every reader gives the new one the same type."""
    was, becomes = _tag(old), _tag(new)
    alike = was == becomes or (was in _NUMBERS and becomes in _NUMBERS)
    if alike and becomes != _STR and becomes not in _RESERVED and not (_loses(new) and not _loses(old)):
        return _emitted(new, becomes, None, flow)
    value = typed(new, place)
    if isinstance(value, str):
        return _emitted(value, _STR, '"' if "\n" in value or NEEDS_ESCAPE.search(value) else None, flow)
    if isinstance(value, Decimal) and _loses(new):
        return f'"{new}"'
    return _emitted(new, becomes, None, flow)


_RESERVED = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")
"""Types that a reader would not take for text, wherever they stand unquoted."""


def _loses(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text)) and loses_digits(text)


def _tag(text: str) -> str:
    dumper = Dumper(io.StringIO())
    tag: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag


def _emitted(text: str, tag: str, style: str | None, flow: bool) -> str:
    """Return a scalar as it is written behind a key or in brackets."""
    scalar = yaml.ScalarNode(tag, text, style=style)
    root: yaml.Node = (
        yaml.SequenceNode("tag:yaml.org,2002:seq", [scalar], flow_style=True)
        if flow
        else yaml.MappingNode(
            "tag:yaml.org,2002:map", [(yaml.ScalarNode(_STR, "k"), scalar)], flow_style=False
        )
    )
    written: str = yaml.serialize(root, Dumper=Dumper, allow_unicode=True, width=2**31)
    return written.removesuffix("\n")[1:-1] if flow else written.removesuffix("\n")[3:]
