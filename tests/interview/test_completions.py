"""Completions while an answer is typed: known answers, matching ones, and the menu at the prompt."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document as Line
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cli.terminal.completion import KnownCompleter
from comms.interview import pinyin
from comms.interview.completions import COMPLETES, completions, earlier_answers, earlier_line
from comms.kinds import KINDS, model_of
from comms.language.field_names import field_at
from comms.models.base import Part, Shape, fields_of
from comms.paths import FieldPath
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case
from comms.workspace.workspace import open_workspace
from tests.support import EXAMPLES, ROOT

SKU: FieldPath = ("lines", 0, "sku")
HOUSE = 'holidays = "CN"\n'


def brief(number: int, **who: Any) -> dict[str, Any]:
    return {"kind": "brief", "id": f"BR-2026-{number:04}", "who": who}


def order(number: int, day: int, **other: Any) -> dict[str, Any]:
    head = {"kind": "order-confirmation", "id": f"SO-2026-{number:04}", "language": "zh", "currency": "CNY"}
    return {**head, "issued_at": f"2026-05-{day:02}T09:00:00+08:00", **other}


def line(sku: str, price: str, **other: Any) -> dict[str, Any]:
    return {"sku": sku, "name": "马克杯", "unit": "只", "quantity": 10, "unit_price": price, **other}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write documents into a workspace, each a minute newer than the one before."""

    def write(*documents: dict[str, Any], house: str = HOUSE) -> Path:
        (tmp_path / "comms.toml").write_text(house, encoding="utf-8")
        for number, document in enumerate(documents):
            file = tmp_path / f"{number:04}.yaml"
            file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
            os.utime(file, (1_700_000_000 + 60 * number,) * 2)
        return tmp_path

    return write


def case_in(folder: Path, **data: Any) -> Case:
    return load_case(Source("", "", {"kind": "brief", **data}), open_workspace(folder))


def known(case: Case, *path: str | int) -> list[str]:
    assert case.document is not None
    return earlier_answers(path, field_at(type(case.document), path), case)


# --- known answers ---------------------------------------------------------------------------


def parts_of(part: type[Part]) -> set[type[Part]]:
    return {part}.union(*(parts_of(field.part) for field in fields_of(part).values() if field.part))


def test_each_field_of_the_table_exists_and_takes_free_text() -> None:
    parts = set().union(*(parts_of(model_of(kind)) for kind in KINDS))
    owners = {base.__name__: base for part in parts for base in part.__mro__ if issubclass(base, Part)}
    for name in COMPLETES:
        owner, _, key = name.partition(".")
        field = fields_of(owners[owner])[key]
        assert field.shape in (Shape.TEXT, Shape.TEXTS) and not field.choices, name


def test_people_of_every_kind_are_known_the_same_place_first(folder: Callable[..., Path]) -> None:
    place = folder(
        brief(1, requester="周航", owner="李敏"),
        order(1, 3, seller={"name": "青岚陶瓷", "contact": {"name": "林珂"}}),
        {"kind": "change-request", "id": "CR-1", "requested_by": {"party": "buyer", "name": "宋妍"}},
    )
    found = known(case_in(place), "who", "requester")
    assert found[0] == "周航"
    assert set(found) == {"周航", "李敏", "林珂", "宋妍"}


def test_what_is_frequent_goes_before_what_is_recent_and_each_comes_once(folder: Callable[..., Path]) -> None:
    place = folder(
        brief(1, owner="李敏"), brief(2, owner="李敏"), brief(3, owner="周航"), brief(4, owner="吴倩")
    )
    assert known(case_in(place), "who", "owner") == ["李敏", "吴倩", "周航"]


def test_what_was_frequent_long_ago_gives_way(folder: Callable[..., Path]) -> None:
    old = [brief(number, owner="李敏") for number in range(3)]
    place = folder(
        *old, *(brief(100 + number, owner=f"甲{number}") for number in range(60)), brief(200, owner="周航")
    )
    found = known(case_in(place), "who", "owner")
    assert found.index("周航") < found.index("李敏")


def test_neither_placeholders_nor_prose_nor_what_acts_on_a_terminal_is_known(
    folder: Callable[..., Path],
) -> None:
    unfit = ["待定", "无", "甲" * 61, "李敏\n周航", "李\x1b[31m敏", "李\u202e敏", "李敏 13800138000"]
    place = folder(*(brief(number, requester=text) for number, text in enumerate(unfit)))
    assert known(case_in(place), "who", "requester") == []


@pytest.mark.parametrize(
    "path", [("what",), ("why",), ("title",), ("id",), ("when", "due"), ("goals", 0, "metric")]
)
def test_prose_titles_ids_and_dates_are_not_completed(path: FieldPath, folder: Callable[..., Path]) -> None:
    whole = yaml.safe_load(next((EXAMPLES / "brief" / "good").glob("*.yaml")).read_text(encoding="utf-8"))
    assert known(case_in(folder(whole)), *path) == []


def test_at_most_five_hundred_texts_are_known(folder: Callable[..., Path]) -> None:
    place = folder(
        *(brief(number, informed=[f"{number}-{one}" for one in range(200)]) for number in range(3))
    )
    assert len(known(case_in(place), "who", "informed")) == 500


def test_the_house_is_known_without_any_document(folder: Callable[..., Path]) -> None:
    house = """
[company]
name = "青岚陶瓷有限公司"
contact = {name = "林珂"}
[defaults.brief]
where = "华东仓（嘉兴）"
[defaults.order-confirmation.delivery]
place = "Ningbo"
"""
    case = case_in(folder(house=house))
    assert known(case, "where") == ["华东仓（嘉兴）", "Ningbo"]
    assert known(case, "who", "owner") == ["林珂"]
    own = case_in(folder(house=house), kind="order-confirmation")
    assert known(own, "buyer", "name") == ["青岚陶瓷有限公司"]


def test_a_document_does_not_know_itself_and_copies_and_old_revisions_count_once(
    folder: Callable[..., Path],
) -> None:
    place = folder(
        brief(1, owner="李敏"),
        order(7, 2, revision=1, seller={"contact": {"name": "旧名"}}),
        order(7, 3, revision=2, seller={"contact": {"name": "林珂"}}),
    )
    assert known(case_in(place, id="BR-2026-0001"), "who", "owner") == ["林珂"]


def test_without_a_folder_nothing_is_known() -> None:
    case = load_case(Source("", "", {"kind": "brief"}))
    assert known(case, "who", "owner") == []


def test_files_that_cannot_be_read_are_passed_over(folder: Callable[..., Path]) -> None:
    place = folder(brief(1, owner="李敏"))
    (place / "broken.yaml").write_text("kind: brief\nwho: {owner: [", encoding="utf-8")
    assert known(case_in(place), "who", "owner") == ["李敏"]


# --- the rest of an article's line -----------------------------------------------------------


def selling(folder: Path, **data: Any) -> Case:
    return case_in(folder, kind="order-confirmation", language="zh", currency="CNY", **data)


def test_a_sku_brings_the_rest_of_its_line_from_the_most_recent_order(folder: Callable[..., Path]) -> None:
    place = folder(
        order(2, 20, lines=[line("MUG-1", "32.50", specification="350 ml")]),
        order(1, 3, lines=[line("MUG-1", "30.00")]),
    )
    found = earlier_line(SKU, "MUG-1", selling(place))
    assert found == {"name": "马克杯", "specification": "350 ml", "unit": "只", "unit_price": "32.50"}


def test_a_price_in_another_currency_is_not_taken_over(folder: Callable[..., Path]) -> None:
    place = folder(order(1, 3, currency="USD", lines=[line("MUG-1", "4.50")]))
    assert earlier_line(SKU, "MUG-1", selling(place)) == {"name": "马克杯", "unit": "只"}


def test_the_order_of_the_same_buyer_goes_before_a_later_one(folder: Callable[..., Path]) -> None:
    place = folder(
        order(1, 3, buyer={"name": "甲公司"}, lines=[line("MUG-1", "30.00", buyer_item="A-9")]),
        order(2, 20, buyer={"name": "乙公司"}, lines=[line("MUG-1", "32.50", buyer_item="B-9")]),
    )
    found = earlier_line(SKU, "MUG-1", selling(place, buyer={"name": "甲公司"}))
    assert (found["unit_price"], found["buyer_item"]) == ("30.00", "A-9")
    stranger = earlier_line(SKU, "MUG-1", selling(place, buyer={"name": "丙公司"}))
    assert stranger["unit_price"] == "32.50"
    assert "buyer_item" not in stranger


def test_a_restock_line_learns_of_an_order_only_what_it_can_hold(folder: Callable[..., Path]) -> None:
    place = folder(order(1, 3, lines=[line("MUG-1", "30.00")]))
    case = case_in(place, kind="restock-brief")
    assert earlier_line(SKU, "MUG-1", case) == {"name": "马克杯", "unit": "只"}


def test_an_unknown_sku_and_another_field_bring_nothing(folder: Callable[..., Path]) -> None:
    case = selling(folder(order(1, 3, lines=[line("MUG-1", "30.00")])))
    assert earlier_line(SKU, "MUG-2", case) == {}
    assert earlier_line(("lines", 0, "name"), "马克杯", case) == {}


def test_the_description_of_the_sku_in_the_line_comes_first(folder: Callable[..., Path]) -> None:
    other = line("CUP-1", "9.00", name="茶杯")
    place = folder(
        order(1, 3, lines=[line("MUG-1", "30.00")]), order(2, 4, lines=[other]), order(3, 5, lines=[other])
    )
    assert known(selling(place), "lines", 0, "name") == ["茶杯", "马克杯"]
    assert known(selling(place, lines=[{"sku": "MUG-1"}]), "lines", 0, "name") == ["马克杯", "茶杯"]


# --- matches ---------------------------------------------------------------------------------


def test_beginnings_go_before_words_and_words_before_the_rest() -> None:
    texts = ["Hannover", "Jo-Ann Vogt", "Ben Anders", "Ana Cole", "ANNA Bell"]
    assert completions("an", texts) == ["Ana Cole", "ANNA Bell", "Jo-Ann Vogt", "Ben Anders", "Hannover"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ＡＣＭＥ", "Acme Ltd"),
        ("acme", "ＡＣＭＥ 有限公司"),
        ("STRASSE", "Straße 7"),
        ("  周", "周航"),
        ("有限", "青岚陶瓷有限公司"),
        ("(", "华东仓（嘉兴）"),
    ],
)
def test_case_and_width_make_no_difference(typed: str, text: str) -> None:
    assert completions(typed, ["nothing", text]) == [text]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("zh", "周航"),
        ("ZH", "周航"),
        ("z", "周航"),
        ("zhouhang", "周航"),
        ("zhou hang", "周航"),
        ("zhouh", "周航"),
        ("zho", "周航"),
        ("zhh", "周航"),
        ("cq", "重庆仓"),
        ("zq", "重庆仓"),
        ("shan", "单伟"),
        ("dw", "单伟"),
        ("lvse", "绿色"),
        ("cj", "市场部 陈洁"),
        ("a4zx", "A4 纸箱"),
        ("jx", "华东仓（嘉兴）"),
    ],
)
def test_latin_letters_find_chinese_by_pinyin(typed: str, text: str) -> None:
    assert completions(typed, ["Nobody", text, "无关"]) == [text]


@pytest.mark.parametrize("typed", ["hz", "zhx", "zhouhangg", "周h", "12", "zzh"])
def test_what_is_no_pinyin_of_a_text_does_not_find_it(typed: str) -> None:
    assert completions(typed, ["周航"]) == []


def test_letters_that_stand_there_go_before_pinyin_and_its_beginning_before_its_middle() -> None:
    assert completions("zh", ["陈周", "周航", "Bozhou", "Zhou Hang"]) == [
        "Zhou Hang",
        "Bozhou",
        "周航",
        "陈周",
    ]


def test_nothing_typed_finds_everything_and_what_stands_there_is_left_out() -> None:
    assert completions("", ["a", "b"]) == ["a", "b"]
    assert completions("Ana", ["Ana", "Ana Cole", "ANA"]) == ["Ana Cole", "ANA"]


def test_without_the_package_everything_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    for cached in (pinyin._pypinyin, pinyin._letter, pinyin.sounds_of):
        cached.cache_clear()
    try:
        assert completions("zh", ["周航", "Zhou Hang"]) == ["Zhou Hang"]
        assert completions("周", ["周航", "Zhou Hang"]) == ["周航"]
    finally:
        for cached in (pinyin._pypinyin, pinyin._letter, pinyin.sounds_of):
            cached.cache_clear()


def test_the_package_is_loaded_for_latin_letters_against_chinese_only_and_without_phrases() -> None:
    script = """
import os, sys
from comms.interview.completions import completions
completions("zh", ["Zhou Hang"]); completions("周", ["周航"]); completions("12", ["周航"])
print("pypinyin" in sys.modules)
print(completions("zh", ["周航"]) == ["周航"])
import pypinyin.constants
print(len(pypinyin.constants.PHRASES_DICT), "PYPINYIN_NO_PHRASES" in os.environ)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["False", "True", "0", "False"]


COMMON = "赵钱孙李周吴郑王冯陈单重庆行上海市青浦仓有限公司"


def test_every_spelling_of_a_text_finds_it() -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "仓" + "".join(chance.choices(COMMON + "a4", k=chance.randint(0, 5)))
        letters = [pinyin._letter(character) for character in text]
        spelling = "".join(chance.choice(letter.readings + letter.heads) for letter in letters)
        assert completions(spelling, [text]) == [text], spelling


# --- the menu at the prompt ------------------------------------------------------------------

TYPING = CompleteEvent(text_inserted=True)
TAB = CompleteEvent(completion_requested=True)


def after(completer: KnownCompleter, text: str, event: CompleteEvent = TYPING) -> list[str]:
    """Return what a line would become with each entry of the menu."""
    found = completer.get_completions(Line(text), event)
    return [text[: len(text) + completion.start_position] + completion.text for completion in found]


def test_a_completion_takes_the_place_of_the_whole_text() -> None:
    completer = KnownCompleter(["周航", "Acme, Inc."])
    assert after(completer, "zhou") == ["周航"]
    assert after(completer, "acme, i") == ["Acme, Inc."]
    assert after(completer, "周") == ["周航"]


@pytest.mark.parametrize("between", ["；", ";", "; ", "、", "，", ", "])
def test_of_several_texts_the_one_that_is_typed_is_completed(between: str) -> None:
    completer = KnownCompleter(["周航", "李敏"], several=True)
    assert after(completer, f"周航{between}l") == [f"周航{between}李敏"]


def test_a_text_with_a_comma_is_completed_as_a_whole_and_none_is_given_twice() -> None:
    completer = KnownCompleter(["Marketing, Ana Cole", "Ana Cole"], several=True)
    assert after(completer, "Ben; marketing, a") == ["Ben; Marketing, Ana Cole"]
    assert after(completer, "Ana Cole; an") == ["Ana Cole; Marketing, Ana Cole"]


def test_nothing_is_shown_before_a_character_is_typed_unless_tab_asks() -> None:
    completer = KnownCompleter(["周航", "李敏"], several=True)
    assert after(completer, "") == []
    assert after(completer, "周航；") == []
    assert after(completer, "", TAB) == ["周航", "李敏"]
    assert after(completer, "周航；", TAB) == ["周航；李敏"]


def test_nothing_is_completed_in_the_middle_of_a_line() -> None:
    found = KnownCompleter(["周航"]).get_completions(Line("周 and more", cursor_position=1), TYPING)
    assert list(found) == []


def answer(*keys: str) -> str:
    """Return the answer that a prompt takes after some keys, with time for the menu after each of them."""
    import questionary

    async def typing() -> str:
        with create_pipe_input() as pipe:
            question = questionary.text(
                "?", completer=KnownCompleter(["周航", "郑伟"]), input=pipe, output=DummyOutput()
            )
            asked = asyncio.ensure_future(question.application.run_async())
            for key in keys:
                pipe.send_text(key)
                buffer = question.application.current_buffer
                deadline = time.monotonic() + 5
                while not asked.done() and buffer.complete_state is None and time.monotonic() < deadline:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.05)
            return str(await asked)

    return asyncio.run(typing())


DOWN = "\x1b[B"


def test_enter_takes_what_was_typed_while_the_menu_is_open() -> None:
    assert answer("zh", "\r") == "zh"


@pytest.mark.parametrize("key", ["\t", DOWN])
def test_enter_takes_what_was_moved_to_in_the_menu(key: str) -> None:
    assert answer("zh", key, "\r") == "周航"
    assert answer("zh", key, key, "\r") == "郑伟"
