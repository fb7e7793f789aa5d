"""Reads the section on time of a handwritten request: the day that is due, and what is due before it."""

import re
from collections.abc import Iterator
from typing import Any

from comms.reading.date_tables import rows_as_lines
from comms.terms.no_answers import answer_in, without_comments
from comms.terms.options import chosen
from comms.terms.written_dates import WrittenDate, dates_in

_NAME_END = re.compile(r"[，,；;。\n]|\.(?:\s|$)")
_CLAUSE_END = re.compile(r"[，,；;。\n()（）\[\]]|\.(?:\s|$)|\b(?:and|but)\b")
_DEADLINE_WORD = re.compile(r"^\W*(?:[之以]?[前内]|为?止|截止)(?=\W|[一-鿿])[\s,，、]*")
_DELIVERY = r"交付|交货|交稿|交期|\b(?:deliver(?:y|ed|ies)?|due|deadline)\b"
_NO_NAME = re.compile(
    rf"(?:(?:之?前|以前|为?止|截止|以内|之?内|至|到|和|与|或|起|or|and|to|until|from|sharp|latest"
    rf"|at the latest|at latest|or (?:earlier|sooner|before)|inclusive|(?:as )?(?:agreed|confirmed)|已?确认"
    rf"|(?:is |the |是|为|全部)*(?:完成|做完|提交|[交给]到?|需?要|{_DELIVERY})*(?: date|日期?|时间)?"
    rf"|(?:before|by|at|around) [\d:. apm]+"
    rf"|[分共]*[\d两二三四五六七八九十]+[批次](?:{_DELIVERY})?)?\W*"
    r"|(?:so|because|since|as|if|but|in order|which|when|at|after|with|is|are|was|must|should|can|will|please"
    r"|fixed|firm|hard (?:stop|deadline|limit)|urgent|thanks?|not?|only|ideally|preferably)\b.*"
    r"|(?:因为|因此|所以|由于|以便|以免|如果|务必|必须|不[能得可]|加急|紧急|请|谢谢|左右|前后|尽量).*)",
    re.IGNORECASE | re.DOTALL,
)
"""The words that may follow a date without naming anything due on it."""
_DUE_BEFORE = re.compile(
    r"(?:\b(?:due|by|(?<!not )before|deadline|(?:no|not) later than|not after|deliver(?:y|ed)?"
    r"|need(?:s|ed)?(?: it| them| this)?|final(?: \w+){0,2})|定稿|终稿|完稿|成品"
    r"|截止|截至|最[晚迟]|不晚于|交[付货稿期])(?:[ :：*_|]|\b(?:date|on|in|is)\b|日期|时间|日|于|为|是|在)*$",
    re.IGNORECASE,
)
_DUE_AFTER = re.compile(
    rf"^\W*(?:[之以]?前|为?止|截止)|{_DELIVERY}|at the latest|or (?:earlier|sooner|before)"
    r"|定稿|终稿|完稿|成品|\bfinal",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"初稿|草稿|样稿|[一首]稿|第一版|打样|drafts?\b|proofs?\b|mock-?ups?\b", re.IGNORECASE)
_MATERIAL = (
    r"[的用]?(?:物料|素材|海报|页|主?图|方案|文案|策划|视频|画册|手册|资料|样|banner)"
    r"| (?:page|asset|video|banner|kit|material|poster|copy|plan|site|teaser|brochure|deck|booth)"
)
"""The words behind that of an event which make it a piece of work: 活动海报, launch page."""
_EVENT = re.compile(
    r"(?:开业|开幕|开展|展会|展览|开售|上市|发布会|活动|大促|年会|典礼|峰会|见面会|开会)"
    rf"(?!{_MATERIAL})|\b(?:launch(?:es)?|opens|opening|event|fair|exhibition|trade show|conference"
    rf"|meet(?:ing)?|campaign (?:starts|begins))\b(?!{_MATERIAL})",
    re.IGNORECASE,
)
_PAYMENT = re.compile(
    rf"(?:付款|结[款算]|开票|封账|\b(?:pay(?:ment|able)?|invoiced?|billing)\b)(?!{_MATERIAL})", re.IGNORECASE
)
"""Payments stand apart from events, since they may have a deadline of their own."""
_LABEL = re.compile(r"[\W_]*([^\W_][^,，;；。.:：|\n]{0,40}?)[*_]*\s*(?:[:：|]|[-–—](?=\s))[\s*_]*")
_NO_LABEL = re.compile(
    r"(?:(?:new|old|latest|final|target|due) )?(?:dates?|day|time|when|due|deadline|by|until)"
    r"|(?:created|requested|submitted|updated|filed|written|today|from|to|start|end|request)(?: (?:on|date))?"
    r"|(?:截止|截至|最[晚迟]|到期|完成|期望|要求|交付|创建|提交|申请|提出|填写|更新|开始|起始|结束)*(?:日期?|时间|于|至)?",
    re.IGNORECASE,
)
"""The labels of dates that do not say what is due on them."""
_TAG = re.compile(r"</?\w+>")
_OF_NEXT = re.compile(r"(?:[(（\[][^)）\]]*|[^\s，,；;。]*[:：]\s*)$")
"""Words that end right before a date and belong to it: a label, or a bracket that encloses both."""


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
    text = rows_as_lines(text)
    found = dates_in(text)
    due = _due(text, found)
    when: dict[str, Any] = {"due": (due.iso or None) if due else None}
    named = list(_milestones(text, found, due)) if due else []
    return when | ({"milestones": named} if named else {})


def _milestones(text: str, found: list[WrittenDate], due: WrittenDate) -> Iterator[dict[str, str]]:
    """Yield the dates that are named, not the due one if it is the only one: it says what is due already."""
    is_only = sum(not each.is_old for each in found) < 2
    words = _without_dates(text, found)
    ends = [*(each.lead for each in found[1:]), len(text)]
    for each, end in zip(found, ends, strict=True):
        name = _name_after(text[each.until : end], end < len(text)) or _label_before(text, words, each)
        if name and _may_be_milestone(words, each, due, name) and not (is_only and not _DRAFT.search(name)):
            yield {"date": each.iso, "name": name}


def due_date(text: str) -> WrittenDate | None:
    """Return the date of a text about time on which the work is due.

    It is the last of those that are said to be a deadline or a delivery; without any, the last one that
    is neither a draft nor an event, which the work is only needed for.
    """
    text = rows_as_lines(text)
    return _due(text, dates_in(text))


def _due(text: str, found: list[WrittenDate]) -> WrittenDate | None:
    text = _without_dates(text, found)
    holding = [each for each in found if not each.is_old]
    ranks = [_rank(text, each) for each in holding]
    best = max(ranks, default=0)
    likeliest = [each for each, rank in zip(holding, ranks, strict=True) if rank == best]
    return max(likeliest, key=_last, default=None)


def _without_dates(text: str, found: list[WrittenDate]) -> str:
    """Return a text with its dates as ends of lines, of the same length."""
    kept = list(text)
    for each in found:
        kept[each.lead : each.until] = "\n" * (each.until - each.lead)
    return "".join(kept)


def _last(found: WrittenDate) -> str:
    return found.readings[-1].isoformat() if found.readings else found.iso


def _rank(text: str, found: WrittenDate) -> int:
    """Return how likely a date is the one that is due, by the words beside it."""
    before, after = _beside(text, found)
    if any(map(_DRAFT.search, (before, after))) or _PAYMENT.search(before) or _is_event(text, found):
        return 0
    return 2 if _DUE_BEFORE.search(before) or _DUE_AFTER.search(after) else 1


def _is_event(text: str, found: WrittenDate) -> bool:
    """Return whether a date is that of an event; one before which the work is due is not."""
    before, after = _beside(text, found)
    return not _DUE_BEFORE.search(before) and bool(_EVENT.search(before) or _EVENT.search(after))


def _beside(text: str, found: WrittenDate) -> tuple[str, str]:
    """Return the words of the same clause before and after a date."""
    before = _CLAUSE_END.split(text[max(0, found.lead - _WINDOW) : found.lead])[-1]
    after = _CLAUSE_END.split(text[found.until : found.until + _WINDOW], maxsplit=1)[0]
    return before, after


_WINDOW = 60
"""The most characters around a date in which words that say what it is for are looked for."""


def _may_be_milestone(text: str, found: WrittenDate, due: WrittenDate, name: str) -> bool:
    """Return whether what a date is named after may be due then; a wrong day is reported once.

    After the day that is due only a draft may be one, which is then in the wrong order.
    """
    if found.is_old or not found.iso or (found is due and found.day is None):
        return False
    return _last(found) <= _last(due) or (not _is_event(text, found) and bool(_DRAFT.search(name)))


def _label_before(text: str, words: str, found: WrittenDate) -> str:
    """Return the label of a line that holds nothing else but a date: "- First draft: 2026-10-05".

    words: the text without its dates, since an old one may follow.
    """
    begin = max(0, found.lead - _WINDOW)
    _, newline, line = text[begin : found.lead].rpartition("\n")
    rest = words[found.until : found.until + _WINDOW].partition("\n")[0]
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
