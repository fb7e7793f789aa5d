"""Answers given with the command: what they were taken for is told where they do not spell it out."""

from datetime import UTC, datetime

import pytest

from cli.commands.session import prefill
from comms.interview.drafts import Draft
from comms.reading.answers import AnswerContext

CONTEXT = AnswerContext("en", datetime(2026, 5, 20, 9, tzinfo=UTC), "USD")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("when.due=next Friday", "when.due: `next Friday` was taken for Friday, 29 May 2026.\n"),
        ("when.due=国庆前", "when.due: `国庆前` was taken for Wednesday, 30 September 2026.\n"),
        ("when.due=5–9 October 2026", "when.due: `5–9 October 2026` was taken for Friday, 9 October 2026.\n"),
        ("when.due=2026-05-29", ""),
        ("when.due=20260529", ""),
        ("what=next Friday", ""),
    ],
)
def test_the_day_that_an_answer_was_taken_for_is_told(
    answer: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = Draft("brief", "en", {"kind": "brief"})
    prefill(draft, [answer], CONTEXT)
    assert capsys.readouterr().err == told
