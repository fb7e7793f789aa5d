"""Merge keys of YAML: `<<: *defaults` stands for the pairs of another mapping; own pairs override them."""

from typing import Any

import yaml

from comms.findings import Unreadable
from comms.reading.source import MAX_VALUES

_MERGE = "<<"


def resolve_merges(root: yaml.Node) -> None:
    """Put the pairs that merge keys stand for in their place, in all mappings of a node tree.

    The nodes of a pair stay those of the mapping that it comes from, and with them its place in the file.
    Raises Unreadable for a merge of anything but mappings, or of a mapping with itself, or of too many pairs.
    """
    done: set[int] = set()
    added = 0
    for node in _from_the_leaves(root):
        if isinstance(node, yaml.MappingNode):
            before = len(node.value)
            node.value = _merged(node, done)
            added += max(len(node.value) - before, 0)
            if added > MAX_VALUES:
                raise _refusal("alias_bomb", node, most=MAX_VALUES)
        done.add(id(node))


def _from_the_leaves(root: yaml.Node) -> "list[yaml.Node]":
    """Return the nodes of a tree, each once and after those within it; trees may nest too deep to recurse."""
    found: list[yaml.Node] = []
    seen: set[int] = set()
    waiting: list[tuple[yaml.Node, bool]] = [(root, False)]
    while waiting:
        node, is_left = waiting.pop()
        if is_left:
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(_within(node))]
    return found


def _within(node: yaml.Node) -> "list[yaml.Node]":
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _merged(node: yaml.MappingNode, done: set[int]) -> list[tuple[Any, Any]]:
    own = [pair for pair in node.value if not _is_merge(pair[0])]
    if len(own) == len(node.value):
        return own
    pairs = {key.value: (key, value) for key, value in own if isinstance(key, yaml.ScalarNode)}
    merged = []
    for _, target in (pair for pair in node.value if _is_merge(pair[0])):
        for mapping in target.value if isinstance(target, yaml.SequenceNode) else [target]:
            if not isinstance(mapping, yaml.MappingNode) or id(mapping) not in done:
                raise _refusal("bad_merge", target)
            for key, value in mapping.value:
                if isinstance(key, yaml.ScalarNode) and key.value not in pairs:
                    pairs[key.value] = key, value
                    merged.append((key, value))
    return [*own, *merged]


def _is_merge(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.value == _MERGE and key.tag == "plain"


def _refusal(reason: str, at: yaml.Node, **values: object) -> Unreadable:
    mark = at.start_mark
    return Unreadable(reason, mark.line + 1, mark.column + 1, **values)
