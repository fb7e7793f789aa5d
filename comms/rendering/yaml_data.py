"""YAML: the document's data, so quoted that no reader of YAML takes a text for a number."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition


class Dumper(yaml.SafeDumper):
    """The pure dumper: libyaml's escapes every character beyond U+FFFF."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)


def _plain(dumper: yaml.SafeDumper, value: Decimal | date) -> yaml.ScalarNode:
    text = value.isoformat() if isinstance(value, date) else f"{value:f}"
    if isinstance(value, Decimal) and loses_digits(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    tag: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, text)


def loses_digits(text: str) -> bool:
    """Whether a reader that takes numbers for binary floats would write this one differently."""
    return not text.lstrip("-").isdecimal() and repr(float(text)) != text


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None
    if _FOLDED.search(value):
        style = '"'
    elif "\n" in value and all(line.isprintable() for line in value.split("\n")):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_FOLDED = re.compile("[\x85\u2028\u2029\ufeff]")
"""Characters that YAML takes for line breaks or drops unless they are escaped."""


Dumper.add_representer(Decimal, _plain)
Dumper.add_representer(date, _plain)
Dumper.add_representer(datetime, _plain)
Dumper.add_representer(str, _text)
# YAML 1.2 reads these as numbers, YAML 1.1 does not
Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$|0o[0-7]+$"),
    list("-+.0123456789"),
)


def render(rendition: "Rendition") -> bytes:
    """Return the document's data as a YAML file."""
    return to_yaml(rendition.document.to_data()).encode()


def to_yaml(data: dict[str, Any]) -> str:
    """Plain data as YAML text, keys in their order, long lines left whole."""
    text: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=2**31)
    return text
