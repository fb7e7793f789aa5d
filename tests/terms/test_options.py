"""Options with boxes, of which only those that are ticked are an answer."""

import pytest

from comms.terms.no_answers import says_nothing
from comms.terms.options import chosen
from tests.support.effort import within


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("- [ ] web shop\n- [x] app", "- app"),
        ("- [X] web shop\n- [ ] app\n", "- web shop"),
        ("1. [ ] web shop\n2. [x] app", "2. app"),
        ("[ ] web shop [x] app [ ] print", "app"),
        ("☐ web shop ☑ app ☐ print", "app"),
        ("☐ web shop\n☒ app", "app"),
        ("□是 √否", "否"),
        ("（ ）是 （√）否", "否"),
        ("( ) yes (x) no", "no"),
        ("(x) home ( ) blog", "home"),
        ("[  ] as in 2025\n[x] by hand", "by hand"),
        ("Channel: ☐ web shop ☑ app", "Channel: app"),
        ("渠道：线上☑ 线下□", "渠道：线上"),
        ("线上□ 线下☑", "线下"),
        ("⬜ web shop\n✅ app", "✅ app"),
        ("- [ ] other, as\n  described below\n- [x] app", "- app"),
        ("- [ ] print\n  - [ ] A4\n- [x] app\n  and on tablets", "- app\n  and on tablets"),
        ("- [x] 2026-10-09\n- [ ] 2026-10-16", "- 2026-10-09"),
        ("- [x] web shop\n- [x] app", "- web shop\n- app"),
        ("- [ ] web shop\n- [x] Other: pop-up store", "- pop-up store"),
        ("☐ 天猫 ☑ 其他：抖音", "抖音"),
    ],
)
def test_of_several_options_the_ticked_ones_count(text: str, answer: str) -> None:
    assert chosen(text).strip() == answer


@pytest.mark.parametrize(
    "text",
    [
        "☐ web shop ☐ app",
        "[  ] web shop\n[   ] app",
        "□ 线上\n□ 线下",
        "是□ 否□",
        "（ ）是 （ ）否",
        "- [ ] Banner\n- [ ] Video\n- [ ] Other (fill this out)",
        "- [ ] 主图\n- [ ] 视频\n- [ ] 其他：____",
        "- [ ] Yes\n- [ ] No",
        "<!-- select all that apply -->\n- [ ] Banner\n- [ ] Video",
        "（可多选）\n- [ ] 主图\n- [ ] 视频",
    ],
)
def test_options_of_which_none_is_ticked_leave_no_answer(text: str) -> None:
    assert says_nothing(chosen(text))


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] grey background\n- [ ] logo",
        "[link](x) and [ ](y)",
        "f( ) and a[ ]",
        "(see (b) above)",
        "size (x) by (y)",
        "[x](https://shop.example)",
        "√2",
        "a",
    ],
)
def test_open_tasks_and_other_brackets_are_no_options(text: str) -> None:
    assert chosen(text) == text


def test_whoever_knows_that_boxes_are_options_says_so() -> None:
    assert chosen("- [ ] Lena\n- [ ] Tom", is_option=lambda _: True) == ""
    assert chosen("- [ ] Lena\n- [ ] Tom", is_option=lambda text: "Tom" in text) == "- [ ] Lena"


def test_no_number_of_boxes_takes_long() -> None:
    with within(2):
        for piece in ("- [ ] a\n", "☐ a ", "[ ] ", "( ) ", "a☐", "[", "(", "- [x] a\n", " \n"):
            chosen("☐ a\n" + piece * (20_000 // len(piece)))
