"""Puts new data into a document's file in the place of the old, in the format that the file has.

What did not change stays byte for byte: comments, blank lines, quotes, line ends. Every result is read
back before it is handed out, and where it does not say exactly what it should, a coarser way is taken.
"""

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comms.reading.source import Source
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.target import aim, plain
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
"""Suffix -> the function `(Rewrite) -> bytes` that puts the new data into a file; loaded when asked for."""

__all__ = ["REWRITERS", "rewritten"]


def rewritten(
    source: Source,
    old: dict[str, Any],
    new: dict[str, Any],
    workspace: Workspace,
    language: str,
    content: bytes = b"",
) -> bytes:
    """The content of a file with the data `new` in the place of `old`, in the same format.

    old: what the source says, as it stands there or spelt out; where old and new agree the file keeps what it
    has. language: of a letter that names none. content: the file's bytes, whose byte order mark is kept, and
    which are handed back where nothing changed in a file without text (DOCX).

    Raises CommsError: "rewrite_by_hand" for a text by hand that has no place for data, "rewrite_lost" where
    no way of writing says what it should, "rewrite_invalid" where the file is rendered from its data and
    these hold an invalid value, "no_reference" where a letter needs a document that is not there.
    """
    wanted = aim(source.data, plain(old), plain(new))
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    if wanted == source.data and (source.text or content):
        return mark + source.text.encode() if source.text else content
    write: Callable[[Rewrite], bytes] = load(REWRITERS[Path(source.name).suffix.lower()])
    return mark + write(Rewrite(source, wanted, workspace, language))
