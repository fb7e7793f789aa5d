"""The output formats a user asks for, and the files they are written to."""

import re
from pathlib import Path

from comms.errors import CommsError
from comms.rendering import FILE_SUFFIXES, RENDERERS, file_name, format_of

_SUFFIX = re.compile(r"\.(?:docm|doc|odt|rtf|toml|xlsx?|csv)", re.IGNORECASE)
"""Suffixes that indicate a file in an unsupported format, unless a folder of that name exists."""


def formats(names: str) -> list[str]:
    """Parse a list of output formats such as "md,docx"; raises CommsError("no_such_format")."""
    found = []
    for name in names.split(","):
        form = format_of(name.strip())
        if form is None:
            raise CommsError("no_such_format", written=name.strip(), known=", ".join(RENDERERS))
        found.append(form)
    return list(dict.fromkeys(found))


def targets(output: str | None, to: str | None, stem: str) -> dict[str, Path]:
    """Map each format to its file: a folder takes `stem` plus suffix, a file name implies its format.

    Raises CommsError: "one_output" for several formats in one file, "no_such_format" for an unknown format,
    "suffix_of_another" for the name of a file in another format.
    """
    suffix = format_of(Path(output).suffix) if output and Path(output).suffix else None
    if output and suffix:
        asked = formats(to) if to else [_implied(output, suffix)]
        if len(asked) > 1:
            raise CommsError("one_output")
        usual = file_name("", asked[0])
        if not usual.endswith(f".{suffix}"):
            raise CommsError("suffix_of_another", path=output, form=asked[0], suffix=usual)
        return {asked[0]: Path(output)}
    folder = Path(output or ".")
    if _SUFFIX.fullmatch(folder.suffix) and not folder.is_dir() and not str(output).endswith("/"):
        raise CommsError("no_such_format", written=folder.suffix, known=", ".join(RENDERERS))
    return {form: folder / file_name(stem, form) for form in formats(to or "md")}


def _implied(output: str, suffix: str) -> str:
    """Return the format that a file name implies by its whole suffix (.chat.txt), else by its last part."""
    whole = (form for form in FILE_SUFFIXES if output.lower().endswith(file_name("", form)))
    return next(whole, suffix)
