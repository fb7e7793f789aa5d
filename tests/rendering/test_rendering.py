"""Rendering: content stays content, every format preserves the document's data, the DOCX is sound."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES
from comms.linting.check import check
from comms.models.base import Document, Field, Part, Shape, fields_of
from comms.reading import read_bytes
from comms.reading.answers import is_answer
from comms.rendering import RENDERERS, SHOWN_ONLY, Layout
from comms.rendering.body import body
from comms.rendering.rendition import render
from comms.rendering.templating.environment import escape
from comms.terms.currencies import CURRENCIES
from comms.workspace.loading import load_case, load_file
from tests.support import EXAMPLES
from tests.support.texts import dump, filled, outline

CARRIERS = [form for form in RENDERERS if form not in SHOWN_ONLY]

HOSTILE = [
    "a | b", "`code`", "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "]]>", "&amp; & &lt;", "**b** _i_ ~~s~~",
    "# heading", "- item", "+ item", "1. item", "1) item", "> quote", "---", "===", "[a](http://b)", "![a](b)", "a\nb", "a\r\nb\n\n# c",
    "\\", "\\|", "<!-- role: signatures -->", "-->", "::error::x", "=cmd()", "|---|", "    code", "a\tb", "12:30", "1e3", "00123",
    "no", "true", "null", "~", "2.0", "2026-06-05", "👨‍👩‍👧‍👦", "\u202eabc", "\x00\x07\x1b[31m", "\x85\u2028", "«“”»", "a  b", "'", '"', "%", "@x", "!x", "*x", "&x", "comms-body",
]  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def values(field: Field) -> st.SearchStrategy[Any]:  # noqa: PLR0911, PLR0912
    """Draw values that a field accepts, in the types that the model holds."""
    match field.shape:
        case Shape.TEXT if field.key == "currency":
            return st.sampled_from(sorted(CURRENCIES))
        case Shape.TEXT:
            return texts
        case Shape.TEXTS if field.choices:
            return st.lists(st.sampled_from(field.choices), max_size=3)
        case Shape.TEXTS:
            return st.lists(texts.filter(is_answer), min_size=1, max_size=3)
        case Shape.NUMBER if "percent" in field.key:
            return st.decimals(0, 100, places=2)
        case Shape.NUMBER if field.key in ("quantity", "unit_price", "price_per", "base_rate"):
            return st.decimals(1, 10**9, places=2)
        case Shape.TIME:
            return st.datetimes(
                timezones=st.sampled_from(
                    [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]
                )
            ).map(lambda time: time.replace(microsecond=0))
        case Shape.FLAG:
            return st.booleans()
        case Shape.UNTYPED:
            return texts | st.integers(0, 10**6) | st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(str)
        case Shape.NUMBER:
            return st.decimals(0, 10**9, places=2) | st.sampled_from(
                [Decimal("2.0"), Decimal("0.10"), Decimal(7)]
            )
        case Shape.WHOLE:
            return st.integers(1, 10**6)
        case Shape.DATE:
            return st.dates(date(1, 1, 1), date(9999, 12, 31))
        case Shape.CHOICE:
            return st.sampled_from(field.choices)
        case Shape.PARTS:
            return st.lists(mappings(field.part), max_size=2)
        case _:
            return mappings(field.part)


def mappings(part: type[Part] | None) -> st.SearchStrategy[dict[str, Any]]:
    assert part is not None
    return st.fixed_dictionaries(
        {}, optional={key: values(field) for key, field in fields_of(part).items() if key != "kind"}
    )


def documents(kind: str) -> st.SearchStrategy[Document]:
    model = model_of(kind)
    return mappings(model).map(lambda data: model.model_validate({"kind": kind, **data}))


@pytest.mark.parametrize("form", CARRIERS)
@pytest.mark.parametrize("kind", KINDS)
def test_reading_back_what_was_written_gives_an_equal_document(kind: str, form: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(documents(kind), st.sampled_from(LANGUAGES))
    def holds(document: Document, language: str) -> None:
        case = load_case(read_bytes(render(document, form, Layout(language, draft=True)), f"x.{form}"))
        assert case.invalid == ()
        assert case.document is not None
        assert dump(case.document.to_data()) == dump(document.to_data())
        assert "F005" not in [finding.code for finding in check(case, "en")]

    holds()


@pytest.mark.parametrize("word", ["softbreak", "hardbreak", "<br>", r"\<br>", "text", "inline", "*", "\\"])
def test_a_text_that_reads_like_our_own_marks_stays_a_text(word: str) -> None:
    data = {"kind": "order-confirmation", "id": "SO-1", "lines": [{"sku": word, "name": word}]}
    document = model_of("order-confirmation").model_validate(data)
    case = load_case(read_bytes(render(document, "docx", Layout("en", draft=True)), "x.docx"))
    assert "F005" not in [finding.code for finding in check(case, "en")]


@pytest.mark.parametrize("text", [text for text in HOSTILE if is_answer(text)])
@pytest.mark.parametrize("kind", KINDS)
def test_no_content_changes_the_structure_of_a_document(kind: str, text: str) -> None:
    for language in LANGUAGES:
        expected = outline(body(filled(kind, "word"), Layout(language, draft=True)))
        assert outline(body(filled(kind, text), Layout(language, draft=True))) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_written_is_what_a_reader_of_the_docx_sees(text: str) -> None:
    content = render(filled("brief", text), "docx", Layout("en"))
    word = WordDocument(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    seen = " ".join(" ".join(cells).split())
    for line in text.splitlines():
        visible = " ".join(
            "".join(
                "\ufffd"
                if (ord(character) < 32 and character != "\t") or character in "\u202e\x85"
                else character
                for character in line
            ).split()
        )
        assert visible in seen


@given(texts)
def test_an_escaped_text_reads_as_itself(text: str) -> None:
    (token, *_) = [
        token for token in MarkdownIt("commonmark").parse(f"x {escape(text)} y") if token.type == "inline"
    ]
    assert all(child.type in ("text", "html_inline", "text_special") for child in token.children or ())
    assert all(child.content == "<br>" for child in token.children or () if child.type == "html_inline")


def test_a_decimal_point_is_not_escaped() -> None:
    assert str(escape("32.50")) == "32.50"
    assert str(escape("snake_case 2026-06-05")) == "snake_case 2026-06-05"


# --- golden files ----------------------------------------------------------------------------

RENDERED = sorted(EXAMPLES.glob("*/good/*"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", RENDERED, ids=lambda file: file.name)
def test_the_body_of_an_example_reads_as_before(
    file: Path, language: str, golden: Callable[[str, str], None]
) -> None:
    case = load_file(file)
    document = case.document
    assert document is not None
    golden(f"{file.name}.{language}.md", body(document, Layout(language, workspace=case.workspace)))


def test_the_figures_of_the_restock_table_are_those_worked_out_by_hand() -> None:
    document = load_file(EXAMPLES / "restock-brief" / "good" / "t-shirts.zh.yaml").document
    assert document is not None
    text = body(document, Layout("zh"))
    # 20 % uplift: 150 -> 180 a day; 500 + 300 - 2400 = -1600; 2400 + 180 x 10 - 800 = 3400; 3500 - 3400
    assert "| 缺 1,600 件 | 3,400 | 3,500 件 | +100 |" in text
    # 100 -> 120 a day; (2400 - 1200) / 120 = 10 days; 1200 + 120 x 18 - 2400 = 960
    assert "| 10 | 960 | 960 件 | 0 |" in text


# --- DOCX ------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def banner() -> Document:
    document = load_file(EXAMPLES / "design-brief" / "good" / "banner.zh.yaml").document
    assert document is not None
    return document


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_document_gives_the_same_bytes(banner: Document) -> None:
    assert render(banner, "docx", Layout("zh")) == render(banner, "docx", Layout("zh"))


def test_every_part_is_well_formed_and_declared(banner: Document) -> None:
    parts = parts_of(render(banner, "docx", Layout("zh")))
    types = etree.fromstring(parts["[Content_Types].xml"])
    declared = {element.get("PartName") for element in types} | {
        f".{element.get('Extension')}" for element in types
    }
    for name, content in parts.items():
        etree.fromstring(content)
        if name == "[Content_Types].xml":
            continue
        assert f"/{name}" in declared or f".{name.rpartition('.')[2]}" in declared


def test_styles_name_fonts_for_chinese_and_latin_and_no_theme(banner: Document) -> None:
    styles = etree.fromstring(parts_of(render(banner, "docx", Layout("zh")))["word/styles.xml"])
    used = {
        "Title",
        "Heading1",
        "BodyText",
        "ListBullet",
        "Reference",
        "TableText",
        "Footer",
        "Normal",
    }
    found = {element.get(f"{W}styleId"): element for element in styles.iter(f"{W}style")}
    for name in used:
        fonts = found[name].find(f"{W}rPr/{W}rFonts")
        assert fonts is not None
        assert fonts.get(f"{W}eastAsia") == "Microsoft YaHei"
        assert fonts.get(f"{W}ascii") == fonts.get(f"{W}hAnsi") == "Calibri"
    assert not any("Theme" in key for fonts in styles.iter(f"{W}rFonts") for key in fonts)
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    assert language.get(f"{W}eastAsia") == "zh-CN"


def test_headings_tables_and_fields_are_real_ones(banner: Document) -> None:
    content = render(banner, "docx", Layout("zh"))
    word = WordDocument(io.BytesIO(content))
    assert [
        paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Title"
    ] == ["双 11 首页轮播图"]
    assert [
        paragraph.text
        for paragraph in word.paragraphs
        if paragraph.style and paragraph.style.name == "Heading 1"
    ] == [
        "需求要点",
        "目标",
        "交付物",
        "签字",
    ]
    assert all(paragraph.text for paragraph in word.paragraphs), "no empty paragraph stands for space"
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    for table in root.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
        widths = [int(element.get(f"{W}w", "0")) for element in table.iter(f"{W}gridCol")]
        assert min(widths) > 300
        assert sum(widths) <= 9640
    footer = etree.tostring(etree.fromstring(parts_of(content)["word/footer1.xml"])).decode()
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_title_author_and_language_are_set(banner: Document) -> None:
    properties = WordDocument(io.BytesIO(render(banner, "docx", Layout("zh")))).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "双 11 首页轮播图",
        "运营部 陈悦",
        "zh-CN",
    )


def test_a_draft_is_marked_on_every_page(banner: Document) -> None:
    word = WordDocument(io.BytesIO(render(banner, "docx", Layout("zh", draft=True))))
    assert word.sections[0].header.paragraphs[0].text == "草稿"
    assert (
        WordDocument(io.BytesIO(render(banner, "docx", Layout("zh")))).sections[0].header.paragraphs[0].text
        == ""
    )
    assert "**草稿**" in render(banner, "md", Layout("zh", draft=True)).decode()


def test_the_data_survive_the_loss_of_either_copy(banner: Document) -> None:
    parts = parts_of(render(banner, "docx", Layout("zh")))
    for lost in ("customXml/item1.xml", "docProps/custom.xml"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                if name != lost:
                    archive.writestr(name, content)
        again = load_case(read_bytes(buffer.getvalue(), "x.docx")).document
        assert again is not None
        assert dump(again.to_data()) == dump(banner.to_data())


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice with a Chinese font, to open the pages in."""
    program = shutil.which("soffice")
    fonts = shutil.which("pdffonts")
    if not program or not fonts:
        pytest.skip("LibreOffice or poppler is not installed")
    return program


@pytest.mark.long
def test_libreoffice_opens_the_pages_and_keeps_the_data(
    office: str, banner: Document, tmp_path: Path
) -> None:
    (tmp_path / "a.docx").write_bytes(render(banner, "docx", Layout("zh")))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    for form, folder in (("pdf", tmp_path), ("docx", tmp_path / "again")):
        subprocess.run(
            [office, "--headless", home, "--convert-to", form, "--outdir", str(folder), str(tmp_path / "a.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    again = load_file(tmp_path / "again" / "a.docx").document
    assert again is not None
    assert dump(again.to_data()) == dump(banner.to_data())
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    for shown in ("双 11 首页轮播图", "1920×600 px", "5,000 元", "2.3 %"):
        assert shown.replace(" ", "") in text.replace(" ", "")
    fonts = subprocess.run(["pdffonts", str(tmp_path / "a.pdf")], check=True, capture_output=True)
    if subprocess.run(["fc-list", ":lang=zh-cn"], check=True, capture_output=True).stdout:
        assert b"CJK" in fonts.stdout or b"YaHei" in fonts.stdout, "Chinese is shown as boxes"


def test_json_of_a_document_is_plain(banner: Document) -> None:
    data = json.loads(render(banner, "json", Layout("zh")))
    assert data["how_much"]["budget"] == {"amount": 5000, "currency": "CNY"}
    assert data["goals"][0]["baseline"] == "1.8", "a decimal is text, so that no reader rounds it in binary"


@given(st.one_of(st.text(), st.text("ab1. -#*_|<>&~\\`\n\t　中，。=:+)")))
def test_a_text_with_nothing_to_escape_is_not_looked_at_twice(text: str) -> None:
    quick = escape(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comms.rendering.templating.environment._CARE", re.compile(""))
        assert escape(text) == quick


@pytest.mark.parametrize(("language", "words"), [("en", "tolerances"), ("zh", "所列允差")])
def test_a_letter_of_credit_names_no_tolerances_that_are_not_stated(language: str, words: str) -> None:
    order: Any = load_file(EXAMPLES / "order-confirmation" / "good" / "bags.en.yaml").document
    assert words in render(order, "md", Layout(language)).decode().partition("```yaml")[0]
    for line in order.lines:
        line.tolerance_percent = Decimal(0)
    assert words not in render(order, "md", Layout(language)).decode().partition("```yaml")[0]
