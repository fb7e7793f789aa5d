"""YAML: data built from libyaml's node tree, every plain scalar kept as the text that was written."""

import re
from bisect import bisect_right
from typing import Any

import yaml

from comms.findings import Span, Unreadable
from comms.paths import FieldPath
from comms.reading.source import MAX_DEPTH, MAX_VALUES, Source, decode, mapping_of

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
"""What libyaml refuses wherever it stands."""
_FOREIGN_BREAK = re.compile("[\x85\u2028\u2029]")
_LINE_BREAK = re.compile(r"\r\n|[\r\n]")
_MAY_NEST = re.compile(r"[\[{]|[-?:] ")


class _Loader(SafeLoader):
    """Resolves nothing: whether a scalar is plain is all that the reader asks."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        del value
        return "plain" if kind is yaml.ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def read(content: bytes, name: str) -> Source:
    """A YAML file as a source; raises Unreadable with the parser's line and column."""
    text = decode(content)
    root = compose(text)
    return Source(name, text, mapping_of(build(root)), NodePositions(root))


def compose(text: str) -> yaml.Node | None:
    """The node tree of a YAML text; raises Unreadable."""
    if _may_be_deep(text):
        _refuse_depth(text)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark:  # newer parsers refuse deep nesting themselves, at a depth and in words of their own
            _refuse_depth(text[: mark.index])
        if mark and _FOREIGN_BREAK.search(text):
            mark = _Marks(text).moved(mark)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable("yaml", *place, why=error.problem or error.context) from None
    except yaml.YAMLError:
        raise _unprintable(text) from None
    if root is not None and _FOREIGN_BREAK.search(text):
        _Marks(text).move(root)
    return root


class _Marks:
    """Counts lines as editors do: at U+0085, U+2028 and U+2029, which end a line for libyaml, none ends."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def move(self, root: yaml.Node) -> None:
        """Gives all nodes of a tree their marks anew, each once, since aliases share them."""
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
        line = bisect_right(self.starts, mark.index) - 1
        return yaml.Mark(mark.name, mark.index, line, mark.index - self.starts[line], None, 0)


def has_comments(text: str) -> bool:
    """Whether a YAML text, which must be a sound one, holds a comment."""
    texts = scalars(text)
    signs = (match.end() - 1 for match in re.finditer(r"(?:^|\s)#", text, re.MULTILINE))
    return any(not any(start <= sign < end for start, end in texts) for sign in signs)


def scalars(text: str) -> list[tuple[int, int]]:
    """Where the scalars of a sound YAML text begin and end, which hold no comment.

    Behind the sign of a block of text there is room for one, so that it begins at the end of that line.
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
    """Plain data of a node tree; raises Unreadable for duplicate keys, alias bombs and deep nesting."""
    return _Builder().build(root, 0) if root is not None else None


class _Builder:
    """Builds plain data, and counts the values, which aliases can multiply."""

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
            is_scalar = isinstance(value, yaml.ScalarNode)  # asked here too: a call for each takes longer
            data[key.value] = _scalar(value) if is_scalar else self.build(value, depth)
        return data


def _scalar(node: yaml.ScalarNode) -> Any:
    value = node.value
    return _PLAIN.get(value, value) if node.tag == "plain" else value


class NodePositions:
    """Places of values and keys in a node tree."""

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
    """Whether a text has marks enough to open more levels than composing survives.

    Block mappings count for nothing, for their indentation alone keeps them shallow.
    """
    if len(text) < 4_000:
        return False
    return sum(1 for _ in zip(_MAY_NEST.finditer(text), range(2_000), strict=False)) == 2_000


def _refuse_depth(text: str) -> None:
    """Refuses deep nesting before libyaml composes it, since composing 200,000 levels ends the process."""
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
        return  # composing says the same, with the place


def _unprintable(text: str) -> Unreadable:
    match = NOT_PRINTABLE.search(text)
    start = match.start() if match else 0
    line_start = text.rfind("\n", 0, start) + 1
    code = f"U+{ord(match.group()):04X}" if match else "?"
    return Unreadable("control", text.count("\n", 0, start) + 1, start - line_start + 1, code=code)
