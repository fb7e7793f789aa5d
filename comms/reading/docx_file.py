"""DOCX files: those that comms wrote carry their data; those written in Word are read by their headings.

The data are JSON, once in a custom XML part and once in a document property. Word and LibreOffice keep the
part; some other programs keep only the property.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from comms.findings import Span, Unreadable
from comms.paths import FieldPath
from comms.reading.json_file import parse
from comms.reading.source import Source, mapping_of
from comms.reading.stamps import Stamp, read_stamp

if TYPE_CHECKING:
    from comms.reading.docx_body import Text
    from comms.reading.sections import Request

NAMESPACE = "urn:comms:document"
PROPERTY = "comms.data"
MAX_BYTES = 32 * 1024 * 1024
"""The most bytes that all parts which may carry the data may have together, unpacked."""

MAX_TEXT = 8 * 1024 * 1024
"""The most bytes that the text of a request, or its styles, may have unpacked; ten pages have 0.1 MB."""
_TEXT, _STYLES = "word/document.xml", "word/styles.xml"


def read(content: bytes, name: str) -> Source:
    """Read the data that a DOCX carries or the request written in it; raises Unreadable if it has neither."""
    with _opened(content) as package:
        if texts := list(_carried(package)):
            data = _first_readable(texts)
            return Source(name, "", data, stamp=_stamp(data.pop("comms", None), package))
        return _by_hand(package, name)


def carries_data(content: bytes) -> bool:
    """Return whether a DOCX carries a document that comms wrote, readable or not."""
    try:
        with _opened(content) as package:
            return any(True for _ in _carried(package))
    except Unreadable as refused:
        return refused.reason != "docx"


def lines_of(content: bytes) -> tuple[str, ...]:
    """Return the paragraphs and table rows of a DOCX, whoever wrote it; raises Unreadable for other files."""
    from comms.reading.docx_body import text_of

    with _opened(content) as package:
        document, styles = (_part(package, part) for part in (_TEXT, _STYLES))
        if document is None:
            raise Unreadable("docx")
        return text_of(document, styles).paragraphs


_ID = re.compile(r'"id":\s*("(?:[^"\\]|\\.)*")')


def declared_ids(content: bytes) -> frozenset[str]:
    """Return the ids that the data in a DOCX may declare, in a fifth of the time that reading them takes."""
    try:
        with _opened(content) as package:
            return frozenset(json.loads(quoted) for quoted in _ID.findall(next(_carried(package), "")))
    except (Unreadable, ValueError):
        return frozenset()


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open the package of a DOCX; raises Unreadable for other files, and for damage found while reading."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "[Content_Types].xml" not in package.namelist():
                raise Unreadable("docx")
            yield package
    # zipfile and zlib document no complete list of what they raise for damaged packages
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ):
        raise Unreadable("docx") from None


def _stamp(value: Any, package: zipfile.ZipFile) -> Stamp | None:
    """Return the stamp of a DOCX that comms wrote, None if it has none or its text cannot be read."""
    from comms.reading.docx_text import visible_text

    if not isinstance(value, dict):
        return None
    try:
        document = _part(package, _TEXT)
    except Unreadable:  # the data are readable all the same
        return None
    return read_stamp(value, visible_text(document), "docx") if document is not None else None


def _by_hand(package: zipfile.ZipFile, name: str) -> Source:
    """Read a request that was written in Word; its places are paragraphs, which cannot be edited as text."""
    from comms.reading.docx_body import text_of
    from comms.reading.handwritten import read_outline
    from comms.reading.outline import outline_of

    document, styles = (_part(package, part) for part in (_TEXT, _STYLES))
    if document is None:
        raise Unreadable("docx_without_data")
    text = text_of(document, styles)
    written = read_outline(outline_of(text.body))
    if not written.outline.headings:
        raise Unreadable("docx_without_data")
    data = {"kind": "brief", **written.request.data}
    source = written.source(name, "", data, _Positions(written.request, text), written.request.paths)
    return replace(
        source,
        sections={key: text.places[line - 1][0] + 1 for key, line in (source.sections or {}).items()},
        headings=tuple(replace(heading, line=0, end=0) for heading in source.headings),
        passages=tuple(map(text.passage, source.passages)),
        paragraphs=text.paragraphs,
        quoted=text.quoted,
    )


class _Positions:
    """The positions in a request written in Word, as paragraphs."""

    def __init__(self, request: "Request", text: "Text") -> None:
        self.request = request
        self.text = text

    def value(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=False)

    def key(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=True)

    def _find(self, path: FieldPath, on_key: bool) -> Span | None:
        span = self.request.span(path, on_key)
        return self.text.span(span) if span else None


def _part(package: zipfile.ZipFile, name: str) -> Any:
    """Return the root of a part, None if it does not exist; raises Unreadable if it is too big or damaged."""
    if name not in package.namelist():
        return None
    if package.getinfo(name).file_size > MAX_TEXT:
        raise Unreadable("too_big", most=MAX_TEXT // 1024 // 1024)
    root = _xml(package.read(name), huge=False)
    # Word writes no document type, and entities that one declares are not text
    if root is None or root.getroottree().docinfo.doctype:
        raise Unreadable("docx")
    return root


def _first_readable(texts: list[str]) -> dict[str, Any]:
    """Return the data of the first readable copy; raises Unreadable if even the last one cannot be read."""
    for text in texts[:-1]:
        try:
            return mapping_of(parse(text))
        except Unreadable:
            continue
    return mapping_of(parse(texts[-1]))


def _carried(package: zipfile.ZipFile) -> Iterator[str]:
    parts = [part for part in package.infolist() if _may_carry(part.filename)]
    if sum(part.file_size for part in parts) > MAX_BYTES:
        raise Unreadable("too_big", most=MAX_BYTES // 1024 // 1024)
    for part in sorted(parts, key=lambda part: part.filename.startswith("docProps")):
        root = _xml(package.read(part))
        if root is None:
            continue
        if root.tag == f"{{{NAMESPACE}}}data":
            yield root.text or ""
        for entry in root:
            if entry.get("name") == PROPERTY:
                yield "".join(entry.itertext())


def _may_carry(filename: str) -> bool:
    return filename == "docProps/custom.xml" or (
        filename.startswith("customXml/item") and not filename.startswith("customXml/itemProps")
    )


def _xml(content: bytes, huge: bool = True) -> Any:
    """Return the root of an XML text, None if it is broken; `huge` lifts the limits on length and depth."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=huge)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
