"""Reads the section on time of a handwritten request: the day that is due, and what is due before it."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from comms.reading.date_purposes import (
    DELIVERY,
    DRAFT,
    WINDOW,
    Purpose,
    is_bracketed,
    is_event,
    is_go_live,
    is_launch,
    is_of_goods,
    is_past,
    is_phase,
    is_wanted_launch,
    purpose_of,
    words_beside,
)
from comms.reading.date_tables import ends_of_phases, rows_as_lines
from comms.reading.lead_times import LEAD, explains, said_leads
from comms.terms.no_answers import answer_in, without_comments
from comms.terms.options import chosen
from comms.terms.written_dates import WrittenDate, dates_in

_NAME_END = re.compile(r"[，,；;。\n]|\.(?:\s|$)")
_DEADLINE_WORD = re.compile(r"^\W*(?:[之以]?[前内]|为?止|截止)(?=\W|[一-鿿])[\s,，、]*")
_NO_NAME = re.compile(
    rf"(?:(?:之?前|以前|为?止|截止|以内|之?内|至|到|和|与|或|起|or|and|to|until|from|sharp|latest"
    rf"|at the latest|at latest|or (?:earlier|sooner|before)|or (?:at the )?latest.*|inclusive"
    rf"|(?:as )?(?:agreed|confirmed)|已?确认"
    rf"|(?:is |the |是|为|全部)*(?:完成|做完|提交|[交给]到?|需?要|{DELIVERY})*(?: date|日期?|时间)?"
    rf"|(?:before|by|at|around) [\d:. apm]+"
    rf"|[分共]*[\d两二三四五六七八九十]+[批次](?:{DELIVERY})?)?\W*"
    rf"|{LEAD}.*|提前.*|[前早][\d一两三几].*"
    r"|(?:so|because|since|as|if|but|in order|which|when|at|after|with|is|are|was|must|should|can|will|please"
    r"|fixed|firm|hard (?:stop|deadline|limit)|urgent|thanks?|not?|only|ideally|preferably)\b.*"
    r"|(?:因为|因此|所以|由于|以便|以免|如果|务必|必须|不[能得可]|加急|紧急|请|谢谢|左右|前后|尽量).*)",
    re.IGNORECASE | re.DOTALL,
)
"""The words that may follow a date without naming anything due on it."""
_LABEL = re.compile(r"[\W_]*([^\W_][^,，;；。.:：|\n]{0,40}?)[*_]*\s*(?:[:：|]|[-–—](?=\s))[\s*_]*")
_NO_LABEL = re.compile(
    r"(?:(?:new|old|latest|final|target|due) )?(?:dates?|day|time|when|due|deadline|by|until)"
    r"|(?:created|requested|submitted|updated|filed|written|today|from|to|start|end|request)(?: (?:on|date))?"
    r"|(?:截止|截至|最[晚迟]|到期|完成|期望|要求|交付|创建|提交|申请|提出|填写|更新|开始|起始|结束)*(?:日期?|时间|于|至)?",
    re.IGNORECASE,
)
"""The labels of dates that do not say what is due on them."""
_TAG = re.compile(r"</?\w+>")
_OF_NEXT = re.compile(r"(?:[(（\[][^)）\]]{0,200}|[^\s，,；;。]{0,80}[:：]\s{0,80})$")
"""Words that end right before a date and belong to it: a label, or a bracket that encloses both.

The lengths keep a text without a blank from being searched anew from each of its characters.
"""


def said_of_time(text: str) -> str:
    """Return what a section on time says itself: no prompts, days that were not chosen, words of others."""
    text = answer_in(chosen(without_comments(text), is_day_alone))
    own = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    return own if own.strip() else text


def is_day_alone(text: str) -> bool:
    """Return whether a text is a date without anything that is due on it, so that it is an option."""
    found = dates_in(text)
    return bool(found) and not re.search(r"\w", text[: found[0].lead] + text[found[-1].until :])


def when_of(text: str) -> dict[str, Any]:
    """Read the dates of a text: which one is due, and those up to it that are followed by a name.

    A date that no longer holds is neither. A day that does not exist stays, for the model to refuse.
    """
    dates = _read(text)
    due = _due(dates)
    when: dict[str, Any] = {"due": (due.iso or None) if due else None}
    named = list(_milestones(dates, due)) if due else []
    return when | ({"milestones": named} if named else {})


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a text, and its words alone, each in its place.

    is_plan: they end the phases of a plan, of which a launch is the last.
    """

    text: str
    words: str
    found: list[WrittenDate]
    is_plan: bool

    @property
    def holding(self) -> list[WrittenDate]:
        return [each for each in self.found if not each.is_old]


def _read(text: str) -> _Dates:
    lines = rows_as_lines(text)
    found = dates_in(lines)
    return _Dates(lines, _without_dates(lines, found), found, is_plan=ends_of_phases(text))


def _milestones(dates: _Dates, due: WrittenDate) -> Iterator[dict[str, str]]:
    """Yield the dates that are named, not the due one if it is the only one: it says what is due already."""
    text, words, found = dates.text, dates.words, dates.found
    is_only = len(dates.holding) < 2
    ends = [*(each.lead for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=True):
        name = _name_after(text[each.until : end], end < len(text)) or _label_before(text, words, each)
        if name and _may_be_milestone(words, each, due, name) and not (is_only and not DRAFT.search(name)):
            yield {"date": each.iso, "name": name}


def due_date(text: str) -> WrittenDate | None:
    """Return the date of a text about time on which the work is due.

    It is the last of those that are said to be a deadline or a delivery; without any, the last one that
    is neither a draft nor an event, which the work is only needed for. It is none if that is told by another
    day ("a week before"), or if the dates are those of something else.
    """
    return _due(_read(text))


def what_is_dated(text: str) -> tuple[str, str]:
    """Return what a text about time says in which nothing is surely due, after the variant that tells it.

    It is ("relative", "a week before"), ("other", a date on which something else is) or ("", "").
    """
    dates = _read(text)
    lead = next(said_leads(dates.words), None) or next(said_leads(dates.words, is_counted=False), None)
    last = dates.holding[-1] if dates.holding else None
    if lead and last:
        return "relative", lead.group().strip()
    return ("other", dates.text[last.start : last.end]) if last else ("", "")


def _due(dates: _Dates) -> WrittenDate | None:
    ranked = _ranked(dates)
    best = max((rank for rank, _ in ranked), default=(Purpose.PAST, False))
    likeliest = [each for rank, each in ranked if rank == best]
    if best[0] < Purpose.SERVED or (
        best[0] < Purpose.STATED and _is_relative(dates.words, ranked, likeliest)
    ):
        return None
    return max(likeliest, key=_last)


_Ranked = list[tuple[tuple[Purpose, bool], WrittenDate]]


def _ranked(dates: _Dates) -> _Ranked:
    """Return the dates with their purposes; of two alike, one in brackets behind another only explains it."""
    words, holding = dates.words, dates.holding
    purposes = [purpose_of(words, each, before) for before, each in pairwise([None, *holding]) if each]
    others = [
        each
        for each, purpose in zip(holding, purposes, strict=True)
        if purpose in (Purpose.PLAIN, Purpose.FINAL) and not is_launch(words, each)
    ]
    is_end = dates.is_plan or all(is_phase(words, each) for each in others)
    is_served = any(is_of_goods(words, each) for each in others)
    ranked = []
    for number, (each, usual) in enumerate(zip(holding, purposes, strict=True)):
        is_launched = usual is Purpose.PLAIN and is_launch(words, each)
        purpose = _purpose_of_launch(words, each, is_end, is_served) if is_launched else usual
        ranked.append(((purpose, not is_bracketed(words, each, holding[max(0, number - 3) : number])), each))
    return ranked


def _purpose_of_launch(words: str, launch: WrittenDate, is_end: bool, is_served: bool) -> Purpose:
    """Return what a launch is: the end of the work, unless something else is delivered for it.

    is_end: all other dates are those of phases. is_served: one is that of goods which the launch needs.
    """
    if is_end or is_wanted_launch(words, launch):
        return Purpose.FINAL
    return Purpose.PLAIN if is_go_live(words, launch) and not is_served else Purpose.SERVED


def _is_relative(words: str, ranked: _Ranked, likeliest: list[WrittenDate]) -> bool:
    """Return whether the delivery is told by days before another date, and none of the dates is meant."""
    meant = [each for (purpose, _), each in ranked if purpose >= Purpose.PLAIN]
    if any(not _is_meant(words, lead, meant) for lead in said_leads(words)):
        return True
    is_of_event = any(is_event(words, each) or is_launch(words, each) for each in likeliest)
    return is_of_event and any(said_leads(words, is_counted=False))


def _is_meant(words: str, lead: re.Match[str], meant: list[WrittenDate]) -> bool:
    """Return whether the date right before or behind words such as "a week before" is the day they mean."""
    after = bisect(meant, lead.start(), key=lambda each: each.start)
    return any(explains(words, lead, each.lead, each.until) for each in meant[max(0, after - 1) : after + 1])


def _without_dates(text: str, found: list[WrittenDate]) -> str:
    """Return a text with its dates as ends of lines, of the same length."""
    kept = list(text)
    for each in found:
        kept[each.lead : each.until] = "\n" * (each.until - each.lead)
    return "".join(kept)


def _last(found: WrittenDate) -> str:
    return found.readings[-1].isoformat() if found.readings else found.iso


def _may_be_milestone(text: str, found: WrittenDate, due: WrittenDate, name: str) -> bool:
    """Return whether what a date is named after may be due then; a wrong day is reported once.

    After the day that is due only a draft may be one, which is then in the wrong order.
    """
    if found.is_old or not found.iso or (found is due and found.day is None):
        return False
    if found is not due and is_past(*words_beside(text, found)):
        return False
    return _last(found) <= _last(due) or (not is_event(text, found) and bool(DRAFT.search(name)))


def _label_before(text: str, words: str, found: WrittenDate) -> str:
    """Return the label of a line that holds nothing else but a date: "- First draft: 2026-10-05".

    words: the text without its dates, since an old one may follow.
    """
    begin = max(0, found.lead - WINDOW)
    _, newline, line = text[begin : found.lead].rpartition("\n")
    rest = words[found.until : found.until + WINDOW].partition("\n")[0]
    if begin and not newline:
        return ""
    match = _LABEL.fullmatch(line) if not re.search(r"\w", rest) else None
    return match[1] if match and not (_NO_LABEL.fullmatch(match[1]) or _NO_NAME.fullmatch(match[1])) else ""


def _name_after(text: str, has_next: bool) -> str:
    """Return the name of what is due on a date, given the text after it; empty if that names nothing.

    has_next: another date follows the text.
    """
    text = _TAG.sub("", _OF_NEXT.sub("", text) if has_next else text)
    name = _NAME_END.split(_DEADLINE_WORD.sub("", text), maxsplit=1)[0]
    name = re.sub(r"^[\W_]+", "", name).rstrip(" \t:：-—–*|~/→()（）[]【】")
    return "" if _NO_NAME.fullmatch(name) else name
