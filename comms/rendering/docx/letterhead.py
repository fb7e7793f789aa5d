"""A house's letterhead: a DOCX whose page, header, footer, styles and logo are the letter's too."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, NAMESPACE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml import etree

from comms.errors import SetupError
from comms.language.phrases import LANGUAGES, words
from comms.rendering.docx.styles import House

MAX_BYTES = 64 * 1024 * 1024
"""Unpacked size of a letterhead; one with a big picture has five."""
_BEGINNING = 40
"""Characters of a text by which somebody knows it again."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMPTY_NUMBERING = f'<w:numbering xmlns:w="{NAMESPACE.WML_MAIN}"/>'.encode()


def open_letterhead(file: Path) -> Any:
    """The python-docx document of a letterhead, without what is no letterhead.

    Raises SetupError("no_letterhead"), or "bad_letterhead" for what Word would not take for a document.
    """
    document = _opened(file)
    _empty_body(document.element.body)
    _forget_its_data(document)
    _forget_its_modes(document.settings.element)
    _give_numbering(document.part)
    _forget_our_marks(document)
    return document


def house_of(document: Any) -> House:
    """The styles of a letterhead, and the fonts that its theme has for Chinese."""
    styles = (each.find(qn("w:name")) for each in document.styles.element.iter(qn("w:style")))
    names = frozenset(str(each.get(qn("w:val"))).lower() for each in styles if each is not None)
    return House(names, _theme_fonts(document))


def has_head(document: Any) -> bool:
    """Whether a header of a letterhead has a text, a picture or a table of its own."""
    return any(map(_says_something, of_each_page(document, "header")))


def of_each_page(document: Any, which: str) -> Iterator[Any]:
    """The headers or footers of a document's pages: those of the first and of even ones where they differ."""
    section = document.sections[0]
    yield getattr(section, which)
    if section.different_first_page_header_footer:
        yield getattr(section, f"first_page_{which}")
    if document.settings.odd_and_even_pages_header_footer:
        yield getattr(section, f"even_page_{which}")


def _says_something(header: Any) -> bool:
    if header.is_linked_to_previous:
        return False
    return bool("".join(header._element.itertext()).strip()) or has_picture(header._element)


def idle_text(file: Path) -> str:
    """How the text of a letterhead without a header begins, which no letter will show; "" where it has none.

    Raises SetupError as `open_letterhead` does.
    """
    document = _opened(file)
    if has_head(document):
        return ""
    text = " ".join(each.text for each in document.element.body.iter(qn("w:t")) if each.text.strip())
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


def _opened(file: Path) -> Any:
    """The document of a file; raises SetupError for what is no DOCX, and for one that unpacks to too much."""
    if not file.is_file():
        raise SetupError("no_letterhead", path=str(file))
    try:
        with zipfile.ZipFile(file) as package:
            if sum(each.file_size for each in package.infolist()) > MAX_BYTES:
                raise SetupError("big_letterhead", path=str(file), most=MAX_BYTES // 1024 // 1024)
        document = Document(str(file))
        if document.element.body is None:
            raise ValueError
        return document
    # what zipfile, lxml and python-docx raise for a damaged package is no closed list
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        etree.LxmlError,
        NotImplementedError,
        RuntimeError,
        LookupError,
        ValueError,
        AttributeError,
        EOFError,
        OSError,
    ):
        raise SetupError("bad_letterhead", path=str(file)) from None


def _empty_body(body: Any) -> None:
    """Leaves of the text the pictures that it begins with, and how the pages of its first section are."""
    sections = list(body.iter(qn("w:sectPr")))
    shown = True
    for each in list(body):
        if each.tag == qn("w:sectPr"):
            continue
        is_picture = has_picture(each)
        shown = shown and (is_picture or not "".join(each.itertext()).strip())
        if shown and is_picture:
            _keep_pictures(each)
        else:
            body.remove(each)
    for each in list(body.iter(qn("w:sectPr"))):
        each.getparent().remove(each)
    if sections:
        for columns in sections[0].findall(qn("w:cols")):
            sections[0].remove(columns)
        body.append(sections[0])


def _keep_pictures(block: Any) -> None:
    """Takes the words out of a block that shows a picture; a table keeps its cells, which place it."""
    for holder in [each for each in block.iter(*_HOLDERS) if not _is_in_shape(each)]:
        for each in list(holder):
            if each.tag not in _PROPERTIES and not has_picture(each):
                holder.remove(each)


def _is_in_shape(element: Any) -> bool:
    """Whether an element stands in a drawing, whose words belong to it."""
    return any(each.tag in _SHAPES for each in element.iterancestors())


_SHAPES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_HOLDERS = frozenset(map(qn, ("w:p", "w:r", "w:hyperlink")))
_PROPERTIES = frozenset(map(qn, ("w:pPr", "w:rPr")))


def has_picture(element: Any) -> bool:
    """Whether an element shows a drawing, in whichever way it is put in."""
    return next(element.iter(*_SHAPES), None) is not None


def _forget_its_data(document: Any) -> None:
    """Drops what the letterhead's author left in it: data, properties, comments, blocks, a thumbnail."""
    used = set(map(str, document.element.xpath("//@r:*")))
    for holder in (document.part, document.part.package):
        for key, each in list(holder.rels.items()):
            # by its name alone: programs differ in what they write before it
            name = each.reltype.rpartition("/")[2]
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
"""The parts that count though the text does not name them; any other is left over from a text that goes."""


def _forget_its_modes(settings: Any) -> None:
    """Drops the settings that would lock the letter, track its changes, or look for another file."""
    for each in list(settings):
        if etree.QName(each).localname in _MODES:
            settings.remove(each)


_MODES = frozenset(
    "writeProtection documentProtection trackRevisions attachedTemplate linkStyles mailMerge docVars rsids "
    "revisionView documentType saveThroughXslt readModeInkLockDown footnotePr endnotePr".split()
)


def _forget_our_marks(document: Any) -> None:
    """Takes out what a letter of ours used as letterhead says of itself: its number, a draft's mark."""
    books = [words(language)["document"] for language in LANGUAGES]
    drafts = {book["draft"] for book in books}
    pages = [re.compile(rf"{_NUMBER} · " + r"\d+".join(map(re.escape, book["page"]))) for book in books]
    for head in of_each_page(document, "header"):
        for each in [] if head.is_linked_to_previous else head.paragraphs:
            if each.text.strip() in drafts:
                _remove(each)
    for foot in of_each_page(document, "footer"):
        for each in [] if foot.is_linked_to_previous else foot.paragraphs:
            if any(page.fullmatch(each.text.strip()) for page in pages):
                _remove(each)


_NUMBER = r"[A-Z]{1,6}[-/]?\d[\w/.-]*"
"""How documents are numbered: SO-2026-0611, DN-2026-0611-01."""


def _remove(paragraph: Any) -> None:
    """Takes a paragraph out; the last one of its holder, which must have one, is emptied."""
    siblings = [each for each in paragraph._p.getparent() if each.tag in (qn("w:p"), qn("w:tbl"))]
    if len(siblings) > 1:
        paragraph._p.getparent().remove(paragraph._p)
    else:
        for each in [each for each in paragraph._p if each.tag != qn("w:pPr")]:
            paragraph._p.remove(each)


def _give_numbering(part: Any) -> None:
    """Gives the document the part in which lists are defined, where it has none."""
    if not any(each.reltype == RELATION.NUMBERING for each in part.rels.values()):
        uri = PackURI("/word/numbering.xml")
        fresh = NumberingPart.load(uri, CONTENT_TYPE.WML_NUMBERING, _EMPTY_NUMBERING, part.package)
        part.relate_to(fresh, RELATION.NUMBERING)


def _theme_fonts(document: Any) -> dict[str, str]:
    """The Chinese fonts of a theme, by what styles call them; a theme made for another language has none."""
    language = document.settings.element.find(qn("w:themeFontLang"))
    if language is None or not language.get(qn("w:eastAsia"), "").startswith("zh"):
        return {}
    relations = document.part.rels.values()
    themes = [each.target_part.blob for each in relations if each.reltype == RELATION.THEME]
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
    named = {each.get("script"): each.get("typeface") for each in fonts.iter(f"{{{_DRAWING}}}font")}
    plain = fonts.find(f"{{{_DRAWING}}}ea")
    own = plain.get("typeface") if plain is not None else None
    return own or named.get("Hans")
