"""The package that every DOCX is written over: page, styles, fonts, header and footer, prepared once.

python-docx prepares it from its default template, whose own styles, theme and sample parts are dropped:
they are 790 KB of English styles with a Japanese theme font.
"""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from comms.rendering.archive import Packed, packed
from comms.words import words

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
MARGIN = Mm(20)
TEXT_WIDTH = round(Mm(210 - 2 * 20).twips)
"""Width of the text on an A4 page, in twentieths of a point."""
INK, ACCENT, GREY, RED = "1F2933", "1F4E79", "5F6B7A", "B42318"
RULE = 'w:val="single" w:sz="4" w:space="0" w:color="BFC8D2"'

BODY = "comms-body"
"""Stands in document.xml where the content goes."""
DATA_PART, PROPERTY_PART = "customXml/item1.xml", "docProps/custom.xml"


class _Look(NamedTuple):
    """How a paragraph style looks: points, colour, space before and after in points."""

    name: str
    size: float
    color: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False
    centred: bool = False
    leading: float = 1.12


_LOOKS = (
    _Look("Normal", 10),
    _Look("Body Text", 10, before=3, after=3),
    _Look("Title", 18, ACCENT, bold=True, after=3, keep=True),
    _Look("Heading 1", 12, ACCENT, bold=True, before=11, after=4, keep=True),
    _Look("Heading 2", 10.5, ACCENT, bold=True, before=8, after=3, keep=True),
    _Look("List Bullet", 10, before=1.5, after=1.5),
    _Look("Header", 8, GREY, centred=True),
    _Look("Footer", 8, GREY, centred=True),
    _Look("Reference", 9, GREY, after=6),
    _Look("Note", 8, GREY, before=3, after=3),
    _Look("Letterhead", 9, GREY, after=8),
    _Look("Total", 10, bold=True, before=4, after=4),
    _Look("Closing", 10, before=10, after=3, keep=True),
    _Look("Slip", 10, before=18, after=3, keep=True),
    _Look("Table Signing", 9, before=3, after=3, leading=1.7),
    _Look("Draft", 11, RED, bold=True, after=3, centred=True),
    _Look("Table Text", 9, before=1, after=1, leading=1.0),
    _Look("Table Figures", 8, before=1, after=1, leading=1.0),
)
_KEPT = {look.name.lower() for look in _LOOKS} | {
    "default paragraph font",
    "normal table",
    "no list",
}


@cache
def package(language: str, draft: bool, carries_data: bool = True) -> Mapping[str, bytes]:
    """The parts of an empty package by name, for documents in a language, each page marked if a draft."""
    document = Document()
    _forget_samples(document)
    _define_styles(document, language)
    _set_page(document.sections[0], language, draft)
    _set_modes(document.settings.element)
    document.add_paragraph(BODY)
    if carries_data:
        _add_parts(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return MappingProxyType(parts)


@cache
def prepared(language: str, draft: bool, carries_data: bool, own: frozenset[str]) -> tuple[Packed, ...]:
    """The parts that all such documents share, all but those named in `own`, compressed once."""
    parts = package(language, draft, carries_data)
    return tuple(packed(name, content) for name, content in sorted(parts.items()) if name not in own)


def _forget_samples(document: Any) -> None:
    relations = document.part.rels
    for key in [key for key, each in relations.items() if each.reltype in _SAMPLES]:
        del relations[key]
    package_relations = document.part.package.rels
    for key in [key for key, each in package_relations.items() if each.reltype == RELATION.THUMBNAIL]:
        del package_relations[key]
    styles = document.styles.element
    for each in list(styles):
        if each.tag == qn("w:latentStyles") or (each.tag == qn("w:style") and _name(each) not in _KEPT):
            styles.remove(each)


_SAMPLES = (
    RELATION.THEME,
    RELATION.CUSTOM_XML,
    RELATION.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


def _name(style: Any) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val"))).lower()


def _define_styles(document: Any, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for each in list(defaults):
        defaults.remove(each)
    defaults.append(_fonts())
    latin = {"zh": "en-US", "en": "en-GB"}[language]
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    known = {each.name.lower() for each in document.styles}
    for look in _LOOKS:
        if look.name.lower() in known:
            style = document.styles[look.name]
        else:
            style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            style.quick_style = True
        _dress(style, look)
    document.styles.element.append(
        _table_style("Comms Table", "CommsTable", sides="left right insideH insideV")
    )
    document.styles.element.append(
        _table_style("Comms Signatures", "CommsSignatures", sides="left right insideV")
    )


def _dress(style: Any, look: _Look) -> None:
    style.base_style = None
    for tag in ("w:pPr", "w:rPr"):
        kept = style.element.find(qn(tag))
        for each in list(kept) if kept is not None else ():
            if each.tag not in (qn("w:numPr"), qn("w:outlineLvl")):
                kept.remove(each)
    font, paragraph = style.font, style.paragraph_format
    style.element.get_or_add_rPr().append(_fonts())
    font.size, font.bold, font.color.rgb = (
        Pt(look.size),
        look.bold or None,
        RGBColor.from_string(look.color),
    )
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing = look.leading
    paragraph.keep_with_next = look.keep or None
    if look.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fonts() -> Any:
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
        f'w:eastAsia="{CHINESE}" w:cs="{LATIN}"/>'
    )


def _table_style(name: str, style: str, sides: str) -> Any:
    borders = "".join(f"<w:{side} {RULE}/>" for side in _ordered(sides))
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{style}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EEF4"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _ordered(sides: str) -> list[str]:
    """The sides of a border in the order that the schema asks for; top and bottom are always drawn."""
    wanted = {"top", "bottom", *sides.split()}
    return [side for side in ("top", "left", "bottom", "right", "insideH", "insideV") if side in wanted]


def _set_page(section: Any, language: str, draft: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(10)
    section.gutter = Twips(0)
    book = words(language)["document"]
    if draft:
        section.header.paragraphs[0].style = "Draft"
        section.header.paragraphs[0].add_run(book["draft"])
    before, between, after = book["page"]
    footer = section.footer.paragraphs[0]
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
        footer.add_run(text)
        if field:
            _add_field(footer, field)


def _set_modes(settings: Any) -> None:
    """Word's present mode, in which tables keep to the margin, and nothing of the sample's settings."""
    for each in list(settings):
        settings.remove(each)
    for written in (
        '<w:zoom {} w:percent="100"/>',
        '<w:defaultTabStop {} w:val="420"/>',
        '<w:characterSpacingControl {} w:val="compressPunctuation"/>',
        '<w:compat {}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
    ):
        settings.append(parse_xml(written.format(nsdecls("w"))))


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
            run._r.append(mark)
        elif content and content.strip() == name:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = content
            run._r.append(instruction)
        else:
            run.text = content


def _add_parts(document: Any) -> None:
    """Adds the parts that carry the document's data; each letter fills them anew."""
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
