"""Interviews answered by a script instead of a keyboard, and answers shared by several tests."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from cli.interview.interview import Interview
from cli.terminal.moves import Stopped
from cli.terminal.screen import Screen
from comms.interview.drafts import Draft
from comms.interview.questions import Question
from comms.paths import dotted
from comms.reading.answers import AnswerContext

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
STOP = object()


class Script:
    """Types the answers of a list, each given as `path=text`, and checks that this path was asked for."""

    def __init__(self, *answers: str | object) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.presets: dict[str, str] = {}

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        here = dotted(question.path) if question else "review"
        self.presets[here] = preset
        answer = next(self.answers)
        if answer is STOP:
            raise Stopped("half typed")
        path, _, text = answer.partition("=")
        assert path == here, f"asked for {here}"
        return preset if text == "⏎" else text


class Talk:
    """An interview and the text it showed."""

    def __init__(self, kind: str, tmp_path: Path, language: str = "zh") -> None:
        self.seen = io.StringIO()
        self.screen = Screen(Console(file=self.seen, width=100, height=200))
        self.draft = Draft(kind, language, {"kind": kind, "language": language}, file=tmp_path / "draft.json")
        self.context = AnswerContext(language, NOW, "CNY")

    def run(self, script: Any) -> dict[str, Any]:
        Interview(self.draft, script, self.screen, self.context).run()
        return self.draft.data

    @property
    def shown(self) -> str:
        return self.seen.getvalue()


FIRST = ("title=标题", "what=3 张图", "why=点击率 2% 提到 3%")
REST = (
    "where=首页",
    "who.requester=",
    "who.owner=周航",
    "who.approver=",
    "who.informed=",
    "how=暖色",
)
MONEY = (
    "how_much.budget=6000 元",
    "how_much.quantity=",
    "how_much.hours=",
    "how_much.note=",
    "how_much.data=",
)
WHEN = ("when.due=2026-06-05", "when.start=", "when.milestones[0].date=")
END = ("goals[0].actor=", "review=")


SETTINGS = """
language = "zh"
timezone = "Asia/Shanghai"
holidays = "CN"
currency = "CNY"

[company]
name = "景德镇青岚陶瓷有限公司"
address = "江西省景德镇市珠山区示例路 6 号"
contact = { name = "何青", title = "销售经理", email = "he.qing@example.com" }

[defaults.order-confirmation]
written_confirmation_prevails = true
compensation_policy = "standard"
tax = { rate_percent = 13, included = true, invoice = "增值税专用发票" }
quality = { acceptance = ["到货 7 日内按 GB/T 2828.1 抽检，AQL 主要缺陷 1.5"] }
late_delivery = { percent_per_day = 0.2, cap_percent = 8 }
late_payment = { percent_per_day = 0.05, resale_after_days = 30 }
force_majeure = { events = ["自然灾害"], notice_days = 5, proof = "当地贸促会证明" }
dispute = { negotiation_days = 20, forum = "court", institution = "杭州市滨江区人民法院", seat = "杭州", governing_law = "中华人民共和国法律" }
delivery = { incoterm = "DAP", place = "杭州市萧山仓", mode = "road" }
payment = { method = "T/T", instalments = [{ name = "货款", percent = 100, days = 30, after = "delivery" }] }
"""
