"""Mistakes found before a template is filled: unknown names and text in the wrong place."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Protocol

from jinja2 import nodes

from comms.rendering.templating.loader import FolderLoader
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first

FULL_WIDTH = re.compile("｛[｛%]")
"""Full-width braces typed on a Chinese keyboard, which do not open a statement."""


class TemplateSet(Protocol):
    """The templates, filters and tests available to the template being checked."""

    folder: FolderLoader
    filters: Any
    tests: Any

    def list_templates(self) -> list[str]: ...

    def join_path(self, template: str, parent: str) -> str: ...

    def blocks_of(self, name: str) -> set[str]: ...


def faults(tree: nodes.Template, name: str, file: str, environment: TemplateSet) -> Iterator[TemplateMistake]:
    """Yield the mistakes that are visible in a template's text."""
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
        yield from _ineffective(tree, environment.join_path(template_of(extends), name), file, environment)


def _unknown(
    asked: "Iterator[nodes.Filter] | Iterator[nodes.Test]", known: Collection[str], reason: str, file: str
) -> Iterator[TemplateMistake]:
    for node in asked:
        if node.name not in known:
            names = nearest_first(node.name, (name for name in known if name[0].isalpha()))
            yield TemplateMistake(reason, (file, node.lineno), written=node.name, known=names)


def template_of(node: nodes.Node) -> str:
    """Return the template that a node refers to, or "" if its name is computed or it may be missing."""
    name = getattr(node.template, "value", "") if not getattr(node, "ignore_missing", False) else ""  # type: ignore[attr-defined]
    return name if isinstance(name, str) else ""


def _ineffective(
    tree: nodes.Template, parent: str, file: str, environment: TemplateSet
) -> Iterator[TemplateMistake]:
    """Yield blocks that the extended template lacks and text outside of blocks: neither would appear."""
    if not parent or environment.folder.file_of(parent) is None:
        return
    known = environment.blocks_of(parent)
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            names = nearest_first(node.name, sorted(known))
            yield TemplateMistake("no_block", (file, node.lineno), written=node.name, known=names)
        elif isinstance(node, nodes.CallBlock | nodes.FilterBlock | nodes.Include) or _writes_text(node):
            yield TemplateMistake("outside", (file, _first_line(node)))


def _writes_text(node: nodes.Node) -> bool:
    """Whether a node writes anything but whitespace."""
    if not isinstance(node, nodes.Output):
        return False
    return any(not isinstance(output, nodes.TemplateData) or output.data.strip() for output in node.nodes)


def _first_line(node: nodes.Node) -> int:
    """Return the line of the first word that a node writes."""
    for output in getattr(node, "nodes", ()):
        if not isinstance(output, nodes.TemplateData):
            return int(output.lineno)
        if output.data.strip():
            leading = output.data[: len(output.data) - len(output.data.lstrip())]
            return int(output.lineno) + leading.count("\n")
    return int(node.lineno)
