"""Batches of letters: one document with the rows of a table, several processes, a cluster."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading.tables.records import read_records
from comms.tasks.render_batch import BatchRenderer, Item, Rendered
from comms.workspace.numbers import stem_of
from tests.support import EXAMPLES
from tests.support.batches import comms_render, manifest, render_rows, text_of, workspace
from tests.support.effort import PATIENCE

HEAD = ["id", "order_reference", "lines[MUG-350-CL].quantity"]
ROWS = [
    ["SO-2026-0701", "CG-7001", "6500"],
    ["SO-2026-0702", "CG-7002", "7000"],
    ["SO-2026-0703", "CG-7003", "7200"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an order to fill in, which is also the working folder."""
    monkeypatch.chdir(tmp_path)
    return workspace(tmp_path)


def csv_of(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in rows)


def table(folder: Path, rows: list[list[str]] = ROWS, name: str = "rows.csv") -> Path:
    file = folder / name
    file.write_text(csv_of([HEAD, *rows]), encoding="utf-8")
    return file


def letters(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "out").glob("*.docx")}


def test_each_row_becomes_a_letter_with_its_own_values(folder: Path) -> None:
    table(folder)
    ran = render_rows()
    assert (ran.status, ran.out) == (0, "")
    assert "3 written" in ran.err
    for number, reference, quantity in ROWS:
        text = text_of(folder / f"out/{number}.docx")
        assert number in text
        assert reference in text
        assert f"{int(quantity):,} 只" in text
        assert f"{int(quantity) * 128 // 10:,}.00" in text, "the amount is worked out anew"
        assert sum(other in text for _, other, _ in ROWS) == 1
    assert [(line["input"], line["output"], line["status"]) for line in manifest(folder)] == [
        (f"rows.csv:{row}", str(Path("out", f"{number}.docx")), "written")
        for row, (number, _, _) in enumerate(ROWS, 2)
    ]


@pytest.mark.parametrize(
    "row", [{"buyer.name": "别家有限公司"}, {"buyer": {"name": "别家有限公司"}}], ids=["path", "mapping"]
)
def test_nothing_that_the_base_says_of_its_customer_goes_to_another(
    row: dict[str, Any], folder: Path
) -> None:
    (folder / "rows.jsonl").write_text(json.dumps({"id": "SO-2026-0999", **row}) + "\n")
    render_rows("rows.jsonl", draft=True)
    text = text_of(folder / "out/SO-2026-0999.docx")
    assert "别家有限公司" in text
    assert not [
        said
        for said in (
            "杭州晨屿",
            "宋妍",
            "song.yan@example.com",
            "示例路 21 号",
            "CG-20260603",
            "CY-1203",
            "晨屿 /",
        )
        if said in text
    ]
    assert "何青" in text, "the seller is the same"


@pytest.mark.parametrize("row", [{"buyer": None}, {"buyer": ["x"]}, {"buyer": "别家"}])
def test_nothing_of_the_customer_stays_where_a_row_says_no_buyer_at_all(
    row: dict[str, Any], folder: Path
) -> None:
    (folder / "rows.jsonl").write_text(json.dumps({"id": "SO-2026-0999", **row}) + "\n")
    render_rows("rows.jsonl", draft=True)
    text = text_of(folder / "out/SO-2026-0999.docx")
    assert not [said for said in ("杭州晨屿", "萧山仓", "宋妍", "CG-20260603", "CY-1203") if said in text]


def test_a_letter_for_another_place_is_not_sent_to_the_first_ones_warehouse(folder: Path) -> None:
    (folder / "rows.jsonl").write_text('{"id": "SO-1", "buyer": {"name": "别家有限公司"}}\n')
    assert "delivery.place" in render_rows("rows.jsonl").err
    text = (folder / "base.yaml").read_text(encoding="utf-8").replace("incoterm: DAP", "incoterm: FCA")
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    render_rows("rows.jsonl", draft=True)
    assert "杭州市萧山仓" in text_of(folder / "out/SO-1.docx"), (
        "goods are handed over at the same place for all"
    )


def test_what_became_of_the_base_did_not_become_of_a_letter_with_its_own_number(folder: Path) -> None:
    request = (EXAMPLES / "change-request/good/more-mugs.zh.yaml").read_text(encoding="utf-8")
    assert "signed_on" in request
    (folder / "base.yaml").write_text(request, encoding="utf-8")
    order = EXAMPLES / "order-confirmation/good/mugs.zh.yaml"
    (folder / "order.yaml").write_bytes(order.read_bytes())
    (folder / "rows.jsonl").write_text('{"id": "CR-9"}\n')
    render_rows("rows.jsonl", draft=True)
    (folder / "rows.jsonl").write_text('{"id": "CR-10", "order": "SO-2026-0999"}\n')
    render_rows("rows.jsonl", draft=True)
    assert "2026年6月" not in text_of(folder / "out/CR-9.docx").split("授权代表")[-1]
    assert "宋妍" not in text_of(folder / "out/CR-10.docx")


def test_a_list_that_a_row_gives_short_lacks_its_own_values(folder: Path) -> None:
    (folder / "rows.jsonl").write_text('{"id": "SO-1", "lines": [{"sku": "A"}]}\n')
    assert "another customer" not in render_rows("rows.jsonl").err


@pytest.mark.parametrize(
    ("base", "rows"), [("mugs.zh.yaml", "dealers.zh.csv"), ("lamps.en.yaml", "retailers.en.jsonl")]
)
def test_the_example_tables_fill_the_example_orders(base: str, rows: str, folder: Path) -> None:
    order = EXAMPLES / "order-confirmation/good" / base
    ran = comms_render(str(order), each=EXAMPLES / "batch" / rows, output="out")
    assert (ran.status, len(letters(folder))) == (0, len(manifest(folder)))


def test_the_example_table_of_lines_fills_the_example_order(folder: Path) -> None:
    order = EXAMPLES / "order-confirmation/good/lamps.en.yaml"
    each = EXAMPLES / "batch/orders-by-line.en.csv"
    ran = comms_render(str(order), each=each, group_by="id", output="out", to="md")
    assert (ran.status, len(manifest(folder))) == (0, 2)
    text = (folder / "out/SO-2026-0651.md").read_text(encoding="utf-8")
    assert "600 pcs" in text
    assert "200 pcs" in text


def test_a_bad_row_is_told_with_its_place_and_the_others_are_done(folder: Path) -> None:
    rows = [
        ROWS[0],
        ["SO-2026-0702", "乙", "many"],
        ["SO-2026-0703", "丙", "-5"],
        ["SO-2026-0705", "丁", "1", "x"],
    ]
    table(folder, [*rows, ["SO-2026-0704", "戊", "800"]])
    ran = render_rows()
    assert ran.status == 1
    assert sorted(letters(folder)) == ["SO-2026-0701.docx", "SO-2026-0704.docx"]
    assert "rows.csv:3: lines[MUG-350-CL].quantity: `many` is not a number" in ran.err
    assert "rows.csv:4:3 error F004" in ran.err
    assert "rows.csv:5: Row 5 has `x` in a column without a name" in ran.err
    assert [line["status"] for line in manifest(folder)] == [
        "written",
        "refused",
        "refused",
        "refused",
        "written",
    ]


def test_a_second_run_writes_nothing_again_and_finishes_what_is_missing(folder: Path) -> None:
    table(folder)
    render_rows()
    before = {name: (folder / "out" / name).stat().st_mtime_ns for name in letters(folder)}
    (folder / "out/SO-2026-0702.docx").unlink()
    ran = render_rows()
    assert ran.status == 0
    assert "1 written" in ran.err
    assert [line["status"] for line in manifest(folder)] == ["unchanged", "written", "unchanged"]
    for name in ("SO-2026-0701.docx", "SO-2026-0703.docx"):
        assert (folder / "out" / name).stat().st_mtime_ns == before[name]


def test_another_file_of_the_name_is_kept_unless_force_is_used(folder: Path) -> None:
    table(folder)
    (folder / "out").mkdir()
    (folder / "out/SO-2026-0702.docx").write_text("mine")
    ran = render_rows()
    assert ran.status == 1
    assert "SO-2026-0702.docx already exists" in ran.err
    assert (folder / "out/SO-2026-0702.docx").read_text() == "mine"
    assert render_rows(force=True).status == 0
    assert (folder / "out/SO-2026-0702.docx").read_bytes()[:2] == b"PK"


def test_a_letter_is_known_as_ours_whatever_the_runs_between_were_about(folder: Path) -> None:
    """One failed row, another table, other formats, a check, and a mistake in a template."""
    table(folder)
    render_rows()
    table(folder, [["SO-2026-0701", "x", "bad"], *ROWS[1:]])
    assert render_rows().status == 1
    table(folder, [["SO-2026-0801", "x", "7000"]], "other.csv")
    assert "3 from earlier runs" in render_rows("other.csv").err
    render_rows(to="eml")
    table(folder, [[number, reference, "9000"] for number, reference, _ in ROWS])
    assert render_rows(check=True, manifest=folder / "out/manifest.jsonl").status == 1
    (folder / "own").mkdir()
    (folder / "own/order-confirmation.md.j2").write_text("{{ doc.nothing }}")
    assert render_rows(templates=folder / "own").status == 2
    ran = render_rows()
    assert ran.status == 0
    assert "3 written" in ran.err
    assert "3 from earlier runs" in ran.err, "the letter of the other table, and two e-mails"
    assert "9,000 只" in text_of(folder / "out/SO-2026-0701.docx")


def test_a_check_tells_letters_that_somebody_edited_from_those_that_are_due(folder: Path) -> None:
    table(folder)
    render_rows()
    (folder / "out/SO-2026-0703.docx").write_bytes(b"edited by hand")
    table(folder, [[number, reference, "9000"] for number, reference, _ in ROWS])
    ran = render_rows(check=True)
    assert "1 kept because they were edited" in ran.err
    assert "2 to be written" in ran.err


def test_a_manifest_takes_the_place_of_nothing_else(folder: Path) -> None:
    table(folder)
    (folder / "manifest.jsonl").write_text('{"id": "SO-1"}\n')
    assert comms_render("base.yaml", each=Path("manifest.jsonl")).status == 1
    settings = (folder / "comms.toml").read_bytes()
    assert render_rows(manifest=Path("comms.toml")).status == 1
    assert (folder / "comms.toml").read_bytes() == settings
    ran = render_rows(manifest=Path("out/SO-2026-0701.docx"))
    assert "out/SO-2026-0701.docx is needed by this run" in ran.err.replace("\\", "/")
    assert "1 refused" in ran.err
    assert comms_render("base.yaml", to="md", manifest=Path("base.md")).status == 1


def test_rows_with_one_number_never_share_the_formats_of_a_letter(folder: Path) -> None:
    rows = [["SO-1", "AAA", "7000"], ["SO-1", "BBB", "7000"]]
    for number in range(10):
        table(folder, rows)
        comms_render("base.yaml", each=Path("rows.csv"), output=f"out{number}", to="docx,md")
        assert "AAA" in text_of(folder / f"out{number}/SO-1.docx")
        assert "AAA" in (folder / f"out{number}/SO-1.md").read_text(encoding="utf-8")


def test_letters_are_made_though_nobody_reads_their_names(folder: Path) -> None:
    names = [f"o{number}.yaml" for number in range(30)]
    for name in names:
        (folder / name).write_bytes((folder / "base.yaml").read_bytes())
    command = [sys.executable, "-m", "cli.app", "render", *names, "--to", "md", "-o", "out"]
    running = subprocess.Popen(
        [*command, "--manifest", "list.jsonl"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert running.stdout is not None
    running.stdout.readline()
    running.stdout.close()
    running.wait(timeout=PATIENCE)
    assert len(list((folder / "out").iterdir())) == 30
    assert len((folder / "list.jsonl").read_text().splitlines()) == 30


def test_two_rows_with_one_number_do_not_overwrite_each_other(folder: Path) -> None:
    table(folder, [ROWS[0], ["SO-2026-0701", "别家", "7000"]])
    ran = render_rows(force=True)
    assert ran.status == 1
    assert "is already the file of rows.csv:2" in ran.err
    assert "CG-7001" in text_of(folder / "out/SO-2026-0701.docx")


def test_a_row_without_a_number_and_a_total_are_no_letters(folder: Path) -> None:
    table(folder, [["", "CG-7001", ""], ROWS[0], ["合计", "", "30000"]])
    ran = render_rows()
    assert (ran.status, list(letters(folder))) == (1, ["SO-2026-0701.docx"])
    assert "rows.csv:2: The row has no number of its own" in ran.err
    assert "Row 4 is a total" in ran.err


def test_a_manifest_never_replaces_what_it_tells_of(folder: Path) -> None:
    table(folder)
    before = (folder / "rows.csv").read_bytes()
    assert render_rows(manifest=Path("rows.csv")).status == 1
    assert (folder / "rows.csv").read_bytes() == before


def test_no_row_takes_the_place_of_the_base_not_even_by_force(folder: Path) -> None:
    before = (folder / "base.yaml").read_bytes()
    (folder / "rows.csv").write_text("id\nbase\n")
    ran = comms_render("base.yaml", each=Path("rows.csv"), output=".", to="yaml", force=True)
    assert (ran.status, (folder / "base.yaml").read_bytes()) == (1, before)


def test_a_column_may_have_the_name_that_the_questions_give_its_field(folder: Path) -> None:
    (folder / "rows.csv").write_text(
        "编号,客户单号,需方公司名称,需方 地址,Buyer contact name,交付地点\n"
        "SO-1,PO-1,别家有限公司,示例路 9 号,林一,苏州市\n"
    )
    assert render_rows().status == 0
    text = text_of(folder / "out/SO-1.docx")
    assert not [said for said in ("PO-1", "别家有限公司", "示例路 9 号", "林一") if said not in text]


def test_a_name_that_several_fields_have_is_no_column_and_the_nearest_is_named(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,地址,需方公司\nSO-1,某路,某某\n")
    ran = render_rows()
    assert ran.status == 2
    assert "地址 (→ seller.address / buyer.address); 需方公司 (→ buyer.name)" in ran.err


def test_what_the_base_says_of_another_customer_is_asked_of_the_row(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,buyer.name\nSO-1,别家有限公司\n")
    ran = render_rows()
    assert ran.status == 1
    assert (
        "The value in base.yaml belongs to another customer. Give this customer's value in a column order_reference."
        in ran.err
    )


def test_a_fault_of_the_base_is_told_once_and_where_it_stands(folder: Path) -> None:
    text = (folder / "base.yaml").read_text(encoding="utf-8")
    line = next(number for number, content in enumerate(text.split("\n"), 1) if "percent: 30" in content)
    (folder / "base.yaml").write_text(text.replace("percent: 30", "percent: 20"), encoding="utf-8")
    table(folder)
    ran = render_rows()
    assert ran.status == 1
    assert ran.err.count("O501") == 1
    assert f"base.yaml:{line - 1}:" in ran.err or f"base.yaml:{line}:" in ran.err
    assert [line["why"] for line in manifest(folder)] == [
        "O501 the instalments add up to 90 % instead of 100 %"
    ] * 3


def test_what_many_rows_have_wrong_is_told_a_few_times_and_counted(folder: Path) -> None:
    rows = [[f"SO-{number}", "x", "many"] for number in range(10)]
    table(folder, [*rows, ["SO-10", "x", "-1"]])
    ran = render_rows()
    assert ran.err.count("is not a number") == 4
    assert "7 more like rows.csv:2 (rows 5, 6, 7, 8, 9, 10, 11): lines[MUG-350-CL].quantity" in ran.err
    assert "1 file" not in ran.err, "rows are no files"
    assert len(manifest(folder)) == 11


def test_a_mistake_below_a_line_that_is_left_out_is_told_in_its_own_column(folder: Path) -> None:
    (folder / "rows.csv").write_text(
        "id,order_reference,lines[MUG-350-CL].quantity,lines[MUG-350-WH].quantity\nSO-1,x,0,-5\n"
    )
    assert "rows.csv:2:4 error F004" in render_rows().err
    (folder / "rows.csv").write_text(
        "id,order_reference,lines[].sku,lines[].quantity\n"
        "SO-1,x,MUG-350-CL,0\nSO-1,x,-,-\nSO-1,x,MUG-350-WH,-5\n"
    )
    assert "rows.csv:4:4 error F004" in render_rows(group_by="id").err


def test_rows_with_different_causes_are_counted_apart(folder: Path) -> None:
    wrong = ["many", "few", "1.200", "2.200", "3 kg", "5 kg"]
    table(folder, [[f"SO-{number}", "x", wrong[number % 6]] for number in range(24)])
    ran = render_rows()
    told = [line for line in ran.err.splitlines() if "5 more like" in line]
    assert ["not a number" in told[0], "can mean" in told[1], "another unit" in told[2]] == [True] * 3


def test_a_quantity_in_another_unit_is_not_taken_for_pieces(folder: Path) -> None:
    table(folder, [["SO-1", "x", "7000箱"], ["SO-2", "x", "7000 kg"], ["SO-3", "x", "7000 只"]])
    ran = render_rows()
    assert "`7000箱` is in another unit; this answer is in 只" in ran.err
    assert list(letters(folder)) == ["SO-3.docx"]
    (folder / "rows.csv").write_text(
        "id,order_reference,lines[MUG-350-CL].quantity,lines[MUG-350-CL].unit,lines[MUG-350-CL].unit_price\n"
        "SO-4,x,200箱,箱,460\n"
    )
    assert render_rows().status == 0
    assert "200 箱" in text_of(folder / "out/SO-4.docx")


def test_a_price_is_no_percentage(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,lines[MUG-350-CL].unit_price\nSO-1,13%\n")
    assert "`13%` is not a number" in render_rows().err


def test_a_column_of_a_list_must_say_for_which_of_its_entries(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,数量\nSO-1,7000\n")
    assert "数量 (→ lines[MUG-350-CL].quantity)" in render_rows().err


def test_a_title_above_the_columns_is_no_row_of_names(folder: Path) -> None:
    (folder / "rows.csv").write_text("经销商名单,,\n\nid,order_reference\nSO-1,x\n")
    assert render_rows().status == 0
    assert manifest(folder)[0]["input"] == "rows.csv:4"


def test_a_value_outside_of_a_closed_list_is_answered_with_the_list(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,delivery.mode\nSO-1,bicycle\n")
    assert "`bicycle` is not allowed here. Write one of: sea, air, road" in render_rows().err


def test_a_formula_that_failed_is_no_value(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,order_reference\nSO-1,#N/A\nSO-2,x\n")
    assert "Row 2 has a formula that fails with #N/A" in render_rows().err
    (folder / "rows.csv").write_text("id,# note\nSO-2,#N/A\n")
    assert render_rows().status == 0, "a remark is none of ours"
    assert list(letters(folder)) == ["SO-2.docx"]


def test_a_path_through_a_text_concerns_its_row_alone(folder: Path) -> None:
    lines = [{"id": "SO-1", "lines": ["x"], "lines[0].quantity": 5}, {"id": "SO-2"}]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert render_rows("rows.jsonl").status == 1
    assert list(letters(folder)) == ["SO-2.docx"]


def test_a_day_without_its_hour_lacks_the_hour(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,issued_at\nSO-1,2026-06-05\n")
    assert "does not name a time of day" in render_rows().err


def test_a_base_whose_text_was_edited_is_told(folder: Path) -> None:
    comms_render("base.yaml", to="md")
    edited = (folder / "base.md").read_text(encoding="utf-8").replace("76,800.00 ", "77,400.00 ")
    (folder / "base.md").write_text(edited, encoding="utf-8")
    table(folder)
    ran = comms_render("base.md", each=Path("rows.csv"), output="out")
    assert ran.err.count("F005") == 1
    assert "77,400.00" in ran.err
    assert ran.status == 0


def test_a_warning_names_its_row(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,delivery.deliver_by\nSO-1,2026-07-18\nSO-2,2026-07-10\n")
    ran = render_rows(draft=True)
    assert "rows.csv:3:2" in ran.err
    assert "O520" in ran.err


def test_an_e_mail_without_a_recipient_is_told(folder: Path) -> None:
    columns = "id,buyer.contact.name,buyer.contact.email"
    rows = "SO-1,a,not an address\nSO-2,b,x@example.com; y@example.com\nSO-3,c,\n"
    (folder / "rows.csv").write_text(f"{columns}\n{rows}")
    ran = render_rows(to="eml")
    assert [row for row in (2, 3, 4) if f"rows.csv:{row}: The e-mail has no recipient" in ran.err] == [2, 4]
    assert ran.status == 0


def test_the_place_of_a_cell_counts_empty_columns_and_remarks(folder: Path) -> None:
    (folder / "rows.csv").write_text("# x,,id,,lines[MUG-350-CL].quantity\n,,SO-1,,-1\n")
    assert "rows.csv:2:5 error F004" in render_rows().err


def test_what_ends_a_table_before_its_time_comes_after_its_good_rows(folder: Path) -> None:
    lines = [f"SO-{number},CG-{number}" for number in range(3)]
    content = "\n".join(["id,order_reference", *lines, ""]).encode()
    (folder / "rows.csv").write_bytes(content + b'SO-4,"' + b"x" * 200_000)
    ran = render_rows()
    assert (ran.status, len(letters(folder))) == (1, 3)
    assert "A cell near line 5 has more than 131,072 characters" in ran.err


def test_text_behind_a_quotation_mark_concerns_its_own_row(folder: Path) -> None:
    (folder / "rows.csv").write_text('id,order_reference\nSO-1,A\nSO-2,"A" b\nSO-3,C\n')
    assert "rows.csv: Line 3 has text after a closing quotation mark" in render_rows().err
    assert sorted(letters(folder)) == ["SO-1.docx", "SO-3.docx"]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_table_of_more_than_a_megabyte_is_read_in_its_encoding(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    rows = (f"DB-{n}\t第{n}张海报\t{'大' * 400}\n" for n in range(1_500))
    file.write_text("id\ttitle\thow\n" + "".join(rows), encoding=encoding)
    assert file.stat().st_size > 1_000_000
    *_, last = read_records(file).rows
    assert (last.number, last.values["title"]) == (1_501, "第1499张海报")


def test_an_encoding_that_changes_late_ends_the_table_there(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    good = b"".join(b"DB-%d,%s\n" % (number, b"poster " * 50) for number in range(4_000))
    assert len(good) > 1_000_000
    file.write_bytes(b"id,title\n" + good + "DB-9,海报\n".encode("gb18030"))
    *done, last = read_records(file).rows
    assert last.error is not None
    assert last.error.reason == "encoding_later"
    assert 3_900 < len(done) <= 4_000
    assert not [row for row in done if row.error]


def test_a_letter_whose_row_has_changed_is_made_anew_unless_somebody_edited_it(folder: Path) -> None:
    table(folder)
    render_rows()
    (folder / "out/SO-2026-0703.docx").write_bytes(b"edited by hand")
    table(folder, [[number, reference, "9000"] for number, reference, _ in ROWS])
    ran = render_rows()
    assert [line["status"] for line in manifest(folder)] == ["written", "written", "exists"]
    assert ran.status == 1
    assert "9,000 只" in text_of(folder / "out/SO-2026-0702.docx")
    assert (folder / "out/SO-2026-0703.docx").read_bytes() == b"edited by hand"


def test_names_that_differ_only_in_case_are_one_where_the_letters_may_go(folder: Path) -> None:
    table(folder, [["SO-a", "x", "7000"], ["SO-A", "y", "7000"]])
    assert "is already the file of rows.csv:2" in render_rows().err


def test_a_manifest_goes_to_standard_output_or_into_a_folder(folder: Path) -> None:
    table(folder)
    ran = render_rows(manifest=Path("-"))
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["written"] * 3
    assert not (folder / "out/manifest.jsonl").exists()
    ran = comms_render("base.yaml", to="md", manifest=Path("-"))
    assert [json.loads(line)["output"] for line in ran.out.splitlines()] == ["base.md"]
    (folder / "lists").mkdir()
    render_rows(manifest=Path("lists"))
    assert (folder / "lists/manifest.jsonl").exists()


def test_a_line_that_is_no_object_is_called_a_line(folder: Path) -> None:
    (folder / "rows.jsonl").write_text('[1]\n{"id": "SO-1"}\n{"id": \n')
    ran = render_rows("rows.jsonl")
    assert ran.status == 1
    assert "rows.jsonl:1: The line is not a JSON object" in ran.err
    assert "rows.jsonl:3: JSON syntax error" in ran.err


def test_a_quotation_mark_that_is_never_closed_swallows_no_letter(folder: Path) -> None:
    (folder / "rows.csv").write_text('id,order_reference\nSO-1,"A\nSO-2,B\n')
    ran = render_rows()
    assert (ran.status, letters(folder)) == (1, {})
    assert "rows.csv: A quotation mark near line 2 is never closed" in ran.err
    assert [line["status"] for line in manifest(folder)] == ["refused"]


def test_processes_write_the_same_bytes_as_one(folder: Path) -> None:
    table(folder, [[f"SO-2026-{number:04}", "某某公司", str(100 * number)] for number in range(1, 26)])
    render_rows(jobs=1)
    alone = letters(folder)
    for file in (folder / "out").iterdir():
        file.unlink()
    assert render_rows(jobs=2).status == 0
    assert letters(folder) == alone
    assert len(alone) == 25
    assert [line["input"] for line in manifest(folder)] == [f"rows.csv:{row}" for row in range(2, 27)]


def test_csv_xlsx_and_json_lines_give_the_same_letters(folder: Path) -> None:
    table(folder)
    render_rows()
    expected = letters(folder)
    book = Workbook()
    sheet: Any = book.active
    sheet.append(HEAD)
    for number, reference, quantity in ROWS:
        sheet.append([number, reference, int(quantity)])
    book.save(folder / "rows.xlsx")
    lines = [
        {"id": number, "order_reference": reference, "lines[MUG-350-CL].quantity": int(quantity)}
        for number, reference, quantity in ROWS
    ]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    for name in ("rows.xlsx", "rows.jsonl"):
        for file in (folder / "out").iterdir():
            file.unlink()
        assert render_rows(name).status == 0
        assert letters(folder) == expected


def test_a_column_that_is_no_field_is_refused_before_anything_is_written(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,buyer.nmae\nSO-1,x\n")
    ran = render_rows()
    assert ran.status == 2
    assert "buyer.nmae" in ran.err
    assert not (folder / "out").exists()


def test_a_remark_in_a_column_marked_as_one_is_left_out(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,# note\nSO-2026-0801,old customer\n")
    assert render_rows().status == 0
    assert list(letters(folder)) == ["SO-2026-0801.docx"]


def test_a_check_writes_nothing_and_fails_while_anything_would_change(folder: Path) -> None:
    table(folder)
    ran = render_rows(check=True)
    assert (ran.status, letters(folder)) == (1, {})
    assert "3 to be written" in ran.err
    render_rows()
    assert render_rows(check=True).status == 0
    assert comms_render("base.yaml", to="md", check=True).status == 1
    assert not (folder / "base.md").exists()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("../../evil", "evil"),
        ("/there/x", "there-x"),
        ("a/../b", "a-..-b"),
        ("=cmd()", "cmd"),
        ("..", "base-00001"),
        ("CON\x00", "CON"),
        ("单" * 100, "单" * 66),
    ],
)
def test_no_number_leads_out_of_the_folder(number: str, name: str, folder: Path) -> None:
    assert stem_of(number, "base-00001") == name
    assert len(f"{name}.docx".encode()) < 255


@pytest.mark.parametrize("number", ["../evil", "..", "单" * 100], ids=["above", "dots", "long"])
def test_a_letter_of_any_number_comes_into_the_folder(number: str, folder: Path) -> None:
    (folder / "rows.jsonl").write_text(json.dumps({"id": number, "order_reference": "x"}) + "\n")
    assert render_rows("rows.jsonl", draft=True).status == 0
    assert [file.parent.name for file in folder.rglob("*.docx")] == ["out"]
    assert not list(folder.parent.glob("*.docx"))


def test_one_bad_file_stops_none_of_the_others(folder: Path) -> None:
    (folder / "bad.yaml").write_text("kind: order-confirmation\nid: [")
    (folder / "good.yaml").write_bytes((folder / "base.yaml").read_bytes())
    ran = comms_render("bad.yaml", "base.yaml", "good.yaml", to="docx", output="out")
    assert ran.status == 1
    assert ran.out.split() == [str(Path("out", "base.docx")), str(Path("out", "good.docx"))]
    assert "bad.yaml" in ran.err


def test_a_manifest_of_files_says_what_became_of_each(folder: Path) -> None:
    ran = comms_render("base.yaml", to="md,json", output="out", manifest=Path("list.jsonl"))
    assert ran.status == 0
    lines = [json.loads(line) for line in (folder / "list.jsonl").read_text().splitlines()]
    assert [(line["output"], line["status"]) for line in lines] == [
        (str(Path("out", "base.md")), "written"),
        (str(Path("out", "base.json")), "written"),
    ]


@pytest.mark.parametrize("error", [Unreadable("json", 3, 4, why="x"), CommsError("exists", path="a")])
def test_an_error_comes_whole_from_another_process(error: CommsError) -> None:
    import pickle

    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.reason, again.values) == (type(error), error.reason, error.values)


def test_a_table_in_gbk_with_semicolons_is_read_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes('id;title\r\nDB-1;"春季\r\n海报"\r\n\r\nDB-2;横幅\r\n'.encode("gb18030"))
    found = read_records(file)
    assert found.columns == ("id", "title")
    assert [(row.number, row.values) for row in found.rows] == [
        (2, {"id": "DB-1", "title": "春季\n海报"}),
        (5, {"id": "DB-2", "title": "横幅"}),
    ]


def test_a_formula_without_its_result_is_no_value(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["id", "title"])
    sheet.append(["DB-1", "=A1"])
    sheet.append(["DB-2", "海报"])
    book.save(tmp_path / "rows.xlsx")
    formula, good = read_records(tmp_path / "rows.xlsx").rows
    assert formula.error is not None
    assert (formula.number, formula.error.reason) == (2, "formula")
    assert (good.number, good.values, good.error) == (3, {"id": "DB-2", "title": "海报"}, None)


def test_a_number_whose_last_digits_a_spreadsheet_has_lost_is_no_value(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["id", "buyer.tax_id"])
    sheet.append(["SO-1", 914403001234567890])
    sheet.append(["SO-2", "914403001234567890"])
    sheet.append(["SO-3", 914403001234567])
    book.save(tmp_path / "rows.xlsx")
    lost, text, short = read_records(tmp_path / "rows.xlsx").rows
    assert lost.error is not None
    assert (lost.number, lost.error.reason) == (2, "shortened_cell")
    assert [row.values["buyer.tax_id"] for row in (text, short)] == ["914403001234567890", "914403001234567"]
    (tmp_path / "rows.csv").write_text("id,buyer.tax_id\nSO-1,9.14403E+17\nSO-2,9E1\n")
    lost, kept = read_records(tmp_path / "rows.csv").rows
    assert lost.error is not None
    assert (lost.error.reason, lost.error.values["text"]) == ("shortened_cell", "9.14403E+17")
    assert kept.error is None


# --- runs that are stopped -------------------------------------------------------------------


def started_batch(folder: Path, count: int) -> "subprocess.Popen[bytes]":
    """Start a run over `count` rows with two processes and return it once a quarter is done."""
    table(folder, [[f"SO-2026-{number:04}", "某某公司", str(100 * number)] for number in range(1, count + 1)])
    options = ("--each", "rows.csv", "-o", "out", "-j", "2")
    command = [sys.executable, "-m", "cli.app", "render", "base.yaml", *options]
    batch = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)
    while len(list((folder / "out").glob("*.docx"))) < count // 4:
        assert batch.poll() is None
        time.sleep(0.01)
    return batch


def lists_what_is_there(folder: Path) -> bool:
    """Whether the manifest names every letter; fails if a partial file is left."""
    assert not [file.name for file in folder.rglob("*.part")]
    return [Path(line["output"]).name for line in manifest(folder)] == sorted(letters(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(
    ("ending", "to_group"),
    [
        ("SIGTERM", False),
        pytest.param("SIGTERM", True, marks=pytest.mark.long),
        pytest.param("SIGINT", True, marks=pytest.mark.long),
    ],
)
def test_a_run_that_is_asked_to_end_lists_all_that_it_has_made(
    ending: str, to_group: bool, folder: Path
) -> None:
    number = getattr(signal, ending)
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip(f"{ending} is ignored here, and so by what is begun here")
    batch = started_batch(folder, 200)
    (os.killpg if to_group else os.kill)(batch.pid, number)
    _, told = batch.communicate(timeout=PATIENCE)
    assert batch.returncode == 128 + number
    assert "stopped; the same command continues from here" in told.decode()
    assert lists_what_is_there(folder)
    assert render_rows(jobs=1).status == 0, "it goes on where it was"
    assert len(letters(folder)) == 200


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_run_that_was_stopped_still_knows_the_letters_that_it_did_not_come_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"SO-{number:02}", "x", "7000"] for number in range(20)]
    table(folder, rows)
    render_rows()
    table(folder, [[number, reference, "8000"] for number, reference, _ in rows])
    rendered = BatchRenderer.rendered

    def stopping(desk: BatchRenderer, item: Item) -> Rendered:
        if item.row is not None and item.row.number == 4:
            os.kill(os.getpid(), signal.SIGTERM)
        return rendered(desk, item)

    with monkeypatch.context() as patched:
        patched.setattr(BatchRenderer, "rendered", stopping)
        assert render_rows().status == 128 + signal.SIGTERM
    statuses = [line["status"] for line in manifest(folder)]
    assert sorted(set(statuses)) == ["left", "written"]
    assert len(statuses) == 20
    assert render_rows().status == 0
    assert all("8,000 只" in text_of(file) for file in (folder / "out").glob("*.docx"))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_a_run_that_loses_a_process_lists_all_that_it_has_made(folder: Path) -> None:
    batch = started_batch(folder, 200)
    children = Path(f"/proc/{batch.pid}/task/{batch.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    _, told = batch.communicate(timeout=PATIENCE)
    assert batch.returncode == 2
    assert "A process of this run was ended from outside" in told.decode()
    assert "written" in told.decode()
    assert lists_what_is_there(folder)


# --- a cluster -------------------------------------------------------------------------------


def started(*arguments: str, folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False"},
    )


def worker(folder: Path, address: str) -> "subprocess.Popen[bytes]":
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--death-timeout", "60")
    return started("distributed.cli.dask_worker", address, *options, folder=folder)


@contextmanager
def cluster_run(
    folder: Path, count: int
) -> Iterator[tuple[list["subprocess.Popen[bytes]"], "subprocess.Popen[bytes]"]]:
    """Start a scheduler with two workers and a run over `count` rows that is a quarter done."""
    table(folder, [[f"SO-2026-{number:04}", "某某公司", str(100 * number)] for number in range(1, count + 1)])
    places = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(places))
    running = [started("distributed.cli.dask_scheduler", *options, folder=folder)]
    try:
        while not places.exists():
            time.sleep(0.05)
        address = json.loads(places.read_text())["address"]
        running += [worker(folder, address), worker(folder, address)]
        command = [sys.executable, "-m", "cli.app", "render", "base.yaml", "--each", "rows.csv", "-o", "out"]
        batch = subprocess.Popen([*command, "--scheduler", address], cwd=folder, stderr=subprocess.PIPE)
        running.append(batch)
        while len(list((folder / "out").glob("*.docx"))) < count // 4:
            assert batch.poll() is None
            time.sleep(0.01)
        yield running, batch
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.mark.long
def test_a_cluster_that_loses_a_worker_half_way_makes_every_letter_once(folder: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    count = 400
    with cluster_run(folder, count) as (running, batch):
        running[1].kill()
        _, told = batch.communicate(timeout=PATIENCE)
        assert batch.returncode == 0, told.decode()
    made = letters(folder)
    assert [line["input"] for line in manifest(folder)] == [f"rows.csv:{row}" for row in range(2, count + 2)]
    assert {line["status"] for line in manifest(folder)} == {"written"}
    render_rows(jobs=1)
    assert {line["status"] for line in manifest(folder)} == {"unchanged"}, "one process makes the same bytes"
    assert len(made) == count


@pytest.mark.long
def test_a_run_whose_scheduler_is_gone_ends_and_lists_what_it_has_made(folder: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with cluster_run(folder, 1200) as (running, batch):
        running[0].kill()
        _, told = batch.communicate(timeout=PATIENCE)
        assert batch.returncode == 2, told.decode()
        assert "A process of this run was ended from outside" in told.decode()
    assert lists_what_is_there(folder)


@pytest.mark.long
def test_a_scheduler_that_does_not_answer_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr("comms.runtime.dask.TIMEOUT", 1)
    table(folder)
    ran = render_rows(scheduler="tcp://127.0.0.1:9")
    assert ran.status == 2
    assert "tcp://127.0.0.1:9" in ran.err
