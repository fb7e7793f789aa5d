"""A text that answers nothing is an absent answer, in YAML as in Markdown."""

import json

import pytest

from tests.support import ROOT, codes_of
from tests.support.requests import BY_HAND, GOOD

CASES = ROOT.parent / "shared" / "cases" / "lint"
KEYS = {
    "what": ("3 pieces", "3 pictures", "W101"),
    "why": ("2 % more", "2 % more", "W102"),
    "where": ("here", "\nhere\n", "W104"),
    "how": ("by hand", "by hand", "W106"),
    "how_much": ("5 hours", "5 hours", "W107"),
}
NOTHING = [
    *("TBC", "n.a.", "not sure yet", "不详", "[What you want it to look like]", "<your name>", "{{goal}}", "e.g. 3 banners"),
    *("Please describe the goal", "_Describe the goal here_", "请填写…", "请在此处描述背景", "（必填）", "What is it about?"),
    *("- \n- ", '<a id="x"></a>', "/label ~design\n/due 2026-10-09", "---", "| Item | Count |\n|---|---|\n| | |"),
    *("☐ web shop ☐ app", "□ 线上  □ 线下", "- [ ] Yes\n- [ ] No", "<!-- what is it about? -->", "Item: TBD\nCount:"),
]  # fmt: skip


def codes_in_both(key: str, text: str) -> tuple[list[str], list[str]]:
    """Return the codes of a request in YAML and of one in Markdown in which a text answers a dimension."""
    in_yaml, in_markdown, _ = KEYS[key]
    yaml = GOOD.replace(f"{key}: {in_yaml}", f"{key}: {json.dumps(text)}")
    answer = f"\n{text}\n" if key == "where" else text
    return codes_of(yaml), codes_of(BY_HAND.replace(in_markdown, answer), "x.md")


@pytest.mark.parametrize("text", NOTHING)
def test_what_answers_nothing_is_absent_in_yaml_and_markdown_alike(text: str) -> None:
    assert codes_in_both("what", text) == (["W101"], ["W101"])


@pytest.mark.parametrize("key", KEYS)
def test_every_dimension_may_be_left_unanswered(key: str) -> None:
    assert codes_in_both(key, "[to be filled in]") == ([KEYS[key][2]], [KEYS[key][2]])


@pytest.mark.parametrize("key", ["why", "where", "how_much"])
def test_open_boxes_are_options_where_there_is_nothing_to_do(key: str) -> None:
    assert codes_in_both(key, "- [ ] web shop\n- [ ] app") == ([KEYS[key][2]], [KEYS[key][2]])
    assert codes_of(GOOD.replace("who: Tom", 'who: "- [ ] Tom\\n- [ ] Ann"')) == ["W105"]


@pytest.mark.parametrize("key", ["what", "how"])
@pytest.mark.parametrize(
    "text", ["- [ ] 3 drafts\n- [ ] 1 poster", "Print 3 posters, A4", "[3 posters](https://example.com/3)"]
)
def test_tasks_and_links_are_answers_in_yaml_and_markdown_alike(key: str, text: str) -> None:
    assert codes_in_both(key, text) == ([], [])


def test_a_prompt_for_a_date_or_a_person_is_no_answer() -> None:
    assert codes_of(GOOD.replace("2026-06-05", '"YYYY-MM-DD"')) == ["W103"]
    assert codes_of(GOOD.replace("2026-06-05", '"e.g. 2026-06-05"')) == ["W103"]
    assert codes_of(GOOD.replace("who: Tom", 'who: {requester: Ann, owner: "[name]"}')) == ["W108"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
@pytest.mark.parametrize(
    ("name", "codes"),
    [("L14-tbc.md", ["W101"]), ("L14c-left-over.md", ["W101"]), ("L17-gitlab-quick-actions.md", ["W107"])],
)
def test_what_answers_nothing_in_the_cases_is_absent(name: str, codes: list[str]) -> None:
    assert codes_of((CASES / name).read_bytes(), name) == codes
