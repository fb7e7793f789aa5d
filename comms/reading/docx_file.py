"""DOCX written by comms: the data travel inside, as JSON in a custom XML part and again in a property.

Word and LibreOffice keep the part; some other programs keep the property only.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from comms.findings import Unreadable
from comms.reading.json_file import parse
from comms.reading.source import Source, mapping_of

NAMESPACE = "urn:comms:document"
PROPERTY = "comms.data"
MAX_PART_BYTES = 32 * 1024 * 1024


def read(content: bytes, name: str) -> Source:
    """The document that a DOCX carries; raises Unreadable where it is no DOCX or carries none."""
    text = data_of(content)
    if text is None:
        raise Unreadable("docx_without_data")
    data = mapping_of(parse(text))
    return Source(name, "", data)


def data_of(content: bytes) -> str | None:
    """The JSON text that a DOCX carries, or None."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if "[Content_Types].xml" not in package.namelist():
                raise Unreadable("docx")
            return next(_carried(package), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise Unreadable("docx") from None


def _carried(package: zipfile.ZipFile) -> Iterator[str]:
    parts = [each for each in package.infolist() if _may_carry(each.filename)]
    for part in sorted(parts, key=lambda each: each.filename.startswith("docProps")):
        if part.file_size > MAX_PART_BYTES:
            raise Unreadable("too_big", most=MAX_PART_BYTES // 1024 // 1024)
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


def _xml(content: bytes) -> Any:
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
