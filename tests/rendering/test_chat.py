"""Text for a chat: what is asked first, few lines, nothing that a messenger would take for markup."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES, label
from comms.models.base import Part, fields_of
from comms.rendering import Layout
from comms.rendering.chat import chat_text
from comms.rendering.legible import legible
from comms.rendering.templating.environment import _short as short
from comms.workspace.loading import load_file
from tests.support import EXAMPLES, ROOT, case_of
from tests.support.texts import filled

GOOD = sorted(EXAMPLES.glob("*/good/*"))
MOST_LINES = 12
MARKS = re.compile(r"\*\*|__|~~|`|^\s*(?:[#>+*-]|\d+[.)])\s|\||\[[^\]]*\]\(|</?[a-z]", re.MULTILINE)
"""What Markdown and messengers take for emphasis, headings, lists, quotations, tables and links."""
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")


def chat_of(file: Path, language: str) -> str:
    case = load_file(file)
    assert case.document is not None
    return chat_text(case.document, Layout(language, workspace=case.workspace))


def chat(text: str, language: str = "en") -> str:
    document = case_of(text).document
    assert document is not None
    return chat_text(document, Layout(language, draft=True))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_an_example_reads_in_a_chat_as_before(file: Path, golden: Callable[[str, str], None]) -> None:
    language = file.name.split(".")[1]
    golden(f"{file.name}.chat.txt", chat_of(file, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_an_example_is_short_and_has_no_markup(file: Path, language: str) -> None:
    text = chat_of(file, language)
    assert text.count("\n") <= MOST_LINES and not MARKS.search(text)
    assert all(unicodedata.category(character)[0] not in "CZ" for character in text if character not in "\n ")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_with_every_answer_many_times_stays_short(kind: str, language: str) -> None:
    document = filled(kind, "Zwölf Wörter, die eine Zeile füllen. " * 3)
    for field in fields_of(type(document)).values():
        if isinstance(entries := getattr(document, field.name), list):
            setattr(document, field.name, entries * 20)
    text = chat_text(document, Layout(language, draft=True))
    assert text.count("\n") <= MOST_LINES
    assert max(map(len, text.splitlines())) < 1500


@pytest.mark.parametrize("file", [each for each in GOOD if ".zh." in each.name], ids=lambda file: file.name)
def test_chinese_has_full_width_punctuation(file: Path) -> None:
    assert not HALF_WIDTH.search(chat_of(file, "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("example", "asked"),
    [
        ("brief/good/stocktake.en.yaml", date(2026, 10, 9)),
        ("design-brief/good/banner.zh.yaml", date(2026, 10, 23)),
        ("restock-brief/good/mugs.en.yaml", date(2026, 11, 27)),
        ("order-confirmation/good/mugs.zh.yaml", date(2026, 6, 8)),
        ("delay-notice/good/kiln.zh.yaml", date(2026, 7, 7)),
    ],
)
def test_the_first_line_says_what_is_asked_and_by_when(example: str, asked: date, language: str) -> None:
    first = chat_of(EXAMPLES / example, language).splitlines()[0]
    day = {"zh": f"{asked.year}年{asked.month}月{asked.day}日", "en": f"{asked.day} {asked:%B} {asked.year}"}
    assert {"zh": "请于", "en": "lease"}[language] in first and day[language] in first


def answers(part: Part, language: str, above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text and figure of a document, with the names of its field and of those that hold it.

    Amounts and their currencies are written together, and a change under the name of what it changes.
    """
    for field in fields_of(type(part)).values():
        value, names = getattr(part, field.name), (*above, label(field, language))
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Part) and field.key != "changes":
                yield from answers(each, language, names)
            elif isinstance(each, str) and not field.choices and field.key != "currency":
                yield " ".join(each.split())[:60], names
            elif isinstance(each, Decimal) and field.key != "amount":
                yield f"{each:,f}", names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_what_is_left_out_is_named_in_the_last_line(file: Path, language: str) -> None:
    document = load_file(file).document
    assert document is not None
    text = chat_of(file, language)
    *_, last = text.splitlines()
    for value, names in answers(document, language):
        assert value in text or any(name in last for name in names), (value, names)


SIGNED = "[{party: buyer, name: A, signed_on: 2026-06-16}, {party: seller, name: B, signed_on: 2026-06-16}]"


@pytest.mark.parametrize(
    ("status", "approvals", "asked"),
    [
        ("proposed", "[]", "please decide and sign"),
        ("proposed", SIGNED, "signed by both sides, please decide"),
        ("approved", "[]", "please sign"),
        ("approved", SIGNED, "signed by both sides, please carry it out"),
        ("rejected", "[]", "rejected, for your information"),
        ("withdrawn", SIGNED, "withdrawn, for your information"),
    ],
)
def test_a_change_asks_for_what_it_still_needs(status: str, approvals: str, asked: str) -> None:
    request = f"id: CR-1\norder: SO-1\ndecision: {{status: {status}}}\napprovals: {approvals}\n"
    assert f"CR-1: {asked}. It changes order SO-1" in chat(f"kind: change-request\n{request}")


def test_a_brief_without_a_title_says_once_what_is_to_be_done() -> None:
    assert (
        chat("kind: brief\nwhat: 5 posters\n")
        == "DRAFT · Please deliver: 5 posters (brief)\nSee the brief.\n"
    )


TYPED = "**bold** _it_ # not a heading | [link](x) `code` ~~no~~ <b>b</b> 1. & &amp;"


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_in_an_answer_stay_as_they_were_typed(language: str) -> None:
    text = chat(f"kind: brief\ntitle: {TYPED!r}\nwhat: |-\n  # one\n  - two\n", language)
    assert TYPED in text
    assert "# one - two" in text


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_any_answer_is_text_on_one_line(typed: str) -> None:
    def solid(text: str) -> str:
        return re.sub("[\\s\ufffd]", "", legible(text))

    text = chat_text(filled("design-brief", f"Ab{typed}Za"), Layout("zh", draft=True))
    assert text.count("\n") <= MOST_LINES
    assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"]
    assert solid(text).count(solid(f"Ab{typed}Za")) > 10


def test_escapes_and_invisible_characters_are_not_in_the_text() -> None:
    text = chat('kind: brief\ntitle: "a\\u001b[31mred\\u001b[0m\\u200b b\\u00adc\\ufeff d\\u00a0e"\n')
    assert "ared bc d e" in text


def test_joined_signs_stay_joined() -> None:
    assert "👨‍👩‍👧 and क्‍ष" in chat("kind: brief\ntitle: 👨‍👩‍👧 and क्‍ष\n")


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("fits", 10, "fits"),
        ("a payment of USD 16,836.09 in advance", 24, "a payment of USD…"),
        ("预付款增加 5,050.83 元，签章后付清", 12, "预付款增加…"),
        ("one clause, and another", 16, "one clause…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("两行\n文字", 10, "两行 文字"),
        (None, 10, ""),
    ],
)
def test_a_text_is_never_cut_in_a_figure(text: str | None, most: int, cut: str) -> None:
    assert short(text, most) == cut


def test_own_wording_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "en" / "design-brief.chat.md.j2"
    own.parent.mkdir()
    own.write_text("**{{ doc.title }}** for {{ doc.where }}\n\n- as listed\n", encoding="utf-8")
    document = load_file(EXAMPLES / "design-brief" / "good" / "banner.en.yaml").document
    assert document is not None
    text = chat_text(document, Layout("en", templates=tmp_path))
    assert (
        text
        == "Home page banner for the autumn sale for Home page of the web shop, desktop and mobile\nas listed\n"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_draft_has_a_text_too(kind: str, language: str) -> None:
    assert chat_text(model_of(kind)(kind=kind), Layout(language, draft=True)).count("\n") >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_template_in_each_language(kind: str) -> None:
    for language in LANGUAGES:
        assert (ROOT / "comms" / "templates" / language / f"{kind}.chat.md.j2").is_file()
