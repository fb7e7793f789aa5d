"""JSON text for values, indented and escaped like the rest of the file."""

import json
import re
from typing import Any

from comms.models.plain import to_jsonable
from comms.rendering.in_place.nodes import Node
from comms.rendering.in_place.typed_values import Place, typed

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonText:
    """Writes JSON.

    indent: the indentation of one level, None for a file on one line. ascii_only: whether non-ASCII
    characters are escaped. colon, comma: the separators between values on one line.
    """

    def __init__(self, newline: str, indent: str | None, ascii_only: bool, colon: str, comma: str) -> None:
        self.newline, self.indent, self.ascii_only = newline, indent, ascii_only
        self.colon, self.comma = colon, comma

    def scalar(self, node: Node, written: str, new: Any, place: Place, _flow: bool) -> str:
        """Write a number if the old value was one and the new one can be, otherwise the type of its field."""
        if isinstance(new, str) and _NUMBER.fullmatch(written) and _NUMBER.fullmatch(new):
            return new
        return self._dumped(new if node.style else to_jsonable(typed(new, place)), None)

    def flow_pair(self, key: str, value: Any, place: Place, indent: str | None) -> str:
        """Write a pair; on several lines if `indent`, the indentation of its own line, is given."""
        return f"{self._dumped(key, None)}{self.colon}{self.flow_value(value, place, indent)}"

    def flow_value(self, value: Any, place: Place, indent: str | None) -> str:
        """Write a value; on several lines if `indent`, the indentation of its own line, is given."""
        return self._dumped(to_jsonable(typed(value, place)), indent)

    def _dumped(self, value: Any, indent: str | None) -> str:
        level_indent = self.indent if indent is not None else None
        separators = (self.comma.rstrip() if level_indent is not None else self.comma, self.colon)
        text = json.dumps(value, ensure_ascii=self.ascii_only, indent=level_indent, separators=separators)
        if _LONE_SURROGATE.search(text):  # it cannot be encoded in UTF-8
            text = json.dumps(value, indent=level_indent, separators=separators)
        return text.replace("\n", self.newline + (indent or ""))
