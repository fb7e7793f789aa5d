"""Names that stand for no column or field: what was probably meant, and which columns may be left out."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.field_names import bare, field_at, paths_called, paths_like, spellings
from comms.models.base import fields_of
from comms.paths import value_at
from comms.reading.tables.headings import book
from comms.reading.tables.records import Records
from comms.reading.tables.table import TableError
from comms.tasks.columns import COPIES, EACH, Columns, sku_of
from comms.tasks.usual_headings import figure_named, is_always_meant, line_named, usual_fields

if TYPE_CHECKING:
    from comms.models.base import Document

_SLIPS = 3
"""The most characters that a misspelt name has too many and too few, together."""


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

    A path names its field even if it is misspelt; a word only if a field or an article is called so, usually
    too, or if it resembles one that says whom the letter is for. What the base says of a buyer whom each row
    names goes anyway, and a word means the seller only if it cannot mean anybody else.
    """
    if _line_meant(columns, name) not in (None, *names) or _usual(columns, name, names):
        return True
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


def _line_meant(columns: Columns, name: str) -> str | None:
    """Return the column for the figure of the line that a heading names, None if it names none."""
    index = line_named(columns.base.source.data, name)
    if index is None or "." in name:
        return None
    if columns.grouped:
        return f"lines{EACH}.{figure_named(name)}"
    sku = sku_of(columns.base.source.data["lines"][index])
    return f"lines{_selector(columns, 'lines', sku, index)}.{figure_named(name)}"


def _usual(columns: Columns, name: str, names: Collection[str]) -> list[str]:
    """Return the fields that a heading means by a usual word, unless the table has columns for them."""
    given = [re.sub(r"\[[^\]]*\]", "", each) for each in names if columns.leads_somewhere(each)]
    found = usual_fields(columns.model, name)
    if any(each == path or each.startswith(f"{path}.") for path in found for each in given):
        return []
    return [path for path in found if is_always_meant(path) or _has(columns.base.source.data, path)]


def _with_near(columns: Columns, name: str) -> str:
    """Return a column's name with the paths that may be meant."""
    if (line := _line_meant(columns, name)) is not None:
        return f"{name} (→ {line})"
    near = (
        [columns.each_entry(path) for path in _like(columns, name)]
        if columns.grouped
        else _near(columns, name)
    )
    return f"{name} (→ {' / '.join(near)})" if near else name


def _near(columns: Columns, name: str) -> list[str]:
    return [_into_lists(columns, path) for path in _like(columns, name)]


def _like(columns: Columns, name: str) -> list[str]:
    model = columns.model
    called = paths_called(model, name) or _whom(columns, name) or usual_fields(model, name)
    return called or [path for path in paths_like(model, name) if _is_near(name, model, path)]


def _is_near(name: str, model: "type[Document]", path: str) -> bool:
    """Whether a name is that of a field with a slip or two, or with something before or after it."""
    is_path = "." in name or "[" in name
    return any(
        _is_slip(bare(name), known, is_path) for known, other in spellings(model).items() if other == path
    )


def _is_slip(one: str, other: str, is_path: bool) -> bool:
    """Whether a text is another one with few differences, or within it; a path may skip keys."""
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    is_within = one in other or other in one or (is_path and common == min(len(one), len(other)))
    return is_within or len(one) + len(other) - 2 * common <= _SLIPS


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
            found += _selector(columns, found, sku_of(entries[0]), 0)
        found = f"{found}.{key}".removeprefix(".")
    return found


def _selector(columns: Columns, name: str, sku: str | None, index: int) -> str:
    """Return what selects an entry of a list: its SKU where that selects it alone."""
    is_usable = sku and not set(sku) & set("[]") and not columns.positions(f"{name}[{sku}]")
    return f"[{sku}]" if is_usable else f"[{index}]"


def _has(data: Any, path: str) -> bool:
    """Whether plain data hold a value at a path of keys, in any entry of the lists on the way."""
    values: Iterator[Any] = iter([data])
    for key in path.split("."):
        entries = [entry for value in values for entry in (value if isinstance(value, list) else [value])]
        values = iter([entry[key] for entry in entries if isinstance(entry, Mapping) and key in entry])
    return any(True for _ in values)
