"""A house's letterhead: a DOCX that provides the letter's page, header, footer, styles and logo."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docx import Document
from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE, NAMESPACE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml import etree

from comms.errors import SetupError
from comms.language.phrases import LANGUAGES, words
from comms.rendering.docx.styles import House

MAX_BYTES = 64 * 1024 * 1024
"""Maximum unpacked size of a letterhead, in bytes; one with a large picture takes 5 MB."""
_BEGINNING = 40
"""Characters quoted from a text so that its author recognizes it."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMPTY_NUMBERING = f'<w:numbering xmlns:w="{NAMESPACE.WML_MAIN}"/>'.encode()


def open_letterhead(file: Path) -> Any:
    """Open a letterhead as a python-docx document, stripped of everything that is not letterhead.

    Raises SetupError: "no_letterhead" for a missing file, "bad_letterhead" if Word could not open it.
    """
    document = _opened(file)
    with refusing_damage(file):
        _empty_body(document.element.body)
        _drop_author_data(document)
        _drop_modes(document)
        _ensure_numbering(document.part)
        _drop_our_marks(document)
    return document


def house_of(document: Any) -> House:
    """Return the styles of a letterhead, and its theme's fonts for Chinese."""
    styles = (style.find(qn("w:name")) for style in document.styles.element.iter(qn("w:style")))
    names = frozenset(str(name.get(qn("w:val"))).lower() for name in styles if name is not None)
    return House(names, _theme_fonts(document))


def has_head(document: Any) -> bool:
    """Whether a header of a letterhead has text, a picture or a table of its own."""
    return any(map(_says_something, of_each_page(document, "header")))


def of_each_page(document: Any, which: str) -> Iterator[Any]:
    """Yield the headers or footers of a document, with those of the first and even pages if they differ."""
    section = document.sections[0]
    yield getattr(section, which)
    if section.different_first_page_header_footer:
        yield getattr(section, f"first_page_{which}")
    if document.settings.odd_and_even_pages_header_footer:
        yield getattr(section, f"even_page_{which}")


def _says_something(header: Any) -> bool:
    if header.is_linked_to_previous:
        return False
    root = header.part.element
    return bool("".join(root.itertext()).strip()) or has_picture(root)


def idle_text(file: Path) -> str:
    """Return the beginning of body text that no letter will show, as the letterhead lacks a header; or "".

    Raises SetupError as `open_letterhead` does.
    """
    document = _opened(file)
    with refusing_damage(file):
        if has_head(document):
            return ""
    text = " ".join(run.text for run in document.element.body.iter(qn("w:t")) if run.text.strip())
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


def _opened(file: Path) -> Any:
    """Open a file as a document; raises SetupError if it is no DOCX or unpacks to too much."""
    if not file.is_file():
        raise SetupError("no_letterhead", path=str(file))
    with refusing_damage(file):
        with zipfile.ZipFile(file) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_BYTES:
                raise SetupError("big_letterhead", path=str(file), most=MAX_BYTES // 1024 // 1024)
        document = Document(str(file))
        if document.element.body is None:
            raise ValueError
        return document


@contextmanager
def refusing_damage(file: Path) -> Iterator[None]:
    """Turn what a damaged letterhead makes a block raise into SetupError("bad_letterhead").

    python-docx reads a part when it is first used, so the damage may show anywhere.
    """
    try:
        yield
    # what zipfile, lxml and python-docx raise for a damaged package is no closed list
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OpcError,
        XmlchemyError,
        PythonDocxError,
        etree.LxmlError,
        NotImplementedError,
        ArithmeticError,
        RuntimeError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        OSError,
    ):
        raise SetupError("bad_letterhead", path=str(file)) from None


def _empty_body(body: Any) -> None:
    """Reduce the body to the pictures it begins with and the page setup of its first section."""
    sections = list(body.iter(qn("w:sectPr")))
    shown = True
    for block in list(body):
        if block.tag == qn("w:sectPr"):
            continue
        is_picture = has_picture(block)
        shown = shown and (is_picture or not "".join(block.itertext()).strip())
        if shown and is_picture:
            _keep_pictures(block)
        else:
            body.remove(block)
    for section in list(body.iter(qn("w:sectPr"))):
        section.getparent().remove(section)
    if sections:
        for columns in sections[0].findall(qn("w:cols")):
            sections[0].remove(columns)
        body.append(sections[0])


def _keep_pictures(block: Any) -> None:
    """Remove the text from a block that shows a picture; a table keeps its cells, which position it."""
    for holder in [element for element in block.iter(*_HOLDERS) if not _is_in_shape(element)]:
        for child in list(holder):
            if child.tag not in _PROPERTIES and not has_picture(child):
                holder.remove(child)


def _is_in_shape(element: Any) -> bool:
    """Whether an element is part of a drawing, which keeps its text."""
    return any(ancestor.tag in _SHAPES for ancestor in element.iterancestors())


_SHAPES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_HOLDERS = frozenset(map(qn, ("w:p", "w:r", "w:hyperlink")))
_PROPERTIES = frozenset(map(qn, ("w:pPr", "w:rPr")))


def has_picture(element: Any) -> bool:
    """Whether an element contains a drawing of any kind."""
    return next(element.iter(*_SHAPES), None) is not None


def xml_of(paragraph: Any) -> Any:
    """Return the XML element of a paragraph."""
    return paragraph.paragraph_format.element


def _drop_author_data(document: Any) -> None:
    """Drop what the author left in the letterhead: data, properties, comments, blocks, a thumbnail."""
    used = set(map(str, document.element.xpath("//@r:*")))
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            # by its name alone: programs differ in what they write before it
            name = relation.reltype.rpartition("/")[2]
            is_idle = holder is document.part and key not in used and name not in _UNNAMED
            if is_idle or name.startswith(_DATA):
                del holder.rels[key]


_DATA = (
    "customXml",
    "custom-properties",
    "core-properties",
    "comments",
    "glossaryDocument",
    "thumbnail",
    "footnotes",
    "endnotes",
)
_UNNAMED = frozenset({"styles", "numbering", "settings", "theme", "fontTable", "webSettings"})
"""Parts that count although the text does not refer to them; any other is left over from removed text."""


def _drop_modes(document: Any) -> None:
    """Drop the settings that would lock the letter, track its changes, or look for another file."""
    element = document.settings.element
    for setting in list(element):
        if etree.QName(setting).localname in _MODES:
            element.remove(setting)
    used = set(map(str, element.xpath("//@r:*")))
    relations = document.part.part_related_by(RELATION.SETTINGS).rels
    for key in [key for key in relations if key not in used]:  # where a template or a source of data was
        del relations[key]


_MODES = frozenset(
    "writeProtection documentProtection trackRevisions attachedTemplate linkStyles mailMerge docVars rsids "
    "revisionView documentType saveThroughXslt readModeInkLockDown footnotePr endnotePr".split()
)


def _drop_our_marks(document: Any) -> None:
    """Remove what a letter of ours, used as a letterhead, says about itself: its number and a draft mark."""
    books = [words(language)["document"] for language in LANGUAGES]
    drafts = {book["draft"] for book in books}
    pages = [re.compile(rf"{_NUMBER} · " + r"\d+".join(map(re.escape, book["page"]))) for book in books]
    for head in of_each_page(document, "header"):
        for paragraph in [] if head.is_linked_to_previous else head.paragraphs:
            if paragraph.text.strip() in drafts:
                _remove(paragraph)
    for foot in of_each_page(document, "footer"):
        for paragraph in [] if foot.is_linked_to_previous else foot.paragraphs:
            if any(page.fullmatch(paragraph.text.strip()) for page in pages):
                _remove(paragraph)


_NUMBER = r"[A-Z]{1,6}[-/]?\d[\w/.-]*"
"""The form of document numbers: SO-2026-0611, DN-2026-0611-01."""


def _remove(paragraph: Any) -> None:
    """Remove a paragraph; the last one of its container, which must have one, is emptied instead."""
    element = xml_of(paragraph)
    container = element.getparent()
    siblings = [sibling for sibling in container if sibling.tag in (qn("w:p"), qn("w:tbl"))]
    if len(siblings) > 1:
        container.remove(element)
    else:
        for child in [child for child in element if child.tag != qn("w:pPr")]:
            element.remove(child)


def _ensure_numbering(part: Any) -> None:
    """Add the part that defines lists if the document has none."""
    if not any(relation.reltype == RELATION.NUMBERING for relation in part.rels.values()):
        uri = PackURI("/word/numbering.xml")
        fresh = NumberingPart.load(uri, CONTENT_TYPE.WML_NUMBERING, _EMPTY_NUMBERING, part.package)
        part.relate_to(fresh, RELATION.NUMBERING)


def _theme_fonts(document: Any) -> dict[str, str]:
    """Return a theme's Chinese fonts by the names styles use; none for a theme of another language."""
    language = document.settings.element.find(qn("w:themeFontLang"))
    if language is None or not language.get(qn("w:eastAsia"), "").startswith("zh"):
        return {}
    relations = document.part.rels.values()
    themes = [relation.target_part.blob for relation in relations if relation.reltype == RELATION.THEME]
    if not themes:
        return {}
    root = etree.fromstring(themes[0], etree.XMLParser(resolve_entities=False, no_network=True))
    return {
        f"{name}EastAsia": font
        for name in ("major", "minor")
        if (font := _theme_font(root.find(f".//{{{_DRAWING}}}{name}Font"))) is not None
    }


def _theme_font(fonts: Any) -> str | None:
    if fonts is None:
        return None
    named = {font.get("script"): font.get("typeface") for font in fonts.iter(f"{{{_DRAWING}}}font")}
    east_asian = fonts.find(f"{{{_DRAWING}}}ea")
    own = east_asian.get("typeface") if east_asian is not None else None
    return own or named.get("Hans")
