"""The first line of a YAML file, which tells editors where its JSON Schema is."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from comms.errors import CommsError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LINE = re.compile(r"#[ \t]*yaml-language-server[ \t]*:[^\r\n]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """The location of a schema: a URL or a file."""

    url: str
    file: Path | None

    def line(self, saved: Path) -> str:
        """Return the line for a file saved at `saved`; raises CommsError("bad_schema_place").

        Editors read the address up to the first space and offer no way to quote it, so an address that
        contains a space or an unprintable character, such as a line break, is refused.
        """
        where = Path(os.path.relpath(self.file, saved.parent)).as_posix() if self.file else self.url
        if not where.isprintable() or " " in where:
            raise CommsError("bad_schema_place", written=where)
        return f"# yaml-language-server: $schema={where}\n"


def schema_place(where: str, kind: str) -> SchemaPlace:
    """Interpret a location given by the user: a URL, a file, or a folder written by `comms schema --all`."""
    if _URL.match(where):
        return SchemaPlace(where, None)
    file = Path(where)
    return SchemaPlace("", file / f"{kind}.json" if file.is_dir() or where.endswith(("/", os.sep)) else file)


def schema_line_of(text: str) -> str:
    """Return the schema line at the start of a YAML text, or "" if there is none."""
    match = _LINE.match(text)
    return match.group() if match else ""
