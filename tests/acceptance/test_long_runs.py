"""A long run of any sign or word, at any place of a request, is read in a time that grows with its length."""

import time

import pytest

from comms.linting.run import lint_text

REQUEST = """# New banners for the fair

## What

3 banners {0}, 1200 x 628 px {0}

- item {1}

## Why

The fair opens on 4 March 2027 {2}. We had 2.0 % clicks {2}

## Who

- Requester: Ana {3}
- Owner: Bo {3}

## When

First draft by 5 May 2027 {4} and all on 6 June 2027 {4}, {5} a week before the fair {5}

Live: {4}

| Phase | Date |
| --- | --- |
| Draft | 2027-05-05 {6} |
| {6} | 2027-05-07 |

## Where

Web shop {7}: {7}

## How much

2,000 EUR {8} of {8}

**Deadline:** 2027-06-06 {9} **Budget:** {9}
"""
PLACES = 10
RUNS = [
    "x", "等", "1", "一二", "A1 ", "é", "\t", " ", "\u3000", "\u00a0", "\n", " \n", "a\n\n", "\r",
    ".", ",", "，", "、", ";", "；", "。", ":", "：", "?", "！", "-", "—", "/", "\\", "'", '"', "“", "_", "*", "~",
    "#", "@", "+", "%", "$", "=", "&", "<", "<b>", "</", "(", "（", "[", "【", "](", "{", "`", "|", "- ", "> ", "1. ",
    "[ ] ", "**a:** ", "a: ", "a. ", "a, ", "a-b", "1,", "1.", "1 2 ", "1-2 ", "3 x 4 ", "≥1 ", "2027-05-05 ",
    "5月5日", "3天前", "提前", "12:30 ", "a week before ", "Ana and ", "or ", "not ", "和", "的", "不", "about ", "尽快，",
    "TBD ", "待定", "[a](b) ", "https://", "&nbsp;", "<!--", "-->", "<br>", "---\n", "\u200b", "\u202e", "İ",
]  # fmt: skip
LENGTH = 12_000
SUSPICIOUS = 0.6
"""Seconds of an idle machine, of which most texts of this length take a fraction."""
LONGER, MOST = 4, 9
"""A text so many times as long takes so many times as long at most; with the square it would be 16 times."""


def seconds(run: str, place: int, length: int) -> float:
    fills = ["" if each != place else run * (length // len(run)) for each in range(PLACES)]
    content = REQUEST.format(*fills).encode()
    began = time.process_time()
    lint_text(content, "request.md", "en")
    return time.process_time() - began


@pytest.mark.long
@pytest.mark.parametrize("place", range(PLACES))
def test_a_long_run_of_signs_is_read_in_linear_time(place: int) -> None:
    seconds("x", place, 10)  # so that the first run is not charged with the loading of the words
    taken = {run: seconds(run, place, LENGTH) for run in RUNS}
    slow = {run: time for run, time in taken.items() if time > SUSPICIOUS}
    assert [run for run, time in slow.items() if seconds(run, place, LONGER * LENGTH) > MOST * time] == []
