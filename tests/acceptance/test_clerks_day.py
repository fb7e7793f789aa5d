"""A sales clerk's day, counted in answers: each Enter, each date, each pasted table is one."""

import io
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cli.commands.new_draft import new_draft
from cli.commands.options import NewOptions
from cli.interview.interview import Interview
from cli.interview.line_table import LineTable, TableDialog, put_table
from cli.terminal.screen import Screen
from comms.findings import Severity
from comms.linting.check import check
from comms.reading.answers import AnswerContext
from comms.reading.source import Source
from comms.reading.tables.opening import read_table
from comms.workspace.loading import load_case
from comms.workspace.workspace import open_workspace
from tests.support import EXAMPLES
from tests.support.interviews import SETTINGS, Script

NOW = datetime(2026, 7, 6, 10, 15, tzinfo=timezone(timedelta(hours=8)))


class Counted(Script):
    """A script that counts its answers."""

    count = 0

    def __call__(self, question: Any, prompt: str, preset: str, half_typed: bool = False) -> str:
        self.count += 1
        return super().__call__(question, prompt, preset, half_typed)


class Clerk:
    """A clerk at a desk with the settings of a house and its earlier documents."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.seen = Console(file=io.StringIO(), width=80)
        (folder / "comms.toml").write_text(SETTINGS, encoding="utf-8")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / ".state"))

    def writes(self, options: NewOptions, *answers: str) -> tuple[dict[str, Any], int]:
        """The data of a document, and how many answers it took; no error may be left."""
        workspace = open_workspace(self.folder).with_named(*filter(None, [options.order]))
        draft = new_draft(options.kind, options, workspace)
        ask, screen, context = Counted(*answers), Screen(self.seen), AnswerContext("zh", NOW, "CNY")
        if options.lines:
            table = LineTable(read_table(options.lines), draft, context)
            lines = TableDialog(table, ask, screen).lines()
            assert lines is not None
            put_table(draft, table, lines, screen)
        Interview(draft, ask, screen, context, workspace).run()
        assert next(ask.answers, None) is None, "answers are left over"
        found = check(load_case(Source("", "", draft.data), workspace), "zh")
        assert not [finding.message for finding in found if finding.severity is Severity.ERROR]
        return draft.data, ask.count


@pytest.fixture
def clerk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    return Clerk(tmp_path, monkeypatch)


def example(name: str) -> Path:
    return next(EXAMPLES.glob(f"*/good/{name}"))


def told(capsys: pytest.CaptureFixture[str], what: str, count: int, most: int) -> None:
    with capsys.disabled():
        print(f"\n{what}: {count} answers (at most {most})")
    assert count <= most


def test_a_routine_order_takes_at_most_six_answers(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    table = clerk.folder / "lines.csv"
    table.write_text("货号,品名,数量,单位,单价（元）\nMUG-1,马克杯,4000,只,12.80\nMUG-2,碗,900,只,9.5\n")
    data, count = clerk.writes(
        NewOptions("order-confirmation", like=example("mugs.zh.yaml"), lines=table),
        "review=",  # the table as it is understood
        "order_reference=PO-77",
        "issued_at=⏎",
        "delivery.ship_by=2026-08-14",
        "review=",
    )
    assert [line["sku"] for line in data["lines"]] == ["MUG-1", "MUG-2"]
    assert data["buyer"]["name"]
    assert "charges" not in data
    told(capsys, "a is_routine order for a known buyer, with lines from a spreadsheet", count, 6)


def test_a_delay_notice_takes_at_most_seven_answers(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    order = example("mugs.zh.yaml")
    data, count = clerk.writes(
        NewOptions("delay-notice", order=order),
        "detected_at=8:40",
        "revised_date=2026-07-25",
        "affected=MUG-350-CL",
        "root_cause=7 月 5 日 2 号窑温控器损坏，青釉 1 窑 2100 只色差超出标样，须重烧",
        "cause=生产",
        "remedies[0].action=⏎",
        "review=",
    )
    assert len(data["remedies"]) == 3
    told(capsys, "a delay notice", count, 7)


def test_a_restock_brief_takes_at_most_thirteen_answers(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    table = clerk.folder / "lines.csv"
    table.write_text(
        "货号,单位,现有库存,在途,日均销量,已预售,到货周期（天）,安全库存天数,申请数量\nHD-1,件,600,400,180,3000,7,3,3800\n"
    )
    data, count = clerk.writes(
        NewOptions("restock-brief", like=example("t-shirts.zh.yaml"), lines=table),
        "review=",  # the table as it is understood
        "what=备齐卫衣 3800 件入华东仓",
        "why=预售已付尾款 3000 件，须在 48 小时内发货",
        "when.due=2026-08-14",
        "where=⏎",
        "how=⏎",
        "how_much.budget=⏎",
        "how_much.data=⏎",
        "demand_uplift_percent=0",
        "shortage_cost=⏎",
        "shortage_cost.per=⏎",
        "shortage_cost.basis=⏎",
        "review=",
    )
    assert data["who"]["owner"]
    told(capsys, "a restock brief", count, 13)
