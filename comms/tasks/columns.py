"""The columns of a table whose rows fill in a base document: the field that each one stands for."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.field_names import bare, field_at, paths_called, paths_like
from comms.models.base import Shape, fields_of
from comms.paths import FieldPath, dotted, parse_path, value_at
from comms.reading.tables.headings import book
from comms.reading.tables.records import Record, Records, leaves
from comms.reading.tables.table import TableError
from comms.tasks.traces import Trace, traces

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

COPIES = ("cc", "bcc")
"""The columns for the further receivers of an e-mail, which are no fields of a document."""
EACH = "[]"
"""Stands in a path for the entry that a row gives: `lines[].sku`."""
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
            if places := self._positions(name):
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
        if self._leads_somewhere(name):
            return name
        copy = next((copy for copy in COPIES if bare(name) in map(bare, book()["letters"][copy])), None)
        if copy is not None:
            return copy
        called = [path for path in self._called(name) if self._leads_somewhere(path)]
        return called[0] if len(called) == 1 else name

    def field_as_written(self, name: str) -> str:
        """Return the path of a field of one value that is named by its path or its name.

        Raises CommsError, mostly "no_such_field" with the field that is probably meant.
        """
        path = self.path_as_written(name)
        if EACH in path or path in COPIES or not self._leads_somewhere(path):
            if near := self._near(path.replace(EACH, "")):
                raise CommsError("no_such_field", path=name, near=" / ".join(near))
            field_at(self.model, self.path(path))
        return path

    def find(self, written: str, records: Records) -> str:
        """Return the column that an option names, as records call it; raises TableError("no_column_of")."""
        known = tuple(dict.fromkeys((*records.names, *records.remarks)))
        path = self.path_as_written(written.strip())
        alike = [name for name in known if bare(name) == bare(written)]
        found = path if path in known else alike[0] if len(alike) == 1 else None
        if found is None:
            near = difflib.get_close_matches(written, known, 3, 0.5) or list(known[:20])
            raise TableError("no_column_of", written=written, known=", ".join(near))
        return found

    def unused(self, names: Iterable[str], file: str) -> list[str]:
        """Return the columns that stand for no field, with the fields that may be meant.

        Raises TableError("columns") if half of the columns or more stand for none, or if leaving one out
        would keep a value of the base that the table means to replace; "lists" for columns of a list
        though each row is a letter of its own; "sku_twice" as `path` does.
        """
        names = tuple(names)
        self._refuse_lists(names, file)
        for name in names:
            if places := self._positions(name):
                raise TableError("sku_twice", column=name, places=" / ".join(places))
        unknown = [name for name in names if name not in COPIES and not self._leads_somewhere(name)]
        meant = [name for name in unknown if self._would_stay(name, names)]
        if refused := unknown if len(unknown) * 2 >= len(names) else meant:
            raise TableError("columns", path=file, columns=self.described(refused))
        return unknown

    def described(self, names: Iterable[str]) -> list[str]:
        """Return columns that stand for no field, each with the fields that may be meant."""
        return [self._with_near(name) for name in names]

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
        return self.path(name) if EACH not in name and self._leads_somewhere(name) else None

    def _leads_somewhere(self, name: str) -> bool:
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
        return [self._each_entry(path) for path in paths] if self.grouped else paths

    def _each_entry(self, path: str) -> str:
        """Return `lines[].sku` for `lines.sku`."""
        keys = path.split(".")
        for end in range(1, len(keys)):
            if field_at(self.model, tuple(keys[:end])).shape is Shape.PARTS:
                return f"{'.'.join(keys[:end])}{EACH}.{'.'.join(keys[end:])}"
        return path

    def _positions(self, name: str) -> list[str]:
        """Return the paths by position that a path by SKU may mean if several entries have that SKU."""
        match = _SELECTED.fullmatch(name)
        entries = self.base.source.data.get(match["list"]) if match else None
        if match is None or not isinstance(entries, list):
            return []
        found = [index for index, entry in enumerate(entries) if _sku(entry) == match["sku"]]
        return [f"{match['list']}[{index}]{match['rest']}" for index in found] if len(found) > 1 else []

    def _refuse_lists(self, names: Iterable[str], file: str) -> None:
        lists = [name for name in names if f"{EACH}." in name]
        if lists and not self.grouped:
            raise TableError("lists", path=file, columns=", ".join(lists))

    def _would_stay(self, name: str, names: Collection[str]) -> bool:
        """Whether the base has a value that a column without a field means to replace, and letters keep it.

        A path names its field even if it is misspelt; a word only if a field is called so, or resembles it
        and says whom the letter is for. What the base says of a buyer whom each row names goes anyway, and a
        word means the seller only if it cannot mean anybody else.
        """
        data = self.base.source.data
        key = re.split(r"[.\[]", name)[0]
        if len(key) < len(name):
            meant = [key] if key in fields_of(self.model) else paths_like(self.model, name)
        else:
            meant = paths_called(self.model, name)
        meant += self._whom(name)
        meant += [path for path in paths_like(self.model, name) if path.split(".")[0] in ("buyer", "order")]
        others = [path for path in meant if path.split(".")[0] != "seller"]
        replaced = {name.removesuffix(".name") for name in ("buyer", "buyer.name", "order") if name in names}
        return any(path.split(".")[0] not in replaced and _has(data, path) for path in others or meant)

    def _with_near(self, name: str) -> str:
        """Return a column's name with the paths that may be meant."""
        near = [self._each_entry(path) for path in self._like(name)] if self.grouped else self._near(name)
        return f"{name} (→ {' / '.join(near)})" if near else name

    def _near(self, name: str) -> list[str]:
        return [self._into_lists(path) for path in self._like(name)]

    def _like(self, name: str) -> list[str]:
        return paths_called(self.model, name) or self._whom(name) or paths_like(self.model, name)

    def _whom(self, name: str) -> list[str]:
        """Return the field that says whom a letter is for if a heading is a usual one for that."""
        usual = {"buyer": book()["letters"]["customer"], "order": book()["roles"]["order"]}
        fields = [
            key for key in usual if key in fields_of(self.model) and bare(name) in map(bare, usual[key])
        ]
        return ["buyer.name" if key == "buyer" else key for key in fields]

    def _into_lists(self, path: str) -> str:
        """Return a path with the SKU or index of the first entry added for each list that it leads into."""
        data = self.base.source.data
        found = ""
        for key in path.split("."):
            entries = value_at(data, self.path(found)) if found else None
            if isinstance(entries, list) and entries:
                found += self._selector(found, entries)
            found = f"{found}.{key}".removeprefix(".")
        return found

    def _selector(self, name: str, entries: list[Any]) -> str:
        sku = _sku(entries[0])
        by_sku = f"[{sku}]"
        is_usable = (
            sku is not None and _SELECTED.fullmatch(name + by_sku) and not self._positions(name + by_sku)
        )
        return by_sku if is_usable else "[0]"


def entries_of(rows: Iterable[Record], name: str) -> list[Record]:
    """Return the rows of a group that give a value of an entry of a list."""
    return [row for row in rows if any(key.startswith(f"{name}{EACH}") for key in row.values)]


def _is_index(step: str | int) -> bool:
    return isinstance(step, int)


def _sku(entry: Any) -> str | None:
    return str(entry["sku"]) if isinstance(entry, Mapping) and "sku" in entry else None


def _has(data: Any, path: str) -> bool:
    """Whether plain data hold a value at a path of keys, in any entry of the lists on the way."""
    values: Iterator[Any] = iter([data])
    for key in path.split("."):
        entries = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
        values = iter([entry[key] for entry in entries if isinstance(entry, Mapping) and key in entry])
    return any(True for _ in values)
