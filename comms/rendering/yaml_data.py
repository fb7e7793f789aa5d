"""YAML: the document's data, quoted so that no YAML reader mistakes text for a number."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition


class Dumper(yaml.SafeDumper):
    """The house style of YAML, on the pure Python dumper: libyaml's escapes every character beyond U+FFFF."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _number_or_date(dumper: yaml.SafeDumper, value: Decimal | date) -> yaml.ScalarNode:
    text = value.isoformat() if isinstance(value, date) else f"{value:f}"
    if isinstance(value, Decimal) and loses_digits(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    tag: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, text)


def loses_digits(text: str) -> bool:
    """Whether a reader that parses numbers as binary floats would write this one differently."""
    return not text.lstrip("-").isdecimal() and repr(float(text)) != text


def _text_scalar(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None
    if NEEDS_ESCAPE.search(value):
        style = '"'
    elif "\n" in value and all(line.isprintable() for line in value.split("\n")):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


NEEDS_ESCAPE = re.compile("[\x85\u2028\u2029\ufeff]")
"""Characters that YAML drops or reads as line breaks unless they are escaped."""


Dumper.add_representer(Decimal, _number_or_date)
Dumper.add_representer(date, _number_or_date)
Dumper.add_representer(datetime, _number_or_date)
Dumper.add_representer(str, _text_scalar)
# YAML 1.2 reads these as numbers, YAML 1.1 does not
Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$|0o[0-7]+$"),
    list("-+.0123456789"),
)


def render(rendition: "Rendition") -> bytes:
    """Return the document's data as a YAML file."""
    return to_yaml(rendition.document.to_file_data()).encode()


def to_yaml(data: dict[str, Any]) -> str:
    """Return plain data as YAML text with keys in their given order and long lines unbroken."""
    text: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=2**31)
    return text
