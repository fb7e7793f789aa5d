"""Candidate texts for edited YAML, JSON and front matter: the finest edit first, then coarser ones."""

import re
from collections.abc import Iterator
from typing import Any

from comms.reading.line_index import newline_of
from comms.rendering.in_place.editor import Editor, in_order
from comms.rendering.in_place.json_text import JsonText
from comms.rendering.in_place.nodes import Node, escapes_non_ascii, json_root, yaml_root
from comms.rendering.in_place.rewrite import Unsafe
from comms.rendering.in_place.typed_values import key_order, root_of, typed
from comms.rendering.in_place.yaml_text import YamlText
from comms.rendering.yaml_data import to_yaml

_HEAD = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*")


def yaml_texts(text: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield YAML texts with `new` in place of `old`: edited in place, by top-level key, and rewritten.

    The caller takes the first one that reads back as `new`.
    """
    writer = YamlText(newline_of(text))
    root = yaml_root(text)
    for coarse in (False, True):
        if root is not None and (edited := _edited(Editor(text, writer, coarse), root, old, new)) is not None:
            yield edited
            if not edited.endswith(("\n", "\r")):  # a final block scalar may need its last newline
                yield edited + writer.newline
    head = _HEAD.match(text)
    ordered = {key: new[key] for key in in_order(list(old), list(new), key_order(root_of(new)))}
    fresh = typed(ordered, root_of(new))
    rewritten = to_yaml({key: fresh[key] for key in ordered}).replace("\n", writer.newline)
    yield (head.group() if head else "") + rewritten


def json_texts(text: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield JSON texts with `new` in place of `old`: edited in place, and rewritten."""
    root = json_root(text)
    writer = _json_writer(text, root)
    if (edited := _edited(Editor(text, writer), root, old, new)) is not None:
        yield edited
    keys = in_order(list(old), list(new), key_order(root_of(new)))
    rewritten = writer.flow_value(
        {key: new[key] for key in keys}, root_of(new), "" if writer.indent else None
    )
    yield text[: root.start] + rewritten + text[root.end :]


def _edited(editor: Editor, root: Node, old: Any, new: Any) -> str | None:
    try:
        return editor.edited(root, old, new, root_of(new))
    except Unsafe:
        return None


def _json_writer(text: str, root: Node) -> JsonText:
    first = root.pairs[0] if root.pairs else None
    opening = text[root.start + 1 : first[0].start] if first else ""
    newline = newline_of(text)
    indent = opening.rpartition(newline)[2] if newline in opening else None
    colon = text[first[0].end : first[1].start] if first else ": "
    comma = ", " if indent or len(root.pairs) < 2 or colon != ":" else ","
    return JsonText(newline, indent, escapes_non_ascii(text), colon, comma)
