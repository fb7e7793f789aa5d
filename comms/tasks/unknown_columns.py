"""Names that stand for no column or field: what was probably meant, and which columns may be left out."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from comms.errors import CommsError
from comms.language.field_names import bare, field_at, paths_called, paths_like
from comms.models.base import fields_of
from comms.paths import value_at
from comms.reading.tables.headings import book
from comms.reading.tables.records import Records
from comms.reading.tables.table import TableError
from comms.tasks.columns import COPIES, EACH, Columns, sku_of


def field_as_written(columns: Columns, name: str) -> str:
    """Return the path of a field of one value that is named by its path or its name.

    Raises CommsError, mostly "no_such_field" with the field that is probably meant.
    """
    path = columns.path_as_written(name)
    if EACH in path or path in COPIES or not columns.leads_somewhere(path):
        if near := _near(columns, path.replace(EACH, "")):
            raise CommsError("no_such_field", path=name, near=" / ".join(near))
        field_at(columns.model, columns.path(path))
    return path


def find_column(columns: Columns, written: str, records: Records) -> str:
    """Return the column that an option names, as records call it; raises TableError("no_column_of")."""
    known = tuple(dict.fromkeys((*records.names, *records.remarks)))
    path = columns.path_as_written(written.strip())
    alike = [name for name in known if bare(name) == bare(written)]
    found = path if path in known else alike[0] if len(alike) == 1 else None
    if found is None:
        near = difflib.get_close_matches(written, known, 3, 0.5) or list(known[:20])
        raise TableError("no_column_of", written=written, known=", ".join(near))
    return found


def unused_columns(columns: Columns, names: Iterable[str], file: str) -> list[str]:
    """Return the columns that stand for no field.

    Raises TableError: "columns" if half of them or more stand for none, or if leaving one out would keep a
    value of the base that the table means to replace; "lists" for columns of a list though each row is a
    letter of its own; "sku_twice" as `Columns.path` does.
    """
    names = tuple(names)
    _refuse_lists(columns, names, file)
    for name in names:
        if places := columns.positions(name):
            raise TableError("sku_twice", column=name, places=" / ".join(places))
    unknown = [name for name in names if name not in COPIES and not columns.leads_somewhere(name)]
    meant = [name for name in unknown if _would_stay(columns, name, names)]
    if refused := unknown if len(unknown) * 2 >= len(names) else meant:
        raise TableError("columns", path=file, columns=described(columns, refused))
    return unknown


def described(columns: Columns, names: Iterable[str]) -> list[str]:
    """Return columns that stand for no field, each with the fields that may be meant."""
    return [_with_near(columns, name) for name in names]


def _refuse_lists(columns: Columns, names: Iterable[str], file: str) -> None:
    lists = [name for name in names if f"{EACH}." in name]
    if lists and not columns.grouped:
        raise TableError("lists", path=file, columns=", ".join(lists))


def _would_stay(columns: Columns, name: str, names: Collection[str]) -> bool:
    """Whether the base has a value that a column without a field means to replace, and letters keep it.

    A path names its field even if it is misspelt; a word only if a field is called so, or resembles it
    and says whom the letter is for. What the base says of a buyer whom each row names goes anyway, and a
    word means the seller only if it cannot mean anybody else.
    """
    data = columns.base.source.data
    key = re.split(r"[.\[]", name)[0]
    if len(key) < len(name):
        meant = [key] if key in fields_of(columns.model) else paths_like(columns.model, name)
    else:
        meant = paths_called(columns.model, name)
    meant += _whom(columns, name)
    meant += [path for path in paths_like(columns.model, name) if path.split(".")[0] in ("buyer", "order")]
    others = [path for path in meant if path.split(".")[0] != "seller"]
    replaced = {name.removesuffix(".name") for name in ("buyer", "buyer.name", "order") if name in names}
    return any(path.split(".")[0] not in replaced and _has(data, path) for path in others or meant)


def _with_near(columns: Columns, name: str) -> str:
    """Return a column's name with the paths that may be meant."""
    near = (
        [columns.each_entry(path) for path in _like(columns, name)]
        if columns.grouped
        else _near(columns, name)
    )
    return f"{name} (→ {' / '.join(near)})" if near else name


def _near(columns: Columns, name: str) -> list[str]:
    return [_into_lists(columns, path) for path in _like(columns, name)]


def _like(columns: Columns, name: str) -> list[str]:
    return paths_called(columns.model, name) or _whom(columns, name) or paths_like(columns.model, name)


def _whom(columns: Columns, name: str) -> list[str]:
    """Return the field that says whom a letter is for if a heading is a usual one for that."""
    usual = {"buyer": book()["letters"]["customer"], "order": book()["roles"]["order"]}
    fields = [key for key in usual if key in fields_of(columns.model) and bare(name) in map(bare, usual[key])]
    return ["buyer.name" if key == "buyer" else key for key in fields]


def _into_lists(columns: Columns, path: str) -> str:
    """Return a path with the SKU or index of the first entry added for each list that it leads into."""
    data = columns.base.source.data
    found = ""
    for key in path.split("."):
        entries = value_at(data, columns.path(found)) if found else None
        if isinstance(entries, list) and entries:
            found += _selector(columns, found, entries)
        found = f"{found}.{key}".removeprefix(".")
    return found


def _selector(columns: Columns, name: str, entries: list[Any]) -> str:
    """Return what selects the first entry of a list: its SKU where that selects it alone."""
    sku = sku_of(entries[0])
    is_usable = sku and not set(sku) & set("[]") and not columns.positions(f"{name}[{sku}]")
    return f"[{sku}]" if is_usable else "[0]"


def _has(data: Any, path: str) -> bool:
    """Whether plain data hold a value at a path of keys, in any entry of the lists on the way."""
    values: Iterator[Any] = iter([data])
    for key in path.split("."):
        entries = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
        values = iter([entry[key] for entry in entries if isinstance(entry, Mapping) and key in entry])
    return any(True for _ in values)
