"""`comms list`: what it shows of the documents, in each form and at each width."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from cli.commands.list_table import table
from comms.language.display import display_width
from comms.reports import unstyled
from comms.tasks.document_list import Entry
from tests.support.here import run_here

BRIEF = 'kind: brief\nid: BR-2026-0001\ntitle: "{title}"\nwhen: {due}\nwho: {{owner: "{owner}"}}\n'


def write(folder: Path, title: str = "Stocktake", due: str = "2038-09-10", owner: str = "Leo Marsh") -> None:
    text = BRIEF.format(title=title, due=due, owner=owner)
    (folder / "a.yaml").write_text(text, encoding="utf-8")


def test_a_document_is_a_line_of_aligned_text_without_tabs_and_colours(tmp_path: Path) -> None:
    write(tmp_path, due="2001-02-03")
    ran = run_here("list", cwd=tmp_path)
    heads, row = ran.out.splitlines()
    assert row.split("  ") == [
        "BR-2026-0001",
        "Stocktake",
        "general",
        "Leo Marsh",
        "2001-02-03 due, overdue",
        *[""] * (len(row.split("  ")) - 6),
        row.split("  ")[-1],
    ]
    assert heads.index("Title") == row.index("Stocktake")
    assert not set("\t\x1b") & set(ran.out)
    assert "documents: 1, overdue: 1" in ran.err
    assert ran.status == 0, "findings are no failure of the list"


def test_chinese_columns_are_aligned_by_their_width(tmp_path: Path) -> None:
    write(tmp_path, title="仓库盘点", owner="设计部 周航")
    heads, row = run_here("list", "--language", "zh", cwd=tmp_path).out.splitlines()
    assert display_width(heads[: heads.index("类型")]) == display_width(row[: row.index("通用")])


def test_the_whole_workspace_is_listed_from_below(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").touch()
    (tmp_path / "below").mkdir()
    write(tmp_path)
    (row,) = json.loads(run_here("list", "--format", "json", cwd=tmp_path / "below").out)
    assert row["files"] == [str(Path("..") / "a.yaml")]


def test_json_has_an_object_for_each_document(tmp_path: Path) -> None:
    write(tmp_path, title="t\\e[31m\\u202e=1")
    ran = run_here("list", "--format", "json", cwd=tmp_path)
    (row,) = json.loads(ran.out)
    assert row["title"] == "t\x1b[31m\u202e=1" and "\x1b" not in ran.out and "\u202e" not in ran.out
    assert (row["id"], row["due"], row["due_for"], row["overdue"]) == (
        "BR-2026-0001",
        "2038-09-10",
        "due",
        False,
    )
    assert run_here("list", "--owner", "nobody", "--format", "json", cwd=tmp_path).out == "[\n]\n"


@pytest.mark.parametrize("title", ["=1+2", "+1", "-2", "@SUM(A1)", "＝1", "\\t=1", "\\r=1", ' =cmd, \\"x\\"'])
def test_no_cell_of_csv_is_a_formula(title: str, tmp_path: Path) -> None:
    write(tmp_path, title=title, owner=title)
    out = run_here("list", "--format", "csv", cwd=tmp_path).out
    assert out.startswith("\ufeffid,revision,")
    (row,) = csv.DictReader(out.removeprefix("\ufeff").splitlines())
    for cell in (row["title"], row["owner"]):
        assert cell.startswith("'"), cell


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--kind", "brief", "--kind", "design-brief"), 1),
        (("--kind", "order-confirmation"), 0),
        (("--owner", "MARSH"), 1),
        (("--due", "2038-09-10"), 1),
        (("--due", "2038年9月9日"), 0),
        (("--due", "next Friday"), 0),
        (("--due", "下周五"), 0),
    ],
)
def test_the_list_is_narrowed(options: tuple[str, ...], count: int, tmp_path: Path) -> None:
    write(tmp_path)
    ran = run_here("list", *options, "--format", "json", cwd=tmp_path)
    assert len(json.loads(ran.out)) == count


@pytest.mark.parametrize(
    "options",
    [
        ("--due", "soon"),
        ("--due", "3/4"),
        ("--due", "2026-02-30"),
        ("--due", ""),
        ("--kind", "brif"),
        ("--format", "xml"),
        ("none.yaml",),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(options: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path)
    ran = run_here("list", *options, cwd=tmp_path)
    assert ran.status == 2 and not ran.out
    assert ran.err.startswith("comms: ") and ran.err.count("\n") == 1


def test_an_empty_workspace_and_a_list_without_hits_say_what_to_do(tmp_path: Path) -> None:
    ran = run_here("list", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "") and "`comms new KIND`" in ran.err
    write(tmp_path)
    assert "`comms list`" in run_here("list", "--owner", "nobody", cwd=tmp_path).err


def test_files_that_are_not_listed_are_told_in_a_line(tmp_path: Path) -> None:
    write(tmp_path)
    for number in range(5):
        (tmp_path / f"broken{number}.yaml").write_text("kind: brief\nwhat: [", encoding="utf-8")
    (tmp_path / "answers.yaml").write_text("title: t\nwhat: x\nwhy: y\nwho: z\n", encoding="utf-8")
    ran = run_here("list", "--plain", cwd=tmp_path)
    passed_over, unread, count = ran.err.splitlines()
    assert "passed over: 1" in passed_over
    assert "5 (broken0.yaml; broken1.yaml; broken2.yaml; …)" in unread
    assert count == "documents: 1, overdue: 0"
    assert len(ran.out.splitlines()) == 2


def test_what_the_baseline_accepts_is_no_finding(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "comms.toml").write_text('[lint]\nbaseline = "accepted.json"\n', encoding="utf-8")
    (before,) = json.loads(run_here("list", "--format", "json", cwd=tmp_path).out)
    run_here("lint", "--write-baseline", "--baseline", "accepted.json", cwd=tmp_path)
    (after,) = json.loads(run_here("list", "--format", "json", cwd=tmp_path).out)
    assert before["errors"] > 3 and after["errors"] == 0


def entries() -> list[Entry]:
    titles = (
        "双十一主图与详情页" * 30,
        "Stocktake of the returns shelf " * 10,
        "e\u0301" * 300,
        "👩‍👩‍👧" * 100,
    )
    days = (date(2026, 6, 5), None, date(2026, 7, 1), date(2026, 8, 1))
    return [
        Entry(
            f"BR-2026-{number:04}",
            number,
            "brief",
            title,
            "draft",
            "设计部 周航 " * 9,
            None,
            day,
            "due",
            number % 2 == 0,
            number,
            0,
            ("a.yaml",),
            0.0,
        )
        for number, (title, day) in enumerate(zip(titles, days, strict=True), 1)
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [20, 45, 59, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    lines = ["".join(text for _, text in line) for line in table(entries(), language, width)]
    assert lines
    assert max(map(display_width, lines)) <= width
    assert all(any(entry.number in line for line in lines) for entry in entries() if entry.number)


def test_a_wide_terminal_has_a_row_for_each_document_and_a_narrow_one_a_block() -> None:
    assert len(list(table(entries(), "en", 80))) == len(entries()) + 1
    narrow = list(table(entries(), "en", 40))
    assert len(narrow) > 4 * len(entries())


def test_elsewhere_than_on_a_terminal_long_titles_do_not_push_the_rest_away() -> None:
    assert max(map(display_width, unstyled(table(entries(), "zh", None)).splitlines())) < 180


def test_what_a_notice_of_passed_over_files_advises_works(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "b.yaml").write_text(
        "title: Poster\nwhat: One poster\nwho: {owner: Mia Chen}\n", encoding="utf-8"
    )
    assert "`--verbose`" in run_here("list", cwd=tmp_path).err
    ran = run_here("list", "--verbose", cwd=tmp_path)
    assert "b.yaml was passed over" in ran.err
    assert ran.status == 0
