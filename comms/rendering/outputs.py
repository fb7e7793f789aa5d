"""The output formats that somebody asks for, and the files that they are written to."""

import re
from pathlib import Path

from comms.errors import CommsError
from comms.rendering import RENDERERS, format_of

_SUFFIX = re.compile(r"\.(?:txt|docm|doc|odt|rtf|toml|xlsx?|csv)", re.IGNORECASE)
"""Suffixes of files that somebody may ask for; a folder of such a name must exist already."""


def formats(names: str) -> list[str]:
    """The output formats of "md,docx"; raises CommsError("no_such_format")."""
    found = []
    for name in names.split(","):
        form = format_of(name.strip())
        if form is None:
            raise CommsError("no_such_format", written=name.strip(), known=", ".join(RENDERERS))
        found.append(form)
    return list(dict.fromkeys(found))


def targets(output: str | None, to: str | None, stem: str) -> dict[str, Path]:
    """Where each format goes: a folder takes `stem` and the suffix, a file name chooses its own format.

    Raises CommsError("one_output") where one file name stands for several formats.
    """
    suffix = format_of(Path(output).suffix) if output and Path(output).suffix else None
    if output and suffix:
        if to and formats(to) != [suffix]:
            raise CommsError("one_output")
        return {suffix: Path(output)}
    folder = Path(output or ".")
    if _SUFFIX.fullmatch(folder.suffix) and not folder.is_dir() and not str(output).endswith("/"):
        raise CommsError("no_such_format", written=folder.suffix, known=", ".join(RENDERERS))
    return {form: folder / f"{stem}.{form}" for form in formats(to or "md")}
