"""Many letters at once: one document over the rows of a table, several processes, a cluster."""

import io
import json
import os
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import EXAMPLES, Ran
from openpyxl import Workbook

from cli import errors
from cli.render import RenderWanted, render
from comms.findings import CommsError, Unreadable
from comms.tables.records import read_records

HEAD = ["id", "order_reference", "lines[MUG-350-CL].quantity"]
ROWS = [
    ["SO-2026-0701", "CG-7001", "6500"],
    ["SO-2026-0702", "CG-7002", "7000"],
    ["SO-2026-0703", "CG-7003", "7200"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an order to fill in, which is the working folder too."""
    monkeypatch.chdir(tmp_path)
    errors.speak("en")
    (tmp_path / "comms.toml").write_bytes((EXAMPLES / "comms.toml").read_bytes())
    (tmp_path / "base.yaml").write_bytes((EXAMPLES / "order-confirmation/good/mugs.zh.yaml").read_bytes())
    return tmp_path


def csv_of(rows: list[list[str]]) -> str:
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in rows)


def table(folder: Path, rows: list[list[str]] = ROWS, name: str = "rows.csv") -> Path:
    file = folder / name
    file.write_text(csv_of([HEAD, *rows]), encoding="utf-8")
    return file


def comms_render(*files: str, **options: Any) -> Ran:
    """`comms render` in this process."""
    wanted = RenderWanted(tuple(map(Path, files)), **options)
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        status = errors.run(lambda: render(wanted))
    return Ran(status, out.getvalue(), err.getvalue())


def each(name: str = "rows.csv", **options: Any) -> Ran:
    return comms_render("base.yaml", each=Path(name), output="out", **options)


def manifest(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "out/manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def letters(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (folder / "out").glob("*.docx")}


def text_of(file: Path) -> str:
    document = docx.Document(str(file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_each_row_becomes_a_letter_with_its_own_values(folder: Path) -> None:
    table(folder)
    ran = each()
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
    each("rows.jsonl", draft=True)
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


@pytest.mark.parametrize(
    ("base", "rows"), [("mugs.zh.yaml", "dealers.zh.csv"), ("lamps.en.yaml", "retailers.en.jsonl")]
)
def test_the_example_tables_fill_the_example_orders(base: str, rows: str, folder: Path) -> None:
    order = EXAMPLES / "order-confirmation/good" / base
    ran = comms_render(str(order), each=EXAMPLES / "batch" / rows, output="out")
    assert (ran.status, len(letters(folder))) == (0, len(manifest(folder)))


def test_a_bad_row_is_told_with_its_place_and_the_others_are_done(folder: Path) -> None:
    rows = [
        ROWS[0],
        ["SO-2026-0702", "乙", "many"],
        ["SO-2026-0703", "丙", "-5"],
        ["SO-2026-0705", "丁", "1", "x"],
    ]
    table(folder, [*rows, ["SO-2026-0704", "戊", "800"]])
    ran = each()
    assert ran.status == 1
    assert sorted(letters(folder)) == ["SO-2026-0701.docx", "SO-2026-0704.docx"]
    assert "rows.csv:3: lines[MUG-350-CL].quantity: `many` is not a number" in ran.err
    assert "rows.csv:4:3 error F004" in ran.err
    assert "rows.csv:5: row 5 has `x` in a column without a name" in ran.err
    assert [line["status"] for line in manifest(folder)] == [
        "written",
        "refused",
        "refused",
        "refused",
        "written",
    ]


def test_a_second_run_writes_nothing_again_and_finishes_what_is_missing(folder: Path) -> None:
    table(folder)
    each()
    before = {name: (folder / "out" / name).stat().st_mtime_ns for name in letters(folder)}
    (folder / "out/SO-2026-0702.docx").unlink()
    ran = each()
    assert ran.status == 0
    assert "1 written" in ran.err
    assert [line["status"] for line in manifest(folder)] == ["unchanged", "written", "unchanged"]
    for name in ("SO-2026-0701.docx", "SO-2026-0703.docx"):
        assert (folder / "out" / name).stat().st_mtime_ns == before[name]


def test_another_file_of_the_name_is_kept_unless_force_is_used(folder: Path) -> None:
    table(folder)
    (folder / "out").mkdir()
    (folder / "out/SO-2026-0702.docx").write_text("mine")
    ran = each()
    assert ran.status == 1
    assert "SO-2026-0702.docx exists already" in ran.err
    assert (folder / "out/SO-2026-0702.docx").read_text() == "mine"
    assert each(force=True).status == 0
    assert (folder / "out/SO-2026-0702.docx").read_bytes()[:2] == b"PK"


def test_two_rows_with_one_number_do_not_overwrite_each_other(folder: Path) -> None:
    table(folder, [ROWS[0], ["SO-2026-0701", "别家", "7000"]])
    ran = each(force=True)
    assert ran.status == 1
    assert "is the file of rows.csv:2 already" in ran.err
    assert "CG-7001" in text_of(folder / "out/SO-2026-0701.docx")


def test_a_row_without_a_number_and_a_total_are_no_letters(folder: Path) -> None:
    table(folder, [["", "CG-7001", ""], ROWS[0], ["合计", "", "30000"]])
    ran = each()
    assert (ran.status, list(letters(folder))) == (1, ["SO-2026-0701.docx"])
    assert "rows.csv:2: the row gives no number of its own" in ran.err
    assert "row 4 is a total" in ran.err


def test_a_manifest_never_replaces_what_it_tells_of(folder: Path) -> None:
    table(folder)
    before = (folder / "rows.csv").read_bytes()
    assert each(manifest=Path("rows.csv")).status == 1
    assert (folder / "rows.csv").read_bytes() == before


def test_no_row_takes_the_place_of_the_base_not_even_by_force(folder: Path) -> None:
    before = (folder / "base.yaml").read_bytes()
    (folder / "rows.csv").write_text("id\nbase\n")
    ran = comms_render("base.yaml", each=Path("rows.csv"), output=".", to="yaml", force=True)
    assert (ran.status, (folder / "base.yaml").read_bytes()) == (1, before)


def test_a_quotation_mark_that_is_never_closed_swallows_no_letter(folder: Path) -> None:
    (folder / "rows.csv").write_text('id,order_reference\nSO-1,"A\nSO-2,B\n')
    assert each().status == 2
    assert letters(folder) == {}


def test_processes_write_the_same_bytes_as_one(folder: Path) -> None:
    table(folder, [[f"SO-2026-{number:04}", "某某公司", str(100 * number)] for number in range(1, 26)])
    each(jobs=1)
    alone = letters(folder)
    for file in (folder / "out").iterdir():
        file.unlink()
    assert each(jobs=2).status == 0
    assert letters(folder) == alone
    assert len(alone) == 25
    assert [line["input"] for line in manifest(folder)] == [f"rows.csv:{row}" for row in range(2, 27)]


def test_csv_xlsx_and_json_lines_give_the_same_letters(folder: Path) -> None:
    table(folder)
    each()
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
        assert each(name).status == 0
        assert letters(folder) == expected


def test_a_column_that_is_no_field_is_refused_before_anything_is_written(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,buyer.nmae\nSO-1,x\n")
    ran = each()
    assert ran.status == 2
    assert "buyer.nmae" in ran.err
    assert not (folder / "out").exists()


def test_a_remark_in_a_column_marked_as_one_is_left_out(folder: Path) -> None:
    (folder / "rows.csv").write_text("id,# note\nSO-2026-0801,old customer\n")
    assert each().status == 0
    assert list(letters(folder)) == ["SO-2026-0801.docx"]


def test_a_check_writes_nothing_and_fails_while_anything_would_change(folder: Path) -> None:
    table(folder)
    ran = each(check=True)
    assert (ran.status, letters(folder)) == (1, {})
    assert "3 to be written" in ran.err
    each()
    assert each(check=True).status == 0
    assert comms_render("base.yaml", to="md", check=True).status == 1
    assert not (folder / "base.md").exists()


@pytest.mark.parametrize("number", ["../../evil", "/etc/x", "a/../b", "=cmd()", "..", "CON\x00"])
def test_no_number_leads_out_of_the_folder(number: str, folder: Path) -> None:
    (folder / "rows.jsonl").write_text(json.dumps({"id": number}) + "\n")
    each("rows.jsonl")
    made = {file.relative_to(folder).parts[0] for file in folder.rglob("*.docx")}
    assert made <= {"out"}


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
    assert [(each.number, each.values) for each in found.rows] == [
        (2, {"id": "DB-1", "title": "春季\n海报"}),
        (5, {"id": "DB-2", "title": "横幅"}),
    ]


def test_a_formula_without_its_result_is_no_value(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["id", "title"])
    sheet.append(["DB-1", "=A1"])
    book.save(tmp_path / "rows.xlsx")
    with pytest.raises(CommsError) as refused:
        list(read_records(tmp_path / "rows.xlsx").rows)
    assert refused.value.reason == "formula"


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


@pytest.mark.long
def test_a_cluster_that_loses_a_worker_half_way_makes_every_letter_once(folder: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    count = 400
    table(folder, [[f"SO-2026-{number:04}", "某某公司", str(100 * number)] for number in range(1, count + 1)])
    each(jobs=1)
    alone = letters(folder)
    for file in (folder / "out").iterdir():
        file.unlink()
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
        while len(list((folder / "out").glob("*.docx"))) < count // 4:
            assert batch.poll() is None
            time.sleep(0.01)
        running[1].kill()
        _, told = batch.communicate(timeout=60)
        assert batch.returncode == 0, told.decode()
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert letters(folder) == alone
    assert [line["input"] for line in manifest(folder)] == [f"rows.csv:{row}" for row in range(2, count + 2)]
    assert {line["status"] for line in manifest(folder)} == {"written"}


@pytest.mark.long
def test_a_scheduler_that_does_not_answer_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr("comms.cluster.TIMEOUT", 1)
    table(folder)
    ran = each(scheduler="tcp://127.0.0.1:9")
    assert ran.status == 2
    assert "tcp://127.0.0.1:9" in ran.err
