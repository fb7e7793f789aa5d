"""The people of a handwritten request, by labels, roles behind names, and headings."""

from typing import Any

import pytest

from comms.reading import read_bytes
from tests.support import ROOT, codes_of
from tests.support.requests import BY_HAND

CASES = ROOT.parent / "shared" / "cases" / "lint"
LED = BY_HAND.replace("## Who\n\nTom\n\n", "") + "\nOwner: {}\n"
"""A request whose owner stands behind a label at its end."""


def who(text: str) -> Any:
    """Return the data of a request whose section on people holds a text."""
    return read_bytes(BY_HAND.replace("\nTom\n", f"\n{text}\n").encode(), "x.md").data["who"]


@pytest.mark.parametrize(
    "text",
    [
        "Requester: Ann Lee / Owner: Leo Marsh",
        "Requester: Ann Lee; Owner: Leo Marsh",
        "Requester: Ann Lee, Owner: Leo Marsh",
        "Requester: Ann Lee | Owner: Leo Marsh",
        "Requester: Ann Lee - Owner: Leo Marsh",
        "**Requester:** Ann Lee **Owner:** Leo Marsh",
        "- Requester – Ann Lee\n- Owner – Leo Marsh",
        "Ann Lee (requester), Leo Marsh (owner)",
        "Ann Lee（提出）、Leo Marsh（负责）",
        "提出：Ann Lee / 负责：Leo Marsh",
        "提出人：Ann Lee，负责人：Leo Marsh，谢谢！",
        "| Role | Name |\n|---|---|\n| Requester | Ann Lee |\n| Owner | Leo Marsh |",
        "- [ ] Requester: Eve\n- [x] Requester: Ann Lee\n- [x] Owner: Leo Marsh",
        "Requester: Ann Lee\nOwner: ~~Eve~~ Leo Marsh",
    ],
)
def test_each_role_has_its_name(text: str) -> None:
    assert who(text) == {"requester": "Ann Lee", "owner": "Leo Marsh"}


@pytest.mark.parametrize(
    "text",
    [
        "Leo Marsh",
        "- Leo Marsh",
        "- [x] Leo Marsh\n- [ ] Eve",
        "☑ Leo Marsh ☐ Eve",
        "Leo Marsh, thanks!",
        "Leo Marsh\n\nBest regards\nAnn",
        "Leo Marsh\n\n/assign @leo\n/cc @team",
        '<a id="who"></a>\n\nLeo Marsh',
        "_Name of the owner_\n\nLeo Marsh".replace("_Name of the owner_", "[name of the owner]"),
        "> Who is responsible?\n\nLeo Marsh".replace("> Who is responsible?", "<!-- who is responsible? -->"),
        "~~Eve~~ Leo Marsh",
    ],
)
def test_a_name_without_a_role_is_the_owner(text: str) -> None:
    assert who(text) == {"owner": "Leo Marsh"}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "- [ ] Ann Lee\n- [ ] Leo Marsh",
            "☐ Ann ☐ Leo",
            "TBC",
            "[name]",
            "<your name>",
            "{{owner}}",
            "待定",
            "（必填）",
        ),
        *(
            "Who is responsible?",
            "Please fill in",
            "- \n- ",
            "/assign @leo",
            "~~Leo Marsh~~",
            "Thanks!\nAnn",
            "不详",
        ),
    ],
)
def test_nobody_is_named_by_what_is_no_answer(text: str) -> None:
    content = BY_HAND.replace("\nTom\n", f"\n{text}\n")
    assert [code for code in codes_of(content, "x.md") if code[0] == "W"] == ["W105"]


@pytest.mark.parametrize(
    "text",
    [
        "Owner: TBC",
        "Owner: [name]\nRequester: Ann",
        "Owner:\nRequester:",
        "负责人：待定",
        "Ann (requester)",
        "Owner: <name>",
    ],
)
def test_without_an_owner_behind_its_label_there_is_none(text: str) -> None:
    content = BY_HAND.replace("\nTom\n", f"\n{text}\n")
    assert [code for code in codes_of(content, "x.md") if code[0] == "W"] == ["W108"]


@pytest.mark.parametrize(
    "rest",
    [
        "Lena Brandt\n\nThanks for your help!\n\nLena",
        "Lena Brandt\n\nPlease call me when you have seen this.",
        "Lena Brandt\nBest regards\nLena",
        "Lena Brandt. Thanks!",
        "Lena Brandt\n\n谢谢！",
        "Lena Brandt\n\n---\n\nOn Monday Tom wrote:\n> When?",
    ],
)
def test_the_owner_behind_a_label_ends_at_the_blank_line(rest: str) -> None:
    text = "\n".join(
        f"{line}\n"
        for line in "What: 3 charts|Why: 2 % more|Where: shop|How: as in 2025|Budget: 8 hours|Due: 2026-10-09".split(
            "|"
        )
    )
    assert read_bytes(f"# T\n\n{text}\nOwner: {rest}\n".encode(), "x.md").data["who"] == {
        "owner": "Lena Brandt"
    }
    last = f"# T\n\n{text}\nOwner: Lena\n".replace("Budget: 8 hours\n", "").replace(
        "Owner: Lena\n", f"Budget: {rest}\n"
    )
    expected = rest if "call me" in rest or ". Thanks!" in rest else "Lena Brandt"
    assert read_bytes(last.encode(), "x.md").data["how_much"] == expected


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
def test_the_closing_of_the_cases_is_no_owner() -> None:
    name = "L09-owner-takes-the-closing.md"
    assert read_bytes((CASES / name).read_bytes(), name).data["who"] == {"owner": "Lena Brandt"}
