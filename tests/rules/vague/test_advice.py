"""The advice fits what a vague word is said of."""

import tomllib

import pytest

from comms.language.phrases import LANGUAGES, words
from comms.linting.run import lint_text
from comms.rules.vague.advice import fitting
from tests.support import ROOT

VAGUE = ROOT / "comms" / "rules" / "vague"


def fitted(advice: str, text: str, kind: str = "brief") -> str:
    """The advice for the word in brackets."""
    return fitting(advice, text.replace("[", "").replace("]", ""), text.index("["), kind)


@pytest.mark.parametrize(
    ("advice", "text", "expected"),
    [
        ("english.speed", "the page must load [quickly]", "english.screen.speed"),
        ("english.speed", "the zip runs [smoothly]", "english.goods.speed"),
        ("english.speed", "the page is ready. The zip runs [smoothly]", "english.goods.speed"),
        ("english.speed", "the zips on the photo should run [smoothly]", "english.speed"),
        ("english.speed", "they answered [slowly]", "english.speed"),
        ("english.look", "a [modern] layout", "english.picture.look"),
        ("english.look", "a [modern] lamp", "english.goods.look"),
        ("english.look", "[polite] answers", "english.look"),
        ("english.quality", "[reliable] staff", "english.quality"),
        ("english.usability", "an [easy] checkout", "english.screen.usability"),
        ("english.list", "zips, [etc.]", "english.list"),
        ("chinese.quality", "面料要[结实]", "chinese.goods.quality"),
        ("chinese.quality", "页面要[流畅]", "chinese.screen.quality"),
        ("chinese.quality", "态度要[热情]", "chinese.quality"),
        ("chinese.taste", "海报要[高级]", "chinese.picture.taste"),
        ("chinese.taste", "杯子要[好看]", "chinese.goods.taste"),
        ("chinese.comparison", "字体[大一点]", "chinese.picture.comparison"),
        ("house", "the zip is [posh]", "house"),
    ],
)
def test_the_nearest_subject_of_the_sentence_chooses_the_advice(
    advice: str, text: str, expected: str
) -> None:
    assert fitted(advice, text) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("design-brief", "english.picture.look"),
        ("order-confirmation", "english.goods.look"),
        ("restock-brief", "english.goods.look"),
        ("brief", "english.look"),
        ("delay-notice", "english.look"),
    ],
)
def test_without_a_subject_the_kind_of_document_chooses(kind: str, expected: str) -> None:
    assert fitted("english.look", "make it [modern]", kind) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zip_is_not_told_about_pages(language: str) -> None:
    text = "kind: brief\nhow: the zip runs smoothly, and the page loads fast\n"
    hints = {
        finding.span.column: finding.hint
        for finding in lint_text(text.encode(), "x.yaml", language).findings
        if finding.code == "V303"
    }
    assert [("4G" in hint) for _, hint in sorted(hints.items())] == [False, True]


def advice_in_use() -> set[str]:
    """The keys of advice that the lists of vague words name."""
    english = tomllib.loads((VAGUE / "english.toml").read_text(encoding="utf-8"))
    chinese = tomllib.loads((VAGUE / "chinese.toml").read_text(encoding="utf-8"))
    groups = {f"english.{table['instead']}" for table in (*english["group"], *english["symbol"])}
    return groups | {f"chinese.{table['advice']}" for table in chinese["vague"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_advice_in_use_is_written_in_every_language(language: str) -> None:
    book = words(language, "wording")
    for key in advice_in_use():
        family, _, name = key.partition(".")
        assert isinstance(book[family][name], str)


def test_a_variant_of_advice_varies_a_sentence_that_exists() -> None:
    for family in ("english", "chinese"):
        book = words("en", "wording")[family]
        variants = [table for table in book.values() if isinstance(table, dict)]
        assert variants
        assert all(set(table) <= set(book) for table in variants)
