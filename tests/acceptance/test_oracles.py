"""The output of comms judged by other programs: the Open XML SDK, LibreOffice, Chromium, markdownlint."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from comms.language.phrases import LANGUAGES, words
from comms.models.base import Document
from comms.models.order_confirmation import OrderConfirmation
from comms.reading import read_bytes
from comms.rendering import Layout
from comms.rendering.body import body
from comms.rendering.rendition import render
from comms.workspace.loading import load_case, load_file
from tests.support import CONTRACT, CONTRACT_FILES, EXAMPLES
from tests.support.letterheads import ACCENT, PAPERS, PLAIN_PAPERS, Letterhead, Paper
from tests.support.oracles import (
    browsed,
    converted,
    fonts_of,
    linted,
    need_chinese_font,
    pages_of,
    printed_page,
    sizes_of,
    validated,
)
from tests.support.texts import blocks_of, dump, squeezed

A4 = (210, 297)
HAN = re.compile(r"[\u4e00-\u9fff]")
SENDER = re.compile(r"<!-- role: letterhead -->\n.*\n")
CHINESE_FONT = re.compile(r"CJK|YaHei|Sim(?:Sun|Hei)|SourceHan|WenQuanYi|Droid")


@dataclass(frozen=True)
class Letter:
    """A document of the corpus with its layout."""

    name: str
    document: Document
    layout: Layout

    @property
    def blocks(self) -> list[str]:
        """The text of each heading, paragraph and cell, without the sender if a letterhead names it."""
        text = body(self.document, self.layout)
        return blocks_of(SENDER.sub("", text, count=1) if self.layout.letterhead else text)

    def written(self, folder: Path, form: str) -> Path:
        """Write the letter as a file of a format."""
        file = folder / f"{self.name}.{form}"
        file.write_bytes(render(self.document, form, self.layout))
        return file


@cache
def corpus(language: str) -> tuple[Letter, ...]:
    """Return every good example and every sample of the public file format in the layout of a language."""
    files = [*sorted(EXAMPLES.glob("*/good/*")), *(CONTRACT / name for name in CONTRACT_FILES)]
    return tuple(letter(file, language) for file in files if file.exists())


def letter(file: Path, language: str) -> Letter:
    case = load_file(file)
    assert case.document is not None
    folder = file.relative_to(EXAMPLES.parent if EXAMPLES in file.parents else CONTRACT.parent).parent
    name = "-".join((*folder.parts, file.name, language))
    return Letter(name, case.document, Layout(language, workspace=case.workspace))


MUGS = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
FEW = (
    MUGS,
    EXAMPLES / "delay-notice" / "good" / "dyeing.en.yaml",
    EXAMPLES / "restock-brief" / "good" / "t-shirts.zh.yaml",
)
"""Documents that together contain every block that a template writes."""


def few() -> list[Letter]:
    return [letter(file, language) for file in FEW for language in LANGUAGES]


@cache
def long_order(language: str) -> Letter:
    """Return an order whose lines fill several pages."""
    case = load_file(MUGS)
    assert case.document is not None
    data = case.document.to_data()
    line = data["lines"][0]
    lines = [{**line, "sku": f"MUG-{number:03d}"} for number in range(1, 201)]
    document = OrderConfirmation.model_validate({**data, "lines": lines})
    return Letter(f"long.{language}", document, Layout(language, workspace=case.workspace))


# --- what a reader reads -----------------------------------------------------------------------


FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def lost(blocks: list[str], seen: str) -> list[str]:
    """Return the figures that a text has less often than the letter, then the letter's lost characters."""
    text = squeezed(seen)
    wanted = Counter(figure for block in blocks for figure in FIGURE.findall(block))
    figures = [figure for figure, count in wanted.items() if text.count(figure) < count]
    return figures + sorted(Counter(squeezed("".join(blocks))) - Counter(text))


def faults_of_pdf(letter: Letter, pdf: Path, size: tuple[int, int], number: str = "") -> Iterator[object]:
    """Yield what is wrong with a printed letter: lost content, a missing font, an unnumbered page.

    number: the form in which each page states its number and the number of pages.
    """
    pages = pages_of(pdf)
    yield from lost(letter.blocks, "".join(pages))
    fonts = fonts_of(pdf)
    yield from (f"{name} is not embedded" for name, embedded in fonts if not embedded)
    if HAN.search("".join(letter.blocks)) and not any(
        CHINESE_FONT.search(name) or name == "[none]" for name, _ in fonts
    ):
        yield f"no font for Chinese among {fonts}"  # Chromium embeds an OpenType font without its name
    if sizes_of(pdf) != {size}:
        yield sizes_of(pdf)
    for index, page in enumerate(pages, 1) if number else ():
        if squeezed(number.format(index, len(pages))) not in squeezed(page):
            yield f"page {index} does not say so"


# --- DOCX --------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_xml_sdk_finds_no_fault_in_any_document(language: str, tmp_path: Path) -> None:
    files = [letter.written(tmp_path, "docx") for letter in corpus(language)]
    draft = replace(letter(MUGS, language), name="draft", layout=Layout(language, draft=True))
    bare = replace(letter(MUGS, language), name="bare", layout=Layout(language, bare=True))
    assert validated([*files, draft.written(tmp_path, "docx"), bare.written(tmp_path, "docx")]) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_shows_all_of_every_document(language: str, tmp_path: Path) -> None:
    need_chinese_font()
    number = words(language)["document"]["page"]
    files = [letter.written(tmp_path, "docx") for letter in corpus(language)]
    pdfs = converted(files, tmp_path)
    faults = {
        letter.name: list(faults_of_pdf(letter, pdf, A4, "{}".join(number)))
        for letter, pdf in zip(corpus(language), pdfs, strict=True)
    }
    assert {name: found for name, found in faults.items() if found} == {}


HEADING_OF_LINES = {
    "zh": "序号 货号 品名与规格 数量与允差 单价 金额",
    "en": "No. Item Description Quantity Unit price Amount",
}


def assert_headed(letter: Letter, pdf: Path) -> None:
    """Fail unless every page with order lines begins with the table's header."""
    pages = [squeezed(page) for page in pages_of(pdf)]
    with_lines = [page for page in pages if re.search(r"MUG-\d{3}", page)]
    heading = squeezed(HEADING_OF_LINES[letter.layout.language])
    assert len(with_lines) > 3
    assert [page for page in with_lines if heading not in page] == []
    assert lost(letter.blocks, "".join(pages)) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_repeats_the_heading_of_a_table_on_every_page(language: str, tmp_path: Path) -> None:
    letter = long_order(language)
    (pdf,) = converted([letter.written(tmp_path, "docx")], tmp_path)
    assert_headed(letter, pdf)


@pytest.mark.long
def test_a_pdf_of_ours_shows_all_of_a_document(tmp_path: Path) -> None:
    need_chinese_font()
    for letter in few():
        number = "{}".join(words(letter.layout.language)["document"]["page"])
        assert list(faults_of_pdf(letter, letter.written(tmp_path, "pdf"), A4, number)) == [], letter.name


# --- letterheads -------------------------------------------------------------------------------


@pytest.fixture(params=PAPERS, ids=lambda paper: paper.__name__)
def paper(request: pytest.FixtureRequest, tmp_path: Path) -> Letterhead:
    make: Paper = request.param
    return make(tmp_path)


def over(paper: Letterhead, letter: Letter) -> Letter:
    """Return a letter rendered over a letterhead."""
    return replace(letter, layout=replace(letter.layout, letterhead=paper.file))


PAGE_NUMBER = r"(?:.* · )?第 1 页，共 1 页|(?:.* · )?Page 1 of 1|"
"""The text added to a footer that does not number its pages itself."""


def section_of(content: bytes) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return a package's page size and margins, and the kinds of its headers and footers."""
    (section,) = WordDocument(io.BytesIO(content)).element.body.findall(qn("w:sectPr"))
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    kinds = [
        f"{etree.QName(element).localname} {element.get(qn('w:type'))}"
        for element in section
        if element.tag in (qn("w:headerReference"), qn("w:footerReference"))
    ]
    return dict(size.attrib), dict(margins.attrib), sorted([*kinds, *marks_of(section)])


def marks_of(section: etree._Element) -> list[str]:
    return [etree.QName(element).localname for element in section if element.tag == qn("w:titlePg")]


def texts_of(content: bytes) -> dict[str, str]:
    """Return the text of a package's headers and footers."""
    word = WordDocument(io.BytesIO(content))
    (section,) = word.sections
    places = ("header", "footer", "first_page_header", "first_page_footer", "even_page_footer")
    said = {
        place: "".join(paragraph.text for paragraph in getattr(section, place).paragraphs)
        for place in places
        if not getattr(section, place).is_linked_to_previous
    }
    return {**said, "odd and even": str(word.settings.odd_and_even_pages_header_footer)}


def colours_of_headings(content: bytes) -> dict[str, str]:
    """Return the colours of the letter's heading styles by the style's name."""
    word = WordDocument(io.BytesIO(content))
    styles = {
        paragraph.style.name.lower(): paragraph.style for paragraph in word.paragraphs if paragraph.style
    }
    return {name: str(styles[name].font.color.rgb) for name in ("title", "heading 1")}


def pictures_of(content: bytes) -> list[bytes]:
    """Return the pictures in a package's headers, each resolved from its reference to its part."""
    found = []
    for relation in WordDocument(io.BytesIO(content)).part.rels.values():
        if relation.reltype.endswith("/header"):
            part = relation.target_part
            found += [
                part.related_parts[blip.get(qn("r:embed"))].blob for blip in part.element.iter(qn("a:blip"))
            ]
    return found


def letter_text(content: bytes) -> str:
    """Return all text of a package's body."""
    texts = WordDocument(io.BytesIO(content)).element.body.iter(qn("w:t"))
    return "".join(paragraph.text or "" for paragraph in texts)


@pytest.mark.parametrize("paper", PLAIN_PAPERS, indirect=True, ids=lambda paper: paper.__name__)
def test_a_letter_keeps_the_page_of_its_letterhead(paper: Letterhead) -> None:
    assert_kept(paper, letter(MUGS, "zh"))


@pytest.mark.long
def test_a_letter_keeps_the_page_of_every_letterhead(paper: Letterhead) -> None:
    for letter in few():
        assert_kept(paper, letter)


def assert_kept(paper: Letterhead, letter: Letter) -> None:
    """Fail unless the letterhead's page, headers, logo and headings and the letter with its data are kept."""
    own, content = paper.file.read_bytes(), render(letter.document, "docx", over(paper, letter).layout)
    assert section_of(content) == section_of(own)
    said, numbered = texts_of(own), texts_of(content)
    assert said.keys() == numbered.keys()
    for place, text in said.items():
        assert numbered[place].startswith(text)
        assert re.fullmatch(PAGE_NUMBER, numbered[place][len(text) :])
    assert pictures_of(content) == ([paper.logo] if paper.logo else [])
    assert colours_of_headings(content) == {"title": ACCENT, "heading 1": ACCENT}
    assert lost(over(paper, letter).blocks, letter_text(content)) == []
    again = load_case(read_bytes(content, "x.docx")).document
    assert again is not None
    assert dump(again.to_data()) == dump(letter.document.to_data())


@pytest.mark.long
def test_a_letterhead_brings_no_fault_that_it_did_not_have(paper: Letterhead, tmp_path: Path) -> None:
    """LibreOffice's own packages contain some validation errors."""
    letters = [over(paper, letter).written(tmp_path, "docx") for letter in few()]
    found = validated([paper.file, *letters])
    own = {described(fault) for fault in found.pop(paper.file.name, [])}
    ours = {
        name: [fault for fault in faults if described(fault) not in own] for name, faults in found.items()
    }
    assert {name: faults for name, faults in ours.items() if faults} == {}


def described(fault: str) -> str:
    """Return validation errors without their location."""
    return fault.partition(": ")[2]


@pytest.mark.long
def test_libreoffice_shows_all_of_a_letter_over_a_letterhead(paper: Letterhead, tmp_path: Path) -> None:
    need_chinese_font()
    letters = few()
    pdfs = converted([over(paper, letter).written(tmp_path, "docx") for letter in letters], tmp_path)
    for letter, pdf in zip(letters, pdfs, strict=True):
        first = squeezed(pages_of(pdf)[0])
        assert squeezed(paper.header) in first
        assert squeezed(paper.footer) in first
        shown = replace(letter, layout=over(paper, letter).layout)
        assert list(faults_of_pdf(shown, pdf, paper.size)) == [], letter.name


# --- Markdown ----------------------------------------------------------------------------------


@pytest.mark.long
def test_markdownlint_finds_no_fault_in_any_document(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for each in corpus(language):
            each.written(tmp_path, "md")
        draft = replace(letter(MUGS, language), name=f"draft.{language}")
        replace(draft, layout=replace(draft.layout, draft=True)).written(tmp_path, "md")
    assert linted(tmp_path) == []


# --- HTML --------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("width", [400, 1200])
def test_chromium_shows_all_of_every_page_and_asks_for_nothing_else(width: int, tmp_path: Path) -> None:
    letters = [letter for language in LANGUAGES for letter in (*corpus(language), long_order(language))]
    pages = [render(letter.document, "html", letter.layout).decode() for letter in letters]
    for letter, seen in zip(letters, browsed(pages, width, tmp_path), strict=True):
        assert squeezed(seen["text"]) == squeezed("".join(letter.blocks)), letter.name
        assert (seen["requests"], seen["links"]) == ([], []), letter.name
        assert seen["wide"] <= seen["room"] <= width, f"{letter.name} scrolls sideways"


@pytest.mark.long
def test_chromium_prints_all_of_a_page(tmp_path: Path) -> None:
    need_chinese_font()
    for letter in few():
        pdf = printed_page(letter.written(tmp_path, "html"))
        assert list(faults_of_pdf(letter, pdf, A4, "{} / {}")) == [], letter.name


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_chromium_repeats_the_heading_of_a_table_on_every_page(language: str, tmp_path: Path) -> None:
    letter = long_order(language)
    assert_headed(letter, printed_page(letter.written(tmp_path, "html")))
