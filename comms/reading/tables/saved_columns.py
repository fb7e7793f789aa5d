"""What people have said that the columns of a table hold, kept for the next table with the same headings.

The file is TOML: a section for each kind of document, in it `heading = field`; a column with "-" is left out.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading import content_of
from comms.reading.source import decode
from comms.reading.tables.headings import folded
from comms.reading.tables.matching import Matching
from comms.reading.tables.table import Table
from comms.reading.toml_file import parse

LEFT_OUT = "-"


def read_columns(file: Path, kind: str) -> dict[str, str]:
    """Return the field, or "-", of each heading in a file.

    Raises CommsError("no_such_file"), "columns_unreadable" for a file that is no such TOML.
    """
    try:
        data = parse(decode(content_of(file)))
    except Unreadable as error:
        raise CommsError("columns_unreadable", path=str(file)) from error
    section = data.get(kind, {})
    if not isinstance(section, dict) or not all(isinstance(value, str) for value in section.values()):
        raise CommsError("columns_unreadable", path=str(file))
    return {str(heading): str(field) for heading, field in section.items()}


def with_columns(matching: Matching, fields: Mapping[str, str]) -> Matching:
    """Return the matching with the fields of a file; headings that the table does not have are passed over.

    Raises CommsError("no_such_field") for a field that the lines do not have.
    """
    known = {folded(heading): field for heading, field in fields.items()}
    for index, column in enumerate(matching.columns):
        if column.header and (field := known.get(folded(column.header))) is not None:
            matching = matching.with_column(index, None if field == LEFT_OUT else field, also=True)
    return matching


def columns_text(matching: Matching, kind: str, before: str = "") -> str:
    """Return the text of a file with what every column with a heading holds.

    before: the text of the file so far, whose other headings and sections are kept.
    """
    import tomlkit

    document = tomlkit.parse(before)
    section = document.setdefault(kind, tomlkit.table())
    for column in matching.columns:
        if column.header and (column.key is not None or column.chosen):
            section[" ".join(column.header.split())] = column.key or LEFT_OUT
    return tomlkit.dumps(document)


def name_of(table: Table, kind: str) -> str:
    """Return the name of the file that is kept for tables with these headings."""
    digest = sha256("\x1f".join(map(folded, table.headers)).encode()).hexdigest()[:16]
    return f"{kind}-{digest}.toml"
