"""Requests that people fill in in Word: text boxes, form fields, boxes, tabs, tables, tracked changes."""

import io
import zipfile
from typing import Any

import pytest

from comms.models.brief import DIMENSIONS
from comms.reading import read_bytes
from tests.support import ROOT, codes_of
from tests.support.effort import within

CASES = ROOT.parent / "shared" / "cases" / "lint"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
NAMES = dict(zip(DIMENSIONS, ("What", "Why", "When", "Where", "Who", "How", "Budget"), strict=True))
ANSWERS = {
    "what": "3 size charts",
    "why": "returns 9 % to 5 %",
    "when": "2026-10-09",
    "where": "shop pages",
    "who": "Lena Brandt",
    "how": "as in 2025",
    "how_much": "8 hours",
}
DATA: dict[str, Any] = {
    "kind": "brief",
    **ANSWERS,
    "when": {"due": "2026-10-09"},
    "who": {"owner": "Lena Brandt"},
}


def document(*blocks: str, **parts: str) -> bytes:
    """Make a DOCX from the blocks of its body, and further parts of word/ by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        body = f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>"
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    tabbed = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{tabbed}</w:t></w:r>'


def heading(text: str) -> str:
    return f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{r(text)}</w:p>'


def table(*rows: tuple[str, ...]) -> str:
    return f"<w:tbl>{''.join(map(row, rows))}</w:tbl>"


def row(cells: tuple[str, ...]) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in cells)}</w:tr>"


def drawn(text: str) -> str:
    """A text box as Word writes it: a drawing, and for old programs a picture with the same text."""
    box = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def pictured(text: str) -> str:
    """A text box of old: a picture in VML."""
    box = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"


def control(text: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>"


def box(ticked: bool, text: str = "") -> str:
    state = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
    return control(text or "☐☒"[ticked], state)


def data(*blocks: str) -> Any:
    return read_bytes(document(*blocks), "x.docx").data


def answer(key: str, *blocks: str) -> Any:
    """Return what is read below the heading of one dimension, with another one beside it."""
    other = "how" if key != "how" else "why"
    return data(heading(NAMES[other]), p(r(ANSWERS[other])), heading(NAMES[key]), *blocks)[key]


@pytest.mark.parametrize("form", [drawn, pictured])
def test_an_answer_in_a_text_box_is_read_once(form: Any) -> None:
    blocks = [heading(NAMES[key]) + p(form(ANSWERS[key])) for key in DIMENSIONS]
    assert data(*blocks) == DATA


def test_a_text_box_beside_a_text_follows_it() -> None:
    assert answer("how", p(r("as in 2025"), drawn("no red"))) == "as in 2025\nno red"
    assert answer("how", p(drawn("no red")), p(r("as in 2025"))) == "no red\n\nas in 2025".replace(
        "\n\n", "\n"
    )


def test_a_form_of_boxes_is_read() -> None:
    whole = "".join(heading(NAMES[key]) + p(r(ANSWERS[key])) for key in DIMENSIONS)
    inside = f"<w:txbxContent>{whole}</w:txbxContent>"
    assert data(p(f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>")) == DATA


def test_a_deleted_text_box_is_not_read() -> None:
    assert answer("how", p(f"<w:del>{drawn('no red')}</w:del>", r("as in 2025"))) == "as in 2025"


@pytest.mark.parametrize("sign", ["\t", ":\t", "：\t", "\t\t"])
@pytest.mark.parametrize("dress", ["", "<w:b/>"])
def test_a_tab_divides_a_label_from_its_answer(sign: str, dress: str) -> None:
    blocks = [p(r(NAMES[key] + sign[:-1], dress), r("\t" + ANSWERS[key])) for key in DIMENSIONS]
    assert data(*blocks) == DATA
    assert data(*(block.replace("What", "何事").replace("Why", "何因") for block in blocks)) == DATA


def test_two_labels_may_share_a_line() -> None:
    lines = [
        "What\t3 size charts\tWhy\treturns 9 % to 5 %",
        "When\t2026-10-09\tWhere\tshop pages",
        "Owner\tLena Brandt\tHow\tas in 2025",
        "Budget\t8 hours",
    ]
    assert data(*(p(r(line)) for line in lines)) == DATA


def test_a_tab_in_other_texts_divides_nothing() -> None:
    assert (
        answer("how", p(r("sizes\tS to XL")), p(r("as in 2025\tno red")))
        == "sizes\tS to XL\nas in 2025\tno red"
    )


@pytest.mark.parametrize(
    "field",
    [
        control("Click or tap here to enter text.", "<w:showingPlcHdr/><w:text/>"),
        control("Choose an item.", "<w:showingPlcHdr/><w:dropDownList/>"),
        control("单击或点击此处输入文字。", "<w:showingPlcHdr/>"),
        control("Choose an item.", "<w:dropDownList/>"),
        control("选择一项。", "<w:dropDownList/>"),
        control("单击此处输入文字", "<w:text/>"),
        control("Click here to enter a date.", "<w:date/>"),
        r("Enter your reason", '<w:rStyle w:val="PlaceholderText"/>'),
        r("TBC"),
        r("[Describe the reason]"),
        "<w:del>" + r("returns 9 % to 5 %") + "</w:del>",
        r("returns 9 % to 5 %", "<w:strike/>"),
        r("returns 9 % to 5 %", "<w:vanish/>"),
    ],
)
def test_a_field_that_was_not_filled_in_is_no_answer(field: str) -> None:
    assert answer("why", p(field)) is None


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (control("fewer returns", "<w:text/>"), "fewer returns"),
        (control("fewer returns", "<w:dropDownList/>"), "fewer returns"),
        (r("more", "<w:strike/>") + r("fewer returns"), "fewer returns"),
        (r("fewer ") + f"<w:del>{r('big ')}</w:del><w:ins>{r('returns')}</w:ins>", "fewer returns"),
        (r("fewer returns", '<w:vanish w:val="0"/><w:strike w:val="false"/>'), "fewer returns"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="more sales"/>'
         '<w:listEntry w:val="fewer returns"/></w:ddList></w:ffData></w:fldChar></w:r>', "fewer returns"),
    ],
)  # fmt: skip
def test_a_field_that_was_filled_in_is_an_answer(field: str, why: str) -> None:
    assert answer("why", p(field)) == why


def old_box(ticked: bool) -> str:
    checked = "<w:checked/>" if ticked else ""
    field = f'<w:ffData><w:checkBox><w:default w:val="0"/>{checked}</w:checkBox></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{field}</w:fldChar></w:r>'


def symbol(ticked: bool) -> str:
    return f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if ticked else "F0A8"}"/></w:r>'


def typed(ticked: bool) -> str:
    return r("☑" if ticked else "□")


@pytest.mark.parametrize("draw", [box, lambda ticked: box(ticked, "?"), old_box, symbol, typed])
def test_of_the_boxes_of_word_the_ticked_ones_count(draw: Any) -> None:
    names = ("Tom Okafor", "Lena Brandt")
    lines = [p(draw(name == "Lena Brandt"), r(f" {name}")) for name in names]
    assert answer("who", *lines) == {"owner": "Lena Brandt"}
    assert answer("who", p(draw(False), r(" Tom Okafor "), draw(True), r(" Lena Brandt"))) == {
        "owner": "Lena Brandt"
    }
    none = [p(draw(False), r(f" {name}")) for name in names]
    assert answer("who", *none) is None
    assert answer("where", *none) is None
    assert answer("what", *none) is None


def test_boxes_may_stand_in_cells_beside_their_texts() -> None:
    assert answer("where", table(("☐", "app"), ("☒", "web shop"))) == "| ☒ | web shop |"
    assert answer("where", table(("app", "☐"), ("web shop", "☐"))) is None


def test_a_table_of_dates_names_milestones() -> None:
    rows = [("Phase", "Owner", "Date"), ("First draft", "Tom", "2026-10-05"), ("Final", "Ann", "2026-10-09")]
    assert answer("when", table(*rows)) == {
        "due": "2026-10-09",
        "milestones": [
            {"date": "2026-10-05", "name": "First draft"},
            {"date": "2026-10-09", "name": "Final"},
        ],
    }
    assert answer("when", table(("阶段", "日期"), ("初稿", "2026年10月5日"), ("终稿", "10月9日")))[
        "milestones"
    ][0] == {
        "date": "2026-10-05",
        "name": "初稿",
    }


def test_a_table_of_roles_names_people() -> None:
    rows = table(("Role", "Name"), ("Requester", "Ann Lee"), ("Owner", "Lena Brandt"), ("Approver", ""))
    assert answer("who", rows) == {"requester": "Ann Lee", "owner": "Lena Brandt"}


def test_a_table_that_was_not_filled_in_is_no_answer() -> None:
    assert answer("how_much", table(("Design", ""), ("Review", "TBD"), ("Print", "____ hours"))) is None


def test_tables_within_cells_and_merged_cells_are_read() -> None:
    inner = table(("What", "3 size charts"), ("Why", "returns 9 % to 5 %"))
    merged = "<w:tcPr><w:vMerge/></w:tcPr>"
    rest = [(NAMES[key], ANSWERS[key]) for key in ("when", "where", "how", "how_much")]
    people = (
        f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p(r("Who"))}</w:tc><w:tc>{p(r("Requester"))}</w:tc>'
        f"<w:tc>{p(r('Ann Lee'))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{merged}{p()}</w:tc><w:tc>{p(r('Owner'))}</w:tc><w:tc>{p(r('Lena Brandt'))}</w:tc></w:tr>"
    )
    outer = f"<w:tbl><w:tr><w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    below = f"<w:tbl>{people}{''.join(map(row, rest))}</w:tbl>"
    assert data(outer, p(), below) == {**DATA, "who": {"requester": "Ann Lee", "owner": "Lena Brandt"}}


def test_deleted_cells_headers_and_footers_are_no_answers() -> None:
    deleted = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p(r('soon'))}</w:tc>"
    rows = "".join(
        f"<w:tr><w:tc>{p(r(NAMES[key]))}</w:tc>{deleted}<w:tc>{p(r(ANSWERS[key]))}</w:tc></w:tr>"
        for key in DIMENSIONS
    )
    header = f"<w:hdr {SPACES}>{p(r('Why: because'))}</w:hdr>"
    read = read_bytes(document(f"<w:tbl>{rows}</w:tbl>", header1=header, footer1=header), "x.docx")
    assert read.data == DATA


def test_a_closing_is_no_part_of_the_last_answer() -> None:
    blocks = [p(r(f"{NAMES[key]}: {ANSWERS[key]}")) for key in DIMENSIONS if key != "who"]
    blocks += [p(r("Owner: Lena Brandt")), p(), p(r("Thanks for your help!")), p(r("Lena"))]
    assert data(*blocks) == DATA
    assert data(*(block for block in blocks if block != p())) == DATA


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
def test_the_text_boxes_of_the_cases_are_read() -> None:
    name = "L24-textbox.docx"
    assert codes_of((CASES / name).read_bytes(), name) == []


@pytest.mark.long
@pytest.mark.parametrize(
    "inner",
    [
        p(drawn("x")) * 500,
        p(drawn("x") * 500),
        p(box(False)) * 1_000,
        p(r("What\t" * 20_000)),
        p(r("\t" * 60_000)),
        table(*[("What", "")] * 500),
        "<w:txbxContent>".join(["<w:p><w:r><w:pict>"] * 40) + "</w:pict></w:r></w:p></w:txbxContent>" * 39 + "</w:pict></w:r></w:p>",
    ],
    ids=["boxes", "boxes in one paragraph", "ticks", "labels", "tabs", "rows", "nested boxes"],
)  # fmt: skip
def test_no_word_file_takes_long(inner: str) -> None:
    with within(2):
        codes_of(document(p(r("Why: more")), inner), "x.docx")
