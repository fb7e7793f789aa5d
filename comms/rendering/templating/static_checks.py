"""Mistakes that a template shows before it is filled: names that there are not, words in the wrong place."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Protocol

from jinja2 import nodes

from comms.rendering.templating.loader import FolderLoader
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first

FULL_WIDTH = re.compile("｛[｛%]")
"""Braces as a Chinese keyboard types them, which open nothing."""


class TemplateSet(Protocol):
    """The templates that one may build on, and the names that it may use."""

    folder: FolderLoader
    filters: Any
    tests: Any

    def list_templates(self) -> list[str]: ...

    def join_path(self, template: str, parent: str) -> str: ...

    def blocks_of(self, name: str) -> set[str]: ...


def faults(tree: nodes.Template, name: str, file: str, environment: TemplateSet) -> Iterator[TemplateMistake]:
    """The mistakes of a template that its text shows."""
    yield from _unknown(tree.find_all(nodes.Filter), environment.filters, "no_filter", file)
    yield from _unknown(tree.find_all(nodes.Test), environment.tests, "no_test", file)
    for data in tree.find_all(nodes.TemplateData):
        if found := FULL_WIDTH.search(data.data):
            line = data.lineno + data.data.count("\n", 0, found.start())
            yield TemplateMistake("full_width", (file, line), written=found.group())
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        asked = template_of(node)
        if asked and environment.folder.file_of(environment.join_path(asked, name)) is None:
            known = nearest_first(asked, environment.list_templates())
            yield TemplateMistake("no_template", (file, node.lineno), written=asked, known=known)
    for extends in tree.find_all(nodes.Extends):
        yield from _useless(tree, environment.join_path(template_of(extends), name), file, environment)


def _unknown(
    asked: "Iterator[nodes.Filter] | Iterator[nodes.Test]", known: Collection[str], reason: str, file: str
) -> Iterator[TemplateMistake]:
    for each in asked:
        if each.name not in known:
            names = nearest_first(each.name, (name for name in known if name[0].isalpha()))
            yield TemplateMistake(reason, (file, each.lineno), written=each.name, known=names)


def template_of(node: nodes.Node) -> str:
    """The template that a node asks for; "" where it is computed, or may be absent."""
    name = getattr(node.template, "value", "") if not getattr(node, "ignore_missing", False) else ""  # type: ignore[attr-defined]
    return name if isinstance(name, str) else ""


def _useless(
    tree: nodes.Template, parent: str, file: str, environment: TemplateSet
) -> Iterator[TemplateMistake]:
    """Blocks that the extended template does not have, and words outside of blocks: they appear nowhere."""
    if not parent or environment.folder.file_of(parent) is None:
        return
    known = environment.blocks_of(parent)
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            names = nearest_first(node.name, sorted(known))
            yield TemplateMistake("no_block", (file, node.lineno), written=node.name, known=names)
        elif isinstance(node, nodes.CallBlock | nodes.FilterBlock | nodes.Include) or _says(node):
            yield TemplateMistake("outside", (file, _first_line(node)))


def _says(node: nodes.Node) -> bool:
    """Whether a node writes anything but blanks."""
    if not isinstance(node, nodes.Output):
        return False
    return any(not isinstance(each, nodes.TemplateData) or each.data.strip() for each in node.nodes)


def _first_line(node: nodes.Node) -> int:
    """The line of the first word that a node writes."""
    for each in getattr(node, "nodes", ()):
        if not isinstance(each, nodes.TemplateData):
            return int(each.lineno)
        if each.data.strip():
            return int(each.lineno) + each.data[: len(each.data) - len(each.data.lstrip())].count("\n")
    return int(node.lineno)
