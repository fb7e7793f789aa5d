"""Values as YAML text: in the place of another one as that was written, else in the house's own style."""

import io
import re
from decimal import Decimal
from typing import Any

import yaml

from comms.rendering.in_place.nodes import Node
from comms.rendering.in_place.typed_values import Place, dressed
from comms.rendering.yaml_data import Dumper as HouseDumper
from comms.rendering.yaml_data import loses_digits

_STR = "tag:yaml.org,2002:str"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_ESCAPED = re.compile("[\x85\u2028\u2029\ufeff]")
_HEADER = re.compile(r"([|>])[+-]?([ \t]*(?:#[^\r\n]*)?)(\r\n|\n|\r)([ ]*)")


class Dumper(HouseDumper):
    """The house's style, in which a block of text never mixes with the empty lines and comments after it."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    if _ESCAPED.search(value) or (style and not _fits_block(value)):
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
    """Writes YAML."""

    colon = ": "
    comma = ", "

    def __init__(self, newline: str) -> None:
        self.newline = newline

    def scalar(self, node: Node, written: str, new: Any, place: Place, flow: bool) -> str | None:
        """`new` in the dress of the scalar `written`; None where it needs another form."""
        if not isinstance(new, str):
            return "null" if new is None else str(new).lower()
        if node.style in ("|", ">"):
            return self._block(written, new)
        if "\n" in new and not flow:
            return None
        if node.style:
            return _emitted(new, _STR, '"' if "\n" in new or _ESCAPED.search(new) else node.style, flow)
        return _plain(node.value, new, place, flow)

    def _block(self, written: str, new: str) -> str | None:
        """A block of text with the sign, the comment and the indentation of another one."""
        header = _HEADER.match(written)
        if header is None or not _fits_block(new):
            return None
        sign, comment, newline, indent = header.groups()
        lines = new.removesuffix("\n").split("\n")
        if sign == ">":  # one line break is folded into a blank, two stay one
            lines = [each for line in lines[:-1] for each in (line, "")] + lines[-1:]
        chomping = "" if new.endswith("\n") else "-"
        body = newline.join(f"{indent}{line}" if line else "" for line in lines)
        return f"{sign}{chomping}{comment}{newline}{body}"

    def flow_pair(self, key: str, value: Any, place: Place, indent: str | None) -> str:
        """A pair between braces, on one line."""
        return f"{_emitted(key, _STR, None, True)}: {self.flow_value(value, place, indent)}"

    def flow_value(self, value: Any, place: Place, indent: str | None) -> str:
        """A value between brackets, on one line."""
        del indent
        return _dumped([dressed(value, place)], flow=True)[1:-1]

    def behind_key(self, value: Any, place: Place) -> str:
        """What follows the colon of a key at the left margin; beneath it, where it has several lines."""
        return _dumped({"k": dressed(value, place)}, flow=False)[2:]

    def behind_dash(self, value: Any, place: Place) -> str:
        """What follows the dash of an entry at the left margin; beneath it, where it has several lines."""
        lines = _dumped({"k": [dressed(value, place)]}, flow=False).split("\n")[1:]
        return "\n".join(each[2:] for each in lines)[1:]

    def key(self, key: str) -> str:
        return _emitted(key, _STR, None, False)


def _fits_block(text: str) -> bool:
    """Whether a text can stand in a block as it is: printable, and no line mistaken for a deeper one."""
    lines = text.removesuffix("\n").split("\n")
    return bool(lines[0] and lines[-1]) and all(
        line.isprintable() and not line.startswith(" ") for line in lines
    )


def _plain(old: str, new: str, place: Place, flow: bool) -> str:
    """Without quotes where the old value had none and every reader takes the new one for the same sort."""
    was, becomes = _tag(old), _tag(new)
    alike = was == becomes or (was in _NUMBERS and becomes in _NUMBERS)
    if alike and becomes != _STR and becomes not in _RESERVED and not (_loses(new) and not _loses(old)):
        return _emitted(new, becomes, None, flow)
    value = dressed(new, place)
    if isinstance(value, str):
        return _emitted(value, _STR, '"' if "\n" in value or _ESCAPED.search(value) else None, flow)
    if isinstance(value, Decimal) and _loses(new):
        return f'"{new}"'
    return _emitted(new, becomes, None, flow)


_RESERVED = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")
"""What the reader takes for something else than text, wherever it stands without quotes."""


def _loses(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text)) and loses_digits(text)


def _tag(text: str) -> str:
    dumper = Dumper(io.StringIO())
    tag: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag


def _emitted(text: str, tag: str, style: str | None, flow: bool) -> str:
    """A scalar as it stands behind a key or between brackets."""
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
