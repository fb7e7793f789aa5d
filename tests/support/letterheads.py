"""Letterheads of three origins: python-docx's template, LibreOffice, and one with a logo and first page."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from tests.support.oracles import converted

ACCENT = "7A1F1F"
"""The colour of the headings in each letterhead, which no style of ours uses."""


@dataclass(frozen=True)
class Letterhead:
    """A letterhead and what a page over it must show."""

    file: Path
    size: tuple[int, int]
    """Width and height of the page in millimetres."""
    header: str
    """The text at the top of the first page."""
    footer: str
    """The text at the foot of the first page."""
    logo: bytes | None = None


def letter_paper(folder: Path) -> Letterhead:
    """US Letter based on python-docx's default template: company above, address and page number below."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    _accent(document)
    section.header.paragraphs[0].text = "Harbour & Finch Trading Inc."
    foot = section.footer.paragraphs[0]
    foot.add_run("400 Example Avenue, Portland, OR · Page ")
    _add_page_field(foot)
    file = folder / "letter-paper.docx"
    document.save(str(file))
    return Letterhead(file, (216, 279), "Harbour & Finch Trading Inc.", "400 Example Avenue, Portland, OR")


def _accent(document: Any) -> None:
    for name in ("Normal", "Heading 1", "Title"):
        font = document.styles[name].font
        font.name, font.size = "Georgia", Pt(11 if name == "Normal" else 14)
        if name != "Normal":
            font.color.rgb = RGBColor.from_string(ACCENT)


def _add_page_field(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


def logo_paper(folder: Path) -> Letterhead:
    """A4 with a logo on the first page only, plain pages behind it, and different footers on even pages."""
    logo = png(120, 40, (0x1F, 0x4E, 0x79))
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(30), Mm(18), Mm(42)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    _accent(document)
    first = section.first_page_header.paragraphs[0]
    first.add_run().add_picture(io.BytesIO(logo), width=Mm(40))
    first.add_run(" 海宁市青禾灯具有限公司")
    section.first_page_footer.paragraphs[0].text = "浙江省海宁市示例路 8 号 · 首页"
    section.footer.paragraphs[0].text = "海宁青禾 · 奇数页"
    section.even_page_footer.paragraphs[0].text = "海宁青禾 · 偶数页"
    file = folder / "logo-paper.docx"
    document.save(str(file))
    return Letterhead(file, (210, 297), "海宁市青禾灯具有限公司", "浙江省海宁市示例路 8 号 · 首页", logo)


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a PNG picture of one colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = (b"\0" + bytes(colour) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def office_paper(folder: Path) -> Letterhead:
    """A4 with uneven margins, written by LibreOffice."""
    source = folder / "office-paper.fodt"
    source.write_text(_OPEN_DOCUMENT, encoding="utf-8")
    (file,) = converted([source], folder, "docx")
    return Letterhead(file, (210, 297), "宁波远帆进出口有限公司", "浙江省宁波市示例路 19 号")


_OPEN_DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
 <office:styles>
  <style:style style:name="Standard" style:family="paragraph"/>
  <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
   <style:text-properties fo:color="#{ACCENT}" fo:font-size="16pt"/>
  </style:style>
  <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
    style:parent-style-name="Standard" style:default-outline-level="1">
   <style:text-properties fo:color="#{ACCENT}" fo:font-size="13pt" fo:font-weight="bold"/>
  </style:style>
 </office:styles>
 <office:automatic-styles>
  <style:page-layout style:name="paper">
   <style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
     fo:margin-top="12mm" fo:margin-bottom="14mm" fo:margin-left="28mm" fo:margin-right="16mm"/>
   <style:header-style><style:header-footer-properties fo:min-height="12mm" fo:margin-bottom="6mm"/></style:header-style>
   <style:footer-style><style:header-footer-properties fo:min-height="10mm" fo:margin-top="5mm"/></style:footer-style>
  </style:page-layout>
 </office:automatic-styles>
 <office:master-styles>
  <style:master-page style:name="Standard" style:page-layout-name="paper">
   <style:header><text:p>宁波远帆进出口有限公司</text:p></style:header>
   <style:footer>
    <text:p>浙江省宁波市示例路 19 号 · <text:page-number text:select-page="current">1</text:page-number></text:p>
   </style:footer>
  </style:master-page>
 </office:master-styles>
 <office:body><office:text>
  <text:h text:style-name="Heading_20_1" text:outline-level="1"/><text:p text:style-name="Title"/>
 </office:text></office:body>
</office:document>
"""

Paper = Callable[[Path], Letterhead]
PLAIN_PAPERS: tuple[Paper, ...] = (letter_paper, logo_paper)
"""Letterheads that can be made without other programs."""
PAPERS: tuple[Paper, ...] = (*PLAIN_PAPERS, office_paper)
