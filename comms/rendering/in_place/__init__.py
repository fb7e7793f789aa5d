"""Writes new data into a document's file in place of the old, keeping the file's format.

Whatever did not change stays byte for byte: comments, blank lines, quotes, line ends. Every result is read
back before it is returned; if it does not say exactly what it should, a coarser way of writing is tried.
"""

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comms.models.plain import as_file_data
from comms.reading.source import Source
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.target import target_data
from comms.runtime.lazy import load
from comms.workspace.workspace import Workspace

REWRITERS = {
    ".yaml": "comms.rendering.in_place.whole_files:yaml_file",
    ".yml": "comms.rendering.in_place.whole_files:yaml_file",
    ".json": "comms.rendering.in_place.whole_files:json_file",
    ".toml": "comms.rendering.in_place.toml_file:toml_file",
    ".md": "comms.rendering.in_place.markdown_file:markdown_file",
    ".markdown": "comms.rendering.in_place.markdown_file:markdown_file",
    ".docx": "comms.rendering.in_place.whole_files:docx_file",
}
"""Suffix -> the function `(Rewrite) -> bytes` that writes the new data into a file; loaded on demand."""

__all__ = ["REWRITERS", "rewritten"]


def rewritten(
    source: Source,
    old: dict[str, Any],
    new: dict[str, Any],
    workspace: Workspace,
    language: str,
    content: bytes = b"",
) -> bytes:
    """Return the content of a file with the data `new` in place of `old`, in the same format.

    old: the data of the source, either as written there or spelled out; where old and new agree, the file
    keeps what it has. language: for a letter that names none. content: the file's bytes; its byte order mark
    is kept, and it is returned unchanged if nothing changed in a file without text (DOCX).

    Raises CommsError: "rewrite_by_hand" for a text written by hand that has no place for data,
    "rewrite_lost" if no way of writing preserves the data, "rewrite_invalid" if the file has to be rendered
    from data that contain an invalid value, "no_reference" if a letter needs a document that is missing.
    """
    wanted = target_data(source.data, as_file_data(old), as_file_data(new))
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    if wanted == source.data and (source.text or content):
        return mark + source.text.encode() if source.text else content
    write: Callable[[Rewrite], bytes] = load(REWRITERS[Path(source.name).suffix.lower()])
    return mark + write(Rewrite(source, wanted, workspace, language))
