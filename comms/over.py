"""The values of a table's row over the data of one document, and nothing of the person whom it was for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from comms.answers import Manner, field_at, give, put
from comms.findings import CommsError, FieldPath, parse_path, value_at
from comms.models.party import Contact, Party
from comms.naming import paths_called, paths_like
from comms.standing import merged
from comms.tables.table import TableError
from comms.words import FilledSaying

if TYPE_CHECKING:
    from comms.checking import Case
    from comms.models.base import Document

OF_THE_BUYER = ("order_reference", "order_received_at", "lines[].buyer_item", "delivery.marks")
"""What an order says of its buyer beside the party itself: the buyer's own numbers, days and marks."""


def over(base: "Case", values: Mapping[str, Any], manner: Manner) -> dict[str, Any]:
    """The data of a base document with the values of a row in the place of its own.

    A text under the path of a field is read as though it had been typed; a mapping of JSON goes over the
    base's, key by key. Who is another stands alone: nothing stays that the base says of the one before.
    Raises CommsError for a path that leads nowhere, or a value that cannot be taken.
    """
    assert base.document is not None
    model, data = type(base.document), merged(base.source.data, {})
    leaves = [
        (name, parse_path(name, data), value)
        for name, each in values.items()
        for name, value in _leaves(name, each)
    ]
    for path in _others(model, data, {path: value for _, path, value in leaves}):
        put(data, path, {})
        if path == ("buyer",):
            _forget_buyer(data)
    for name, path, value in leaves:
        if isinstance(value, str):
            _give(data, model, name, value, manner)
        else:
            put(data, path, value)
    return data


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values in a mapping of JSON by their paths; any other value by its own."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, each in value.items():
        yield from _leaves(f"{name}.{key}", each)


def _others(
    model: "type[Document]", data: dict[str, Any], leaves: Mapping[FieldPath, Any]
) -> list[FieldPath]:
    """The companies and people of whom a row says what the base does not, unless it names the same one."""
    found: dict[FieldPath, None] = {}
    for path, value in leaves.items():
        holder = path[:-1]
        is_same = leaves.get((*holder, "name")) == value_at(data, (*holder, "name"))
        if _is_person(model, holder) and not is_same and value_at(data, path) != value:
            found[holder] = None
    return sorted(found, key=len)  # the company before its people


def _is_person(model: "type[Document]", path: FieldPath) -> bool:
    return bool(path) and field_at(model, path).part in (Party, Contact)


def _forget_buyer(data: dict[str, Any]) -> None:
    """Takes out what a document says of its buyer in other places."""
    for place in OF_THE_BUYER:
        holder, _, key = place.rpartition(".")
        listed = data.get(holder.removesuffix("[]")) if holder else data
        for each in listed if isinstance(listed, list) else [listed]:
            if isinstance(each, dict):
                each.pop(key, None)


def _give(data: dict[str, Any], model: "type[Document]", name: str, text: str, manner: Manner) -> None:
    try:
        give(data, model, name, text, manner)
    except CommsError as error:
        why = FilledSaying("messages", f"{error.section}.{error.reason}", error.values)
        raise TableError("cell", column=name, why=why) from None


def field_of_column(base: "Case") -> Callable[[str], str]:
    """How the field is found that a column stands for: its name is the path, or what the field is called."""
    assert base.document is not None
    model, data = type(base.document), base.source.data

    def path_of(name: str) -> str:
        if _leads_somewhere(name, model, data):
            return name
        called = [each for each in paths_called(model, name) if _leads_somewhere(each, model, data)]
        return called[0] if len(called) == 1 else name

    return path_of


def refuse_columns(columns: Iterable[str], base: "Case", path: str) -> None:
    """Raises TableError("columns") with all the columns that name no field of the base document."""
    assert base.document is not None
    model = type(base.document)
    unknown = [each for each in columns if not _leads_somewhere(each, model, base.source.data)]
    if unknown:
        raise TableError("columns", path=path, columns=[_with_near(each, model) for each in unknown])


def _leads_somewhere(name: str, model: "type[Document]", data: Mapping[str, Any]) -> bool:
    try:
        field_at(model, parse_path(name, data))
    except CommsError:
        return False
    return True


def _with_near(name: str, model: "type[Document]") -> str:
    """A column's name, with the paths that may be meant."""
    like = paths_called(model, name) or paths_like(model, name)
    return f"{name} (→ {' / '.join(like)})" if like else name
