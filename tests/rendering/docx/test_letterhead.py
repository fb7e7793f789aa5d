"""A house's letterhead: what is kept from it, what it may lack, and which files cannot be one."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from comms.errors import CommsError, SetupError
from comms.rendering import Layout
from comms.rendering.docx.letterhead import idle_text
from comms.rendering.docx.package import PackageKey, empty_package
from comms.rendering.docx.styles import CHINESE
from comms.rendering.rendition import render
from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

ORDER = EXAMPLES / "order-confirmation/good/mugs.zh.yaml"
WIDTH, LEFT, RIGHT = Twips(12240), Twips(1700), Twips(1470)


def picture(width: int = 24, height: int = 6) -> bytes:
    """Return a PNG picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((20, 90, 160)) * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def letterhead(file: Path, *make: Callable[[Any], object]) -> Path:
    document = docx.Document()
    for build in make:
        build(document)
    document.save(str(file))
    return file


def letter(head: Path | None, draft: bool = False, bare: bool = False) -> Any:
    return docx.Document(io.BytesIO(written(head, draft, bare)))


def written(head: Path | None, draft: bool = False, bare: bool = False) -> bytes:
    case = load_file(ORDER)
    assert case.document is not None
    return render(case.document, "docx", Layout("zh", draft, case.workspace, head, bare=bare))


def letter_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, Twips(15840)
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header.paragraphs[0].text = "松涛搪瓷"
    section.footer.paragraphs[0].text = "示例路 8 号"


def logo_on_first_page(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Mm(30))
    section.header.paragraphs[0].text = "续页"


def test_page_header_and_footer_are_those_of_the_letterhead(tmp_path: Path) -> None:
    section = letter(letterhead(tmp_path / "head.docx", letter_page)).sections[0]
    assert (section.page_width, section.left_margin, section.right_margin) == (WIDTH, LEFT, RIGHT)
    assert section.header.paragraphs[0].text == "松涛搪瓷"
    assert [paragraph.text for paragraph in section.footer.paragraphs] == [
        "示例路 8 号",
        "SO-2026-0611 · 第 1 页，共 1 页",
    ]


def test_tables_are_as_wide_as_the_text_of_the_letterhead(tmp_path: Path) -> None:
    document = letter(letterhead(tmp_path / "head.docx", letter_page))
    room = (WIDTH - LEFT - RIGHT) // 635
    for table in document.element.body.iter(qn("w:tbl")):
        widths = [int(element.get(qn("w:w"))) for element in table.iter(qn("w:gridCol"))]
        assert room - len(widths) <= sum(widths) <= room


def test_a_logo_and_the_header_of_the_first_page_are_kept(tmp_path: Path) -> None:
    content = written(letterhead(tmp_path / "head.docx", logo_on_first_page))
    section = docx.Document(io.BytesIO(content)).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "续页"
    part = section.first_page_header.part
    (key,) = [element.get(qn("r:embed")) for element in part.element.iter(qn("a:blip"))]
    assert part.related_parts[key].blob == picture()
    feet = (section.footer, section.first_page_footer)
    assert all(foot.paragraphs[-1].text.endswith("第 1 页，共 1 页") for foot in feet)


def test_a_letterhead_that_numbers_its_pages_is_not_numbered_twice(tmp_path: Path) -> None:
    def numbered(document: Any) -> None:
        field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))

    footer = letter(letterhead(tmp_path / "head.docx", numbered)).sections[0].footer
    assert len(footer.paragraphs) == 1
    assert "页" not in footer.paragraphs[0].text


def test_the_house_is_named_once(tmp_path: Path) -> None:
    seller = "景德镇青岚陶瓷有限公司"
    ours, headed = letter(None), letter(letterhead(tmp_path / "head.docx", letter_page))
    empty = letter(letterhead(tmp_path / "empty.docx"))
    assert [page.paragraphs[0].text.startswith(seller) for page in (ours, headed, empty)] == [
        True,
        False,
        True,
    ]


def test_the_page_number_stands_as_the_house_has_its_own_lines(tmp_path: Path) -> None:
    def foot(document: Any) -> None:
        line = document.sections[0].footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}><w:top w:val='single'/></w:pBdr>"))
        line.add_run("Example Road 8").font.size = Pt(7)

    *_, house, numbers = letter(letterhead(tmp_path / "x.docx", foot)).sections[0].footer.paragraphs
    assert house.text == "Example Road 8"
    assert "SO-2026-0611" in numbers.text
    assert numbers.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert {run.font.size for run in numbers.runs} == {Pt(7)}
    assert numbers._p.find(f".//{qn('w:pBdr')}") is None, "the rule above the foot is drawn once"


@pytest.mark.parametrize(("mode", "indent"), [("15", "0"), ("14", "90"), (None, "90")])
def test_tables_keep_to_the_margin_in_the_modes_of_old_programs_too(
    mode: str | None, indent: str, tmp_path: Path
) -> None:
    def settings(document: Any) -> None:
        whole = document.settings.element
        for element in whole.findall(qn("w:compat")):
            whole.remove(element)
        if mode is not None:
            whole.append(
                parse_xml(
                    f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
                    f'w:uri="http://schemas.microsoft.com/office/word" w:val="{mode}"/></w:compat>'
                )
            )

    style = letter(letterhead(tmp_path / "x.docx", settings)).styles["Comms Table"].element
    assert style.find(f".//{qn('w:tblInd')}").get(qn("w:w")) == indent


def test_a_letterhead_whose_name_stands_in_its_text_is_told(tmp_path: Path) -> None:
    paper = letterhead(
        tmp_path / "x.docx", lambda document: document.add_paragraph("Example Ltd, Example Road 8")
    )
    head = letterhead(
        tmp_path / "y.docx", lambda document: document.sections[0].header.paragraphs[0].add_run("Example Ltd")
    )
    assert idle_text(paper) == "Example Ltd, Example Road 8"
    assert idle_text(head) == ""
    options = (str(ORDER), "--to", "docx", "-o", str(tmp_path / "out.docx"))
    told = run_here("render", *options, "--letterhead", str(paper), cwd=tmp_path).err
    assert "“Example Ltd, Example Road 8”" in told


def test_words_beside_a_logo_in_the_text_are_sample_text_too(tmp_path: Path) -> None:
    def sample(document: Any) -> None:
        line = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
        line.add_run().add_picture(io.BytesIO(picture()))
        line.add_run("Dear Mr Secret,")

    made = letter(letterhead(tmp_path / "x.docx", sample))
    assert len(made.inline_shapes) == 1
    assert "Secret" not in made.element.xml


def test_words_that_a_drawing_shows_belong_to_it(tmp_path: Path) -> None:
    def sample(document: Any) -> None:
        shape = (
            f"<w:r {nsdecls('w')}><w:t>Dear Mr Secret</w:t><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml'>"
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>Harbour Lights</w:t></w:r></w:p></w:txbxContent></v:textbox>"
            "</v:rect></w:pict></w:r>"
        )
        document.add_paragraph()._p.append(parse_xml(shape))

    text = letter(letterhead(tmp_path / "x.docx", sample)).element.xml
    assert "Harbour Lights" in text
    assert "Secret" not in text


def test_nothing_of_the_text_of_a_letterhead_stays_in_the_package(tmp_path: Path) -> None:
    def sample(document: Any) -> None:
        document.add_paragraph("Dear Mr Secret,")
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture(30, 9)))
        address = "https://example.com/track?customer=A"
        document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    made = zipfile.ZipFile(io.BytesIO(written(letterhead(tmp_path / "x.docx", sample))))
    assert not [name for name in made.namelist() if "media" in name]
    assert not [name for name in made.namelist() if b"example.com/track" in made.read(name)]


@pytest.mark.parametrize("bare", [False, True])
def test_one_of_our_own_letters_serves_as_a_letterhead_without_its_number(bare: bool, tmp_path: Path) -> None:
    own = load_file(EXAMPLES / "order-confirmation/good/lamps.en.yaml")
    assert own.document is not None
    paper = tmp_path / "own.docx"
    paper.write_bytes(render(own.document, "docx", Layout("en", draft=True, bare=bare)))
    document = docx.Document(str(paper))
    document.sections[0].header.add_paragraph("Harbour Lights Trading Ltd.")
    document.save(str(paper))
    made = letter(paper)
    foot = "\n".join(paragraph.text for paragraph in made.sections[0].footer.paragraphs)
    assert "SO-2026-0620" not in foot
    assert foot.count("SO-2026-0611") == 1
    head = [paragraph.text for paragraph in made.sections[0].header.paragraphs if paragraph.text]
    assert head == ["Harbour Lights Trading Ltd."], "nor is the new letter marked as the draft that it was"


def test_styles_of_the_letterhead_are_kept_and_ours_fill_what_it_lacks(tmp_path: Path) -> None:
    def coloured(document: Any) -> None:
        document.styles["Heading 1"].font.color.rgb = RGBColor(160, 30, 30)
        document.styles["Normal"].font.name = "Georgia"
        document.styles.element.remove(document.styles["List Bullet"].element)

    styles = letter(letterhead(tmp_path / "head.docx", coloured)).styles
    assert styles["Heading 1"].font.color.rgb == RGBColor(160, 30, 30)
    assert styles["Normal"].font.name == "Georgia"
    assert styles["Table Text"].base_style.name == "Normal"
    assert styles["Table Text"].font.name is None
    assert styles["List Bullet"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def test_our_title_stands_above_the_headings_of_the_house(tmp_path: Path) -> None:
    def great_headings(document: Any) -> None:
        document.styles["Heading 1"].font.size = Pt(24)
        document.styles.element.remove(document.styles["Title"].element)

    styles = letter(letterhead(tmp_path / "head.docx", great_headings)).styles
    assert (styles["Title"].font.size, styles["Heading 1"].font.size) == (Pt(28), Pt(24))


def test_each_used_style_names_a_font_for_chinese(tmp_path: Path) -> None:
    def songti(document: Any) -> None:
        document.styles["Heading 1"].element.get_or_add_rPr().get_or_add_rFonts().set(
            qn("w:eastAsia"), "宋体"
        )

    document = letter(letterhead(tmp_path / "head.docx", songti))
    used = {paragraph.style.style_id for paragraph in document.paragraphs}
    used |= {
        p.style.style_id
        for t in document.tables
        for row in t.rows
        for cell in row.cells
        for p in cell.paragraphs
    }
    fonts = {
        style.style_id: style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for style in document.styles
        if style.style_id in used
    }
    assert fonts.pop("Heading1") == "宋体"
    assert set(fonts.values()) == {CHINESE}


def test_the_sample_text_goes_and_a_logo_above_it_stays(tmp_path: Path) -> None:
    def sample(document: Any) -> None:
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), width=Mm(30))
        document.add_paragraph("尊敬的客户：此处为正文样例")
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), width=Mm(30))

    document = letter(letterhead(tmp_path / "head.docx", sample))
    assert "样例" not in "".join(paragraph.text for paragraph in document.paragraphs)
    assert len(list(document.element.body.iter(qn("w:drawing")))) == 1
    assert document.paragraphs[0]._p.find(f".//{qn('w:drawing')}") is not None


def test_a_draft_is_marked_above_the_header_of_every_page(tmp_path: Path) -> None:
    head = letterhead(tmp_path / "head.docx", logo_on_first_page)
    section = letter(head, draft=True).sections[0]
    assert [paragraph.text for paragraph in section.header.paragraphs] == ["草稿", "续页"]
    assert section.first_page_header.paragraphs[0].text == "草稿"


def test_what_its_author_left_in_a_letterhead_does_not_travel(tmp_path: Path) -> None:
    pytest.importorskip("docx", "1.2", reason="older releases of python-docx write no comments")

    def telling(document: Any) -> None:
        settings = document.settings.element
        settings.append(
            parse_xml(f'<w:documentProtection {nsdecls("w")} w:edit="readOnly" w:enforcement="1"/>')
        )
        document.add_paragraph("x")
        document.add_comment(document.paragraphs[0].runs, text="internal remark")

    content = written(letterhead(tmp_path / "head.docx", telling))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    assert b"internal remark" not in whole
    assert b"documentProtection" not in whole


def test_the_properties_of_a_letterhead_that_libreoffice_wrote_are_replaced(tmp_path: Path) -> None:
    content, head = letterhead(tmp_path / "word.docx").read_bytes(), tmp_path / "head.docx"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(head, "w") as new:
        for name in old.namelist():
            kind = b"openxmlformats.org/package/2006/relationships/metadata/core-properties"
            office = kind.replace(b"package/2006", b"officedocument/2006")
            new.writestr(name, old.read(name).replace(kind, office))
    with zipfile.ZipFile(io.BytesIO(written(head))) as package:
        assert package.namelist().count("docProps/core.xml") == 1
        relations = package.read("_rels/.rels")
    assert relations.count(b"core-properties") == 1
    assert b"officedocument/2006" not in relations


def test_a_letter_on_a_letterhead_still_carries_its_data(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(written(letterhead(tmp_path / "head.docx", letter_page)))
    found, original = load_file(file).document, load_file(ORDER).document
    assert found is not None
    assert original is not None
    assert found.to_data() == original.to_data()


def test_a_letterhead_that_was_saved_again_is_read_again(tmp_path: Path) -> None:
    head = letterhead(tmp_path / "head.docx", letter_page)
    assert letter(head).sections[0].left_margin == LEFT
    letterhead(head, lambda document: None)
    assert letter(head).sections[0].left_margin != LEFT


def broken(file: Path) -> Path:
    file.write_bytes(letterhead(file).read_bytes()[:-4000])
    return file


def template(file: Path) -> Path:
    content = letterhead(file).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"document.main+xml", b"template.main+xml"))
    return file


def without_text(file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
    return file


def text_file(file: Path) -> Path:
    file.write_text("no DOCX", encoding="utf-8")
    return file


@pytest.mark.parametrize("make", [broken, template, without_text, text_file])
def test_what_is_no_sound_docx_is_refused_with_its_name(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(CommsError) as refused:
        written(make(tmp_path / "head.docx"))
    assert refused.value.reason == "bad_letterhead"
    assert refused.value.values["path"].endswith("head.docx")


def test_a_letterhead_named_on_the_command_line_must_be_there(tmp_path: Path) -> None:
    done = run_here("render", ORDER, "--to", "docx", "-o", ".", "--letterhead", "no.docx", cwd=tmp_path)
    assert done.status == 2
    assert "no.docx" in done.err


def test_a_letterhead_that_comms_toml_names_is_used_and_a_missing_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text('language = "en"\n[render]\nletterhead = "head.docx"\n', "utf-8")
    (tmp_path / "order.yaml").write_bytes(ORDER.read_bytes())
    done = run_here("render", "order.yaml", "--to", "docx", cwd=tmp_path)
    assert done.status == 0
    assert "head.docx" in done.err
    letterhead(tmp_path / "head.docx", letter_page)
    done = run_here("render", "order.yaml", "--to", "docx", "--force", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert docx.Document(str(tmp_path / "order.docx")).sections[0].left_margin == LEFT


def test_macros_and_a_template_elsewhere_do_not_travel(tmp_path: Path) -> None:
    paper = letterhead(tmp_path / "x.docx", lambda document: None)
    parts = {name: zipfile.ZipFile(paper).read(name) for name in zipfile.ZipFile(paper).namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    elsewhere = f'Type="{office}/attachedTemplate" Target="https://example.com/x.dotm" TargetMode="External"'
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>',
    )
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" {elsewhere}/></Relationships>'
    ).encode()
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"</w:settings>",
        f'<w:attachedTemplate xmlns:r="{office}" r:id="rId1"/></w:settings>'.encode(),
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    parts["word/vbaProject.bin"] = b"a macro"
    with zipfile.ZipFile(paper, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    made = zipfile.ZipFile(io.BytesIO(written(paper)))
    assert not [name for name in made.namelist() if "vba" in name.lower()]
    everything = b"".join(made.read(name) for name in made.namelist())
    for trace in (b"vbaProject", b"example.com/x.dotm", b"attachedTemplate"):
        assert trace not in everything


def rich(document: Any) -> None:
    """A letterhead with all the parts that may be damaged."""
    letter_page(document)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "ACME"
    section.footer.paragraphs[0].text = "ACME"
    section.first_page_header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()))


def damages(content: bytes) -> Iterator[bytes]:
    """Yield a part cut short, as another one, and with names and figures that lead nowhere."""
    yield content[: len(content) // 2]
    yield b"<other/>"
    text = content.decode("latin-1")
    for odd in ("", ' w:w="nan" w:val="" r:id="" Id="" Target="" PartName=""'):
        yield re.sub(r' (?:r:id|Id|w:val|w:w|Target|PartName)="[^"]*"', odd, text, count=3).encode("latin-1")
    yield re.sub(r'"\d+"', '"nan"', text).encode("latin-1")


def test_a_letterhead_with_any_damaged_part_is_used_or_refused_and_nothing_else(tmp_path: Path) -> None:
    source = letter(None)  # small styles, so that it is fast
    rich(source)
    source.save(str(tmp_path / "whole.docx"))
    with zipfile.ZipFile(tmp_path / "whole.docx") as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    refused = 0
    for name, content in parts.items():
        others = {key: other for key, other in parts.items() if key != name}
        for number, damaged in enumerate((None, *damages(content))):
            head = tmp_path / f"{name.replace('/', '-')}-{number}.docx"
            with zipfile.ZipFile(head, "w") as package:
                for key, other in {**others, **({name: damaged} if damaged is not None else {})}.items():
                    package.writestr(key, other)
            try:
                empty_package(PackageKey.of("en", True, True, head))
                idle_text(head)
            except SetupError as error:
                assert (error.reason, error.values) == ("bad_letterhead", {"path": str(head)})
                refused += 1
    assert refused > 20


def test_damaged_bytes_of_a_letterhead_are_used_or_refused(tmp_path: Path) -> None:
    content, dice = letterhead(tmp_path / "whole.docx", rich).read_bytes(), Random(8)
    for number in range(40):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        head = tmp_path / f"{number}.docx"
        head.write_bytes(damaged)
        with suppress(SetupError):
            idle_text(head)


def test_a_letter_is_written_by_a_clock_of_any_year(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    head = letterhead(tmp_path / "head.docx", rich)
    for moment in (-1e9, 0, 5e9):  # 1938, 1970, 2128: a ZIP can tell 1980 to 2107
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        empty_package.cache_clear()
        assert letter(None).paragraphs
        assert letter(head).paragraphs
