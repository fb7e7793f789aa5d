"""DOCX written by comms: the data travel inside, as JSON in a custom XML part and again in a property.

Word and LibreOffice keep the part; some other programs keep the property only.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from comms.findings import Unreadable
from comms.reading.json_file import parse
from comms.reading.source import Source, mapping_of

NAMESPACE = "urn:comms:document"
PROPERTY = "comms.data"
MAX_BYTES = 32 * 1024 * 1024
"""Unpacked size, of all parts that may carry the data together."""


def read(content: bytes, name: str) -> Source:
    """The document that a DOCX carries; raises Unreadable where it is no DOCX or carries none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "[Content_Types].xml" not in package.namelist():
                raise Unreadable("docx")
            texts = list(_carried(package))
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
    if not texts:
        raise Unreadable("docx_without_data")
    return Source(name, "", _first_readable(texts))


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


def carries_data(content: bytes) -> bool:
    """Whether a DOCX carries a document of ours."""
    try:
        read(content, "")
    except Unreadable as refused:
        return refused.reason not in ("docx", "docx_without_data")
    return True


def _may_carry(filename: str) -> bool:
    return filename == "docProps/custom.xml" or (
        filename.startswith("customXml/item") and not filename.startswith("customXml/itemProps")
    )


def _xml(content: bytes) -> Any:
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
