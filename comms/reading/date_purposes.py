"""What a date in a section on time is for, by the words beside it: a delivery, a draft, an event."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from comms.reading.lead_times import COUNTED, LATER, LEAD
from comms.terms.written_dates import WrittenDate

_CLAUSE_END = re.compile(r"[，,；;。\n()（）\[\]]|\.(?:\s|$)|\b(?:and|but|because|while)\b")
_IN_BRACKET = re.compile(r"[ \t]*[(（\[][ \t]*(?:on |at |于|在)?[ \t]*$")
_REMARK = re.compile(r"[ \t]*[(（]([^()（）\n]*)[)）]")
_LONGEST_BRACKET = 120
_UP_TO_BRACKET = re.compile(r"[^,，;；。.\n]{0,60}|\s*")
WINDOW = 60
"""The most characters around a date in which words that say what it is for are looked for."""

DELIVERY = r"交付|交货|交稿|交期|移交|\b(?:deliver(?:y|ed|ies)?|hand(?:ed)?[ -]?over|due|deadline)\b"
_LATEST = r"at (?:the )?(?:very )?latest|or (?:earlier|sooner|before)"
_DUE_BEFORE = re.compile(
    r"(?:\b(?:due|by|(?<!not )before|deadline|(?:no|not) later than|not after|deliver(?:y|ed)?"
    rf"|hand(?:ed)?[ -]?over|{_LATEST}"
    r"|need(?:s|ed)?(?: it| them| this| everything)?|final (?:\w+ )?(?:files?|artwork|version|copy|delivery))"
    r"|定稿|终稿|完稿|成品|截止|截至|最[晚迟]|不晚于|交[付货稿期]|移交)"
    r"(?:[ :：*_|]|\b(?:date|on|in|is|the)\b|日期|时间|日|于|为|是|在)*$",
    re.IGNORECASE,
)
_DUE_AFTER = re.compile(
    rf"^\W*(?:[之以]?前|为?止|截止)(?!{COUNTED})|{DELIVERY}|{_LATEST}"
    r"|定稿|终稿|完稿|成品|\bfinal (?:\w+ )?(?:files?|artwork|version|copy|delivery)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"回复|答复|反馈|报价|开票"
    r"|\b(?:feedback|repl(?:y|ies)|respon[ds]\w*|confirm|confirmation|questions?|quot(?:es?|ation)|invoices?|rsvp)\b",
    re.IGNORECASE,
)
"""What has a deadline of its own beside that of the delivery."""
_FINAL = re.compile(r"\bfinal\b(?! (?:approval|review|check|feedback))", re.IGNORECASE)
_GO_LIVE = re.compile(r"上线|\bgo(?:es|ing)?[ -]live\b", re.IGNORECASE)
DRAFT = re.compile(r"初稿|草稿|样稿|[一首]稿|第一版|打样|drafts?\b|proofs?\b|mock-?ups?\b", re.IGNORECASE)
_PHASE = re.compile(
    r"设计|排版|撰写|开发|制作|印刷|提测|评审|审[核稿批]|反馈|确认|测试|冻结|修改|启动|立项|选题|拍摄|验收"
    r"|\b(?:design|layout|writing|build|development|print(?:ing)?|production|reviews?|freeze|feedback"
    r"|approvals?|approved|sign(?:ed)?[ -]?off|tests?|testing|qa|uat|kick[ -]?off|briefing|planning|concept"
    r"|revisions?|corrections?|research|shooting|staging)\b",
    re.IGNORECASE,
)
"""The names of phases of work, as opposed to those of things that are delivered."""
_MATERIAL = (
    r"[的用]?(?:物料|素材|海报|页|主?图|方案|文案|策划|视频|画册|手册|资料|样|banner)"
    r"| (?:page|asset|video|banner|kit|material|poster|copy|plan|site|teaser|brochure|deck|booth)"
)
"""The words behind that of an event which make it a piece of work: 活动海报, launch page."""
_GOODS = re.compile(r"素材|物料|文件|成[品片]|\b(?:assets|files|artwork|materials)\b", re.IGNORECASE)
"""What is handed over before a launch."""
_LAUNCHES = r"上线|上市|发布(?!会)|开售|\b(?:launch(?:es|ed)?|go(?:es)?[ -]live|release[sd]?)\b"
_EVENTS = (
    r"(?:开业|开幕|开展|展会|展览|发布会|活动|大促|促销|年会|典礼|峰会|见面会|开会|直播|婚礼|讲座|投放"
    r"|\b(?:opens?|opening|event|fair|exhibition|show|conference|meet(?:ing)?|webinar|workshop|party"
    r"|wedding|festival|campaign|promotion|sale (?:starts?|begins?|ends?|runs?))\b)"
)
_LAUNCH = re.compile(rf"(?:{_LAUNCHES})(?!{_MATERIAL})", re.IGNORECASE)
_EVENT = re.compile(rf"{_EVENTS}(?!{_MATERIAL})", re.IGNORECASE)
_SERVED = re.compile(
    rf"\b(?:before|ahead of|prior to|in time for|for|until|after) (?:[\w-]+ ){{0,3}}?"
    rf"(?:{_EVENTS}|{_LAUNCHES})"
    rf"|(?:{_EVENTS}|{_LAUNCHES})(?:之?前|以前|要用|[使需]?用)",
    re.IGNORECASE,
)
"""An event in words behind a date which say that it comes later: one week before the fair."""
_PAYMENT = re.compile(
    rf"(?:付款|结[款算]|开票|封账|\b(?:pay(?:ment|able)?|invoiced?|billing)\b)(?!{_MATERIAL})", re.IGNORECASE
)
"""Payments stand apart from events, since they may have a deadline of their own."""
_STARTS = re.compile(
    r"(?:\b(?:starts?|starting|begins?|beginning|kick[ -]?off|(?:not?|no) (?:before|earlier than)|earliest"
    r"|after)|开始|开工|启动会?|起始|最早)"
    r"(?:[ :：*_|]|\b(?:date|day|on|from|is)\b|日期|时间|日|于|为|是|在)*$",
    re.IGNORECASE,
)
_STARTS_AFTER = re.compile(
    r"^[ \t]*(?:[就即便]?开[印机工播课学张]|起|开始|启动|[之以]后|onwards?\b|on\s*$)", re.IGNORECASE
)
_UNRELATED = re.compile(
    r"\bexpir(?:es|y|ed)\b|\bvalid (?:until|till|through|to)\b|\bvalid:?\s*$"
    r"|\bon (?:leave|holiday|vacation)\b|\bout of office\b"
    r"|有效期|失效|过期|休假|放假|出差",
    re.IGNORECASE,
)
"""What may last until a date without anything being due on it."""
_WANTED = re.compile(
    r"期望|希望|要求|目标|计划|预计|\b(?:target|desired|wanted|requested|planned)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:ends?|ending|closes?|over)\b|结束|闭幕|收官", re.IGNORECASE)
_PAST = re.compile(
    r"(?:(?:^[\W_]*|\b(?:we|i|you|they|it|this|was|were|been|already|form|request|brief|ticket|last)\b[^:：]{0,20}?)"
    r"\b(?:asked|submitted|sent|received|got|wrote|written|created|updated|revised|edited|discussed|talked"
    r"|spoke|met|requested|raised|reported|confirmed|signed|dated|completed|filled(?: in| out)?)"
    r"|\b(?:as of|since|(?:last|latest|previous) (?:revision|update|edit|change)"
    r"|(?:revision|version) (?:\d[\w.]{0,8} )?(?:of|from)"
    r"|(?:date|day) of (?:the |this )?(?:request|form|filling|writing|order|issue|brief)"
    r"|(?:request|form|filing|creation|issue|order) date))"
    r"(?: (?:it|this|that|them|us|you|him|her|the|form|request|order|brief|about|for|of)\b){0,4}"
    r"(?:[ :：*_|]|\b(?:on|at|in)\b)*$"
    r"|(?:填表|填[写报]|需求提出|催|(?:数据|统计)截[至止]"
    r"|(?:制表|编[制写]|申请|提出|创建|建立|下单|订单|录入|登记|起草|签[订署]|更新|修[改订])(?:日期|时间|于)"
    r"|(?:最[后近]|上次|本[表单])[一-鿿]{0,4}(?:更新|修[改订])|^\W*修订)"
    r"(?:[ :：*_|]|日期|时间|日|于|过|是|在|为|的)*$",
    re.IGNORECASE,
)
_PAST_AFTER = re.compile(
    r"^\W*(?:填表|填[写的]|制表|修订|[问提聊催][过的]"
    r"|(?:last )?(?:revision|revised|updated|edited|filled)\b"
    r"|the date of (?:this|the) (?:form|request))",
    re.IGNORECASE,
)
_YEARS_AGO = re.compile(r"去年|往年|前年|上[次回届]|\blast (?:year|time|season|edition)\b", re.IGNORECASE)
_STILL_TO_COME = re.compile(r"\b(?:be|to|will|must|should|shall|can|needs?|please)\b", re.IGNORECASE)
_TO_BE_ANSWERED = re.compile(rf"{LEAD}[^,，;；。\n(（]{{0,40}}(?:[:：=]|即|也就是)\s*$", re.IGNORECASE)
_REFERRED_BEFORE = re.compile(
    rf"(?:{LEAD}(?: to| of)?(?: the| that is)?|{LATER}(?: \w+){{0,4}})[ \t]*$", re.IGNORECASE
)
_REFERRED_AFTER = re.compile(
    rf"^[ \t]*(?:minus\b|(?:[之以]?前|的?头|提前|早)[ \t]*{COUNTED}(?!以?内)"
    rf"|算起|起算|(?<![ \t]){_EVENTS}[之以]?前{COUNTED}|[之以]?[后起](?!半天)[ \t]*(?:的|{COUNTED}))"
)


class Purpose(IntEnum):
    """What a date is for, in the order of how likely the work is due on it; below SERVED it is not."""

    REFERENCE = 0
    PAST = 1
    START = 2
    RUN_OF_EVENT = 3
    SERVED = 4
    PLAIN = 5
    FINAL = 6
    STATED = 7


@dataclass(frozen=True, slots=True)
class _Place:
    """A date with the words of the same clause before and after it, and the date before it."""

    date: WrittenDate
    before: str
    after: str
    previous: "_Place | None" = None

    @property
    def is_due_before(self) -> bool:
        return bool(_DUE_BEFORE.search(self.before))

    @property
    def is_event(self) -> bool:
        return self.takes_place(_EVENT)

    def takes_place(self, event: re.Pattern[str]) -> bool:
        """Return whether an event is on this date, which it is not if the work is due before it."""
        if self.is_due_before or _TO_BE_ANSWERED.search(self.before):
            return False
        return bool(event.search(self.before) or event.search(_SERVED.sub("", self.after)))

    def says(self, words: re.Pattern[str]) -> bool:
        return bool(words.search(self.before) or words.search(self.after))


def words_beside(text: str, found: WrittenDate) -> tuple[str, str]:
    """Return the words of the same clause before and after a date; a bracket behind it holds a remark on it.

    text: has no dates. Of a date that begins a bracket, the words before it are those before the bracket.
    """
    head = _IN_BRACKET.sub("", text[max(0, found.lead - WINDOW) : found.lead])
    tail = text[found.until : found.until + WINDOW]
    remark = _REMARK.match(tail)
    after = _CLAUSE_END.split(tail[remark.end() :] if remark else tail, maxsplit=1)[0]
    return _CLAUSE_END.split(head)[-1], f" {remark[1]} {after}" if remark else after


def purpose_of(text: str, found: WrittenDate, before_it: WrittenDate | None) -> Purpose:
    """Return what a date of a text is for, without regard to what the others are for.

    before_it: the date before, whose event may end on this one.
    """
    previous = _Place(before_it, *words_beside(text, before_it)) if before_it else None
    place = _Place(found, *words_beside(text, found), previous)
    return next((purpose for purpose, holds in _PURPOSES if holds(place)), Purpose.PLAIN)


def _is_reference(place: _Place) -> bool:
    return bool(_REFERRED_BEFORE.search(place.before) or _REFERRED_AFTER.search(place.after))


def _is_served(place: _Place) -> bool:
    return place.says(DRAFT) or bool(_PAYMENT.search(place.before))


def _is_stated(place: _Place) -> bool:
    return place.is_due_before or (bool(_DUE_AFTER.search(place.after)) and not place.is_event)


def _is_run(place: _Place) -> bool:
    """Return whether an event lasts until a date, or something else loses its force."""
    if place.is_event:
        return place.date.is_period or place.says(_ENDS)
    goes_on = place.previous is not None and place.previous.is_event
    return bool(goes_on and _ENDS.search(place.after or place.before)) or place.says(_UNRELATED)


def _is_start(place: _Place) -> bool:
    starts = _STARTS.search(place.before) or _STARTS_AFTER.search(place.after)
    return bool(starts) and not place.date.is_period


_PURPOSES: tuple[tuple[Purpose, Callable[[_Place], bool]], ...] = (
    (Purpose.REFERENCE, _is_reference),
    (Purpose.PAST, lambda place: is_past(place.before, place.after)),
    (Purpose.SERVED, _is_served),
    (Purpose.PLAIN, lambda place: _is_stated(place) and place.says(_ANSWER)),
    (Purpose.STATED, _is_stated),
    (Purpose.RUN_OF_EVENT, _is_run),
    (Purpose.SERVED, lambda place: place.is_event),
    (Purpose.START, _is_start),
    (Purpose.FINAL, lambda place: place.says(_FINAL)),
)
"""What dates are for, each with its test; the first that holds counts."""


def is_bracketed(text: str, found: WrittenDate, before_it: list[WrittenDate]) -> bool:
    """Return whether a date stands in a bracket behind another one, of which it explains something."""
    since = max(0, found.lead - _LONGEST_BRACKET)
    opened = max(text.rfind(sign, since, found.lead) for sign in "(（")
    closed = max(text.rfind(sign, since, found.lead) for sign in ")）")
    if opened < 0 or closed > opened:
        return False
    outer = next((each for each in reversed(before_it) if each.until <= opened), None)
    return outer is not None and bool(_UP_TO_BRACKET.fullmatch(text, outer.until, opened))


def is_past(before: str, after: str) -> bool:
    """Return whether the words beside a date tell when something was said, filled in or done."""
    if _YEARS_AGO.search(before):
        return True
    return bool((_PAST.search(before) and not _STILL_TO_COME.search(before)) or _PAST_AFTER.search(after))


def is_event(text: str, found: WrittenDate) -> bool:
    """Return whether a date is that of an event; one before which the work is due is not."""
    return _Place(found, *words_beside(text, found)).is_event


def is_launch(text: str, found: WrittenDate) -> bool:
    """Return whether a date is that of a launch: the end of the work, or what it is needed for."""
    return _Place(found, *words_beside(text, found)).takes_place(_LAUNCH)


def is_wanted_launch(text: str, found: WrittenDate) -> bool:
    """Return whether the launch itself is asked for by a date: 期望上线."""
    return is_launch(text, found) and bool(_WANTED.search(words_beside(text, found)[0]))


def is_go_live(text: str, found: WrittenDate) -> bool:
    """Return whether the work itself goes live on a date."""
    return _Place(found, *words_beside(text, found)).takes_place(_GO_LIVE)


def is_of_goods(text: str, found: WrittenDate) -> bool:
    """Return whether what is handed over is named beside a date."""
    return any(map(_GOODS.search, words_beside(text, found)))


def is_phase(text: str, found: WrittenDate) -> bool:
    """Return whether the words beside a date name a phase of the work, not a thing to deliver."""
    return any(map(_PHASE.search, words_beside(text, found)))
