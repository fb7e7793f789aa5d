"""Several answers typed as one."""

import pytest

from comms.interview.joint_answers import entries_in, entries_text
from comms.interview.questions import questions
from comms.kinds import model_of
from comms.paths import dotted


def entries(kind: str, path: str, text: str) -> list[dict[str, str]]:
    asked = next(question for question in questions(model_of(kind), {}) if dotted(question.path) == path)
    return entries_in(asked, text)


def test_an_answer_gives_the_entries_that_it_counts() -> None:
    assert entries("design-brief", "deliverables[0].name", "主图5张 800*800 PNG；详情页1套") == [
        {"name": "主图", "count": "5", "size": "800×800", "format": "PNG"},
        {"name": "详情页", "count": "1"},
    ]


@pytest.mark.parametrize(
    ("kind", "path"), [("restock-brief", "lines[0].sku"), ("brief", "goals[0].actor"), ("brief", "what")]
)
def test_other_questions_take_one_entry_at_a_time(kind: str, path: str) -> None:
    assert entries(kind, path, "主图5张；详情页1套") == []


@pytest.mark.parametrize(
    "what",
    [
        "主图5张 800*800，详情页1套，短视频1条15s",
        "5 main images 800x800, 1 detail page and 1 video 15 s",
        "两张海报",
    ],
)
@pytest.mark.parametrize("separator", ["；", "; "])
def test_what_is_asked_for_gives_the_same_entries_again(what: str, separator: str) -> None:
    path = "deliverables[0].name"
    again = entries_text(what, separator)
    assert entries("design-brief", path, again) == entries("design-brief", path, what) != []
