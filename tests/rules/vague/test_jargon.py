"""Codes and abbreviations count as explained by plain words beside them, and never by those of another."""

import pytest

from comms.language.phrases import LANGUAGES
from comms.linting.run import lint_text
from comms.rules.vague.jargon import jargon_in

HOUSE = {"A店": "官方旗舰店", "B店": "旗舰店", "DSR": "seller rating"}


def unexplained(text: str) -> list[str]:
    return [text[term.start : term.end] for term in jargon_in(text, HOUSE)]


@pytest.mark.parametrize(
    "text",
    [
        "the mould YD-4471B (lid of the lunch box) cracked",
        "the lid of the lunch box (YD-4471B) cracked",
        "模具 YD-4471B（饭盒盖）开裂",
        "饭盒盖（YD-4471B）开裂",
        "the seller rating (DSR) fell",
        "B店是旗舰店，A店是官方旗舰店",
        "STAINLESS STEEL LID (YD-4471B) CRACKED",
        "the warehouse in hall 2 (XWQ) is full",
    ],
)
def test_a_plain_name_beside_a_term_explains_it(text: str) -> None:
    assert unexplained(text) == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("the moulds YD-4471B and YD-4472C (lid of the lunch box) cracked", ["YD-4471B"]),
        ("we use the XCQ (ZKV) of the line", ["XCQ", "ZKV"]),  # one code does not explain another
        ("the part XCQ (3) broke", ["XCQ"]),  # what follows the brackets is not in them
        ("the XCQ's mould broke", ["XCQ"]),
        ('"XCQ" broke in the night', ["XCQ"]),
        ("A店（官方旗舰店）和 B店 缺货", ["B店"]),  # its name is only a part of the other's
        ("A店 和 B店（旗舰店）缺货", ["A店"]),
    ],
)
def test_words_that_belong_to_another_term_do_not_explain_it(text: str, terms: list[str]) -> None:
    assert unexplained(text) == terms


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_advice_gives_a_term_no_name_that_is_not_its_own(language: str) -> None:
    text = "kind: delay-notice\nroot_cause: the mould YD-4471B cracked\n"
    (found,) = [each for each in lint_text(text.encode(), "x.yaml", language).findings if each.code == "V307"]
    for words in ("lid", "lunch", "盖", "饭盒"):
        assert words not in found.hint
