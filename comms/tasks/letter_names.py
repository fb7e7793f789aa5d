"""File names of letters, made from the values of their fields: `{buyer.name}-{id}`."""

import re
import unicodedata
from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.language.field_names import field_at
from comms.models.base import Part, Shape, fields_of
from comms.paths import FieldPath
from comms.reading.tables.table import TableError
from comms.tasks.columns import Columns
from comms.tasks.unknown_columns import field_as_written
from comms.workspace.numbers import LONGEST

if TYPE_CHECKING:
    from comms.models.base import Document

_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)")
_MANY = (Shape.PART, Shape.PARTS, Shape.TEXTS, Shape.MONEY, Shape.UNTYPED)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
"""The characters that Windows allows in no file name."""
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""The names that Windows keeps for devices, with any suffix."""


class NamePattern:
    """A pattern such as `{buyer.name}-{id}`, whose braces name fields of the document.

    Raises CommsError: "bad_name" for a pattern without fields or with single braces, "name_of_many" for a
    field that holds several values, or the errors of `field_as_written`.
    """

    def __init__(self, written: str, columns: Columns) -> None:
        pieces = list(_PIECE.finditer(written))
        if "".join(piece[0] for piece in pieces) != written or not any(map(_is_field, pieces)):
            raise CommsError("bad_name", written=written)
        self._pieces = [_field(piece[1], columns) if _is_field(piece) else piece[2] for piece in pieces]

    def stem(self, document: "Document") -> str:
        """Return the file name for a document, without suffix; raises TableError("name_empty")."""
        return safe_stem(
            [piece if isinstance(piece, str) else _text(document, *piece) for piece in self._pieces]
        )


def _is_field(piece: re.Match[str]) -> bool:
    return piece[1] is not None


def _field(name: str, columns: Columns) -> tuple[str, FieldPath]:
    path = columns.path(field_as_written(columns, name.strip()))
    if field_at(columns.model, path).shape in _MANY:
        raise CommsError("name_of_many", field=name)
    return name, path


def _text(document: "Document", name: str, path: FieldPath) -> str:
    """Return the text of a field, which may lead nowhere out of the file name."""
    text = _printable(str(_value_at(document, path) or ""))
    if not text:
        raise TableError("name_empty", field=name)
    return text


def _value_at(document: "Document", path: FieldPath) -> object:
    value: object = document
    for step in path:
        if isinstance(value, Part) and isinstance(step, str):
            value = getattr(value, fields_of(type(value))[step].name)
        else:
            value = (
                value[step]
                if isinstance(value, list) and isinstance(step, int) and step < len(value)
                else None
            )
    return value


def safe_stem(pieces: list[str]) -> str:
    """Return the file name without suffix that texts make together, allowed on every system.

    Where it is too long, the longest text is shortened, so that a number at the end is kept.
    """
    texts = [_printable(piece) for piece in pieces]
    while (over := len("".join(texts).encode()) - LONGEST) > 0:
        longest = max(range(len(texts)), key=lambda index: len(texts[index].encode()))
        kept = texts[longest].encode()[: -max(1, min(over, len(texts[longest].encode()) // 2))]
        texts[longest] = kept.decode(errors="ignore")
    stem = "".join(texts).strip(" .-")
    return f"_{stem}" if _RESERVED.match(stem) else stem or "_"


def _printable(text: str) -> str:
    """Return a text without what no file name may hold: separators, controls, invisible marks."""
    line = "".join(
        " " if character.isspace() else character for character in unicodedata.normalize("NFC", text)
    )
    shown = "".join(character for character in line if unicodedata.category(character)[0] != "C")
    return re.sub(r" {2,}", " ", _FORBIDDEN.sub("-", shown))
