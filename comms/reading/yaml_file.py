"""YAML files: data built from libyaml's node tree, every plain scalar kept as the text that was written."""

import re
from typing import Any

import yaml

from comms.findings import Span, Unreadable
from comms.paths import FieldPath
from comms.reading.line_index import LINE_FEED, LineIndex
from comms.reading.source import MAX_DEPTH, MAX_VALUES, Source, decode, mapping_of
from comms.reading.yaml_documents import single
from comms.reading.yaml_signs import may_be_misread

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a PyYAML built without libyaml reads the same, only slower
    from yaml import SafeLoader  # type: ignore[assignment]

_TEXT = "tag:yaml.org,2002:str"
_PLAIN = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that libyaml refuses wherever they appear."""
_FOREIGN_BREAK = re.compile("[\x85\u2028\u2029]")
_MAY_NEST = re.compile(r"[\[{]|[-?:] ")


class _Loader(SafeLoader):
    """A loader that resolves no types and only records whether a scalar is plain."""

    def resolve(self, kind: Any, _value: Any, implicit: Any) -> str:
        return "plain" if kind is yaml.ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def read(content: bytes, name: str) -> Source:
    """Read a YAML file; raises Unreadable with the parser's line and column."""
    text = decode(content)
    root = tree_of(single(text))
    return Source(name, text, mapping_of(build(root)), NodePositions(root))


def tree_of(text: str) -> yaml.Node | None:
    """Return the node tree of a YAML text that a person wrote; raises Unreadable for what is misread, too."""
    root = compose(text)
    if root is not None and (not isinstance(root, yaml.MappingNode) or may_be_misread(text)):
        from comms.reading.yaml_mistakes import refuse_misread

        refuse_misread(text, root)
    return root


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of a YAML text, None if it is empty; raises Unreadable."""
    if _may_be_deep(text):
        _refuse_depth(text)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark:  # newer parsers refuse deep nesting themselves, at a depth and in words of their own
            _refuse_depth(text[: mark.index])
        if mark and _FOREIGN_BREAK.search(text):
            _refuse_foreign_break(text, mark.index)
            mark = _Marks(text).moved(mark)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        from comms.reading.yaml_mistakes import explained

        raise explained(text, error, place) from None
    except yaml.YAMLError:
        raise _unprintable(text) from None
    if root is not None and _FOREIGN_BREAK.search(text):
        _Marks(text).move(root)
    if root is not None and "<<" in text:
        from comms.reading.yaml_merges import resolve_merges

        resolve_merges(root)
    return root


def _refuse_foreign_break(text: str, stopped: int) -> None:
    """Raise Unreadable for the last of these breaks before a mistake that is none without them."""
    breaks = list(_FOREIGN_BREAK.finditer(text, 0, stopped))
    if not breaks or _stops_at(_FOREIGN_BREAK.sub(" ", text)) == stopped:
        return
    line, column = LineIndex(text).place(breaks[-1].start())
    raise Unreadable("line_break", line, column, code=f"U+{ord(breaks[-1].group()):04X}")


def _stops_at(text: str) -> int | None:
    """Return the offset at which the parser stops, None if it reads the whole text."""
    try:
        yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.index if mark else None
    except yaml.YAMLError:
        return None
    return None


class _Marks:
    """Marks with lines counted as editors count them; libyaml also breaks at U+0085, U+2028, U+2029."""

    def __init__(self, text: str) -> None:
        self.lines = LineIndex(text)

    def move(self, root: yaml.Node) -> None:
        """Recount the marks of all nodes of a tree, each node once, since aliases share them."""
        waiting: list[Any] = [root]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if isinstance(node, tuple):
                waiting += node
            elif id(node) not in seen:
                seen.add(id(node))
                node.start_mark, node.end_mark = self.moved(node.start_mark), self.moved(node.end_mark)
                waiting += node.value if isinstance(node, yaml.CollectionNode) else ()

    def moved(self, mark: yaml.Mark) -> yaml.Mark:
        """Return a mark with its line and column recounted."""
        line, column = self.lines.place(mark.index)
        return yaml.Mark(mark.name, mark.index, line - 1, column - 1, None, 0)


def has_comments(text: str) -> bool:
    """Return whether a valid YAML text holds a comment."""
    texts = scalar_spans(text)
    signs = (match.end() - 1 for match in re.finditer(r"(?:^|\s)#", text, re.MULTILINE))
    return any(not any(start <= sign < end for start, end in texts) for sign in signs)


def scalar_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each scalar of a valid YAML text; no comment lies within one.

    A comment may follow the indicator of a block scalar, which therefore starts at the end of that line.
    """
    texts = []
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):
                start, end = max(text.find("\n", start, end), start), end + (end == len(text))
            texts.append((start, end))
    return texts


def build(root: yaml.Node | None) -> Any:
    """Return the plain data of a node tree.

    Raises Unreadable for duplicate keys, alias bombs and deep nesting.
    """
    return _Builder().build(root, 0) if root is not None else None


class _Builder:
    """A builder of plain data that counts the values, since aliases can multiply them."""

    def __init__(self) -> None:
        self.values = 0

    def build(self, node: yaml.Node, depth: int) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        self.values += len(node.value) + 1
        if self.values > MAX_VALUES:
            raise _refusal("alias_bomb", node, most=MAX_VALUES)
        if depth > MAX_DEPTH:
            raise _refusal("too_deep", node, most=MAX_DEPTH)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth + 1)

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refusal("complex_key", key)
            if key.value in data:
                raise _refusal("duplicate_key", key, key=key.value)
            is_scalar = isinstance(
                value, yaml.ScalarNode
            )  # checked here too, since a call per scalar is slower
            data[key.value] = _scalar(value) if is_scalar else self.build(value, depth)
        return data


def _scalar(node: yaml.ScalarNode) -> Any:
    value = node.value
    return _PLAIN.get(value, value) if node.tag == "plain" else value


class NodePositions:
    """The positions of values and keys in a node tree."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.root = root
        self.known: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}

    def value(self, path: FieldPath) -> Span | None:
        found = self._find(path)
        return _span(found[1]) if found else None

    def key(self, path: FieldPath) -> Span | None:
        found = self._find(path)
        return _span(found[0]) if found and found[0] is not None else None

    def _find(self, path: FieldPath) -> tuple[yaml.Node | None, yaml.Node] | None:
        key, node = None, self.root
        for step in path:
            key, node = self._child(node, step)
        return (key, node) if node is not None else None

    def _child(self, node: yaml.Node | None, step: str | int) -> tuple[Any, yaml.Node | None]:
        if isinstance(node, yaml.MappingNode):
            if id(node) not in self.known:
                self.known[id(node)] = {pair[0].value: pair for pair in node.value}
            return self.known[id(node)].get(str(step), (None, None))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return None, None


def _span(node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _refusal(reason: str, at: yaml.Node | yaml.Event, **values: Any) -> Unreadable:
    mark = at.start_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Unreadable(reason, *place, **values)


def _may_be_deep(text: str) -> bool:
    """Whether a text has enough characters that open a level to nest deeper than composing survives.

    Block mappings do not count, since their indentation keeps them shallow.
    """
    if len(text) < 4_000:
        return False
    return sum(1 for _ in zip(_MAY_NEST.finditer(text), range(2_000), strict=False)) == 2_000


def _refuse_depth(text: str) -> None:
    """Raise Unreadable for deep nesting before libyaml composes it, as 200,000 levels crash the process."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH + 1:  # the root is level 0
                raise _refusal("too_deep", event, most=MAX_DEPTH)
    except yaml.YAMLError:
        return  # composing reports the same error with its place


def _unprintable(text: str) -> Unreadable:
    match = NOT_PRINTABLE.search(text)
    line, column = LineIndex(text, LINE_FEED).place(match.start() if match else 0)
    code = f"U+{ord(match.group()):04X}" if match else "?"
    return Unreadable("control", line, column, code=code)
