"""Answers in a mail below the questions that it quotes."""

import pytest

from comms.reading import read_bytes
from tests.support.effort import within

QUESTIONS = {
    "what": ("What do you need?", "需求内容是什么？", "3 size charts"),
    "why": ("Why do you need it?", "为什么要做？", "Returns 9 % to 5 %"),
    "when": ("When do you need it?", "什么时候要？", "2026-10-09"),
    "who": ("Who is responsible?", "谁负责？", "Lena Brandt"),
}
DATA = {
    "kind": "brief",
    "what": "3 size charts",
    "why": "Returns 9 % to 5 %",
    "when": {"due": "2026-10-09"},
    "who": {"owner": "Lena Brandt"},
}


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize(
    "form", ["> {}\n{}\n\n", "> {}\n\n{}\n\n", "> 1. {}\n\n{}\n\n", "> > **{}**\n>\n{}\n"]
)
def test_an_answer_below_a_quoted_question_is_read(form: str, language: int) -> None:
    pairs = [(names[language], names[2]) for names in QUESTIONS.values()]
    text = (
        "Hi Tom,\n\nsee below.\n\n" + "".join(form.format(*pair) for pair in pairs) + "\nBest regards\nLena\n"
    )
    assert read_bytes(text.encode(), "x.md").data == DATA


@pytest.mark.parametrize(
    "quoted",
    [
        "> When: 2026-12-31",
        "> When do you need it?",
        "> When do you need it?\n> 2026-12-31",
        "> The shop opens on 2026-12-31.",
        "> ## When\n>\n> 2026-12-31",
    ],
)
def test_what_a_quotation_says_is_not_the_writers_own(quoted: str) -> None:
    text = f"## What\n\n3 size charts\n\n## Why\n\nReturns 9 % to 5 %\n\n{quoted}\n"
    assert "when" not in read_bytes(text.encode(), "x.md").data


def test_many_quotations_are_read_at_once() -> None:
    with within(1):
        read_bytes(b"> When?\n\n" * 1_000, "x.md")
        read_bytes(b"> When?\n" + b"\n" * 9_000, "x.md")
