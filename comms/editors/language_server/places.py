"""Finds the cursor's place in a half-written file from indentation and brackets, as it may not parse."""

import re
from dataclasses import dataclass, field

from comms.paths import FieldPath
from comms.reading.edits import front_matter_span
from comms.reading.line_index import LINE_BREAK, LineIndex

_OPENING = re.compile(r"---[ \t]*\r?\n")
_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:-(?: +|$))*)"
    r"(?:(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*')[ \t]*:(?=[ \t]|$)[ \t]*)?(?P<value>.*)"
)
_KEY_BEGUN = re.compile(r"[\w-]*")
_TEXT_BELOW = re.compile(r"[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?")
_COMMENT = re.compile(r"""(?:^|[ \t])#""")
_WORD_REST = re.compile(r"[\w-]*")
_TOKEN = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"?|'[^'\n]*'?|[{}\[\],:]|#[^\n]*|[^\s{}\[\],:\"'][^{}\[\],:\n]*|\s+"
)
_TABLE = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w.-]+)[ \t]*\]\]?[ \t]*(?:#.*)?")
_PAIR = re.compile(r"[ \t]*([\w-]+)[ \t]*=[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of the cursor in a text.

    path: of the mapping or list around the cursor and, for a value, of its key.
    start, end: the word at the cursor, in code points of the text.
    is_value: whether a value belongs here rather than a key.
    present: the keys that the mapping already has.
    quoted, bracketed: whether the word stands in quotes, and between brackets.
    """

    path: FieldPath
    start: int
    end: int
    is_value: bool
    present: frozenset[str] = frozenset()
    quoted: bool = False
    bracketed: bool = False


def place_at(text: str, cursor: int, suffix: str) -> Place | None:
    """Return the place of the cursor, or None where neither a key nor a listed value belongs."""
    if suffix in (".md", ".markdown"):
        if not (opening := _OPENING.match(text)):
            return None
        end = front_matter_span(text)[1] or len(text) + 1  # the closing fence may still be missing
        return _in_yaml(text, opening.end(), end, cursor) if opening.end() <= cursor < end else None
    if suffix == ".json":
        start = text.find("{")
        return _in_flow(text, start, len(text), cursor, ()) if 0 <= start < cursor else None
    return _in_toml(text, cursor) if suffix == ".toml" else _in_yaml(text, 0, len(text), cursor)


@dataclass
class _Block:
    """The keys above a line of YAML, by their indentation.

    steps: column and step, innermost last; a list entry counts as half a column behind its dash, since the
    dashes of a key's list may stand directly below the key.
    text_below: lines indented beyond this column belong to a block scalar.
    """

    steps: list[tuple[float, str | int]] = field(default_factory=list)
    counts: dict[FieldPath, int] = field(default_factory=dict)
    keys: dict[FieldPath, set[str]] = field(default_factory=dict)
    text_below: int | None = None

    def holder(self, column: float) -> FieldPath:
        """Return the path of the collection that a key at a column belongs to."""
        return tuple(step for indent, step in self.steps if indent < column)

    def open(self, column: float, step: str | int) -> None:
        self.steps = [step for step in self.steps if step[0] < column] + [(column, step)]

    def open_entries(self, dashes: str, column: int) -> None:
        """Open a list entry for each dash of a line."""
        for offset, sign in enumerate(dashes):
            if sign == "-":
                path = self.holder(column + offset + 0.5)
                self.counts[path] = self.counts.get(path, -1) + 1
                self.open(column + offset + 0.5, self.counts[path])

    def is_text(self, line: str, column: int) -> bool:
        """Whether a line, or the cursor on an empty line, is inside a block scalar."""
        if self.text_below is None:
            return False
        indent = len(line) - len(line.lstrip(" ")) if line.strip() else column
        if indent > self.text_below:
            return True
        self.text_below = None
        return False

    def take(self, line: str) -> tuple[FieldPath, int] | None:
        """Process a line; return the path of its key and the start of its value, or None if it has no key."""
        if not line.strip() or line.lstrip().startswith("#") or self.is_text(line, 0):
            return None
        match = _LINE.match(line)
        assert match is not None  # the pattern matches any line
        self.open_entries(match["dashes"], match.end("indent"))
        column = match.end("dashes")
        if _TEXT_BELOW.fullmatch(match["value"]):
            self.text_below = column if match["key"] else match.end("indent")
        if not match["key"]:
            return None
        key = match["key"].strip("\"'")
        self.keys.setdefault(self.holder(column), set()).add(key)
        self.open(column, key)
        return self.holder(column + 1), match.start("value")


def _in_yaml(text: str, start: int, end: int, cursor: int) -> Place | None:
    lines = LineIndex(text, LINE_BREAK)
    last, cursor_line = lines.number(min(end, len(text))), lines.number(cursor)
    block, number = _Block(), lines.number(start)
    while number < cursor_line:
        found = block.take(lines.line(number))
        if found and (flow := _flow_end(text, lines, number, found[1])):
            begin = lines.offset(number) + found[1]
            if begin < cursor < flow:
                return _in_flow(text, begin, flow, cursor, found[0])
            number = max(number, lines.number(flow))
        number += 1
    place = _on_line(block, lines, cursor)
    if place is None or place.is_value or place.bracketed:
        return place
    for following in range(cursor_line + 1, last + 1):
        block.take(lines.line(following))
    present = frozenset(block.keys.get(place.path, ()))
    return Place(place.path, place.start, place.end, False, present)


def _flow_end(text: str, lines: LineIndex, number: int, column: int) -> int | None:
    """Return the end of a value between brackets: where they close, or the line's end if they never do."""
    start = lines.offset(number) + column
    if not text.startswith(("{", "["), start):
        return None
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += (token.group() in "{[") - (token.group() in "}]")
        if not depth:
            return token.end()
    return lines.end(number)


def _on_line(block: _Block, lines: LineIndex, cursor: int) -> Place | None:
    """Return the place on the cursor's own line, judged by the text before the cursor."""
    number = lines.number(cursor)
    start, line = lines.offset(number), lines.line(number)
    before = line[: cursor - start]
    if block.is_text(line, len(before)) or _COMMENT.search(before):
        return None
    match = _LINE.match(before)
    assert match is not None  # the pattern matches any line
    block.open_entries(match["dashes"], match.end("indent"))
    holder, begun = block.holder(match.end("dashes")), start + match.start("value")
    if match["value"].startswith(("{", "[")) and (match["key"] or match["dashes"]):
        path = (*holder, match["key"].strip("\"'")) if match["key"] else holder
        end = _flow_end(lines.text, lines, number, match.start("value"))
        return _in_flow(lines.text, begun, max(end or cursor, cursor), cursor, path)
    if match["key"]:
        return _value(lines.text, cursor, begun, (*holder, match["key"].strip("\"'")))
    if not _KEY_BEGUN.fullmatch(match["value"]):
        return None
    block.open(match.end("dashes"), match["value"])
    return Place(holder, begun, _word_end(lines.text, cursor), False)


def _value(text: str, cursor: int, begun: int, path: FieldPath) -> Place | None:
    """Return the place of a value on its key's line; None right behind the colon, which needs a space."""
    if text[begun - 1] == ":":
        return None
    quoted = text.startswith(("'", '"'), begun, cursor)
    return Place(path, begun + quoted, _word_end(text, cursor), True, quoted=quoted)


def _word_end(text: str, cursor: int) -> int:
    rest = _WORD_REST.match(text, cursor)
    return rest.end() if rest else cursor


@dataclass
class _Frame:
    """An open pair of brackets: the path of its collection, and the pair or item being read."""

    path: FieldPath
    is_mapping: bool
    key: str | None = None
    word: str = ""
    start: int = 0
    count: int = 0
    is_quoted: bool = False

    @property
    def inner(self) -> FieldPath:
        """The path of the value being read."""
        return (*self.path, (self.key or "") if self.is_mapping else self.count)


def _in_flow(text: str, start: int, end: int, cursor: int, path: FieldPath) -> Place | None:
    """Return the place between the brackets that open at `start`, in YAML or JSON."""
    frames, _ = _frames(text, start, cursor, path)
    if not frames:
        return None
    frame = frames[-1]
    is_value = not frame.is_mapping or frame.key is not None
    has_word = bool(frame.word) or frame.is_quoted
    begun = frame.start + frame.is_quoted if has_word else cursor
    if has_word and frame.is_quoted and len(frame.word) > 1 and frame.word[-1] == frame.word[0]:
        return None  # behind the closing quote
    word_end = _word_end(text, cursor)
    here = text[begun:word_end]
    _, keys = _frames(text, start, end, path)
    present = frozenset(keys.get(frame.path, set()) - {here})
    at = frame.inner if is_value else frame.path
    return Place(at, begun, word_end, is_value, present, frame.is_quoted, bracketed=True)


def _frames(
    text: str, start: int, end: int, path: FieldPath
) -> tuple[list[_Frame], dict[FieldPath, set[str]]]:
    """Return the brackets that are open at `end`, and the keys of all mappings up to there."""
    frames: list[_Frame] = []
    keys: dict[FieldPath, set[str]] = {}
    for token in _TOKEN.finditer(text, start, end):
        sign = token.group()
        frame = frames[-1] if frames else None
        if sign in ("{", "["):
            frames.append(_Frame(frame.inner if frame else path, sign == "{"))
        elif frame is None or sign.isspace() or sign.startswith("#"):
            continue
        elif sign in ("}", "]"):
            frames.pop()
        elif sign == ",":
            frame.key, frame.count = None, frame.count + 1
            frame.word, frame.is_quoted = "", False
        elif sign == ":" and frame.is_mapping and frame.key is None and frame.word:
            frame.key = frame.word.strip("\"' ")
            keys.setdefault(frame.path, set()).add(frame.key)
            frame.word, frame.is_quoted = "", False
        elif not frame.word:
            frame.word, frame.start, frame.is_quoted = sign, token.start(), sign[0] in "\"'"
    return frames, keys


def _in_toml(text: str, cursor: int) -> Place | None:
    lines = LineIndex(text, LINE_BREAK)
    here, place = lines.number(cursor), None
    table: FieldPath = ()
    counts: dict[FieldPath, int] = {}
    keys: dict[FieldPath, set[str]] = {}
    for number in range(1, len(lines) + 1):
        if number == here:
            place = _in_toml_line(lines, cursor, table)
        elif match := _TABLE.fullmatch(lines.line(number)):
            table = _table(match, counts)
        elif match := _PAIR.fullmatch(lines.line(number)):
            keys.setdefault(table, set()).add(match[1])
    if place is None or place.is_value:
        return place
    return Place(place.path, place.start, place.end, False, frozenset(keys.get(place.path, ())))


def _in_toml_line(lines: LineIndex, cursor: int, table: FieldPath) -> Place | None:
    start = lines.offset(lines.number(cursor))
    before = lines.text[start:cursor]
    end = _word_end(lines.text, cursor)
    if pair := _PAIR.fullmatch(before):
        quoted = pair[2].startswith(("'", '"'))
        return Place((*table, pair[1]), start + pair.start(2) + quoted, end, True, quoted=quoted)
    begun = len(before) - len(before.lstrip())
    return Place(table, start + begun, end, False) if _KEY_BEGUN.fullmatch(before.lstrip()) else None


def _table(match: re.Match[str], counts: dict[FieldPath, int]) -> FieldPath:
    """Return the path of a table header; below an array it means the array's last entry."""
    path: FieldPath = ()
    *above, last = match[2].split(".")
    for key in above:
        path = (*path, key)
        path = (*path, counts[path]) if path in counts else path
    path = (*path, last)
    if match[1] == "[[":
        counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path])
    return path
