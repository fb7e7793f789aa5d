"""The people of a handwritten request, by labels, roles behind names, and headings."""

from typing import Any

import pytest

from comms.linting.fixes.missing import openings
from comms.reading import read_bytes
from tests.support import ROOT, case_of, codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND, GOOD

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


# --- by kind ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Owner:\nLena Brandt\n\nApprover:\nTom Okafor",
        "Owner:\n\nLena Brandt\n\nApprover:\n\nTom Okafor",
        "- Owner:\n  - Lena Brandt\n- Approver:\n  - Tom Okafor",
        "**Owner**\n\nLena Brandt\n\n**Approver**\n\nTom Okafor",
        "- Lena Brandt\n- Approver: Tom Okafor",
        "1. Lena Brandt\n   - approver: Tom Okafor",
        "Lena Brandt (approver: Tom Okafor)",
        "负责人：\nLena Brandt\n\n验收人：\nTom Okafor",
        "| Owner | Approver |\n|---|---|\n| Lena Brandt | Tom Okafor |",
        "| Name | Role |\n|---|---|\n| Lena Brandt | Owner |\n| Tom Okafor | Approver |",
        "Lena Brandt - owner, Tom Okafor - approver",
        "Who will do it: Lena Brandt. Who decides: Tom Okafor.",
        "- Who does it? Lena Brandt\n- Who approves? Tom Okafor",
        "Owner = Lena Brandt\nApprover -> Tom Okafor",
        "Owner (who delivers): Lena Brandt\nApprover: Tom Okafor",
        "Owner's name: Lena Brandt\nApprover's name: Tom Okafor",
        "Name: Lena Brandt\nPhone: 040 555 0100\nApprover: Tom Okafor",
        "Lena Brandt, Tom Okafor (approver)",
        "負責人：Lena Brandt\n驗收：Tom Okafor",
        "|  | Owner | Approver |\n|---|---|---|\n| Banner | Lena Brandt | Tom Okafor |",
        "Design: Lena Brandt\nApprover: Tom Okafor",
    ],
)
def test_a_label_is_answered_beside_or_below_it(text: str) -> None:
    assert who(text) == {"owner": "Lena Brandt", "approver": "Tom Okafor"}


def test_a_label_below_an_item_does_not_swallow_the_item() -> None:
    text = "1. **What**: 3 charts\n2. **Why**: 2 % more\n3. **Who**: Lena Brandt\n   - approver: Tom\n"
    assert read_bytes(text.encode(), "x.md").data["who"] == {"owner": "Lena Brandt", "approver": "Tom"}


@pytest.mark.parametrize(
    "text",
    [
        "Tom Okafor is on holiday, so Lena Brandt does it. Ask Wang Fang for approval.",
        "The owner is Lena Brandt and Wang Fang approves.",
        "Lena Brandt will handle this; Wang Fang signs off.",
        "Lena Brandt is responsible for the delivery, approved by Wang Fang",
        "Delivered by Lena Brandt, approved by Wang Fang",
        "Lena Brandt, approval: Wang Fang",
        "Lena Brandt，审核找Wang Fang",
        "由Lena Brandt负责，Wang Fang审批。",
        "Lena Brandt 负责，Wang Fang 最终确认",
        "负责人是 Lena Brandt，谁验收：Wang Fang",
        "本需求由Lena Brandt负责，完成后Wang Fang确认。",
        "由Lena Brandt負責，Wang Fang審核",
        "Lena Brandt should do it, Wang Fang should check it",
    ],
)
def test_what_somebody_does_tells_the_role(text: str) -> None:
    assert who(text) == {"owner": "Lena Brandt", "approver": "Wang Fang"}


@pytest.mark.parametrize(
    "text",
    [
        "[Lena Brandt](mailto:lena@example.com)",
        "Owner: **Lena Brandt**",
        "Lena Brandt 负责",
        "- [x] Other: Lena Brandt\n- [ ] Tom",
        "(x) Lena Brandt ( ) Tom",
        "> Owner: Tom\n\nOwner: Lena Brandt",
        "> Tom\n\nLena Brandt",
        "Lena Brandt. Because 40 of 100 visitors leave the page.",
        "For questions contact Ana. Lena Brandt does the work.",
        "Lena Brandt，有问题找王芳",
        "me (Lena Brandt)",
        "Lena Brandt please",
        "Lena Brandt 👍",
        "Lena Brandt\nHead of Design\nlena@example.com",
        "Owner: Lena Brandt; Deputy: Tom",
        "Lena Brandt牵头，各部门配合",
        "李明休假，Lena Brandt来负责",
    ],
)
def test_the_owner_is_the_name_alone(text: str) -> None:
    assert who(text) == {"owner": "Lena Brandt"}


@pytest.mark.parametrize(
    "name",
    [
        "Design, Tom Okafor",
        "设计部 周航",
        "李明（产品）",
        "Lena Brandt, Head of Design",
        "Lena Brandt <lena@example.com>",
        "@lena",
        "Dr. Lena Brandt",
        "L. Brandt",
        "the design team",
        "Marketing and Sales",
        "Lena Brandt, Northwind GmbH",
        "Anyon Smith",
        "Will Smith",
        "May Chen",
        "He Wei",
        "Menno Orr",
        "李先生",
    ],
)
def test_a_name_may_have_a_department_a_post_or_an_address(name: str) -> None:
    assert who(name) == {"owner": name}


@pytest.mark.parametrize(
    "text",
    [
        "Lena and Tom do it together",
        "Lena, Tom do it",
        "- Lena\n- Tom",
        "- [x] Lena Brandt\n- [x] Tom Okafor",
        "Owner: Lena, Tom",
        "负责：李明、王芳",
        "设计 李明，文案 王芳，谁验收：赵雷",
        "Lena until May, then Tom",
        "Lena, but only until May",
        "Lena. No, Tom.",
        "Owner: Lena. No, Tom.",
        "The photo people will see to it when they are back",
        "you; approval: Lena Brandt",
        "Not decided, ask Tom",
        "李明不负责",
        "The owner will be decided next week",
        "Owner: same as last time",
        "Lena Brandt (on leave until May)",
        "Lena Brandt for Tom Okafor",
        "让李明看一下，合适就他做",
        "设计：李明\n文案：王芳",
        "@lena @tom",
        "Tom does not do it, Lena does.",
        "For questions contact Ana",
        "### Owner\n\nLena\n\n### Person responsible\n\nTom",
    ],
)
def test_who_is_not_one_surely_is_asked_for(text: str) -> None:
    content = BY_HAND.replace("\nTom\n", f"\n{text}\n")
    found = finding_of(content, "W108", "x.md")
    assert found.message.startswith("it is unclear which one person delivers")
    assert "owner" not in case_of(content, "x.md").document.to_data().get("who", {})  # type: ignore[union-attr]


OPEN = [
    *("unassigned", "Nobody yet", "no one", "not Tom", "anyone", "Anyone from design", "me", "us", "you"),
    *("Lena or Tom", "either Lena or Tom", "Lena?", "Probably Lena", "Lena (tbc)", "to be assigned"),
    *("还没定，先找李明", "李明或王芳", "李明还是王芳", "谁有空谁做", "我", "暂未安排", "没人", "大家", "可能是李明"),
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
@pytest.mark.parametrize("form", ["{}", "Owner: {}", "负责人：{}"])
def test_words_that_leave_open_who_does_it_name_no_owner(text: str, form: str) -> None:
    content = BY_HAND.replace("\nTom\n", f"\n{form.format(text)}\n")
    assert [code for code in codes_of(content, "x.md") if code[0] == "W"] == ["W108"]


@pytest.mark.parametrize("text", OPEN)
def test_the_same_words_name_no_owner_in_a_file_of_data(text: str) -> None:
    content = GOOD.replace("who: Tom", f'who: {{owner: "{text}"}}')
    assert codes_of(content) == ["W108"]
    assert text in finding_of(content, "W108").message


def test_a_contact_for_questions_is_not_the_owner() -> None:
    asked = "### Who should we talk to if we have questions?\n\nAna Ruiz\n\n### Who will do the work?\n\nLena"
    assert who(asked) == {"owner": "Lena"}


def test_each_informed_person_is_one() -> None:
    assert who("Owner: Lena\nCC: Tom, Ana and Mia")["informed"] == ["Tom", "Ana", "Mia"]
    assert who("负责人：李明\n抄送：王芳、赵雷")["informed"] == ["王芳", "赵雷"]


def test_no_text_about_people_takes_long() -> None:
    with within(3):
        for piece in (
            "Lena does ",
            "Lena, ",
            "Owner:\n",
            "由李明",
            "Lena and ",
            "(",
            "| a ",
            "[a](b) ",
            "**",
            "or ",
        ):
            who(piece * (20_000 // len(piece)))


@pytest.mark.parametrize(
    "form", ["## {}\n{}\n", "## {}\n\n{}\n\n", "**{}:** {}\n\n", "- {}: {}\n", "{}: {}\n"]
)
def test_a_section_that_says_nothing_is_pointed_at(form: str) -> None:
    given = {"What": "3 charts", "Why": "2 % more", "When": "2027-05-01", "Where": "shop", "Who": "Lena"}
    said = given | {"How": "xxx", "Budget": "??"}
    text = "# T\n\n" + "".join(form.format(*answer) for answer in said.items())
    case = case_of(text, "x.md")
    assert not list(openings(case, "en"))
    for code, written in (("W106", "xxx"), ("W107", "??")):
        found = finding_of(text, code, "x.md")
        assert written in text.splitlines()[found.span.line - 1]
        assert not found.hint.startswith("Add")
