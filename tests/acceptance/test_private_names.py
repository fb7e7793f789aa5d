"""Private names of other packages: each that we use is declared here, with its reason, and is still there.

A release of that package may take such a name away without a word. This tells of it before a user does.
"""

import ast
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import SimpleQueue
from pkgutil import walk_packages
from typing import Any, NamedTuple

import jinja2
import openpyxl
import pytest
from jinja2.compiler import CodeGenerator
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

import cli
import comms
from tests.support import ROOT


@dataclass(frozen=True)
class Private:
    """A private name, what has it, and why nothing public will do; takes: the parameters that we give."""

    owner: Callable[[], Any]
    why: str
    takes: tuple[str, ...] = ()


class _Pair(NamedTuple):
    one: int


def _protocol() -> Any:
    return pytest.importorskip("pygls.protocol").LanguageServerProtocol


_ESCAPED = (
    "`finalize` has escaped each value; Jinja checks each again, which is slower and does no other harm"
)
_UNDEFINED = "documented for subclasses of Undefined"
_POOL = (
    "a pool that has lost a process amid a message never ends; it has no public way out before Python 3.14"
)

PRIVATE = {
    "_asdict": Private(
        lambda: _Pair, "documented; the underscore keeps it apart from a named tuple's fields"
    ),
    "_exit": Private(lambda: os, "documented; ends a process whose parent is gone without a word"),
    "_getframe": Private(lambda: sys, "documented; the line of a template that is running"),
    "_undefined_hint": Private(lambda: jinja2.Undefined, _UNDEFINED),
    "_undefined_name": Private(lambda: jinja2.Undefined, _UNDEFINED),
    "_undefined_obj": Private(lambda: jinja2.Undefined, _UNDEFINED),
    "_load_template": Private(
        lambda: jinja2.Environment,
        "all ways to a template meet here: get, select, extends and include; each is paid for once",
        ("name", "globals"),
    ),
    "_parse": Private(
        lambda: jinja2.Environment,
        "the tree of a template is judged and metered; compiling does not call the public parse",
        ("source", "name", "filename"),
    ),
    "_output_child_pre": Private(lambda: CodeGenerator, _ESCAPED, ("node", "frame", "finalize")),
    "_output_child_post": Private(lambda: CodeGenerator, _ESCAPED, ("node", "frame", "finalize")),
    "_processes": Private(lambda: ProcessPoolExecutor(1), _POOL),
    "_result_queue": Private(lambda: ProcessPoolExecutor(1), _POOL),
    "_writer": Private(SimpleQueue, _POOL),
    "_send_response": Private(
        _protocol,
        "pygls does not answer a request that it cannot read, and an editor waits for ever",
        ("msg_id", "error"),
    ),
    "_cell_styles": Private(openpyxl.Workbook, "the formats of a book that is read row by row"),
    "_date_formats": Private(openpyxl.Workbook, "openpyxl does not know the date formats of Chinese Excel"),
    "_get_source": Private(
        lambda: ReadOnlyWorksheet, "merged cells and formulas are in the XML, which openpyxl skips by row"
    ),
}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_name_that_we_use_is_still_there(name: str) -> None:
    declared = PRIVATE[name]
    found = getattr(declared.owner(), name)
    if declared.takes:
        assert set(declared.takes) <= set(inspect.signature(found).parameters)


def test_no_other_private_names_are_used() -> None:
    pytest.importorskip("pygls", reason="the language server's own classes cannot be loaded")
    used = {**dict(_attributes()), **dict(_overrides())}
    assert set(used) == set(PRIVATE), {name: used[name] for name in set(used) - set(PRIVATE)}


def test_nothing_private_is_imported() -> None:
    assert list(_imports()) == []


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for package in ("comms", "cli"):
        for file in sorted((ROOT / package).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _own_names(trees: Iterable[ast.Module]) -> Iterator[str]:
    """The names that the code itself gives: functions, classes, variables and attributes of `self`."""
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield node.attr


def _attributes() -> Iterator[tuple[str, str]]:
    """Each private attribute that is not ours, and a place where it is used."""
    trees = dict(_trees())
    own = set(_own_names(trees.values()))
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in own:
                yield node.attr, f"{file}:{node.lineno}"


def _overrides() -> Iterator[tuple[str, str]]:
    """Each private method of another package's class that a class of ours puts its own in place of."""
    for each in _own_classes():
        bases = [base for base in each.__mro__[1:-1] if not _is_ours(base)]
        for name, value in vars(each).items():
            is_own = inspect.isfunction(value) and value.__module__ == each.__module__
            if is_own and _is_private(name) and any(name in vars(base) for base in bases):
                yield name, f"{each.__module__}.{each.__qualname__}"


def _own_classes() -> Iterator[type]:
    for package in (comms, cli):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            found = vars(import_module(module.name)).values()
            yield from (each for each in found if inspect.isclass(each) and _is_ours(each))


def _is_ours(found: type) -> bool:
    return found.__module__.partition(".")[0] in ("comms", "cli")


def _imports() -> Iterator[str]:
    """Each import that has a private module or name in it, other than from a package of ours."""
    for file, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                whole = [f"{node.module}.{each.name}" for each in node.names]
            elif isinstance(node, ast.Import):
                whole = [each.name for each in node.names]
            else:
                continue
            yield from (
                f"{file}:{node.lineno} {name}"
                for name in whole
                if any(_is_private(part) for part in name.split("."))
            )
