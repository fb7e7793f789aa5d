"""The columns of a table whose rows fill in a base document: the field that each one stands for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.field_names import bare, field_at, paths_called
from comms.models.base import Shape, fields_of
from comms.paths import FieldPath, dotted, parse_path, value_at
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import book
from comms.reading.tables.records import Record, leaves
from comms.reading.tables.table import TableError
from comms.tasks.traces import Trace, traces

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

COPIES = ("cc", "bcc")
"""The columns for the further receivers of an e-mail, which are no fields of a document."""
EACH = "[]"
"""Stands in a path for the entry that a row gives: `lines[].sku`."""
_DASH = re.compile(r"[-–—−]+")
_NAMED_BY: tuple[FieldPath, ...] = (("buyer",), ("buyer", "name"), ("order",))
"""The fields that say which company, or which order, a letter is for."""
_SELECTED = re.compile(r"(?P<list>[^\[\]]+)\[(?P<sku>[^\[\]]+)\](?P<rest>.*)", re.DOTALL)


class Columns:
    """The columns of a table for a base document; the field of each column is looked up once.

    grouped: whether several rows make one letter, so that a column may give a value of each entry of a list.
    """

    def __init__(self, base: "Case", grouped: bool = False) -> None:
        assert base.document is not None
        self.base = base
        self.model: type[Document] = type(base.document)
        self.grouped = grouped
        self._paths: dict[str, FieldPath] = {}
        self._customers: dict[tuple[str, ...], dict[FieldPath, str]] = {}

    def path(self, name: str) -> FieldPath:
        """Return the path that a column's name spells.

        Raises CommsError for one that leads nowhere, TableError("sku_twice") for one with two meanings.
        """
        if name not in self._paths:
            if places := self.positions(name):
                raise TableError("sku_twice", column=name, places=" / ".join(places))
            self._paths[name] = parse_path(name, self.base.source.data)
        return self._paths[name]

    def list_path(self, name: str) -> tuple[FieldPath, FieldPath]:
        """Return the path of the list, and that within its entries, of a column such as `lines[].sku`.

        Raises CommsError for one that leads nowhere.
        """
        holder, _, rest = name.partition(f"{EACH}.")
        within, inner = self.path(holder), parse_path(rest, {})
        is_one = field_at(self.model, within).shape is Shape.PARTS and not any(map(_is_index, inner))
        if not is_one or not field_at(self.model, (*within, *inner)):
            raise CommsError("bad_path", path=name)
        return within, inner

    def path_as_written(self, name: str) -> str:
        """Return the path for a column's heading: a path, the name of a field, or one of COPIES."""
        if self.leads_somewhere(name):
            return name
        copy = next((copy for copy in COPIES if bare(name) in map(bare, book()["letters"][copy])), None)
        if copy is not None:
            return copy
        called = [path for path in self._called(name) if self.leads_somewhere(path)]
        return called[0] if len(called) == 1 else name

    def locate(self, row: Record, path: FieldPath) -> tuple[int, int]:
        """Return the row and the column, from 1, of the value at a path of a row's letter."""
        for name, column in row.columns.items():
            if EACH not in name:
                if self.path_of(name) == path:
                    return row.number, column
            elif (entry := self._entry(row, name, path)) is not None:
                within, rest = self.list_path(name)
                if path[len(within) + 1 :] == rest:
                    return entry.number, column
                row = row._replace(number=entry.number)
        return row.number, 1

    def path_in_table(self, row: Record, path: FieldPath) -> FieldPath:
        """Return the path of a value of a row's letter as it is where no line has been left out."""
        if len(path) < 2 or path[0] != "lines" or not isinstance(path[1], int):
            return path
        index = path[1]
        for left_out in sorted(self._lines_left_out(row)):
            index += left_out <= index
        return ("lines", index, *path[2:])

    def _lines_left_out(self, row: Record) -> set[int]:
        """Return the lines, by their positions in the base or among the rows, that a letter has none of."""
        each = f"lines{EACH}"
        among_rows = (
            index
            for index, entry in enumerate(entries_of(row.entries, "lines"))
            if is_dashes(entry, each) or says_none(entry.values.get(f"{each}.quantity", ""))
        )
        cells = (leaf for name, value in row.values.items() for leaf in leaves(name, value))
        given = ((self.path_of(name), value) for name, value in cells)
        return {
            *among_rows,
            *(int(path[1]) for path, value in given if path and is_none_of_a_line(path, value)),
        }

    def _entry(self, row: Record, name: str, path: FieldPath) -> Record | None:
        """Return the row of a group that gives the list entry at a path, if a column is about that list."""
        within, _ = self.list_path(name)
        entries = entries_of(row.entries, name.partition(EACH)[0])
        index = path[len(within)] if path[: len(within)] == within and len(path) > len(within) else None
        return entries[index] if isinstance(index, int) and index < len(entries) else None

    @cached_property
    def traces(self) -> list[Trace]:
        """The texts of the base that name its customer."""
        return traces(self.base)

    def customer(self, names: tuple[str, ...]) -> dict[FieldPath, str]:
        """Return the columns that say whom a letter is for: the company, or the order; or else its people."""
        if names not in self._customers:
            paths = {path: name for name in names if (path := self.path_of(name))}
            theirs = {path: name for path, name in paths.items() if path[0] in ("buyer", "order")}
            named = {path: name for path, name in theirs.items() if path in _NAMED_BY}
            self._customers[names] = named or theirs
        return self._customers[names]

    def column_for(self, path: FieldPath) -> str:
        """Return the column that gives the value at a path, of a part its first required field.

        In a group that is a column for each entry of the list.
        """
        field = field_at(self.model, path)
        inner = fields_of(field.part).items() if field.shape is Shape.PART and field.part else ()
        key = next((key for key, each in inner if each.required), None)
        if key is not None:
            return self.column_for((*path, key))
        return re.sub(r"\[\d+\]", EACH, dotted(path)) if self.grouped else dotted(path)

    def is_given(self, row: Record, path: FieldPath) -> bool:
        """Whether a row gives the value at a path, or what contains it."""
        lists = {self.list_path(name)[0] for entry in row.entries for name in entry.values}
        named = (leaf for name, value in row.values.items() for leaf, _ in leaves(name, value))
        given = (self.path(name) for name in named if name not in COPIES)
        return any(path[: len(each)] == each for each in (*lists, *given))

    def path_of(self, name: str) -> FieldPath | None:
        """Return the path of a column of one value, None for any other column."""
        return self.path(name) if EACH not in name and self.leads_somewhere(name) else None

    def leads_somewhere(self, name: str) -> bool:
        """Whether a column's name is the path of a field, with an index or SKU for each list."""
        try:
            if EACH in name:
                return self.grouped and bool(self.list_path(name))
            path = self.path(name)
            field_at(self.model, path)
        except CommsError:
            return False
        return not any(
            isinstance(value_at(self.base.source.data, path[:end]), list) and not isinstance(path[end], int)
            for end in range(1, len(path))
        )

    def _called(self, name: str) -> list[str]:
        """Return the paths of the fields with a name; that of a list's entry is a column of a group."""
        paths = paths_called(self.model, name)
        return [self.each_entry(path) for path in paths] if self.grouped else paths

    def each_entry(self, path: str) -> str:
        """Return `lines[].sku` for `lines.sku`."""
        keys = path.split(".")
        for end in range(1, len(keys)):
            if field_at(self.model, tuple(keys[:end])).shape is Shape.PARTS:
                return f"{'.'.join(keys[:end])}{EACH}.{'.'.join(keys[end:])}"
        return path

    def positions(self, name: str) -> list[str]:
        """Return the paths by position that a path by SKU may mean if several entries have that SKU."""
        match = _SELECTED.fullmatch(name)
        entries = self.base.source.data.get(match["list"]) if match else None
        if match is None or not isinstance(entries, list):
            return []
        found = [index for index, entry in enumerate(entries) if sku_of(entry) == match["sku"]]
        return [f"{match['list']}[{index}]{match['rest']}" for index in found] if len(found) > 1 else []


def entries_of(rows: Iterable[Record], name: str) -> list[Record]:
    """Return the rows of a group that give a value of an entry of a list."""
    return [row for row in rows if any(key.startswith(f"{name}{EACH}") for key in row.values)]


def is_dashes(row: Record, called: str) -> bool:
    """Whether all that a row says of an entry of a list is that there is none."""
    said = [value for name, value in row.values.items() if name.startswith(called)]
    return all(isinstance(value, str) and not value.strip("-–—−") for value in said)


def says_none(given: Any) -> bool:
    """Whether a cell says that there is nothing of its kind: 0, 0 pcs, a dash."""
    text = unicodedata.normalize("NFKC", str(given)).strip()
    figure = None if isinstance(given, bool) else read_figure(text)
    return _DASH.fullmatch(text) is not None or (figure is not None and figure.value == 0)


def is_none_of_a_line(path: FieldPath, given: Any) -> bool:
    """Whether a value says that a letter has none of a line, which it then lacks."""
    return len(path) == 3 and path[::2] == ("lines", "quantity") and says_none(given)


def _is_index(step: str | int) -> bool:
    return isinstance(step, int)


def sku_of(entry: Any) -> str | None:
    return str(entry["sku"]) if isinstance(entry, Mapping) and "sku" in entry else None
