"""DOCX: the data travel inside what comms wrote; what somebody wrote in Word is read by its headings.

The data are JSON in a custom XML part and again in a property. Word and LibreOffice keep the part; some
other programs keep the property only.
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
"""Unpacked size, of all parts that may carry the data together."""


MAX_TEXT = 8 * 1024 * 1024
"""Unpacked size of the text of a request, and of its styles; one of ten pages has 0.1 MB."""
_TEXT, _STYLES = "word/document.xml", "word/styles.xml"


def read(content: bytes, name: str) -> Source:
    """The document that a DOCX carries, or that is written in it; raises Unreadable where there is none."""
    with _opened(content) as package:
        if texts := list(_carried(package)):
            data = _first_readable(texts)
            return Source(name, "", data, stamp=_stamp(data.pop("comms", None), package))
        return _by_hand(package, name)


def carries_data(content: bytes) -> bool:
    """Whether a DOCX carries a document of ours."""
    try:
        with _opened(content) as package:
            return any(True for _ in _carried(package))
    except Unreadable as refused:
        return refused.reason != "docx"


_ID = re.compile(r'"id":\s*("(?:[^"\\]|\\.)*")')


def declared_ids(content: bytes) -> frozenset[str]:
    """The ids that the data in a DOCX may declare, at a fifth of what it takes to read them."""
    try:
        with _opened(content) as package:
            return frozenset(json.loads(each) for each in _ID.findall(next(_carried(package), "")))
    except (Unreadable, ValueError):
        return frozenset()


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The package of a DOCX; raises Unreadable for what is none, or is damaged where it is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "[Content_Types].xml" not in package.namelist():
                raise Unreadable("docx")
            yield package
    # what zipfile and zlib raise for a damaged package is no closed list
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
    """The stamp of a DOCX of ours; none where it has none, or where its text cannot be read."""
    from comms.reading.docx_text import visible_text

    if not isinstance(value, dict):
        return None
    try:
        document = _part(package, _TEXT)
    except Unreadable:  # its data can be read all the same
        return None
    return read_stamp(value, visible_text(document), "docx") if document is not None else None


def _by_hand(package: zipfile.ZipFile, name: str) -> Source:
    """A request that was written in Word; the places of its values are paragraphs, not lines to write to."""
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
    source = written.source(name, "", data, _Positions(written.request, text))
    return replace(
        source,
        sections={key: text.places[line - 1][0] + 1 for key, line in (source.sections or {}).items()},
        headings=tuple(replace(each, line=0, end=0) for each in source.headings),
        passages=tuple(map(text.passage, source.passages)),
        paragraphs=text.paragraphs,
    )


class _Positions:
    """Paragraphs of a request by hand."""

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
    """The root of a part, None where there is none; raises Unreadable for one that is too big or damaged."""
    if name not in package.namelist():
        return None
    if package.getinfo(name).file_size > MAX_TEXT:
        raise Unreadable("too_big", most=MAX_TEXT // 1024 // 1024)
    root = _xml(package.read(name), huge=False)
    # Word writes no document type, and what one declares is no text
    if root is None or root.getroottree().docinfo.doctype:
        raise Unreadable("docx")
    return root


def _first_readable(texts: list[str]) -> dict[str, Any]:
    """The data of the first copy that can be read; raises Unreadable as the last one does."""
    for text in texts[:-1]:
        try:
            return mapping_of(parse(text))
        except Unreadable:
            continue
    return mapping_of(parse(texts[-1]))


def _carried(package: zipfile.ZipFile) -> Iterator[str]:
    parts = [each for each in package.infolist() if _may_carry(each.filename)]
    if sum(part.file_size for part in parts) > MAX_BYTES:
        raise Unreadable("too_big", most=MAX_BYTES // 1024 // 1024)
    for part in sorted(parts, key=lambda each: each.filename.startswith("docProps")):
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
    """The root of an XML text, None where that is broken; `huge` takes texts and depths without a limit."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=huge)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
