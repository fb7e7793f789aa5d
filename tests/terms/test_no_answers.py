"""What is no answer: placeholders, prompts that a template left, marks without words."""

import pytest

from comms.terms.no_answers import answer_in, says_nothing
from tests.support.effort import within

NOTHING = [
    *("TBD", "tbc", "TBC.", "t.b.a.", "n.a.", "N/A", "unknown", "Unknown yet", "not sure yet", "I don't know yet"),
    *("not yet decided", "to be confirmed with Lena", "TBD (ask Lena)", "TBC next week", "Date TBD", "budget tbc"),
    *("budget to be agreed", "None", "_No response_", "**TBD**", "`TBD`", '"TBD"', "> TBD", "- TBD\n- TBC", "?", "…"),
    *("不详", "未知", "待确认", "待补充", "无", "没有", "预算待定", "时间待确认", "待业务确认", "尚未确定", "另行通知", "必填"),
    *("無", "暫無", "不詳", "待確認", "（必填）", "(required)", "*optional*", "（选填）"),
]  # fmt: skip
PROMPTS = [
    *("[What you want it to look like, links to references]", "[Your Name]", "[name]", "[Link to brief]", "[date]"),
    *("[A short summary of the request]", "[Describe\nthe goal\nhere]", "[Insert link]", "[yes/no]", "(if applicable)"),
    *("<your name>", "<$DATE>", "<$DATE> <$TIME>", "by <DATE>", "<amount> EUR", "{{owner}}", "{{first}} {{last}}"),
    *("${OWNER}", "{owner}", "____", "____年__月__日", "20__年__月__日", "____ 元", "YYYY-MM-DD", "XX月XX日"),
    *("e.g. 3 banners", "e.g. 2026-10-09", "_e.g. 500 EUR_", "例如：3张主图", "如：2026年10月9日", "比如官网首页"),
    *("Please describe what you need", "Please describe in 2-3 sentences", "_Describe the goal here_"),
    *("_Describe the goal\nand the audience here_", "Describe the goal here", "Select an option", "-- select --"),
    *("Choose an item.", "Click or tap here to enter text.", "单击或点击此处输入文字。", "请选择", "请选择优先级"),
    *("请填写…", "请填写预算", "请在此处描述需求", "请在此处描述…", "（请填写具体数量）", "【项目名称】", "[姓名]", "请简要描述"),
    *("A clear and concise description of what the problem is. Ex. I'm always frustrated when [...]", "Idea 1"),
    *("_A concise explanation of the request. Clearly list the changes one by one._", "State your hypotheses."),
    *("Any additional details worth noting", "If applicable, add screenshots to help explain your problem."),
    *("Describe the problem this feature would solve.", "Provide evidence (screenshots, user feedback).", "1. Go to '...'"),
    *("When _____ , I want to _____ , so I can _____ .", "Select a timeline..."),
    *("Provider: _____  Date: _____", "如：5000-10000元（选填）", "您的姓名 / 称呼", "请描述您的需求（型号、数量、用途等）"),
    *("> Describe what you need.", "> **Tip:** name the channel", "> What is it for?", "*Channel, page, device*"),
    *("*What should be delivered? Give counts and sizes.*", "_Owner and approver_", "> 请描述背景"),
    *("（简要描述需求背景）", "_请描述背景_", "請填寫預算", "> Describe the goal here", "select all that apply"),
]  # fmt: skip
MARKS = [
    *("", "-", "- \n- \n-", "1. \n2. \n3.", "•", "- [ ]", "- [x]", "---", "* * *", "<br>", "<p></p>", "<!-- x -->"),
    *('<a id="x"></a>', "<a name='why'></a>", "/label ~design\n/due 2026-10-09\n/assign @lena\n/cc @team", "/close"),
    *("| | |", "| Name | Date |\n|---|---|\n| | |", "| Phase | Date |\n|---|---|\n| Draft | |\n| Final | TBD |"),
    *("Budget:", "Budget: TBD\nQuantity: TBC", "预算：待定\n数量：", "**Budget:** TBD", "### Style\n\n### References"),
    *("[x] Not sure yet", "What do you need help with? ______", "预算：____元\n数量：____件"),
]  # fmt: skip
CLEAR = MARKS.index("| | |")
"""The marks up to here are no part of an answer either."""
QUESTIONS = [
    *("What do you need?", "What should be delivered? Who will use it?", "Is there a deadline?", "_Who is it for?_"),
    *("需要什么？", "谁负责？", "预算是多少？", "是否有截止日期？", "為什麼要做？"),
]  # fmt: skip
ANSWERS = [
    *("3 charts", "TBD Ltd. banner", "N/A-style banner", "无线耳机主图", "略图 3 张", "无锡仓库", "待发货订单页", "没有尺码表，退货率 9%"),
    *("pending orders page", "unknown users page", "Nothing Phone 2", "Not sure customers find the size", "open", "A", "x"),
    *("[Lena Brandt]", "[3 size charts, PNG]", "[2026-10-09]", "[Size chart](https://example.com)", "[Figma]", "Other"),
    *("<https://example.com>", "<lena@example.com>", "Tom <tom@example.com>", "![chart](a.png)", '<img src="a.png">'),
    *("_Summer sale_", "*Size matters*", "(see the deck of 5 October)", "Add a size chart to the product page", "Email"),
    *("Please provide 3 charts, PNG", "Please add a size chart to the product page", "请提供3张主图", "请补充尺码表", "5?"),
    *("请在主图上标注尺码", "如2025年的尺码表", "Example: the 2025 chart", "Choose the red one", "Type 2 charger", "哪吒联名主图"),
    *("/products", "/help", "/products/size-chart", "/sale on mobile", "1. 3 charts", "Budget:\n- 8 hours", "3.", "✅"),
    *("| Item | Count |\n|---|---|\n| banner | 3 |", "### Style\n\nas in 2025", "Lena?", "2026-10-09?", "mm", "MD", "XXL"),
    *("Optional extras page", "Required reading list", "How to choose a size, a guide", "如何选尺码（文章）", "000", "0", "no"),
    *("Describe the onboarding flow on one page", "A short video of the shop", "A clear sky", "Any colour of the brand"),
    *("[see drawing]", "(see the deck)", "[check valve]", "(to order)", "(as agreed)", "[share button]"),
    *("If possible in red", "Provide the files as SVG", "Item 20391", "Point of sale", "您的购物车页", "Name_of_the_file_2"),
    *("> 3 charts", "> as the client wrote it", "Tip: white on black", "*Product page*", "> Is it red, or is it 2 reds?"),
    *("[ ] grey background", "```\ncode\n```", "PNG [transparent background]", "The {{product}} page of the shop"),
]  # fmt: skip


@pytest.mark.parametrize("text", [*NOTHING, *PROMPTS, *MARKS, *QUESTIONS])
def test_what_a_template_left_or_nobody_knows_is_no_answer(text: str) -> None:
    assert says_nothing(text)
    assert says_nothing(f"\n{text}  ")


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_not_taken_for_a_placeholder(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize("text", [*PROMPTS, *MARKS[1:CLEAR]])
@pytest.mark.parametrize("answer", ["3 size charts", "尺码表 3 张\n\n- 主图\n- 详情页"])
def test_what_is_no_answer_is_taken_out_of_one(text: str, answer: str) -> None:
    assert answer_in(f"{text}\n\n{answer}") == answer
    assert answer_in(f"{answer}\n\n{text}") == answer


@pytest.mark.parametrize("text", [text for text in ANSWERS if text != "3."])
def test_an_answer_stays_as_it_is(text: str) -> None:
    assert answer_in(text) == text


def test_code_stays_as_it_is() -> None:
    text = "```yaml\n---\nname: <your name>\n# <- here\n-\n```"
    assert answer_in(text) == text


def test_a_question_and_a_placeholder_may_be_part_of_an_answer() -> None:
    text = "Answers to these:\n- Where is my order?\n- unknown\n\n3 pages"
    assert answer_in(text) == text
    assert not says_nothing(text)


PIECES = [
    *"[(【<_*{|>-?/:年待",
    *(
        "[a",
        "<a",
        "{{",
        "- [",
        "a: ",
        "what ",
        "your ",
        "请",
        "1. ",
        "\n\n[",
        "<!--",
        "```\n",
        "| |\n",
        "> ",
        "(a)",
    ),
]


def test_no_text_takes_long() -> None:
    with within(2):
        for piece in PIECES:
            says_nothing(piece * (20_000 // len(piece)))
            says_nothing(piece * (100 // len(piece)))
