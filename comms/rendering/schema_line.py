"""The line at the head of a YAML file that tells editors where its JSON Schema is."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from comms.errors import CommsError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LINE = re.compile(r"#[ \t]*yaml-language-server[ \t]*:[^\r\n]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """Where a schema is: at a URL, or in a file."""

    url: str
    file: Path | None

    def line(self, saved: Path) -> str:
        """The line for a file that is saved there; raises CommsError("bad_schema_place").

        Editors read the address up to the first blank, so that one with a blank, or with anything that ends
        a line, cannot be written: there is no way to quote it.
        """
        where = Path(os.path.relpath(self.file, saved.parent)).as_posix() if self.file else self.url
        if not where.isprintable() or " " in where:
            raise CommsError("bad_schema_place", written=where)
        return f"# yaml-language-server: $schema={where}\n"


def schema_place(where: str, kind: str) -> SchemaPlace:
    """The place that a person names: a URL, a file, or a folder that holds `comms schema --all`."""
    if _URL.match(where):
        return SchemaPlace(where, None)
    file = Path(where)
    return SchemaPlace("", file / f"{kind}.json" if file.is_dir() or where.endswith(("/", os.sep)) else file)


def schema_line_of(text: str) -> str:
    """The line that a YAML text begins with; empty where it has none."""
    match = _LINE.match(text)
    return match.group() if match else ""
