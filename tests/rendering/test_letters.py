"""The letters themselves: figures checked by hand, and no gaps in the text whatever is left out."""

import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from comms.findings import Severity
from comms.kinds import model_of
from comms.language.phrases import LANGUAGES
from comms.models.base import Document, Field, Part, fields_of
from comms.rendering import Layout
from comms.rendering.body import body
from comms.rules import RULES
from comms.workspace.loading import load_file
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace
from tests.support import CONTRACT_FILES, EXAMPLES

KINDS = ("order-confirmation", "change-request", "delay-notice", "compensation-policy")
LETTERS = sorted(file for kind in KINDS for file in (EXAMPLES / kind / "good").iterdir())
ORDERS = sorted((EXAMPLES / "order-confirmation" / "good").iterdir())
MUGS = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
LAMPS = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"
KILN = EXAMPLES / "delay-notice" / "good" / "kiln.zh.yaml"
DYEING = EXAMPLES / "delay-notice" / "good" / "dyeing.en.yaml"
CONTRACT_LETTERS = [file for file in CONTRACT_FILES if file.startswith(KINDS)]


WORKSPACE = open_workspace(EXAMPLES)


@cache
def document_in(file: Path) -> Document:
    document = load_file(file).document
    assert document is not None
    return document


def letter(file: Path, language: str | None = None) -> str:
    """Return the letter of a file in a language, by default the file's own."""
    case = load_file(file)
    assert case.document is not None
    return body(case.document, Layout(language or case.document.language or "zh", workspace=case.workspace))


def draft(file: Path, language: str | None = None, workspace: Workspace | None = None, **changes: Any) -> str:
    """Return the letter of a file with other values at its paths (`delivery__place`); None removes one."""
    data = deepcopy(document_in(file).to_data())
    for path, value in changes.items():
        put(data, path.split("__"), value)
    return draft_of(data, language, workspace or WORKSPACE)


def draft_of(data: dict[str, Any], language: str | None, workspace: Workspace) -> str:
    document = model_of(data["kind"]).from_data(data)
    layout = Layout(language or data.get("language", "zh"), draft=True, workspace=workspace)
    return body(document, layout)


def put(data: Any, steps: list[Any], value: Any) -> None:
    *way, last = (int(step) if str(step).isdecimal() else step for step in steps)
    for step in way:
        data = data[step]
    if value is None:
        data.pop(last)
    else:
        data[last] = value


# --- what no letter may show -------------------------------------------------------------------

NEVER = re.compile(
    r"None|\[\]|\{\}|[Uu]ndefined|Decimal\(|datetime|<bound|\bnan\b|\bNaN\b"  # what programs say
    r"|。。|；。|，。|、。|：。|。；|，，|；；|、、|。，"  # adjacent punctuation marks
    r"|(?<![.…])\.\.(?!\.)|;\.|,\.|:\.|\.;|,,|;;"
    r"|（）|\(\)|（，|，）|\(, | ,| ;|：，|：；"  # brackets and lists that lost their content
)
EMPTY_ENTRY = re.compile(r"^-\s*[;；.。:：]?\s*$", re.MULTILINE)
HEADING = re.compile(r"^## (\S+?)(?:、|\. )(\S.*)$", re.MULTILINE)
CHINESE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"]
ROLE = re.compile(r"<!--.*?-->", re.DOTALL)
HIDDEN = re.compile(r"\\([\\`*\[\]<>|&~_#+:=-])")


def assert_sound(text: str, language: str) -> None:
    visible = HIDDEN.sub(r"\1", ROLE.sub("", text))
    found = NEVER.search(visible)
    assert found is None, f"{found.group()!r} in {visible[max(found.start() - 40, 0) : found.end() + 20]!r}"
    assert not EMPTY_ENTRY.search(visible), "an empty bullet"
    for line in visible.splitlines():
        if not line.startswith("|"):
            assert "  " not in line.strip(), f"two blanks in {line!r}"
            assert not re.search(r"\S [。，；：]|[（] | [）]", line), f"a blank before a stop in {line!r}"
    assert_numbered(text, language)
    assert_tables_apart(text)


def assert_numbered(text: str, language: str) -> None:
    numbers = [match.group(1) for match in HEADING.finditer(text)]
    count = len(numbers)
    assert numbers == (CHINESE[:count] if language == "zh" else [str(number + 1) for number in range(count)])
    assert count == len(re.findall(r"^##(?!#)", text, re.MULTILINE)), "a heading without its number"
    for section in re.split(r"^##.*$", text, flags=re.MULTILINE)[1:]:
        assert ROLE.sub("", section).strip(), "a heading without its text"


def assert_tables_apart(text: str) -> None:
    """Fail if two tables are adjacent, as Word would merge them; a hidden comment does not separate them."""
    blocks = [
        token.type
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.level == 0 and token.type != "html_block" and token.nesting >= 0
    ]
    for one, other in pairwise(blocks):
        assert (one, other) != ("table_open", "table_open")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", LETTERS, ids=lambda file: file.name)
def test_a_letter_of_the_examples_is_sound_in_each_language(file: Path, language: str) -> None:
    assert_sound(letter(file, language), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONTRACT_LETTERS)
def test_a_letter_of_the_samples_is_sound_in_each_language(contract: Path, name: str, language: str) -> None:
    assert_sound(letter(contract / name, language), language)


RATE = "late_delivery__percent_per_week"
"""Required only where no daily rate is given."""


def is_needed(field: Field) -> bool:
    """Whether a letter without the answer is an error, and so no letter; a warning does not stop it."""
    return field.ask.missing is not None and RULES[field.ask.missing].severity is Severity.ERROR


def answers(part: Part, path: str = "", optional: bool = False) -> Iterator[str]:
    """Yield the paths of a part's answers: all of them, or only those that no rule requires."""
    for key, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        here = f"{path}__{key}" if path else key
        if value is None or here in ("kind", "language"):
            continue
        if not optional or (not is_needed(field) and here != RATE):
            yield here
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            below = f"{here}__{index}" if isinstance(value, list) else here
            if isinstance(item, Part):
                yield from answers(item, below, optional)
            elif isinstance(value, list) and len(value) > 1:
                yield below


def unsound(file: Path, language: str, optional: bool) -> dict[str, str]:
    """Yield the faults of a draft letter without one of its answers, with the answer's path."""
    found = {}
    for path in answers(document_in(file), optional=optional):
        text = draft(file, language, **{path: None})
        try:
            if optional:
                assert_sound(text, language)
            else:  # a draft may show where a required answer is missing, but nothing more
                assert "None" not in text
                assert_numbered(text, language)
                assert_tables_apart(text)
        except AssertionError as error:
            found[path] = str(error).splitlines()[0]
    return found


@pytest.mark.parametrize("file", LETTERS, ids=lambda file: file.name)
def test_a_letter_has_no_hole_where_an_optional_answer_is_left_out(file: Path) -> None:
    assert unsound(file, document_in(file).language or "zh", optional=True) == {}


@pytest.mark.parametrize("file", ORDERS, ids=lambda file: file.name)
def test_an_orders_letter_has_no_hole_in_the_other_language_either(file: Path) -> None:
    other = "en" if document_in(file).language == "zh" else "zh"
    assert unsound(file, other, optional=True) == {}


@pytest.mark.parametrize("file", LETTERS, ids=lambda file: file.name)
def test_a_draft_without_a_needed_answer_is_numbered_all_the_same(file: Path) -> None:
    assert unsound(file, document_in(file).language or "zh", optional=False) == {}


# --- figures -----------------------------------------------------------------------------------


def unescaped(text: str) -> str:
    """Return a letter without its escape characters."""
    return HIDDEN.sub(r"\1", text)


def assert_shows(text: str, figures: list[str]) -> None:
    for figure in figures:
        assert re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", unescaped(text)), (
            f"{figure} is not shown"
        )


CONTRACT_FIGURES = {
    # 5,000 x 32.50 + 3,000 x 33.80 = 263,900; x 13 / 113 = 30,360.176…; 30 % and 70 %; 21 April and five
    # working days: 22, 23, 24, 27, 28 April
    "order-confirmation.zh.yaml": [
        *("162,500.00", "101,400.00", "233,539.82", "30,360.18", "263,900.00"),
        *("贰拾陆万叁仟玖佰元整", "79,170.00", "184,730.00", "2026年4月28日"),
    ],
    # 6,500 x 32.50 = 211,250; 312,650 x 13 / 113 = 35,968.584…; 30 % and 70 %
    "order-confirmation.zh.r2.yaml": [
        *("211,250.00", "276,681.42", "35,968.58", "312,650.00", "叁拾壹万贰仟陆佰伍拾元整"),
        *("93,795.00", "218,855.00"),
    ],
    # 2,400 x 11.25 + 1,800 x 11.60 less 2 %
    "order-confirmation.en.yaml": ["27,000.00", "20,880.00", "47,880.00", "−957.60", "46,922.40"],
    "change-request.zh.yaml": [
        *("5,000", "6,500", "+1,500", "263,900.00", "312,650.00", "+48,750.00"),
        *("肆万捌仟柒佰伍拾元整", "顺延 7 天"),
    ],
    # 6,500 x 32.50; 1.5 %; 325 x 32.50; together 13,731.25, 6.5 %; caps of 10 % and 12 %
    "delay-notice.zh.yaml": [
        *("211,250.00", "3,168.75", "325 件", "10,562.50", "13,731.25", "6.5%", "21,125.00", "25,350.00"),
        # both lines: 312,650 x 1.5 %; 150 more; 10,562.50 + 5,070.00; + 4,689.75
        *("312,650.00", "4,689.75", "150 件", "15,632.50", "20,322.25", "31,265.00", "37,518.00"),
    ],
    # see test_compensation; together 1,677.91, 8.2 %; caps of 8 % and 12 %
    "delay-notice.en.yaml": [
        *("20,462.40", "90", "1,023.12", "204.62", "450.17", "654.79", "1,677.91", "8.2 %"),
        *("1,636.99", "2,455.49"),
        # both lines; 120 x 11.25 x 0.98 = 1,323.00 more; 1,501.51 + 2,346.12; 8 % = 3,753.792
        *("46,922.40", "120", "2,346.12", "469.22", "1,032.29", "1,501.51", "3,847.63", "3,753.79"),
        "5,630.69",  # 12 % = 5,630.688
    ],
}


@pytest.mark.parametrize("name", CONTRACT_FIGURES)
def test_a_letter_of_the_samples_shows_the_figures_worked_by_hand(contract: Path, name: str) -> None:
    text = letter(contract / name)
    assert_shows(text, CONTRACT_FIGURES[name])


EXAMPLE_FIGURES = {
    # 76,800 + 46,000 less 2 % = 45,080: 121,880; less 3 %; + 3,000; + 13 %; 30 %, 60 % and what is left
    MUGS: [
        *("76,800.00", "45,080.00", "121,880.00", "−3,656.40", "121,223.60", "15,759.07", "136,982.67"),
        *("壹拾叁万陆仟玖佰捌拾贰元陆角柒分", "41,094.80", "82,189.60", "13,698.27"),
        # three working days after 8 June, two after 14 July
        *("2026年6月11日", "2026年7月16日"),
    ],
    # 28,080 + 19,120 = 47,200 less 1.5 % = 708; + 450; 30 % = 14,082.60; seven days after 16 June, five
    # working days after Friday 14 August
    LAMPS: [
        *("28,080.00", "19,120.00", "47,200.00", "−708.00", "46,942.00", "14,082.60", "32,859.40"),
        *("23 June 2026", "21 August 2026"),
    ],
    # 9 days: see test_order_rules; both lines: 74,496.00 + 45,080 x 0.97 = 118,223.60; x 1.8 % = 2,128.0248;
    # 200 x 11.50 x 0.98 x 0.97 = 2,186.38 more; 1 % = 1,182.236; 2,128.02 + 1,182.24 + 5,911.18 = 9,221.44
    KILN: [
        *("74,496.00", "1,340.93", "300 只", "3,724.80", "744.96", "2,085.89", "5,810.69", "7.8%"),
        *("118,223.60", "2,128.02", "200 只", "5,911.18", "1,182.24", "3,310.26", "9,221.44"),
    ],
    # 19 days at 1 % a week: 18,833.20 x 19 / 700 = 511.187; 8 % = 1,506.656; together 10.7 %
    # both: 46,492.00: 1,261.926; 3,719.36; 4,981.29; option C: 6 days 161.427; 40 x 23.90 x 0.985 = 941.66
    DYEING: [
        *("18,833.20", "511.19", "1,506.66", "2,017.85", "10.7 %", "941.66", "2,259.98"),
        *("46,492.00", "1,261.93", "3,719.36", "4,981.29", "161.43", "1,103.09", "5.9 %"),
    ],
}


@pytest.mark.parametrize("file", EXAMPLE_FIGURES, ids=lambda file: file.name)
def test_a_letter_of_the_examples_shows_the_figures_worked_by_hand(file: Path) -> None:
    assert_shows(letter(file), EXAMPLE_FIGURES[file])


AMOUNT_OF_INSTALMENT = {
    "zh": re.compile(r"^- .*?：占总价的.*?计 ([\d,.]+) 元", re.MULTILINE),
    "en": re.compile(r"^- .*?% of the total, CNY ([\d,.]+),", re.MULTILINE),
}
TOTAL = re.compile(r"\*\*(?:价税合计（CNY）|Total CNY)\*\* \| \*\*([\d,.]+)\*\*")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "percents",
    [
        ["30", "70"],
        ["33.33", "33.33", "33.34"],
        ["10"] * 10,
        ["99.99", "0.01"],
        ["12.5", "12.5", "25", "50"],
        ["100"],
    ],
    ids=len,
)
@pytest.mark.parametrize("price", ["12.80", "0.01", "333.33", "9999999.99"])
def test_the_instalments_of_a_letter_add_up_to_its_total(
    price: str, percents: list[str], language: str
) -> None:
    instalments = [
        {"name": f"part {number}", "percent": share, "days": 5, "after": "confirmation"}
        for number, share in enumerate(percents)
    ]
    text = unescaped(draft(MUGS, language, lines__0__unit_price=price, payment__instalments=instalments))
    amounts = AMOUNT_OF_INSTALMENT[language].findall(text)
    total = TOTAL.search(text)
    assert total is not None
    assert len(amounts) == len(percents)
    assert sum(Decimal(amount.replace(",", "")) for amount in amounts) == Decimal(
        total.group(1).replace(",", "")
    )


# --- what a letter says, and what it does not --------------------------------------------------


@pytest.mark.parametrize("cause", ["force_majeure", "buyer"])
@pytest.mark.parametrize(("file", "language"), [(KILN, "zh"), (DYEING, "en")], ids=["zh", "en"])
def test_where_nobody_of_ours_is_to_blame_the_letter_regrets_and_neither_blames_nor_compensates(
    file: Path, language: str, cause: str
) -> None:
    text = draft(file, language, cause=cause)
    regret, never = {
        "zh": ("深感遗憾", ["抱歉", "致歉", "补偿", "违约金", "承担责任", "责任方"]),
        "en": ("We regret", ["apolog", "ompensation", "enalt", "damages", "responsib"]),
    }[language]
    assert regret in text
    assert [phrase for phrase in never if phrase in text] == []
    assert_sound(text, language)
    own = draft(file, language)
    assert any(apology in own for apology in ("致歉", "apologise"))


@pytest.mark.parametrize(
    ("honorific", "language", "greeting"),
    [
        ("女士", "en", "Dear Ms Solheim,"),
        ("先生", "en", "Dear Mr Solheim,"),
        ("Ms.", "en", "Dear Ms Solheim,"),
        ("Sir", "en", "Dear Sir Solheim,"),
        ("Ms", "zh", "Ingrid Solheim 女士：您好！"),
        ("女士", "zh", "Ingrid Solheim 女士：您好！"),
    ],
)
def test_a_form_of_address_is_that_of_the_letters_language(
    honorific: str, language: str, greeting: str
) -> None:
    buyer = {"name": "Kystlys AS", "contact": {"name": "Ingrid Solheim", "honorific": honorific}}
    order = model_of("order-confirmation").model_validate({"kind": "order-confirmation", "buyer": buyer})
    assert greeting in body(order, Layout(language, draft=True))


def test_a_change_request_signed_by_nobody_has_empty_places_for_signatures() -> None:
    text = draft(EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml", approvals=None)
    assert text.count("授权代表（签字）：") == 2
    assert "宋妍 采购经理" not in text.rpartition("role: signatures")[2]


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        ("more-mugs.zh.yaml", "withdrawn", "本申请单已撤回，不发生效力"),
        ("more-mugs.zh.yaml", "rejected", "本申请单已被否决，不发生效力"),
        ("more-lamps.en.yaml", "withdrawn", "This request is withdrawn and has no effect"),
    ],
)
def test_a_change_request_that_came_to_nothing_asks_for_no_signature(
    file: str, status: str, said: str
) -> None:
    text = draft(EXAMPLES / "change-request" / "good" / file, decision={"status": status})
    assert said in text
    assert "role: signatures" not in text
    assert "takes effect on the day" not in text and "签章之日起生效" not in text


@pytest.mark.parametrize(("file", "language"), [(MUGS, "zh"), (LAMPS, "en")], ids=["zh", "en"])
def test_a_contact_is_greeted_by_honorific_title_or_name(file: Path, language: str) -> None:
    name, honorific, title, stranger = {
        "zh": ("宋妍：您好！", "宋妍女士：您好！", "宋妍采购经理：您好！", "尊敬的客户：您好！"),
        "en": ("Dear Ingrid Solheim,", "Dear Ms Solheim,", "Dear Ingrid Solheim,", "Dear Sir or Madam,"),
    }[language]
    assert honorific in draft(file)
    assert title in draft(file, buyer__contact__honorific=None)
    assert name in draft(file, buyer__contact={"name": "宋妍" if language == "zh" else "Ingrid Solheim"})
    assert stranger in draft(file, buyer__contact=None)


def test_an_english_contact_is_greeted_properly_in_a_chinese_letter() -> None:
    assert "SolheimMs" not in draft(LAMPS, "zh")


def test_an_order_without_lines_is_a_draft_without_figures() -> None:
    for language in LANGUAGES:
        for lines in (None, []):
            text = draft(MUGS, language, lines=lines)
            assert_sound(text, language)
            assert "136,982.67" not in text
            assert not AMOUNT_OF_INSTALMENT[language].search(text)


@pytest.mark.parametrize(
    ("language", "price", "on_the_order"),
    [
        ("en", "2.40<br>per 100 pcs<br>less 30.00", "Discount"),
        ("zh", "2.40<br>每 100 pcs<br>优惠 30.00", "整单优惠"),
    ],
)
def test_a_price_for_several_units_and_discounts_in_money_are_shown(
    language: str, price: str, on_the_order: str
) -> None:
    line = document_in(LAMPS).to_data()["lines"][0]
    line |= {"quantity": 5000, "unit": "pcs", "unit_price": "2.40", "price_per": 100, "discount_amount": "30"}
    text = draft(LAMPS, language, lines=[line], discount_percent=None, discount_amount="20", charges=None)
    assert f"| {price} | 90.00 |" in text  # 5,000 / 100 × 2.40 − 30
    assert f"| {on_the_order} | −20.00 |" in text
    assert_sound(text, language)


def test_two_hundred_lines_stand_in_one_table_with_their_total() -> None:
    line = document_in(MUGS).to_data()["lines"][0]
    lines = [{**line, "sku": f"MUG-{number}", "quantity": number} for number in range(1, 201)]
    text = draft(MUGS, lines=lines, discount_percent=None, charges=None, tax=None)
    rows = re.findall(r"^\| (\d+) \| MUG-(\d+)<br>", text, re.MULTILINE)
    assert rows == [(str(number), str(number)) for number in range(1, 201)]
    assert "257,280.00" in text  # 1 + … + 200 = 20,100 pieces of 12.80
    assert "贰拾伍万柒仟贰佰捌拾元整" in text
    assert_sound(text, "zh")


@pytest.mark.parametrize(
    "name",
    [
        "很长的公司名称" * 700,
        "Very Long Trading Company " * 190 + "Ltd.",
        "شركة النور للتجارة",
        "חברת אור בע״מ",
        "A|B *Ltd* <b>&amp; `Co` [x](y) #1",
        "Łódź Żółć Handel Sp. z o.o.",
        "𠮷野家 😀",
    ],
    ids=["chinese", "english", "arabic", "hebrew", "marks", "polish", "astral"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_any_length_and_script_stands_whole_and_alone(name: str, language: str) -> None:
    text = draft(MUGS, language, buyer__name=name, buyer__contact__name=name, lines__0__name=name)
    assert unescaped(text).count(name.strip()) >= 4  # address, parties, line, signature
    assert_numbered(text, language)
    assert_tables_apart(text)
    shape = [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]
    usual = draft(MUGS, language)
    assert shape == [token.type for token in MarkdownIt("commonmark").enable("table").parse(usual)]


def test_what_would_turn_the_direction_of_a_letter_is_taken_out() -> None:
    text = draft(LAMPS, buyer__name="Al Noor \u202eمحدودة\u2066")
    assert "\u202e" not in text
    assert "\u2066" not in text
    assert "Al Noor" in text


def test_a_letter_without_its_order_is_a_draft_with_what_is_known() -> None:
    for file in LETTERS:
        if file.parent.parent.name in ("change-request", "delay-notice"):
            for language in LANGUAGES:
                text = draft(file, language, workspace=NOWHERE)
                assert_sound(text, language)
                assert document_in(file).id in text


def test_a_letter_has_a_remedy_for_each_of_the_notices() -> None:
    remedies = [{"action": f"remedy number {number:03d}"} for number in range(40)]
    text = draft(DYEING, remedies=remedies)
    assert len(set(re.findall(r"remedy number \d{3}", text))) == 40
    assert_sound(text, "en")


# --- offers that come to nothing ---------------------------------------------------------------


def with_policy(folder: Path, tiers: list[dict[str, Any]], order: dict[str, Any], **other: Any) -> Workspace:
    """Return a workspace with the mugs' order under other terms and its own policy."""
    from comms.rendering.yaml_data import to_yaml

    folder.mkdir(exist_ok=True)
    policy = {"kind": "compensation-policy", "id": "own", "day_type": "calendar", "tiers": tiers, **other}
    data = document_in(MUGS).to_data() | order
    for name, content in (("policy", policy), ("order", data)):
        (folder / f"{name}.yaml").write_text(to_yaml(content), encoding="utf-8")
    return open_workspace(folder)


def one_tier(*offers: dict[str, Any], **other: Any) -> list[dict[str, Any]]:
    return [{"from_day": 1, "offers": list(offers), **other}]


OWN = {"compensation": {"policy": "own"}}
STEEP = {"late_delivery": {"percent_per_day": "2"}}
"""9 days: 18 % of 74,496.00 = 13,409.28."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_that_the_cap_has_cut_to_nothing_is_not_offered(language: str, tmp_path: Path) -> None:
    offers = ({"type": "spare_parts", "percent": 5}, {"type": "discount", "percent": 1})
    workspace = with_policy(tmp_path, one_tier(*offers), STEEP, cap_percent=12)
    text = unescaped(draft(KILN, language, workspace, **OWN))
    (row,) = [line for line in text.splitlines() if line.startswith("| A |")]
    assert "13,409.28" in row
    assert not re.search(r"备品|折扣|spare|discount", row)


@pytest.mark.parametrize(
    ("language", "claim"), [("zh", "违约金已用尽补偿上限"), ("en", "penalty alone takes up the cap")]
)
def test_the_penalty_is_not_blamed_for_what_other_offers_have_used_up(
    language: str, claim: str, tmp_path: Path
) -> None:
    """9 days of 0.5 % are 4.5 %, the spare units 5 %: together the cap of 9.5 %, which leaves no discount."""
    offers = ({"type": "spare_parts", "percent": 5}, {"type": "discount", "percent": 1})
    order = {"late_delivery": {"percent_per_day": "0.5"}}
    workspace = with_policy(tmp_path, one_tier(*offers), order, cap_percent=Decimal("9.5"))
    text = unescaped(draft(KILN, language, workspace, **OWN, remedies__2=None))
    assert_shows(text, ["3,352.32", "3,724.80"])  # 74,496.00 x 4.5 % and x 5 %, of 7,077.12
    assert claim not in text


def test_a_voucher_in_another_currency_is_shown_as_it_is(tmp_path: Path) -> None:
    offers = one_tier({"type": "voucher", "amount": 200, "currency": "USD"})
    text = draft(KILN, "en", with_policy(tmp_path, offers, {}), **OWN)
    (row,) = [line for line in text.splitlines() if line.startswith("| A |")]
    assert "voucher USD 200" in row


@pytest.mark.parametrize("language", LANGUAGES)
def test_spare_parts_for_a_fixed_amount_are_not_explained_by_a_percentage(
    language: str, tmp_path: Path
) -> None:
    offers = one_tier({"type": "spare_parts", "amount": 500, "currency": "CNY"})
    text = draft(KILN, language, with_policy(tmp_path, offers, {}), **OWN)
    assert not re.search(r"×\s*[，,]", text)


@pytest.mark.parametrize(
    ("language", "claim"), [("zh", "没有货物延期|按期"), ("en", "Nothing is late|on time")]
)
def test_a_cause_without_compensation_is_not_said_to_be_no_delay(
    language: str, claim: str, tmp_path: Path
) -> None:
    """The policy excludes customs, and the order's own penalty is 0 % a day."""
    offers = one_tier({"type": "discount", "percent": 1})
    order = {"late_delivery": {"percent_per_day": "0"}}
    workspace = with_policy(tmp_path, offers, order, excluded_causes=["customs"])
    text = draft(KILN, language, workspace, **OWN, cause="customs", remedies__2=None)
    assert not re.search(claim, text)


def test_the_prepayment_of_a_revision_is_not_due_before_it_can_be_known(contract: Path) -> None:
    """Five working days after 28 April, when both sides signed: 29, 30 April, 6, 7, 8 May."""
    text = letter(contract / "order-confirmation.zh.r2.yaml")
    assert "最迟 2026年5月8日" in text


def test_a_delay_over_a_weekend_has_no_working_day_and_still_its_penalty(tmp_path: Path) -> None:
    terms = {"late_delivery": {"percent_per_day": "0.2", "cap_percent": 8}}
    offers = one_tier({"type": "discount", "percent": 1})
    late = {"original_date": "2026-07-17", "revised_date": "2026-07-19"}  # Friday to Sunday
    workspace = with_policy(tmp_path, offers, terms, day_type="working")
    text = draft(KILN, "zh", workspace, **OWN, **late, remedies=[{"action": "x"}])
    assert "| A | x | 2026年7月19日 |  | 违约金 297.98 元 | 无 |" in text  # 74,496.00 x 0.2 % x 2 = 297.984
    assert "延期 0 个工作日" in text
    assert_sound(text, "zh")


def test_one_day_is_not_days() -> None:
    notice = draft(
        EXAMPLES / "delay-notice" / "good" / "canvas.en.yaml",
        revised_date="2026-08-22",
        remedies__0__revised_date="2026-08-22",
    )
    assert "; 1 calendar day late." in notice
    assert "× 1 day ÷ 7" in notice
    assert not re.search(r"(?<!\d)1 (?:\w+ )?days", notice)
    order = document_in(LAMPS).to_data()
    order["payment"]["instalments"][-1] |= {"days": 1}
    for part in (order.get("dispute"), order.get("force_majeure"), order.get("late_payment")):
        for key in part or {}:
            if key.endswith("_days"):
                part[key] = 1
    assert not re.search(r"(?<!\d)1 (?:\w+ )?days", draft_of(order, "en", WORKSPACE))
