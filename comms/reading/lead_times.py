"""Days that are given only by another one: a week before the fair, 提前一周."""

import re
from collections.abc import Iterator

_UNIT = r"(?:(?:full|working|business|calendar|clear) )?(?:days?|weeks?|months?|hours?|fortnights?)"
_NUMBER = (
    r"(?:\d+|an?|the|one|two|three|four|five|six|seven|eight|nine|ten|half a|a few|some|several|a couple of)"
)
COUNTED = (
    r"(?:(?:至少|最少|大概|大约|约)[ \t]{0,3})?"
    r"[\d一二两三四五六七八九十几数半]{1,6}[ \t]{0,3}个?半?(?:工作|自然)?[天日周月]"
)
"""A number of days in Chinese."""
LEAD = rf"\b{_NUMBER}[ -]{_UNIT} (?:before(?:hand)?|earlier|prior|ahead|in advance)\b"
"""A number of days in English that is counted back from another day."""
LATER = rf"\b{_NUMBER}[ -]{_UNIT} (?:after|from|of|since|following)\b"
"""A number of days in English that is counted from another day."""
_COUNTED_BACK = re.compile(
    rf"{LEAD}|(?:提前|[之以]?前|早|头)[ \t]{{0,3}}{COUNTED}(?!以?内)"
    r"|(?-i:\bT ?[-–] ?\d{1,2}\b)"
    rf"|{COUNTED}[之以]?前(?=[，,。；;）)\s交给到完要]|$)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:in advance|beforehand|ahead of time|well before(?: it| that)?)\b|提前|早几天", re.IGNORECASE
)
_ALLOWED = re.compile(r"(?:\bor(?: even)?|或者?|[可也更]以?) ?$", re.IGNORECASE)
_PART_END = re.compile(r"[，,；;。\n()（）]|\.(?:\s|$)")
_OF_ANOTHER = re.compile(
    r"初稿|草稿|样[稿品]|打样|通知|告知|提醒|联系|沟通|确认|反馈|评审|审核|预约"
    r"|\b(?:drafts?|proofs?|samples?|mock-?ups?|notif\w+|tell|inform|remind\w*|call|confirm\w*|feedback|reviews?|approv\w+)\b",
    re.IGNORECASE,
)
"""What else than the delivery may be due some days before it."""
_ATTACHED = re.compile(
    r"[\s,，.(（:：—–-]*"
    r"(?:(?:i\.?e\.?|(?:that|this|which)(?: is|['’]s| (?:gives|leaves) us)|at least|about)[\s,]*"
    r"|(?:即|也就是)?[，]?[一-鿿]{0,6})",
    re.IGNORECASE,
)
"""What may stand between a date and words that say once more which day it is."""
_NAMES_OTHER = re.compile(r"\s+(?:(?:of|to)\s+)?[^\W\d]")
_ANSWERED = re.compile(
    r"[^,，;；。\n(（]{0,40}?[,，]?[ \t]*"
    r"(?:[:：=]|\bi\.?e\.?|that is|namely|\bso|即|也就是|就是)[,，\s]*(?:on |by )?",
    re.IGNORECASE,
)
"""What may stand between such words and the date that they mean."""


def said_leads(text: str, is_counted: bool = True) -> Iterator[re.Match[str]]:
    """Yield what a text says about days that are counted back from another one, if it is about the delivery.

    is_counted: only those with a number of days, not "in advance".
    """
    for match in (_COUNTED_BACK if is_counted else _EARLIER).finditer(text):
        head = _PART_END.split(text[max(0, match.start() - 40) : match.start()])[-1]
        tail = _PART_END.split(text[match.end() : match.end() + 40], maxsplit=1)[0]
        if not _OF_ANOTHER.search(f"{head} {tail}") and not _ALLOWED.search(head):
            yield match


def explains(text: str, lead: re.Match[str], start: int, end: int) -> bool:
    """Return whether such words only say once more which day a date is, given the date's place.

    "8 May 2027, one week before the fair" names the day; so does "one week before the fair, i.e. 8 May 2027".
    """
    if end > lead.start():
        return start - lead.end() < 60 and bool(_ANSWERED.fullmatch(text, lead.end(), start))
    if lead.group().startswith(("提前", "早")) or lead.start() - end > 40:
        return False
    names_other = not lead.group().isascii() or _NAMES_OTHER.match(text, lead.end())
    return bool(names_other and _ATTACHED.fullmatch(text, end, lead.start()))
