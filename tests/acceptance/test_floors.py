"""The house: rooms stand on floors, and a room imports only from the floors beneath it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

FLOORS = (
    ("comms.errors", "comms.version"),
    ("comms.paths", "comms.terms", "comms.runtime"),
    ("comms.findings", "comms.models"),
    ("comms.kinds", "comms.language"),
    ("comms.reading",),
    ("comms.workspace",),
    ("comms.orders",),
    ("comms.rendering",),
    ("comms.rules",),
    ("comms.linting", "comms.interview"),
    ("comms.reports", "comms.tasks", "comms.editors", "comms.messages"),
    ("comms.api",),
    ("comms",),
    ("cli.terminal",),
    ("cli.interview",),
    ("cli.commands",),
    ("cli.app",),
)
"""The rooms from the ground up; those of one floor know nothing of each other. CONTRIBUTING.md shows them."""

NAMED = re.compile(r"((?:comms|cli)(?:\.\w+)+):\w+")
"""An entry of a table that is loaded when it is asked for: `comms.reading.yaml_file:read`."""

FILES = {
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
    for folder in ("cli", "comms")
    for file in sorted((ROOT / folder).rglob("*.py"))
}
ROOM_OF = {module: ".".join(module.split(".")[:2]) for module in FILES if module not in ("cli",)}
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def module_of(name: str) -> str | None:
    """The module of this house that a dotted name lies in; None for everything else."""
    while name and name not in FILES:
        name = name.rpartition(".")[0]
    return name or None


def imported(module: str, by_name: bool) -> Iterator[str]:
    """The modules that a module imports: at its top, inside functions, for its types, and by name."""
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports from a dot"
            names = [f"{node.module}.{each.name}" for each in node.names]
        elif by_name and isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = NAMED.fullmatch(node.value)
            names = [found[1]] if found else []
        else:
            continue
        yield from (other for name in names if (other := module_of(name)) and other != module)


def test_every_module_has_its_room() -> None:
    assert set(ROOM_OF.values()) == set(FLOOR_OF)


@pytest.mark.parametrize("module", ROOM_OF)
def test_a_room_imports_only_from_the_floors_beneath_it(module: str) -> None:
    here = ROOM_OF[module]
    for other in imported(module, by_name=here != "comms"):
        there = ROOM_OF[other]
        assert there == here or FLOOR_OF[there] < FLOOR_OF[here], f"{module} imports {other}"


def test_no_import_leads_back_to_where_it_began() -> None:
    graph = {module: sorted(set(imported(module, by_name=False))) for module in FILES}
    assert circles(graph) == []


def circles(graph: dict[str, list[str]]) -> list[list[str]]:
    """The ways that lead back to where they began, each once."""
    done: set[str] = set()
    found: list[list[str]] = []

    def follow(module: str, way: list[str]) -> None:
        if module in way:
            found.append([*way[way.index(module) :], module])
        elif module not in done:
            for other in graph[module]:
                follow(other, [*way, module])
            done.add(module)

    for module in graph:
        follow(module, [])
    return found


def test_a_circle_is_found() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a"]}) == [["b", "c", "b"]]


def test_contributing_shows_the_floors() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
    shown = [tuple(re.findall(r"`([\w.]+)`", rooms)) for _, rooms in rows]
    assert [int(number) for number, _ in rows] == list(range(1, len(FLOORS) + 1))
    assert tuple(shown) == FLOORS


TEST_FILES = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("file", TEST_FILES, ids=lambda each: each.stem)
def test_a_test_lies_where_what_it_tests_does(file: Path) -> None:
    where = file.relative_to(ROOT / "tests").with_name(file.stem.removeprefix("test_"))
    if where.parts[0] == "acceptance":
        return
    top = ROOT if where.parts[0] == "cli" else ROOT / "comms"
    places = (top / where.with_suffix(".py"), top / where, top / where.parent)
    is_room_itself = where.name == where.parent.name
    assert places[0].is_file() or places[1].is_dir() or (is_room_itself and places[2].is_dir())
