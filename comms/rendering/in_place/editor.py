"""Edits a text in place: new data replace the old, and every other character stays as it is.

A collection is taken apart into its entries and the text between them, then put together again, so that
entries can be added, removed and moved together with their comments. The text between two entries belongs to
the second one; it stays when that entry is removed, since it is a person's remark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from comms.reading.line_index import start_of_line
from comms.rendering.in_place.json_text import JsonText
from comms.rendering.in_place.list_matching import partners
from comms.rendering.in_place.nodes import Node
from comms.rendering.in_place.rewrite import Unsafe
from comms.rendering.in_place.typed_values import Place, below, key_order
from comms.rendering.in_place.yaml_text import YamlText

_BREAK = r"(?:\r\n|\n|\r(?!\n))"
_REST = re.compile(r"[ \t]*(?:(?<![^ \t\r\n])#[^\r\n]*)?(?=[\r\n]|\Z)")
_GAP = re.compile(rf"([ \t]*(?:{_BREAK}[ \t]*(?:#[^\r\n]*)?)*)({_BREAK} *)")
_DASH = re.compile(r"^ *(-)(?=[ \t\r\n]|\Z)", re.MULTILINE)
_OPENING = re.compile(
    rf"(?P<sign>[ \t]*:|-)(?P<comment>[ \t]+#[^\r\n]*)?(?:(?:{_BREAK}|[ \t]+)(?:#[^\r\n]*)?)*"
)
_HEADER = re.compile(r"[|>][-+\d]*(?P<comment>[ \t]+#[^\r\n]*)?")
_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A pair or a list entry, from its key or dash to the end of its last line.

    sign: the end of the colon or dash. lead: the lines above the entry, each with the line break before it.
    line_start: the line break and indentation of the entry's own line. Both are "" for the first entry.
    """

    start: int
    end: int
    sign: int
    value: Node
    comment: str
    lead: str = ""
    line_start: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    """A future entry of a collection: its old index (None for a new entry), its step, old and new value."""

    index: int | None
    step: str | int
    old: Any
    new: Any


class Editor:
    """Edits one text; `coarse` rewrites any entry of the root in which something changed."""

    def __init__(self, text: str, writer: YamlText | JsonText, coarse: bool = False) -> None:
        self.text, self.writer, self.coarse = text, writer, coarse

    @property
    def _yaml(self) -> YamlText:
        """The writer for block style, which only YAML has."""
        assert isinstance(self.writer, YamlText)
        return self.writer

    def edited(self, root: Node, old: Any, new: Any, place: Place) -> str:
        """Return the edited text; raises Unsafe if the root itself would have to be rewritten."""
        inner = self._inside(root, old, new, place, flow=False, depth=0)
        if inner is None:
            raise Unsafe("root")
        return self.text[: root.start] + inner + self.text[self._end(root) :]

    def _inside(self, node: Node, old: Any, new: Any, place: Place, flow: bool, depth: int) -> str | None:
        """Return a changed value in its present form, or None if it needs another form."""
        if node.bound or node.kind == "alias":
            raise Unsafe("the value is shared or tagged")
        if node.kind == "scalar":
            if isinstance(new, dict | list):
                return None
            written = self.text[node.start : self._end(node)]
            text = self.writer.scalar(node, written, new, place, flow)
            return f" {text}" if text is not None and not written else text
        is_same = isinstance(new, dict if node.kind == "mapping" else list)
        if not is_same or not new or not (node.pairs or node.items):
            return None
        changes = self._changes(node, old, new, place)
        return (self._flow if node.flow else self._block)(node, changes, place, depth)

    def _changes(self, node: Node, old: Any, new: Any, place: Place) -> list[_Change]:
        """Return the future entries of a collection in their order."""
        if node.kind == "list":
            found = zip(partners(old, new), new, strict=True)
            return [_Change(i, n, None if i is None else old[i], value) for n, (i, value) in enumerate(found)]
        keys = [key.value for key, _ in node.pairs]
        return [
            _Change(keys.index(key) if key in keys else None, key, old.get(key), new[key])
            for key in in_order(keys, list(new), key_order(place))
        ]

    def _block(self, node: Node, changes: list[_Change], place: Place, depth: int) -> str:
        """Return the text of a collection in block style."""
        entries = list(self._entries(node))
        column = entries[0].start - start_of_line(self.text, entries[0].start)
        leads, tail = _leads(entries, changes)
        pieces: list[str] = []
        for change in changes:
            was = entries[change.index] if change.index is not None else None
            lead = leads[change.index] if change.index is not None else ""
            line_start = was.line_start if was and was.line_start else self.writer.newline + " " * column
            entry_place = below(place, change.step)
            if was is None and entries[-1].value.flow and _fits_braces(change):
                text = f"- {self.writer.flow_value(change.new, entry_place, None)}"
            else:
                text = self._entry(was, change, entry_place, column, depth)
            if pieces:
                pieces += [lead, line_start, text]
            else:  # the collection starts where it did, at the first entry's own column
                lead = lead.strip()
                pieces += [lead + line_start if lead else "", text]
        return "".join([*pieces, tail])

    def _entry(self, was: _Entry | None, change: _Change, place: Place, column: int, depth: int) -> str:
        if was is None:
            opening = f"{self._yaml.key(change.step)}:" if isinstance(change.step, str) else "-"
            return self._new_entry(opening, change, place, column, "")
        if change.old == change.new:
            return self.text[was.start : was.end]
        if depth == 0 and self.coarse:
            return self._rewritten(was, change, place, column)
        try:
            inner = self._inside(was.value, change.old, change.new, place, flow=False, depth=depth + 1)
        except Unsafe:
            if depth > 0:
                raise
            return self._rewritten(was, change, place, column)
        if inner is None:
            return self._rewritten(was, change, place, column)
        opening = self.text[was.start : was.value.start]
        return opening + inner + self.text[self._end(was.value) : was.end]

    def _rewritten(self, was: _Entry, change: _Change, place: Place, column: int) -> str:
        """Return the entry with its value in another form, followed by the comments of its first line."""
        comment, value = was.comment, was.value
        if value.kind in ("scalar", "alias") or value.flow:
            header = _HEADER.match(self.text, value.start) if value.style in ("|", ">") else None
            comment += (header["comment"] or "") if header else self.text[value.end : was.end]
        return self._new_entry(self.text[was.start : was.sign], change, place, column, comment)

    def _new_entry(self, opening: str, change: _Change, place: Place, column: int, comment: str) -> str:
        writer = self._yaml
        behind = writer.behind_dash if isinstance(change.step, int) else writer.behind_key
        first, *others = behind(change.new, place).split("\n")
        indented = (" " * column + line if line else "" for line in others)
        return writer.newline.join([f"{opening}{first}{comment}", *indented])

    def _entries(self, node: Node) -> Iterator[_Entry]:
        """Yield the entries of a block; raises Unsafe if anything but comments stands between them."""
        end = node.start
        for number, (key, value) in enumerate(_children(node)):
            start, sign_start = (key.start, key.end) if key else (self._dash(end, value.start),) * 2
            opening = _OPENING.match(self.text, sign_start, value.start)
            gap = _GAP.fullmatch(self.text, end, start) if number else None
            if opening is None or opening.end() != value.start or (gap is None and number):
                raise Unsafe("an entry of another form")
            lead, line_start = gap.groups() if gap else ("", "")
            end = self._line_end(value)
            yield _Entry(start, end, opening.end("sign"), value, opening["comment"] or "", lead, line_start)

    def _dash(self, start: int, end: int) -> int:
        """Return the position of the dash that opens an entry."""
        if self.text.startswith("-", start):
            return start
        match = _DASH.search(self.text, start, end + 1)
        if match is None:
            raise Unsafe("no dash")
        return match.start(1)

    def _end(self, node: Node) -> int:
        """Return the end of a value, without the line break and comments that the parser includes."""
        if node.style in ("|", ">"):
            return self._block_scalar_end(node)
        if node.flow or not (node.pairs or node.items):
            return node.end
        return list(self._entries(node))[-1].end

    def _block_scalar_end(self, node: Node) -> int:
        written = self.text[node.start : node.end]
        header = _HEADER.match(written)
        if header and "+" in header.group().partition("#")[0]:  # trailing empty lines are part of the text
            return node.start + len(re.sub(rf"{_BREAK}[ ]*\Z", "", written))
        kept = node.start + len(written.rstrip(" \t\r\n"))
        return self._rest(kept) if header and kept > node.start + header.end() else kept

    def _line_end(self, node: Node) -> int:
        """Return the end of a value's last line; raises Unsafe if more than a comment follows the value."""
        end = self._end(node)
        if node.style in ("|", ">") or (node.kind in ("mapping", "list") and not node.flow):
            return end
        match = _REST.match(self.text, end)
        if match is None:
            raise Unsafe("something follows the value")
        return match.end()

    def _rest(self, at: int) -> int:
        """Return the end of the line that contains a position."""
        match = re.compile(r"[^\r\n]*").match(self.text, at)
        return match.end() if match else at

    def _flow(self, node: Node, changes: list[_Change], place: Place, depth: int) -> str:
        """Return the text of a collection in flow style; the text between its entries keeps its place."""
        text = self.text
        if text[node.start] not in "[{" or text[node.end - 1] not in "]}":
            raise Unsafe("a pair without braces")
        spans = [((key or value).start, value) for key, value in _children(node)]
        gaps = [text[previous.end : start] for (_, previous), (start, _) in pairwise(spans)]
        opening, tail = text[node.start : spans[0][0]], text[spans[-1][1].end : node.end]
        is_same = [change.index for change in changes] == list(range(len(spans)))
        if not is_same and any("#" in text_between for text_between in (*gaps, opening)):
            raise Unsafe("comments between brackets")
        gap = gaps[-1] if gaps else "," + opening[1:] if _has_break(opening) else self.writer.comma
        gaps += [gap] * (len(changes) - len(spans))
        indent = self._indent(spans[0][0]) if _has_break(opening + gap) else None
        pieces = [
            self._between(spans, change, below(place, change.step), indent, depth) for change in changes
        ]
        joined = (
            piece + follow for piece, follow in zip(pieces, [*gaps[: len(pieces) - 1], ""], strict=True)
        )
        return "".join([opening, *joined, tail])

    def _between(
        self, spans: list[tuple[int, Node]], change: _Change, place: Place, indent: str | None, depth: int
    ) -> str:
        """Return the text of one entry in flow style."""
        if change.index is None:
            if isinstance(change.step, str):
                return self.writer.flow_pair(change.step, change.new, place, indent)
            return self.writer.flow_value(change.new, place, indent)
        start, value = spans[change.index]
        if change.old == change.new:
            return self.text[start : value.end]
        inner = self._inside(value, change.old, change.new, place, flow=True, depth=depth + 1)
        if inner is None:
            inner = self.writer.flow_value(change.new, place, indent)
        return self.text[start : value.start] + inner

    def _indent(self, at: int) -> str:
        match = _INDENT.match(self.text, start_of_line(self.text, at))
        return match.group() if match else ""


def _children(node: Node) -> list[tuple[Node | None, Node]]:
    """Return the values of a collection with their keys; list items have none."""
    return [*node.pairs, *((None, item) for item in node.items)]


def _fits_braces(change: _Change) -> bool:
    """Whether a list entry is a mapping that fits on one line."""
    if not isinstance(change.step, int) or not isinstance(change.new, dict):
        return False
    return not any(isinstance(value, str) and "\n" in value for value in change.new.values())


def _has_break(text: str) -> bool:
    return "\n" in text or "\r" in text


def _leads(entries: list[_Entry], changes: list[_Change]) -> tuple[list[str], str]:
    """Return the text above each remaining entry, and the text left over behind the last one.

    The lines above a removed entry pass to the next remaining one.
    """
    kept = {change.index for change in changes}
    leads, waiting = [], ""
    for index, entry in enumerate(entries):
        if index in kept:
            leads.append(waiting + entry.lead)
            waiting = ""
        else:
            leads.append("")
            waiting += entry.lead if entry.lead.strip() else ""
    return leads, waiting


def in_order(held: list[str], wanted: list[str], order: list[str]) -> list[str]:
    """Return a mapping's keys: existing ones in place, each new one after its predecessor in `order`."""
    keys = [key for key in held if key in wanted]
    rank = {key: number for number, key in enumerate(order)}
    for key in sorted(
        (name for name in wanted if name not in keys), key=lambda name: rank.get(name, len(rank))
    ):
        earlier = [name for name in keys if rank.get(name, len(rank)) < rank.get(key, -1)]
        later = [name for name in keys if rank.get(name, -1) > rank.get(key, len(rank))]
        if earlier:
            at = keys.index(max(earlier, key=rank.__getitem__)) + 1
        else:
            at = keys.index(min(later, key=rank.__getitem__)) if later else len(keys)
        keys.insert(at, key)
    return keys
