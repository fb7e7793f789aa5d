"""The sheet: what is written on a page is read from it again, and what a person does to it is understood."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comms.interview.sheet.fields import OF_MONEY, columns, heading, part_of, sections
from comms.interview.sheet.reading import Reading, SheetReader
from comms.interview.sheet.values import text_in, text_lines
from comms.interview.sheet.writing import Page
from comms.kinds import KINDS, model_of
from comms.language.field_names import field_at
from comms.language.phrases import LANGUAGES
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import dotted, parse_path, put, value_at
from comms.reading.answers import AnswerContext, is_answer
from comms.reading.source import Source
from comms.workspace.loading import load_case, load_file, plain_data
from comms.workspace.workspace import NOWHERE
from tests.support import EXAMPLES
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


@settings(max_examples=25)
@given(data=DOCUMENTS, language=st.sampled_from(LANGUAGES))
def test_a_page_that_is_not_touched_changes_no_document(data: dict[str, Any], language: str) -> None:
    case = load_case(Source("", "", data))
    written = plain_data(case)
    found = reader(written, language).read(reader(written, language).page.text())
    assert plain_data(load_case(Source("", "", found.data))) == written
    assert errors(found) == []


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


@settings(max_examples=25)
@given(data=DOCUMENTS, language=st.sampled_from(LANGUAGES))
def test_every_text_on_a_page_is_read_as_it_was_written(data: dict[str, Any], language: str) -> None:
    written = plain_data(load_case(Source("", "", data)))
    assume(not has_empty_entries(written))
    found = reader({"kind": data["kind"]}, language).read(reader(written, language).page.text())
    read_from_it = {dotted(taken.path): taken.text for taken in found.taken} | found.typed
    for path, text in texts_of(written).items():
        if is_answer(text, field_at(model_of(data["kind"]), parse_path(path, written))):
            assert read_from_it[path] == text


@given(text=st.text() | HOSTILE)
def test_any_text_is_written_in_lines_that_are_read_as_it(text: str) -> None:
    lines = text_lines(text)
    assert text_in(lines) == text
    assert not any("\n" in line for line in lines)


@settings(max_examples=25)
@given(items=st.lists(HOSTILE.map(str.strip).filter(lambda text: any(map(str.isalnum, text))), min_size=1))
def test_the_entries_of_a_list_keep_their_lines_and_signs(items: list[str]) -> None:
    held = plain_data(load_case(Source("", "", {"kind": "design-brief", "must_avoid": items})))
    assume(held.get("must_avoid"))
    found = read(Page(model_of("design-brief"), "zh", held).text())
    assert [" ".join(item.split()) for item in found.data["must_avoid"]] == [
        " ".join(_half_width(item).split()) for item in held["must_avoid"]
    ]


def _half_width(text: str) -> str:
    return text.replace("Ａ", "A")


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
