"""The sheet: what is written on a page is read from it again, and what a person does to it is understood."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comms.interview.sheet.fields import OF_MONEY, columns, heading, part_of, sections
from comms.interview.sheet.reading import MOST_SLIPS, Reading, SheetReader
from comms.interview.sheet.values import text_in, text_lines
from comms.interview.sheet.writing import Page
from comms.kinds import KINDS, model_of
from comms.language.field_names import field_at
from comms.language.phrases import LANGUAGES
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import dotted, parse_path, put, value_at
from comms.reading.answers import AnswerContext, Refused, is_answer, read_answer
from comms.reading.source import Source
from comms.workspace.loading import load_case, load_file, plain_data
from comms.workspace.workspace import NOWHERE
from tests.support import EXAMPLES, ROOT
from tests.support.interviews import NOW

NUMBERED = ("kind", "id", "language", "revision", "status")


def reader(data: dict[str, Any], language: str = "zh") -> SheetReader:
    page = Page(model_of(data["kind"]), language, data)
    return SheetReader(page, data, AnswerContext(language, NOW, "CNY"), NOWHERE)


def read(text: str, kind: str = "design-brief", language: str = "zh") -> Reading:
    """What a page says of which nothing was known before."""
    return reader({"kind": kind}, language).read(text)


def errors(found: Reading) -> list[str]:
    return [mark.message for mark in found.marks if mark.is_error]


def on_page(data: dict[str, Any]) -> dict[str, Any]:
    """The part of a document that is filled in: without its numbers, and what an order's values were before."""
    shown: dict[str, Any] = {"kind": data["kind"]}
    for section in sections(model_of(data["kind"]), data):
        if (value := value_at(data, section.path)) is None:
            continue
        if section.is_list:
            known = {each.key for each in columns(section.field, value)}
            value = [{key: each for key, each in entry.items() if key in known} for entry in value]
        elif section.field.shape is Shape.MONEY:
            value = {key: each for key, each in value.items() if key in OF_MONEY}
        held = value_at(shown, section.path)
        put(shown, section.path, {**held, **value} if isinstance(held, dict) else value)
    return shown


@pytest.mark.parametrize("control", ["\x1b", "\x00", "\u202e", "\u2066", "\x9b"])
def test_characters_that_cannot_be_seen_are_dropped_and_told(control: str) -> None:
    found = read(f"[标题]\n618 {control}主图\n[交付物]\n海报{control} | 2\n")
    assert (found.data["title"], found.data["deliverables"][0]["name"]) == ("618 主图", "海报")
    assert control not in "".join(found.lines)
    told = [mark for mark in found.marks if "控制字符" in mark.message]
    assert [found.lines[mark.line or 0] for mark in told] == ["618 主图", "海报 | 2"]
    assert not any(mark.is_error for mark in told)


@pytest.mark.parametrize("key", ["quantity", "unit_price"])
@pytest.mark.parametrize("text", ["1.500 EUR", "1.200 pcs", "1.200", "1,200", "about 500", "1.200,50"])
def test_a_figure_is_taken_or_refused_as_the_interview_does(key: str, text: str) -> None:
    field = field_at(model_of("order-confirmation"), ("lines", 0, key))
    name = {"quantity": "Quantity", "unit_price": "Unit price"}[key]
    found = read(f"[Currency]\nEUR\n[Lines]\nItem | {name}\nA-1 | {text}\n", "order-confirmation", "en")
    try:
        expected = read_answer(field, text, AnswerContext("en", NOW, "EUR", shows_readings=True))
    except Refused:
        assert errors(found)
        assert key not in found.data["lines"][0]
    else:
        assert found.data["lines"][0][key] == expected


# --- any document -----------------------------------------------------------------------------

FRAGMENTS = (
    "# 说明", "#618", "[标题]", "【何事 *】", "[x] y", "\\", "\\#", '\\"a"', '"a"', "- 甲", "1. 乙", "a | b", "名称 | 数量",
    "对象: 丙", "名称：丁", "\n", "\n\n", "  缩进", "\t", "; ", "；", "、", "---", "{a: 1}", "# ✗ 错", "# ! x", "#", "中文", "ok",
    "\u200e", "\x0b", "\u2028", "é", "Ａ", "=1+1", "C:\\new", "\\\\server\\share", "<b>", "“引”",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join)


def answers(field: Field) -> st.SearchStrategy[Any]:
    """Plain data for a field, with texts that look like parts of a page."""
    if field.shape in (Shape.PART, Shape.MONEY):
        return of_part(part_of(field))
    if field.shape is Shape.PARTS:
        return st.lists(of_part(part_of(field)), min_size=1, max_size=2)
    if field.choices:
        choice = st.sampled_from(field.choices)
        return st.lists(choice, min_size=1, max_size=3) if field.shape is Shape.TEXTS else choice
    plain: dict[Shape, st.SearchStrategy[Any]] = {
        Shape.TEXT: st.sampled_from(("CNY", "USD")) if field.key == "currency" else HOSTILE,
        Shape.TEXTS: st.lists(HOSTILE, min_size=1, max_size=3),
        Shape.NUMBER: st.sampled_from(("0", "1", "12.50", "1200", "99.999")),
        Shape.WHOLE: st.sampled_from(("1", "2", "30")),
        Shape.DATE: st.dates().map(str),
        Shape.TIME: st.sampled_from(("2026-06-05T18:00+08:00", "2026-06-05T18:00:01.5-03:30")),
        Shape.FLAG: st.booleans(),
        Shape.UNTYPED: HOSTILE
        | st.sampled_from(("12.50", "2026-06-05", True, {"sku": "A", "quantity": "3"})),
    }
    return plain[field.shape]


def of_part(part: type[Part]) -> st.SearchStrategy[dict[str, Any]]:
    each = {key: answers(field) for key, field in fields_of(part).items() if key not in NUMBERED}
    return st.fixed_dictionaries({}, optional=each)


DOCUMENTS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: of_part(model_of(kind)).map(lambda data: {**data, "kind": kind})
)


def texts_of(data: dict[str, Any]) -> dict[str, str]:
    """The texts of a document that are on its page, by their paths."""
    found = {}
    for section in sections(model_of(data["kind"]), data):
        value = value_at(data, section.path)
        if section.field.shape is Shape.TEXT and value is not None:
            found[dotted(section.path)] = value
        for number, entry in enumerate(value if section.is_list and value else ()):
            for each in columns(section.field, value):
                if each.shape is Shape.TEXT and each.key in entry:
                    found[dotted((*section.path, number, each.key))] = entry[each.key]
    return found


def has_empty_entries(data: Any) -> bool:
    if isinstance(data, dict):
        return any(map(has_empty_entries, data.values()))
    return isinstance(data, list) and any(each == {} or has_empty_entries(each) for each in data)


@settings(max_examples=12)
@given(data=DOCUMENTS, language=st.sampled_from(LANGUAGES))
def test_any_document_is_read_from_its_page_as_it_was_written(data: dict[str, Any], language: str) -> None:
    written = plain_data(load_case(Source("", "", data)))
    page = reader(written, language).page.text()
    same = reader(written, language).read(page)
    assert plain_data(load_case(Source("", "", same.data))) == written
    assert errors(same) == []
    assume(not has_empty_entries(on_page(written)))
    found = reader({"kind": data["kind"]}, language).read(page)  # without knowing what it was written from
    read_from_it = {dotted(taken.path): taken.text for taken in found.taken} | found.typed
    for path, text in texts_of(written).items():
        if is_answer(text, field_at(model_of(data["kind"]), parse_path(path, written))):
            assert read_from_it[path] == text


@settings(max_examples=40)
@given(text=st.text() | HOSTILE)
def test_any_text_is_written_in_lines_that_are_read_as_it(text: str) -> None:
    lines = text_lines(text)
    assert text_in(lines) == text
    assert not any("\n" in line for line in lines)


@settings(max_examples=15)
@given(items=st.lists(HOSTILE.map(str.strip).filter(lambda text: any(map(str.isalnum, text))), min_size=1))
def test_the_entries_of_a_list_keep_their_lines_and_signs(items: list[str]) -> None:
    held = plain_data(load_case(Source("", "", {"kind": "design-brief", "must_avoid": items})))
    assume(held.get("must_avoid"))
    found = read(Page(model_of("design-brief"), "zh", held).text())
    assert [_in_a_line(item) for item in found.data["must_avoid"]] == list(
        map(_in_a_line, held["must_avoid"])
    )


def _in_a_line(text: str) -> str:
    """A text as the interview takes it where a name is asked for: on one line, and half-width."""
    return " ".join(text.replace("Ａ", "A").split())


GOOD = sorted(path for path in EXAMPLES.glob("*/good/*") if path.name != "comms.toml")


@pytest.mark.parametrize("file", GOOD, ids=lambda path: path.name)
def test_a_page_is_read_without_knowing_what_it_was_written_from(file: Path) -> None:
    case = load_file(file)
    if case.document is None:
        pytest.skip("no document of ours")
    data = plain_data(case)
    for language in LANGUAGES:
        found = reader({"kind": data["kind"]}, language).read(
            Page(model_of(data["kind"]), language, data).text()
        )
        assert errors(found) == []
        again = plain_data(load_case(Source("", "", found.data)))
        assert on_page(again) == on_page(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_two_sections_of_a_page_have_the_same_heading(kind: str, language: str) -> None:
    model = model_of(kind)
    names = [heading(model, section, language) for section in sections(model, {})]
    assert len(names) == len(set(names))


# --- what a person does to a page -------------------------------------------------------------

PAGE = """
[标题 *]
618 主图

[何事 *]
主图 5 张
白底

[交付日期 *]
2026-06-05

[不能有]
- 竞品名称
- 未授权字体

[交付物 *]
名称 * | 数量 * | 尺寸
主图 | 5 | 800×800
详情页 | 1 |
"""


def test_sections_may_stand_in_any_order_and_comments_may_go() -> None:
    turned = "\n\n".join(reversed(PAGE.strip().split("\n\n")))
    assert read(turned).data == read(PAGE).data
    assert read(PAGE).data["deliverables"][1] == {"name": "详情页", "count": "1"}


@pytest.mark.parametrize(
    ("typed", "path", "value"),
    [
        ("[不能有]\n竞品名称；未授权字体", ("must_avoid",), ["竞品名称", "未授权字体"]),
        ("[不能有]\n竞品名称\n未授权字体", ("must_avoid",), ["竞品名称", "未授权字体"]),
        ("[不能有]\n1、竞品名称\n2. 未授权字体", ("must_avoid",), ["竞品名称", "未授权字体"]),
        ("[不能有]\n3、4月份的旧图", ("must_avoid",), ["3、4月份的旧图"]),
        ("[不能有]\n· 竞品名称\n· 未授权\n  字体", ("must_avoid",), ["竞品名称", "未授权 字体"]),
        ("[预算] 六千元", ("how_much", "budget"), {"amount": "6000", "currency": "CNY"}),
        ("【预算】\n6000", ("how_much", "budget"), {"amount": "6000", "currency": "CNY"}),
        ("[Budget]\nUSD 800", ("how_much", "budget"), {"amount": "800", "currency": "USD"}),
        ("[how_much.budget]\n1.2万", ("how_much", "budget"), {"amount": "12000", "currency": "CNY"}),
        ("[如何]\n#618大促 的色调\n\n\\# 不是说明", ("how",), "#618大促 的色调\n\n# 不是说明"),
        ("[如何]\n\\\\server\\share\\风格", ("how",), "\\\\server\\share\\风格"),
        ("\ufeff[如何]\r\n暖色\r\n", ("how",), "暖色"),
        (
            "[交付物]\n主图 | 5 | 800×800",
            ("deliverables",),
            [{"name": "主图", "count": "5", "size": "800×800"}],
        ),
        (
            "[交付物]\n| 名称 | 数量 |\n|---|---|\n| 主图 | 5 |",
            ("deliverables",),
            [{"name": "主图", "count": "5"}],
        ),
        ("[交付物]\n数量｜名称\n5｜主图", ("deliverables",), [{"count": "5", "name": "主图"}]),
        ("[交付物]\n名称\t数量\n主图\t5", ("deliverables",), [{"name": "主图", "count": "5"}]),
        ("[交付物 1]\n名称：主图\n数量：5", ("deliverables",), [{"name": "主图", "count": "5"}]),
        (
            "[目标]\n对象: 访客\n在 9:00 https://a.example\n  注意: 老客",
            ("goals",),
            [{"actor": "访客\n在 9:00 https://a.example\n注意: 老客"}],
        ),
        ("[目标]\n对象: 访客\n对象: 老客", ("goals",), [{"actor": "访客"}, {"actor": "老客"}]),
        ("[目标 1]\n对象: 访客\n[目标 1]\n对象:\n  老客", ("goals",), [{"actor": "访客"}, {"actor": "老客"}]),
    ],
)
def test_what_people_type_is_understood(typed: str, path: tuple[str, ...], value: object) -> None:
    found = read(typed)
    assert errors(found) == []
    assert value_at(found.data, path) == value


@pytest.mark.parametrize(
    ("typed", "line", "said"),
    [
        ("[何時间]\n明天", 0, "何時间"),
        ("主图\n[标题]\n标题", 0, "主图"),
        ("[标题]\n甲\n[标题]\n乙", 3, "标题"),
        ("[交付物]\n名称 | 数量 | 颜色\n主图 | 5 | 红", 1, "颜色"),
        ("[交付物]\n名称 | 数量\n主图 | 5 | 红", 2, "主图 | 5 | 红"),
        ("[交付物]\n名称 | 数量\n主图 | 很多", 2, "很多"),
        ("[交付日期]\n改天", 1, "改天"),
        ("[标题]\n[预算]\n大约", 2, "大约"),
        ("[目标 1]\n对象: 访客\n目标值: 多一些", 2, "多一些"),
        ("[目标 1]\n对象: 访客\n场最: 首页", 2, "场最: 首页"),
        ("[目标 1]\n人: 访客", 1, "人: 访客"),
        ("[目标]\n访客\n场景: 首页", 1, "访客"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_line(typed: str, line: int, said: str) -> None:
    marks = [mark for mark in read(typed).marks if mark.is_error]
    assert [mark.line for mark in marks] == [line]
    assert said in marks[0].message


def test_a_page_of_any_length_is_told_in_a_few_marks() -> None:
    rows = "主图 | 5\n" * 2001
    assert [mark.line for mark in read(f"[交付物]\n{rows}").marks] == [2001]
    assert len(read("[何時间]\n" * 1000).marks) == MOST_SLIPS


def test_a_date_in_words_is_written_out_on_the_page_and_is_to_be_confirmed() -> None:
    found = read("[交付日期]\n下周五\n\n[里程碑]\n日期 | 事项\n5月28日 | 初稿")
    assert found.lines[1] == "2026-05-29"
    assert found.lines[5] == "2026-05-28 | 初稿"
    assert [mark.is_error for mark in found.marks] == [False, False]
    assert "星期五" in found.marks[0].message
    again = read("\n".join(found.lines))
    assert (again.data, again.marks) == (found.data, [])


def test_a_comment_of_ones_own_is_not_lost_without_a_word() -> None:
    found = read("[如何]\n# 一、暖色调\n首屏突出利益点")
    assert found.data["how"] == "首屏突出利益点"
    assert [(mark.line, "一、暖色调" in mark.message) for mark in found.marks] == [(1, True)]


ORDER = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"


def test_an_entry_keeps_what_its_row_does_not_show() -> None:
    data = plain_data(load_file(ORDER))
    data["lines"] = [{**line, "x-bin": f"bin {number}"} for number, line in enumerate(data["lines"])]
    first = reader(data)
    quantity = str(data["lines"][0]["quantity"])
    text = first.page.text().replace(f"| {quantity} |", "| 7200 |", 1)
    expected = deepcopy(data["lines"])
    expected[0]["quantity"] = "7200"
    assert first.read(text).data["lines"] == expected


def test_rows_that_are_moved_and_deleted_keep_their_own() -> None:
    lines = [{"sku": sku, "quantity": "1", "x-bin": sku.lower()} for sku in ("A", "B", "C")]
    first = reader({"kind": "order-confirmation", "lines": lines})
    rows = [line for line in first.page.text().split("\n") if line.startswith(("A |", "B |", "C |"))]
    text = first.page.text().replace("\n".join(rows), "\n".join([rows[2], rows[0].replace("1", "2")]))
    found = first.read(text).data["lines"]
    assert found == [lines[2], {**lines[0], "quantity": "2"}]


def test_an_answer_that_is_deleted_with_its_heading_is_gone() -> None:
    first = reader({"kind": "brief", "title": "标题", "how": "暖色"})
    assert first.read("[标题]\n标题").data == {"kind": "brief", "title": "标题"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_that_the_manual_shows_is_read(language: str) -> None:
    manual = (ROOT / "docs" / language / "how-to" / "answers.md").read_text(encoding="utf-8")
    page = manual.partition("```text\n")[2].partition("```")[0]
    found = read(page, language=language)
    assert errors(found) == []
    assert found.data["deliverables"][0]["count"] == "3"
    assert len(found.data["must_avoid"]) == 2
    assert found.data["goals"][0].keys() == {"actor", "metric"}
    comments = [line for line in page.split("\n") if line.startswith("# ")]
    assert set(comments) <= reader({"kind": "design-brief"}, language).comments
