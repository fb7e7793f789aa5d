"""`comms render --each`: rows that are hidden, chosen, grouped, named, copied and merged."""

import json
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from pypdf import PdfReader, PdfWriter

from comms.rendering import RENDERERS
from tests.support import ROOT
from tests.support.batches import comms_render, manifest, render_rows, text_of, workspace

CASES = ROOT.parent / "shared" / "cases" / "tables"
BUYERS = "id,order_reference,buyer.name,buyer.address,buyer.contact.name,delivery.place"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an order to fill in, which is also the working folder."""
    monkeypatch.chdir(tmp_path)
    return workspace(tmp_path, "order-confirmation/good/lamps.en.yaml")


def table(folder: Path, *rows: str, head: str = "id,order_reference") -> None:
    (folder / "rows.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def sheet(folder: Path, rows: list[list[Any]], change: Callable[[Any], object]) -> None:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    change(page)
    book.save(folder / "rows.xlsx")


def names(folder: Path, form: str = "docx") -> list[str]:
    return sorted(file.stem for file in (folder / "out").glob(f"*.{form}"))


def refused_rows(folder: Path) -> list[str]:
    return [line["input"].rpartition(":")[2] for line in manifest(folder) if line["status"] == "refused"]


# --- whose letter it is ------------------------------------------------------------------------


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside this checkout")
def test_a_buyer_merged_over_two_rows_is_the_buyer_of_both(folder: Path) -> None:
    ran = render_rows(each=CASES / "07-each-buyer-merged-over-two-rows.xlsx")
    assert (ran.status, names(folder)) == (0, ["SO-2026-0701", "SO-2026-0702"])
    for name in names(folder):
        text = text_of(folder / f"out/{name}.docx")
        assert "Buyer 1 AS" in text
        assert "Kystlys" not in text


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside this checkout")
def test_rows_that_a_filter_hides_make_no_letters(folder: Path) -> None:
    ran = render_rows(each=CASES / "08-each-filtered.xlsx")
    assert (ran.status, names(folder)) == (0, ["SO-2026-0701", "SO-2026-0703"])
    assert "Rows that the sheet hides were left out: 3 (number of rows: 1)." in ran.err


def test_merged_and_hidden_rows_of_a_sheet_of_our_own(folder: Path) -> None:
    def change(page: Any) -> None:
        page.merge_cells("C2:C3")
        page.merge_cells("D2:D3")
        page.merge_cells("E2:E3")
        page.row_dimensions[5].hidden = True
        for cell in page[6]:
            cell.font = Font(strike=True)

    rows = [
        ["SO-1", "PO-1", "Fjordlys AS", "Oslo", "Kari Moe", "Haining"],
        ["SO-2", "PO-2", None, None, None, "Haining"],
        ["SO-3", "PO-3", None, None, None, "Haining"],
        ["SO-4", "PO-4", "Lampehuset ApS", "Copenhagen", "Jonas Holm", "Haining"],
        ["SO-5", "PO-5", "Lampehuset ApS", "Copenhagen", "Jonas Holm", "Haining"],
    ]
    sheet(folder, [BUYERS.split(","), *rows], change)
    ran = render_rows("rows.xlsx")
    assert (ran.status, names(folder), refused_rows(folder)) == (1, ["SO-1", "SO-2"], ["4"])
    assert "rows.xlsx:4: The row leaves `buyer.name` empty" in ran.err
    assert "Rows that the sheet hides were left out: 5 (number of rows: 1)" in ran.err
    assert "Rows that are struck through were left out: 6 (number of rows: 1)" in ran.err
    assert "Fjordlys AS" in text_of(folder / "out/SO-2.docx")


@pytest.mark.parametrize("draft", [False, True])
def test_not_even_a_draft_goes_to_the_customer_of_the_base(draft: bool, folder: Path) -> None:
    table(folder, "SO-1,PO-1,,,,", head=BUYERS)
    assert render_rows(draft=draft).status == 1
    assert names(folder) == []


def test_a_table_with_all_rows_hidden_is_told_as_that(folder: Path) -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[2].hidden = True

    sheet(folder, [["id", "order_reference"], ["SO-1", "PO-1"]], hide)
    ran = render_rows("rows.xlsx")
    assert ran.status == 1
    assert "none that is both shown and chosen" in ran.err
    assert "left out: 2 (number of rows: 1)" in ran.err


def test_other_sheets_are_told_and_can_be_chosen(folder: Path) -> None:
    book = Workbook()
    for title, number in (("June", "SO-1"), ("July", "SO-2"), ("Empty", None), ("Old", "SO-3")):
        page = book.create_sheet(title)
        if number:
            page.append(["id", "order_reference"])
            page.append([number, "PO-1"])
    book["Old"].sheet_state = "hidden"
    book.save(folder / "rows.xlsx")
    ran = render_rows("rows.xlsx", to="md")
    assert (ran.status, names(folder, "md")) == (0, ["SO-1"])
    assert "Letters were made of the sheet June alone. Other sheets that hold something: July." in ran.err
    ran = render_rows("rows.xlsx", to="md", sheet="July")
    assert (ran.status, names(folder, "md")) == (0, ["SO-1", "SO-2"])
    assert "sheet June" not in ran.err
    ran = render_rows("rows.xlsx", to="md", sheet="Juli")
    assert ran.status == 2
    assert "has no sheet named `Juli`" in ran.err
    table(folder, "SO-1,PO-1")
    assert "rows.csv has no sheets." in render_rows(sheet="June").err


# --- columns without a field -------------------------------------------------------------------


def test_columns_that_name_no_field_are_told_and_left_out(folder: Path) -> None:
    table(folder, "SO-1,PO-1,Bob,#N/A", head="id,order_reference,Sales rep,# note")
    ran = render_rows()
    assert (ran.status, names(folder)) == (0, ["SO-1"])
    assert "No field has the name of these columns, so they were left out: Sales rep." in ran.err


def test_too_many_columns_without_a_field_are_refused_and_the_advice_works(folder: Path) -> None:
    table(folder, "SO-1,Bob", head="id,Sales rep")
    ran = render_rows()
    assert (ran.status, names(folder)) == (2, [])
    assert "Sales rep" in ran.err
    table(folder, "SO-1,Bob", head="id,# Sales rep")
    assert render_rows().status == 0


def test_a_misspelt_customer_is_refused_however_many_columns_are_known(folder: Path) -> None:
    table(folder, "SO-1,PO-1,Haining,Fjordlys AS", head="id,order_reference,delivery.place,buyer.nmae")
    ran = render_rows()
    assert (ran.status, names(folder)) == (2, [])
    assert "buyer.nmae (→ buyer.name)" in ran.err


# --- rows that are chosen ----------------------------------------------------------------------


def test_rows_are_chosen_by_their_cells_and_by_their_numbers(folder: Path) -> None:
    rows = ["SO-1,PO-1,north", "SO-2,PO-2,south", "SO-3,PO-3,north", "SO-4,PO-4,"]
    table(folder, *rows, head="id,order_reference,# region")
    for number, (options, found) in enumerate(
        {
            "region=north": ["SO-1", "SO-3"],
            "# region!=north": ["SO-2", "SO-4"],
            "编号=SO-2": ["SO-2"],
        }.items()
    ):
        assert render_rows(where=[options], output=f"o{number}", to="md").status == 0
        assert sorted(file.stem for file in (folder / f"o{number}").glob("*.md")) == found
    ran = render_rows(where=["region=north"], rows="3-4,9", to="md")
    assert (ran.status, names(folder, "md")) == (1, ["SO-3"])
    assert "has no letters in these rows: 9." in ran.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"where": ["regoin=north"]},
            "There is no column `regoin`. Perhaps one of these is meant: # region.",
        ),
        ({"where": ["region"]}, "`region` is not a condition"),
        ({"rows": "4-2"}, "`4-2` is not a list of rows"),
        ({"group_by": "ids"}, "There is no column `ids`. Perhaps one of these is meant: id."),
        ({"name": "{buyer.nmae}"}, "There is no field `buyer.nmae`. Did you mean `buyer.name`?"),
        ({"name": "letter"}, "`letter` is not a pattern for file names"),
        ({"cc": "a@example.com"}, "Add `--to eml`"),
        ({"cc": "nobody", "to": "eml"}, "`nobody` is not an e-mail address"),
        ({"merge": Path("all.pdf"), "to": "md"}, "add pdf to `--to`"),
        ({"merge": Path("all.docx")}, "ends in .pdf"),
    ],
)
def test_a_mistake_in_an_option_is_told_before_the_first_letter(
    options: dict[str, Any], told: str, folder: Path
) -> None:
    table(folder, "SO-1,PO-1,north", head="id,order_reference,# region")
    ran = render_rows(**options)
    assert ran.status == 2
    assert told in ran.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "options",
    [{"rows": "3"}, {"sheet": "June"}, {"where": ["a=b"]}, {"name": "{id}"}, {"group_by": "id"}],
    ids=str,
)
def test_an_option_about_rows_needs_a_table(options: dict[str, Any], folder: Path) -> None:
    ran = comms_render("base.yaml", to="md", **options)
    assert ran.status == 2
    assert "Name one with `--each`." in ran.err


# --- several rows for one letter ---------------------------------------------------------------

LINES = "id,order_reference,lines[].sku,lines[].quantity"


def test_the_rows_of_an_order_are_its_lines(folder: Path) -> None:
    rows = ["SO-1,PO-1,DL-30-OAK,100", "SO-2,PO-2,DL-30-ASH,70", "SO-1,,DL-30-ASH,30"]
    table(folder, *rows, head=LINES)
    ran = render_rows(group_by="id", to="json")
    assert (ran.status, names(folder, "json")) == (0, ["SO-1", "SO-2"])
    order = json.loads((folder / "out/SO-1.json").read_text(encoding="utf-8"))
    lines = [(line["sku"], line["quantity"], line["unit_price"]) for line in order["lines"]]
    assert lines == [("DL-30-OAK", 100, "23.40"), ("DL-30-ASH", 30, "23.90")]
    assert order["order_reference"] == "PO-1"


def test_two_rows_with_one_number_advise_a_group_which_then_works(folder: Path) -> None:
    rows = ["SO-1,PO-1,100", "SO-1,PO-1,200"]
    table(folder, *rows, head="id,order_reference,lines[DL-30-OAK].quantity")
    ran = render_rows(to="md")
    assert ran.status == 1
    assert "make one letter of such rows with `--group-by id`" in ran.err
    table(folder, "SO-1,PO-1,DL-30-OAK,100", "SO-1,PO-1,DL-30-ASH,200", head=LINES)
    ran = render_rows(to="md")
    assert ran.status == 2
    assert "Add `--group-by id`" in ran.err
    assert render_rows(to="md", group_by="id", output="new").status == 0


def test_what_the_rows_of_a_letter_have_wrong_is_told_where_it_stands(folder: Path) -> None:
    rows = [
        "SO-1,PO-1,DL-30-OAK,100",
        "SO-2,PO-2,DL-30-OAK,100",
        "SO-1,PO-9,DL-30-ASH,5",
        "SO-2,,DL-30-ASH,-5",
    ]
    table(folder, *rows, "SO-3,PO-3,DL-30-OAK,many", head=LINES)
    ran = render_rows(group_by="id", to="md")
    assert (ran.status, names(folder, "md")) == (1, [])
    assert "contradict each other in order_reference: `PO-1` in row 2, `PO-9` in row 4." in ran.err
    assert "rows.csv:5:4 error F004" in ran.err
    assert "lines[].quantity (row 6): `many` is not a number" in ran.err


def test_what_a_further_line_lacks_is_told_in_its_row_with_the_column_that_gives_it(folder: Path) -> None:
    rows = [f"SO-1,PO-1,{sku},5" for sku in ("DL-30-OAK", "DL-30-ASH", "NEW")]
    table(folder, *rows, head=LINES)
    ran = render_rows(group_by="id", to="md")
    assert ran.status == 1
    assert "rows.csv:4:1 error F006 missing-field\n  `lines[2].name` is missing" in ran.err
    assert "Give it in a column lines[].name." in ran.err
    head = f"{LINES},lines[].name,lines[].unit,lines[].unit_price"
    table(folder, *(f"{row},lamp,pcs,20" for row in rows), head=head)
    assert render_rows(group_by="id", to="md").status == 0, "the advice works"


def test_what_an_object_lacks_is_told_in_its_line_and_not_in_the_base(folder: Path) -> None:
    lines = [{"sku": "A"}, {"sku": "B"}, {"sku": "C"}]
    (folder / "rows.jsonl").write_text(json.dumps({"id": "SO-1", "lines": lines}), encoding="utf-8")
    ran = render_rows("rows.jsonl", to="md")
    assert "rows.jsonl:1:1 error F006 missing-field\n  `lines[2].name` is missing" in ran.err
    assert "base.yaml" not in ran.err


def test_the_column_for_a_missing_part_is_one_that_a_cell_can_fill(folder: Path) -> None:
    table(folder, "SO-1,PO-1,Fjordlys AS,Oslo", head="id,order_reference,buyer.name,buyer.address")
    ran = render_rows(to="md")
    assert "Give this customer's value in a column buyer.contact.name." in ran.err
    table(folder, "SO-1,PO-1,Fjordlys AS,Oslo,Kari Moe,Haining", head=BUYERS)
    assert render_rows(to="md").status == 0, "the advice works"


def test_groups_are_made_by_several_processes_as_by_one(folder: Path) -> None:
    rows = [
        f"SO-{number % 12},PO-{number % 12},DL-30-{sku},5" for sku in ("OAK", "ASH") for number in range(12)
    ]
    table(folder, *rows, head=LINES)
    assert render_rows(group_by="id", to="md", jobs=1).status == 0
    ran = render_rows(group_by="id", to="md", jobs=2)
    assert "12 unchanged" in ran.err


# --- file names, copies, one PDF ---------------------------------------------------------------


def test_files_are_named_after_fields(folder: Path) -> None:
    rows = ["SO-1,PO-1,Fjord / Lys AS,Oslo,Kari Moe,Haining", "SO-2,PO-2,CON,Oslo,Kari Moe,Haining"]
    table(folder, *rows, head=BUYERS)
    assert render_rows(to="md,json", name="{buyer.name}, {id}").status == 0
    assert names(folder, "md") == names(folder, "json") == ["CON, SO-2", "Fjord - Lys AS, SO-1"]
    ran = render_rows(to="md", name="{buyer.contact.name}")
    assert (ran.status, refused_rows(folder)) == (1, ["3"])
    assert "is already the file of rows.csv:2. Give each row a number or file name of its own" in ran.err


def test_an_empty_field_names_no_letter(folder: Path) -> None:
    table(folder, "SO-1,PO-1,Offer", "SO-2,PO-2,", head="id,order_reference,title")
    ran = render_rows(to="md", name="{title}-{id}")
    assert (names(folder, "md"), refused_rows(folder)) == (["Offer-SO-1"], ["3"])
    assert "rows.csv:3: title is empty, so the file has no name." in ran.err


def test_copies_of_an_e_mail_come_from_the_row_and_from_the_options(folder: Path) -> None:
    rows = ["SO-1,PO-1,a@example.com; b@example.com,c@example.com", "SO-2,PO-2,nobody,", "SO-3,PO-3,,"]
    table(folder, *rows, head="id,order_reference,抄送,BCC")
    ran = render_rows(to="eml", cc="z@example.com")
    assert (ran.status, names(folder, "eml"), refused_rows(folder)) == (1, ["SO-1", "SO-3"], ["3"])
    assert "rows.csv:3: `nobody` is not an e-mail address." in ran.err
    message = message_from_bytes((folder / "out/SO-1.eml").read_bytes(), policy=default)
    assert [each.addr_spec[0] for each in message["Cc"].addresses] == ["z", "a", "b"]
    assert [each.addr_spec[0] for each in message["Bcc"].addresses] == ["c"]
    ran = render_rows(to="md")
    assert ran.status == 0
    assert "No e-mail is made, so these columns were left out: cc; bcc." in ran.err


def blank_page(rendition: Any) -> bytes:
    """Stand in for LibreOffice: a page whose width is the number at the end of the document's id."""
    writer = PdfWriter()
    writer.add_blank_page(100 + int(rendition.document.id[-1]), 100)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RENDERERS, "pdf", f"{__name__}:blank_page")
    monkeypatch.setattr("comms.rendering.rendition.load", lambda name: blank_page)


@pytest.mark.usefixtures("without_office")
def test_all_letters_are_one_pdf_in_the_order_of_the_table(folder: Path) -> None:
    table(folder, "SO-3,PO-1", "SO-1,PO-2", "SO-2,PO-3")
    ran = render_rows(merge=Path("all.pdf"))
    assert (ran.status, names(folder, "pdf")) == (0, ["SO-1", "SO-2", "SO-3"])
    assert "all.pdf holds the letters in one PDF: 3" in ran.err
    found = PdfReader(folder / "all.pdf")
    assert [int(page.mediabox.width) for page in found.pages] == [103, 101, 102]
    assert [each.title for each in found.outline] == ["SO-3", "SO-1", "SO-2"]
    table(folder, "SO-1,PO-2", "SO-2,PO-3")
    assert render_rows(merge=Path("all.pdf"), check=True).status == 1
    assert render_rows(merge=Path("all.pdf")).status == 0, "it is known as ours"
    assert len(PdfReader(folder / "all.pdf").pages) == 2


@pytest.mark.usefixtures("without_office")
def test_the_letters_that_the_pdf_lacks_are_told(folder: Path) -> None:
    table(folder, "SO-1,PO-1,5", "SO-2,PO-2,many", head="id,order_reference,lines[DL-30-OAK].quantity")
    ran = render_rows(merge=Path("all.pdf"))
    assert ran.status == 1
    assert "all.pdf lacks the letters that were not made: 1 (rows.csv:3)" in ran.err
    assert len(PdfReader(folder / "all.pdf").pages) == 1


@pytest.mark.usefixtures("without_office")
def test_the_one_pdf_takes_the_place_of_nothing_else(folder: Path) -> None:
    table(folder, "SO-1,PO-1")
    (folder / "all.pdf").write_text("mine")
    ran = render_rows(merge=Path("all.pdf"))
    assert (ran.status, (folder / "all.pdf").read_text()) == (1, "mine")
    assert "all.pdf already exists" in ran.err
    ran = render_rows(merge=Path("out/SO-1.pdf"), force=True)
    assert ran.status == 1, "it would be a letter's file"
    assert comms_render("base.yaml", output="-", merge=Path("new.pdf")).status == 2
    assert not (folder / "new.pdf").exists()


@pytest.mark.usefixtures("without_office")
def test_files_too_are_merged_into_one_pdf(folder: Path) -> None:
    for number in (1, 2):
        text = (folder / "base.yaml").read_text(encoding="utf-8").replace("SO-2026-0620", f"SO-{number}")
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    ran = comms_render("2.yaml", "1.yaml", output="out", merge=Path("all.pdf"))
    assert ran.status == 0
    assert [each.title for each in PdfReader(folder / "all.pdf").outline] == ["SO-2", "SO-1"]


# --- a value for all rows ----------------------------------------------------------------------


def test_a_value_for_all_rows_fills_the_cells_that_are_empty(folder: Path) -> None:
    table(
        folder,
        "SO-1,PO-1,A-1,lamp,100,set,9.50",
        "SO-1,PO-1,A-2,shade,50,,3",
        head="id,order_reference,lines[].sku,lines[].name,lines[].quantity,lines[].unit,lines[].unit_price",
    )
    given = ["lines[].unit=pcs", "lines[].tolerance_percent=3"]
    ran = render_rows(group_by="id", sets=given, to="md")
    assert ran.status == 0, ran.err
    text = (folder / "out/SO-1.md").read_text(encoding="utf-8")
    assert ("100 set" in text, "50 pcs" in text, text.count("±3 %")) == (True, True, 2)


@pytest.mark.parametrize(("given", "told"), [("lines[].unt=pcs", "lines[].unt"), ("unit", "PATH=VALUE")])
def test_a_value_for_no_field_is_told(folder: Path, given: str, told: str) -> None:
    table(folder, "SO-1,PO-1")
    ran = render_rows(sets=[given])
    assert (ran.status, told in ran.err) == (2, True)
