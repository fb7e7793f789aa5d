"""Dates in running text: which days it names, which of them still hold, and which weekdays stand beside them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.terms.written_dates import dates_in, find_dates, names_day
from tests.support.effort import within


def meant(text: str) -> list[str]:
    """Return the days that a text names and that still hold."""
    return [found.iso for found in dates_in(text) if not found.is_old]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-09", "2026/10/9", "2026.10.09", "2026年10月9日", "2026 年 10 月 9 号", "２０２６年１０月９日",
        "二〇二六年十月九日", "二○二六年十月九号", "9\u00a0October 2026", "9 October 2026", "9th of October 2026", "9 Oct. 2026", "October 9, 2026", "Oct 9th 2026", "09-Oct-2026",
        "9-Oct-26", "2026-Oct-09", "9.Oct.2026",
    ],
)  # fmt: skip
def test_a_complete_date_is_found_in_its_sentence(text: str) -> None:
    sentence = f"Please send it by {text}, thanks"
    ((start, end, day),) = find_dates(sentence)
    assert day == date(2026, 10, 9)
    assert sentence[start:end] == text


@pytest.mark.parametrize("text", ["13.10.2026", "10/13/2026", "20261013"])
def test_figures_with_one_reading_are_a_date(text: str) -> None:
    assert meant(f"due {text}") == ["2026-10-13"]


def test_figures_with_two_readings_have_both() -> None:
    (found,) = dates_in("due 03/04/2026")
    assert (found.day, found.iso) == (None, "")
    assert found.readings == (date(2026, 3, 4), date(2026, 4, 3))


@pytest.mark.parametrize(
    ("text", "iso"),
    [("2026年2月30日", "2026-02-30"), ("31 June 2026", "2026-06-31"), ("2026-13-01", "2026-13-01")],
)
def test_a_day_that_does_not_exist_is_found_as_that(text: str, iso: str) -> None:
    (found,) = dates_in(f"by {text}")
    assert (found.day, found.iso) == (None, iso)
    assert list(find_dates(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/2026/10/09/post", "see www.example.com/2026-10-09", "brief_2026-10-09.docx",
        "2026-10-09.pdf", "2026-10-09-final.xlsx", "docs/2026/10/09", "section 5.4.11", "Python 3.11.12",
        "版本 6.8.10", "2026.13.1", "2026.1.2.3", "PO 20261009", "单号：20261009", "SKU#20261009", "PO-2026-10-09",
        "12026-10-09", "2026-10-091", "20261399", "in May 2026", "5 May 20 pieces", "2026",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2026年10月9日至15日", "2026-10-15"),
        ("2026年10月9日（周五）至15日（周四）", "2026-10-15"),
        ("2026年10月9-15日", "2026-10-15"),
        ("2026年12月28日到1月5日", "2027-01-05"),
        ("2026年10月9日—2026年10月15日", "2026-10-15"),
        ("2026-10-09/2026-10-15", "2026-10-15"),
        ("2026-10-09~15", "2026-10-15"),
        ("2026.10.9-10.15", "2026-10-15"),
        ("from 2026-10-09 to 2026-10-15", "2026-10-15"),
        ("9–15 October 2026", "2026-10-15"),
        ("from 9 October to 5 November 2026", "2026-11-05"),
        ("between 9 and 15 October 2026", "2026-10-15"),
        ("between 9 October 2026 and 15 October 2026", "2026-10-15"),
        ("October 9–15, 2026", "2026-10-15"),
        ("October 9 to November 5, 2026", "2026-11-05"),
    ],
)
def test_a_period_ends_on_its_last_day(text: str, last: str) -> None:
    assert meant(f"交付 {text}") == [last]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-09 - 12 banners",
        "2026-10-09 / 12 banners",
        "2026-10-09 - 3/4 page",
        "2026-10-09 – 10.5 % off",
    ],
)
def test_a_number_after_a_date_ends_no_period(text: str) -> None:
    assert meant(text) == ["2026-10-09"]


@pytest.mark.parametrize(
    "text",
    [
        "Due 2026-10-09 (was 2026-09-30)",
        "Due 2026-10-09 (was due on Wednesday, 30 September 2026)",
        "2026-10-09, formerly 2026-09-30",
        "Original deadline: 30 September 2026. New deadline: 9 October 2026",
        "not 2026-09-30 but 2026-10-09",
        "moved from 2026-09-30 to 2026-10-09",
        "moved from 30 September to 9 October 2026",
        "postponed to 2026-10-09 from 2026-09-30",
        "9 October 2026 (moved from 30 September 2026)",
        "2026-09-30, now 2026-10-09",
        "Original delivery date: 2026-09-30, new delivery date: 2026-10-09",
        "2026-09-30 → 2026-10-09",
        "~~2026-09-30~~ 2026-10-09",
        "<del>30 September 2026</del> 9 October 2026",
        "was 24–30 September 2026, now 5–9 October 2026",
        "2026-10-09（原 2026-09-30）",
        "2026年10月9日（原定于2026年9月30日）",
        "原定2026-09-30，改到2026-10-09",
        "原计划交付日期：2026-09-30；2026-10-09 交付",
        "从2026年9月30日改到2026年10月9日",
        "从2026年9月30日改到10月9日",
        "由2026年9月30日推迟至10月9日",
        "由2026年9月30日推迟至2026年10月9日",
        "2026年10月15日提前到10月9日",
        "2026-09-30 改为 2026-10-09",
        "不是2026-09-30，而是2026-10-09",
    ],
)
def test_a_date_of_before_no_longer_holds(text: str) -> None:
    assert meant(text) == ["2026-10-09"]


@pytest.mark.parametrize(
    "text",
    [
        "太原 2026-10-09",
        "Draft done, from 2026-10-09",
        "not later than 2026-10-09",
        "草原2026-10-09",
        "The draft was approved. Due 2026-10-09",
    ],
)
def test_a_word_that_only_resembles_one_for_the_past_changes_nothing(text: str) -> None:
    assert meant(text) == ["2026-10-09"]


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Friday, 9 October 2026", 4),
        ("Fri 2026-10-09", 4),
        ("2026-10-09 (Fri)", 4),
        ("2026-10-09, Friday", 4),
        ("2026年10月9日（星期五）", 4),
        ("2026年10月9日周日", 6),
        ("星期天 2026年10月11日", 6),
        ("2026-10-09 18:00 (Thu)", 3),
        ("2026年10月9日（周五）至15日（周四）", 3),
        ("2026-10-09", None),
        ("2026-10-09 周一至周五", None),
        ("2026-10-09 sunlight", None),
        ("2026-10-09 sun cream", None),
        ("2026-10-09 (fri)", 4),
        ("2026-10-09 friday", 4),
    ],
)
def test_the_weekday_beside_a_date_is_named(text: str, weekday: int | None) -> None:
    (found,) = dates_in(text)
    assert found.weekday == weekday


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2026-10-09 (Fri) final", " final"),
        ("2026-10-09 18:00 CET final", " final"),
        ("2026-10-09T18:00:00.000Z", ""),
        ("2026-10-09 下午6点半前", "前"),
        ("2026-10-09, 6 pm: final", ": final"),
        ("2026-10-09 EOD", ""),
        ("2026-10-09 3 banners", " 3 banners"),
    ],
)
def test_a_weekday_and_a_time_of_day_belong_to_the_date(text: str, rest: str) -> None:
    (found,) = dates_in(text)
    assert text[found.until :] == rest


@pytest.mark.parametrize(
    "text", ["6月5日", "12/3前", "12.3", "5 June", "June 5th", "（12/3）", "by 12/3, please"]
)
def test_a_day_without_its_year_is_a_day(text: str) -> None:
    assert names_day(text)


@pytest.mark.parametrize(
    "text", ["soon", "10 月中旬", "3.5 hours", "2026", "13/45", "5.4.11", "in June", "下周五"]
)
def test_a_text_without_a_day_names_none(text: str) -> None:
    assert not names_day(text)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 180))
def test_a_period_ends_on_its_last_day_in_every_spelling(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    one, other = (f"{day:%d %B %Y}" for day in (first, last))
    spellings = [f"{first}/{last}", f"{first} - {last}", f"{first} to {last}", f"from {one} to {other}"]
    spellings += [f"{one} – {other}", f"between {one} and {other}", f"{first:%d %B} until {other}"]
    spellings += [f"{first:%Y年%m月%d日}至{last:%m月%d日}", f"{first:%Y年%m月%d日}-{last:%Y年%m月%d日}"]
    if first.month == last.month:
        spellings += [f"{first:%Y年%m月%d日}至{last:%d日}", f"{first.day}–{other}", f"{first}~{last:%d}"]
    for spelling in spellings:
        assert meant(f"（{spelling}）") == [last.isoformat()], spelling


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026年12月15日、12月28日、1月5日", ["2026-12-15", "2026-12-28", "2027-01-05"]),
        ("2026年12月15日、20日", ["2026-12-15", "2026-12-20"]),
        ("12月15日，2027年1月5日", ["2026-12-15", "2027-01-05"]),
        ("2026-07-01 to begin with, 31 December at last", ["2026-07-01", "2026-12-31"]),
        ("20 December 2026, and Dec 15 before", ["2026-12-20", "2026-12-15"]),
        ("2026.12.15样品，12.20前大货", ["2026-12-15", "2026-12-20"]),
        ("5 December 2026 to 9 December", ["2026-12-09"]),
    ],
)
def test_a_date_without_a_year_has_that_of_the_date_beside_it(text: str, days: list[str]) -> None:
    assert meant(text) == days


@pytest.mark.parametrize(
    "text", ["2026-12-01, 3.5前后", "2026-12-01、3号楼", "top 10 may win 2026-12-01", "12月5日"]
)
def test_other_figures_are_no_date_without_a_year(text: str) -> None:
    assert meant(text) == ["2026-12-01"][: "2026" in text]


PIECES = [
    *"0123456789/.-~年月日至 （）\n",
    "2026-10-09",
    "9 Oct 2026",
    "was ",
    "原定",
    "12月5日",
    "、",
    "5 Dec",
    "→",
    " to ",
    "周五",
    "Fri",
    "18:00",
    "https://",
]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_dates_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for found in dates_in(text):
        assert end <= found.start < found.end <= found.until <= len(text)
        assert found.lead <= found.start
        assert (found.day is None) or found.iso == found.day.isoformat()
        end = found.end


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-05 was " * 3_000, "1" * 100_000, "1/" * 50_000, "October 5 - " * 8_000, "between 5 and " * 8_000,
        "a-" * 50_000, "10月5日至" * 15_000, "2026-10-09" + "10月5日、" * 5_000, "https://" * 12_000, "2026-10-09" + "a" * 100_000, " " * 100_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    with within(1):
        dates_in(text)
