"""Codes and abbreviations count as explained by plain words beside them, and never by those of another."""

from pathlib import Path

import pytest

from comms.language.phrases import LANGUAGES
from comms.linting.run import lint_paths, lint_text
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


@pytest.mark.parametrize(
    "text",
    [
        "24-bit PNG",
        "24-BIT PNG",
        "USB-C 3.2",
        "5G module",
        "4K video",
        "screws M8x20",
        "screws M8X20",
        "IP67",
        "18-8 steel",
        "A4",
        "2XL",
        "100ml",
        "100ML",
        "3D file",
        "fit H7",
        "size 0603",
        "RJ45 plug",
        "PM2.5",
        "PM10",
        "1080p",
        "1080P",
        "316L steel",
        "304L",
        "12V/2A",
        "12V/2A adapter",
        "500PCS",
        "1200PCS/CTN",
        "4PCS/CTN",
        "20GP",
        "40HQ",
        "2X40HQ",
        "220V-240V",
        "110-240V",
        "50-60HZ",
        "5JUN2026",
        "09-OCT-2026",
        "2026Q3",
        "2026-W23",
        "SS26",
        "2026SS",
        "800X1200MM",
        "Pantone 375C",
        "94V-0",
        "6061-T6",
        "42CRMO4",
        "16MN",
        "CR2032",
        "LR44",
        "GU10",
        "E27",
        "Q235B",
        "S355",
        "SMD5050",
        "FY26",
        "WK23",
        "CW23",
        "COVID-19",
        "H264",
        "DDR4",
        "SHA256",
        "STM32F103C8T6",
        "ESP32-S3",
        "1N4148",
        "2N2222",
        "74HC595",
        "LM358",
        "20260611T1800Z",
        "税号 91310000MA1FL5XY3K",
        "2-IN-1",
        "7-DAY",
        "3-WAY",
        "925S",
        "18K gold",
        "2000MAH",
        "180GSM",
        "10AM",
        "1ST",
        "10:30AM",
        "ISO 9001",
        "EN 71",
        "GPS",
        "NFC",
        "WIFI6",
        "TYPE-C",
        "model 2035A-BK",
        "order 4500123-A",
        "IP65/IP67",
        "#1A5FB4",
        "304L/316L",
        "300D/144F",
        "40S/2",
        "T5 tube",
        "12GG",
        "M8X20 and M10X30",
        "D65",
        "3M tape",
        "7075-T651",
        "2026-Q3",
        "100KG/M3",
        "AA batteries",
        "SUS304",
        "CAT6",
        "CAT6A",
        "XT60",
        "A36",
        "P20",
        "12V2A",
    ],
)
def test_sizes_versions_standards_and_chips_are_no_house_codes(text: str) -> None:
    assert unexplained(text) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("mould 2035A-BK cracked", "2035A-BK"),
        ("part 3M-0045X broke", "3M-0045X"),
        ("part 26SS-014 is late", "26SS-014"),
        ("the 2035A-BK款 broke", "2035A-BK"),
        ("mould YD-4471B cracked", "YD-4471B"),
        ("XCQ broke", "XCQ"),
        ("模具2035A-BK开裂", "2035A-BK"),
        ("part 3M0045X", "3M0045X"),
        ("part 20351-AB", "20351-AB"),
        ("part 4471B-2", "4471B-2"),
        ("SM-0045", "SM-0045"),
        ("0045X-3M", "0045X-3M"),
        ("PM-2035 broke", "PM-2035"),
        ("M-4471B", "M-4471B"),
        ("E-2035", "E-2035"),
        ("line 88A-1001", "88A-1001"),
        ("GU-4471B", "GU-4471B"),
        ("part 12AB345", "12AB345"),
        ("part 2035AB12", "2035AB12"),
    ],
)
def test_a_house_code_may_begin_with_a_digit(text: str, term: str) -> None:
    assert unexplained(text) == [term]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_advice_gives_a_term_no_name_that_is_not_its_own(language: str) -> None:
    text = "kind: delay-notice\nroot_cause: the mould YD-4471B cracked\n"
    (found,) = [each for each in lint_text(text.encode(), "x.yaml", language).findings if each.code == "V307"]
    for words in ("lid", "lunch", "盖", "饭盒"):
        assert words not in found.hint


def house_terms(text: str, tmp_path: Path) -> list[tuple[str, int]]:
    """The paths and columns of the house terms in a letter of a folder that names YD a mould."""
    (tmp_path / "comms.toml").write_text("[lint]\njargon = { YD = 'mould' }\n", encoding="utf-8")
    (tmp_path / "letter.yaml").write_text(text, encoding="utf-8")
    findings = lint_paths([tmp_path / "letter.yaml"], "en").findings
    return [(finding.field, finding.span.column) for finding in findings if finding.code == "V307"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("kind: delay-notice\ntitle: the YD cracked\n", "title"),
        ("kind: delay-notice\nactions_taken: [call, the YD was sent]\n", "actions_taken[1]"),
        ("kind: order-confirmation\nlines: [{name: lid of YD}]\n", "lines[0].name"),
        ("kind: order-confirmation\nlines: [{specification: lid of YD}]\n", "lines[0].specification"),
        (
            "kind: order-confirmation\npayment: {instalments: [{name: YD}]}\n",
            "payment.instalments[0].name",
        ),
        ("kind: change-request\ndecision: {note: the YD is old}\n", "decision.note"),
        (
            "kind: change-request\nchanges: [{field: delivery.packaging, after: in YD}]\n",
            "changes[0].after",
        ),
    ],
)
def test_house_terms_are_seen_wherever_a_letter_shows_text(text: str, path: str, tmp_path: Path) -> None:
    column = len(text.splitlines()[1].partition("YD")[0]) + 1
    assert house_terms(text, tmp_path) == [(path, column)]


def test_house_terms_in_numbers_and_with_their_names_are_no_jargon(tmp_path: Path) -> None:
    text = "kind: order-confirmation\nid: YD-1\nlines: [{sku: YD-1, name: mould YD}]\n"
    assert house_terms(text, tmp_path) == []
