"""Values as JSON text, indented and escaped as the rest of the file."""

import json
import re
from typing import Any

from comms.models.plain import plain
from comms.rendering.in_place.nodes import Node
from comms.rendering.in_place.typed_values import Place, dressed

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_HALF = re.compile("[\ud800-\udfff]")


class JsonText:
    """Writes JSON.

    indent: what a level is indented by; None for a file on one line. ascii: whether it spells other
    characters in escapes. colon, comma: as they stand between values on one line.
    """

    def __init__(self, newline: str, indent: str | None, ascii_only: bool, colon: str, comma: str) -> None:
        self.newline, self.indent, self.ascii_only = newline, indent, ascii_only
        self.colon, self.comma = colon, comma

    def scalar(self, node: Node, written: str, new: Any, place: Place, flow: bool) -> str:
        """`new` as a number where there was one before and it is one, else as its field has it."""
        del flow
        if isinstance(new, str) and _NUMBER.fullmatch(written) and _NUMBER.fullmatch(new):
            return new
        return self._dumped(new if node.style else plain(dressed(new, place)), None)

    def flow_pair(self, key: str, value: Any, place: Place, indent: str | None) -> str:
        """A pair; over several lines where `indent`, that of its own line, is given."""
        return f"{self._dumped(key, None)}{self.colon}{self.flow_value(value, place, indent)}"

    def flow_value(self, value: Any, place: Place, indent: str | None) -> str:
        """A value; over several lines where `indent`, that of its own line, is given."""
        return self._dumped(plain(dressed(value, place)), indent)

    def _dumped(self, value: Any, indent: str | None) -> str:
        deep = self.indent if indent is not None else None
        separators = (self.comma.rstrip() if deep is not None else self.comma, self.colon)
        text = json.dumps(value, ensure_ascii=self.ascii_only, indent=deep, separators=separators)
        if _HALF.search(text):  # half a character has no bytes of its own
            text = json.dumps(value, indent=deep, separators=separators)
        return text.replace("\n", self.newline + (indent or ""))
