"""Tells the lines that a person wrote from those that repeat what others wrote and those that say nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from comms.messages.chat_stamps import sender_of

_MARK = re.compile(r"[ \t]{0,3}>")
_PLACE_HOLDER = (
    r"[\[【<(（](?:图片|照片|语音|视频|表情|动画表情|捂脸|文件|位置|链接|红包|转账|名片|合并转发|聊天记录|通话|image|photo"
    r"|picture|video|audio|voice|sticker|gif|media|attachment|attached|file|link)[^\[\]【】<>()（）\n]{0,80}[\]】>)）]"
)
_OMITTED = r"(?:<|\u200e)?(?:image|video|audio|sticker|gif|document|media|contact card) omitted>?|\[…\]"
_RECALLED = (
    r".{0,40}撤回了一条消息.{0,12}|(?:this message was deleted|you deleted this message|null)\.?"
    r"|.{0,40} (?:recalled|deleted|unsent) (?:a|this) message\.?"
)
_WHO = r"(?-i:(?:[A-Z][\w'’.-]{0,20}|[\u4e00-\u9fff]{2,4}|\+[\d ]{7,20})(?: [A-Z][\w'’.-]{0,20}){0,2})"
_SYSTEM = (
    r".{1,60}(?:加入了?群聊|移出了?群聊|拍了拍.{1,30}|修改群名为.{1,40}|开启了朋友验证.{0,60})"
    r"|以上是打招呼的内容|messages (?:and calls )?are end-to-end encrypted.{0,200}"
    rf"|{_WHO} (?:joined|left|was added|was removed|has joined|has left)"
    r"(?: (?:the (?:group|channel|chat|conversation)|#\S{1,40}))?\.?"
    rf"|{_WHO} (?:added|removed) {_WHO}(?: to the (?:group|chat|conversation))?\.?"
    rf"|{_WHO} (?:created (?:this )?group.{{0,60}}|changed (?:the|this) (?:group|subject|topic).{{0,60}})"
)
_PASSED_ON = (
    r"[（(【\[][^（()）【】\[\]]{0,20}(?:聊天记录|转发|forwarded)[^（()）【】\[\]]{0,20}[）)】\]]"
    r"|.{0,30}的聊天记录[:：]?"
)
_SENT_FROM = r"(?:sent from (?:my|outlook|mail)|get outlook for|发自我的|从.{1,20}发送|来自我的).{0,60}"
_RULE = r"(?:[-–—=_*~─﹣－] ?){3,200}"
_NOTHING = re.compile(
    rf"[ \t]*(?:{_PLACE_HOLDER}|{_OMITTED}|{_RECALLED}|{_SENT_FROM}|{_PASSED_ON}|{_RULE})"
    rf"(?:[ \t]*{_PLACE_HOLDER}){{0,20}}[ \t]*",
    re.IGNORECASE,
)
_NOTICE = re.compile(rf"[ \t]*(?:{_SYSTEM})[ \t]*", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"[ \t*]*(?:this (?:e-?mail|message|communication)(?: and any (?:attachments?|files).{0,30})?"
    r" (?:is|are|may|contains?)|(?:confidentiality|legal) (?:notice|disclaimer)|disclaimer\b"
    r"|if you (?:are not|have received) (?:the intended|this (?:e-?mail|message))"
    r"|please (?:consider|think of) the environment"
    r"|\[?(?:external|caution)\]?:? .{0,60}(?:e-?mail|sender|organi[sz]ation)"
    r"|本邮件(?:及其附件)?(?:含有|包含|可能|仅|所)|免责声明|如果?您(?:错误|误)|此邮件(?:可能|来自外部))",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"[ \t]*(?:(?:on|am|le|el) .{4,120}?(?P<by>[^,，\d:]{1,60}?)(?: ?<[^<>]{1,80}>)? wrote:"
    r"|(?:在 ?)?\d{2,4}[-/.年].{3,80}?[,，]?[ \t]*(?P<von>[^,，:：<>\d]{1,40}?)"
    r"(?: ?[<“\"][^<>]{0,80}[>”\"])? ?写道?[:：]"
    r"|(?P<name>[^:：<>\n]{1,40}?)(?: ?<[^<>]{1,80}>)? ?(?:写道|wrote|said)[:：])[ \t]*",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?:[ap]\.?m\b\.?|uhr)[,， ]*", re.IGNORECASE)
_WROTE_FIRST = re.compile(r"[ \t]*(?:on .{4,100}|在.{4,100})", re.IGNORECASE)
_REPLY_TO = re.compile(
    r"[ \t]*(?:回复|引用|replying to|in reply to) ?@?(?P<name>[^:：\n]{1,30}?)[ \t]*"
    r"(?:[:：][ \t]*(?P<words>.*))?",
    re.IGNORECASE,
)
_OPENED = re.compile(r"[ \t]*「(?:(?P<name>[^:：「」\n]{1,30})[:：])?")


class Sort(Enum):
    """What a line is: said by the sender, quoted from others, or nothing that anybody said."""

    SAID = auto()
    QUOTED = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Sorted:
    """A line of a turn by its number, its sort, and who is quoted if the text tells."""

    number: int
    sort: Sort
    by: str = ""


def sorted_lines(lines: list[str], is_mail: bool = False) -> Iterator[Sorted]:
    """Yield the sort of each line of a turn; is_mail: what is below "On … wrote:" is quoted to the end."""
    number, by = 0, ""
    first = next((each for each, line in enumerate(lines) if line.strip()), 0)
    while number < len(lines):
        line = lines[number]
        if _MARK.match(line):
            yield Sorted(number, Sort.QUOTED, by)
        elif (found := _attribution(lines, number)) is not None:
            by, used = found
            yield from (Sorted(each, Sort.NOTHING) for each in range(number, number + used))
            number += used
            is_marked = _MARK.match(_next(lines, number)) is not None
            if is_mail and not is_marked:
                yield from (Sorted(each, Sort.QUOTED, by) for each in range(number, len(lines)))
                return
            continue
        elif quoted := list(_quotation(lines, number, number == first)):
            yield from quoted
            number += len(quoted)
            continue
        elif is_mail and _DISCLAIMER.match(line):
            yield from (Sorted(each, _sort(lines[each])) for each in range(number, len(lines)))
            return
        else:
            yield Sorted(number, Sort.NOTHING if _says_nothing(line) else Sort.SAID)
        number += 1


def _sort(line: str) -> Sort:
    return Sort.QUOTED if _MARK.match(line) else Sort.NOTHING


def _says_nothing(line: str) -> bool:
    return len(line) <= _LONGEST and (_NOTHING.fullmatch(line) or _NOTICE.fullmatch(line)) is not None


_LONGEST = 320
"""The most characters of a line that a program writes."""


def _next(lines: list[str], number: int) -> str:
    return next((line for line in lines[number : number + 4] if line.strip()), "")


def _attribution(lines: list[str], number: int) -> tuple[str, int] | None:
    """Return who wrote what is quoted below a line and the lines that say so, of which there may be two."""
    line = lines[number]
    if len(line) > 200 or not line.strip():
        return None
    joined = [line]
    if number + 1 < len(lines) and len(lines[number + 1]) <= 120 and _WROTE_FIRST.fullmatch(line.rstrip()):
        joined.append(f"{line.rstrip()} {lines[number + 1].strip()}")
    for used, text in enumerate(joined, 1):
        found = _WROTE.fullmatch(text)
        if (
            found
            and (text.rstrip()[-1:] in ":：")
            and (found["name"] is None or _MARK.match(_next(lines, number + used)))
        ):
            by = _HALF.sub("", (found["by"] or found["von"] or found["name"] or "").strip(), count=1)
            return sender_of(by) or "", used
    return None


def _quotation(lines: list[str], number: int, opens: bool) -> Iterator[Sorted]:
    """Yield the lines of a quotation of a chat: 「…」 above a rule, or below or behind 回复 X：.

    opens: the line is the first one of what somebody wrote.
    """
    first = lines[number]
    reply = _REPLY_TO.fullmatch(first) if len(first) <= _LONGEST else None
    if reply and not reply["words"]:
        opened = _closing(lines, number + 1)
        if opened is None:
            return
        yield Sorted(number, Sort.NOTHING)
        by = reply["name"].strip()
        yield from (Sorted(each, Sort.QUOTED, by) for each in range(number + 1, opened + 1))
    elif reply and opens and number + 1 < len(lines) and lines[number + 1].strip():
        yield Sorted(number, Sort.QUOTED, reply["name"].strip())
    elif (
        opens
        and (end := _closing(lines, number)) is not None
        and _NOTHING.fullmatch(_next(lines, end + 1)[:_LONGEST])
    ):
        named = _OPENED.match(first)
        by = (named["name"] or "") if named else ""
        yield from (Sorted(each, Sort.QUOTED, by) for each in range(number, end + 1))


def _closing(lines: list[str], number: int) -> int | None:
    """Return the line on which a 「 that opens a line closes again, at its end."""
    if number >= len(lines) or not _OPENED.match(lines[number]):
        return None
    for end in range(number, min(number + 50, len(lines))):
        if "」" in lines[end]:
            return end if lines[end].rstrip().endswith("」") else None
    return None
