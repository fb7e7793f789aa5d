"""The package a DOCX is written into: page, styles, fonts, header and footer, prepared once.

It is made from the house's letterhead, or from python-docx's default template without its samples, which are
790 KB of English styles with a Japanese theme font.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Twips
from docx.text.paragraph import Paragraph

from comms.errors import SetupError
from comms.language.phrases import words
from comms.rendering.docx.letterhead import (
    has_head,
    has_picture,
    house_of,
    of_each_page,
    open_letterhead,
    refusing_damage,
    xml_of,
)
from comms.rendering.docx.styles import House, define_styles, forget_samples
from comms.rendering.docx.zip_parts import SMALLEST, Packed, packed

A4 = Mm(210), Mm(297)
MARGIN = Mm(20)
_PLACE = b"<w:p><w:r><w:t>comms-body</w:t></w:r></w:p>"
"""Marks where the content goes in the document's part."""
NUMBER = "comms-number "
"""Marks where the document's number goes in a footer; its space makes Word keep the one behind it."""
DATA_PART, PROPERTY_PART = "customXml/item1.xml", "docProps/custom.xml"


@dataclass(frozen=True, slots=True)
class PackageKey:
    """Identifies a package: its language, whether every page is marked as a draft, whether it carries data.

    letterhead: the house's own, with the modification time and size that show whether the file has changed.
    """

    language: str
    draft: bool = False
    carries_data: bool = True
    letterhead: tuple[Path, int, int] | None = None

    @classmethod
    def of(cls, language: str, draft: bool, carries_data: bool, letterhead: Path | None) -> "PackageKey":
        """Return the key with the present state of the letterhead's file."""
        if letterhead is None:
            return cls(language, draft, carries_data)
        try:
            status = letterhead.stat()
        except OSError:
            return cls(language, draft, carries_data, (letterhead, 0, 0))
        return cls(language, draft, carries_data, (letterhead, status.st_mtime_ns, status.st_size))


@dataclass(frozen=True, slots=True)
class EmptyPackage:
    """An empty package.

    parts: their contents by name; document, core: the names of the parts with the text and the properties;
    before, after: the XML around the content in the document's part; numbered: the parts that show the
    document's number; styles: the id of each style by the writer's key; width: the width of the text, in
    twentieths of a point; shows: the roles of blocks that the pages already show and the text omits.
    """

    parts: Mapping[str, bytes]
    document: str
    core: str
    before: bytes
    after: bytes
    numbered: tuple[str, ...]
    styles: Mapping[str, str]
    width: int
    shows: frozenset[str]


@lru_cache(maxsize=16)
def empty_package(key: PackageKey) -> EmptyPackage:
    """Return the package for a key; raises SetupError for a letterhead that cannot be used."""
    if key.letterhead is None:
        return _package(_blank_document(), None, key)
    file, *_ = key.letterhead
    document = open_letterhead(file)
    with refusing_damage(file):
        return _package(document, house_of(document), key)


def _package(document: Any, house: House | None, key: PackageKey) -> EmptyPackage:
    """Return the package of a document; house: the styles of its letterhead, None for our own page."""
    styles = define_styles(document, key.language, house)
    headed = house is not None and has_head(document)
    _set_head_and_foot(document, key, styles)
    _mark_place(document.element.body)
    if key.carries_data:
        _add_parts(document)
    document.core_properties.title = ""  # creates the part if the letterhead has none
    core = document.part.package.part_related_by(RELATION.CORE_PROPERTIES).partname
    parts, name = _saved(document), document.part.partname.membername
    before, found, after = parts[name].partition(_PLACE)
    if not found:
        raise SetupError("bad_letterhead", path=str(key.letterhead and key.letterhead[0]))
    return EmptyPackage(
        parts=parts,
        document=name,
        core=core.membername,
        before=before,
        after=after,
        numbered=tuple(key for key, content in parts.items() if NUMBER.encode() in content),
        styles=styles,
        width=_text_width(document.sections[0]),
        shows=frozenset({"draft", "letterhead"} if headed else {"draft"}),
    )


def _text_width(section: Any) -> int:
    """Return the width between the margins, in twentieths of a point; a letterhead without a size gets A4."""
    if section.page_width is None:
        section.page_width, section.page_height = A4
    margins = (margin or 0 for margin in (section.left_margin, section.right_margin, section.gutter))
    return int((section.page_width - sum(margins)) // Twips(1))


@lru_cache(maxsize=16)
def prepared(key: PackageKey, own: frozenset[str]) -> tuple[Packed, ...]:
    """Return the compressed parts shared by all documents of a key: all except those named in `own`."""
    parts = empty_package(key).parts
    return tuple(
        packed(name, content, SMALLEST) for name, content in sorted(parts.items()) if name not in own
    )


_new_types: Callable[[], Any] = CT_Types.new


def _saved(document: Any) -> Mapping[str, bytes]:
    """Return the files of a document's package by name.

    python-docx would save them as a ZIP with the time of the clock, which fails before 1980.
    """
    whole, types = document.part.package, _new_types()
    files = {PACKAGE_URI.rels_uri.membername: whole.rels.xml}
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    for part in whole.parts:
        part.before_marshal()
        types.add_override(part.partname, part.content_type)
        files[part.partname.membername] = part.blob
        if part.rels:
            files[part.partname.rels_uri.membername] = part.rels.xml
    return {CONTENT_TYPES_URI.membername: serialize_part_xml(types), **files}


# --- our own page ----------------------------------------------------------------------------


def _blank_document() -> Any:
    """Return an empty document on A4 without the samples of the default template."""
    document = Document()
    relations = document.part.rels
    for key in [key for key, relation in relations.items() if relation.reltype in _SAMPLES]:
        del relations[key]
    package_relations = document.part.package.rels
    for key in [key for key, relation in package_relations.items() if relation.reltype == RELATION.THUMBNAIL]:
        del package_relations[key]
    forget_samples(document)
    section = document.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(10)
    section.gutter = Twips(0)
    _set_modes(document.settings.element)
    return document


_SAMPLES = (
    RELATION.THEME,
    RELATION.CUSTOM_XML,
    RELATION.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


def _set_modes(settings: Any) -> None:
    """Set Word's current mode, in which tables align with the margin, and drop the sample's settings."""
    for setting in list(settings):
        settings.remove(setting)
    for written in (
        '<w:zoom {} w:percent="100"/>',
        '<w:defaultTabStop {} w:val="420"/>',
        '<w:characterSpacingControl {} w:val="compressPunctuation"/>',
        '<w:compat {}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
    ):
        settings.append(parse_xml(written.format(nsdecls("w"))))


# --- head and foot ---------------------------------------------------------------------------


def _set_head_and_foot(document: Any, key: PackageKey, styles: Mapping[str, str]) -> None:
    """Mark the pages of a draft, and number the pages unless the letterhead does."""
    book = words(key.language)["document"]
    heads, feet = of_each_page(document, "header"), of_each_page(document, "footer")
    for head, foot in zip(heads, feet, strict=True):
        if key.draft:
            _first_paragraph(head, styles["Draft"]).add_run(book["draft"])
        if not any(_has_page_number(story) for story in (head, foot)):
            _number_pages(foot, styles["Footer"], *book["page"])


def _has_page_number(story: Any) -> bool:
    if story.is_linked_to_previous:
        return False
    root = story.part.element
    codes = [field.text or "" for field in root.iter(qn("w:instrText"))]
    codes += [field.get(qn("w:instr"), "") for field in root.iter(qn("w:fldSimple"))]
    return any(code.split()[:1] == ["PAGE"] for code in codes)


def _first_paragraph(story: Any, style: str) -> Any:
    """Return the first paragraph of a header if it is empty, or insert a new one before it."""
    first = story.paragraphs[0] if story.paragraphs else story.add_paragraph()
    element = xml_of(first)
    if _is_empty(first) and element.getprevious() is None:
        element.style = style
        return first
    fresh: Any = OxmlElement("w:p")
    element.getparent().insert(0, fresh)
    fresh.style = style
    return Paragraph(fresh, story)


def _is_empty(paragraph: Any) -> bool:
    return not paragraph.text.strip() and not has_picture(xml_of(paragraph))


def _number_pages(foot: Any, style: str, before: str, between: str, after: str) -> None:
    """Add the document's number and the page number at the end of a footer, styled like the text above."""
    last = foot.paragraphs[-1] if foot.paragraphs else None
    line = last if last is not None and _is_empty(last) else foot.add_paragraph()
    like = next((paragraph for paragraph in reversed(foot.paragraphs) if paragraph.text.strip()), None)
    if like is None:
        xml_of(line).style = style
    else:
        _align_like(line, like)
    line.add_run(NUMBER)
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
        line.add_run(text)
        if field:
            _add_field(line, field)
    if like is not None:
        _letter_like(line, like)


def _align_like(line: Any, like: Any) -> None:
    """Give a line the style and position of another one, without its top border, which is drawn once."""
    properties = deepcopy(xml_of(like).get_or_add_pPr())
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    element = xml_of(line)
    if element.pPr is not None:
        element.remove(element.pPr)
    element.insert(0, properties)


def _letter_like(line: Any, like: Any) -> None:
    """Give the runs of a line the font, size and colour of another one."""
    lettering = next((run.element.rPr for run in like.runs if run.text.strip()), None)
    if lettering is None:
        return
    for run in line.runs:
        run.element.insert(0, deepcopy(lettering))


def _add_field(paragraph: Any, name: str) -> None:
    for kind, content in (
        ("begin", None),
        (None, f" {name} "),
        ("separate", None),
        (None, "1"),
        ("end", None),
    ):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.element.append(mark)
        elif content and content.strip() == name:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = content
            run.element.append(instruction)
        else:
            run.text = content


# --- content and data ------------------------------------------------------------------------


def _mark_place(body: Any) -> None:
    """Append the paragraph that the content will replace."""
    place = parse_xml(_PLACE.decode().replace("<w:p>", f"<w:p {nsdecls('w')}>"))
    section = body.find(qn("w:sectPr"))
    (body.append if section is None else section.addprevious)(place)


def _add_parts(document: Any) -> None:
    """Add the parts that carry the document's data; every letter fills them with its own."""
    main, whole = document.part, document.part.package
    data = Part(PackURI(f"/{DATA_PART}"), "application/xml", b"<data/>", whole)
    properties = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        _ITEM_PROPERTIES,
        whole,
    )
    data.relate_to(properties, RELATION.CUSTOM_XML_PROPS)
    main.relate_to(data, RELATION.CUSTOM_XML)
    custom = Part(
        PackURI(f"/{PROPERTY_PART}"),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        b"<Properties/>",
        whole,
    )
    whole.relate_to(custom, RELATION.CUSTOM_PROPERTIES)


_ITEM_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    b'<ds:datastoreItem ds:itemID="{6D1B5C1E-0C0A-4C57-9D43-2A6F0B7C5E11}" '
    b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    b'<ds:schemaRefs><ds:schemaRef ds:uri="urn:comms:document"/></ds:schemaRefs></ds:datastoreItem>'
)
