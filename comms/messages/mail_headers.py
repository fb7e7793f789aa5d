"""The headers of e-mails in a text: on top, and above those that were forwarded or answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from comms.messages.chat_days import Days

Line = tuple[int, str]

_KEYS = {
    "from": "from", "发件人": "from", "寄件者": "from", "寄件人": "from",
    "to": "to", "收件人": "to", "收件者": "to",
    "cc": "cc", "抄送": "cc", "副本": "cc",
    "bcc": "bcc", "密送": "bcc", "reply-to": "reply", "回复": "reply",
    "date": "date", "sent": "date", "日期": "date", "发送时间": "date", "发送日期": "date",
    "时间": "date", "寄件日期": "date",
    "subject": "subject", "主题": "subject", "主旨": "subject", "标题": "subject",
    "attachments": "files", "附件": "files", "importance": "importance", "重要性": "importance",
}  # fmt: skip
_HEADER = re.compile(
    rf"[ \t>*_]{{0,6}}({'|'.join(_KEYS)})[ \t*_]{{0,3}}[:：][ \t*_]{{0,3}}(.*)", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"[ \t>]*[-_=*]{0,40}[ \t]*(?:begin )?(?:forwarded message|转发的?邮件(?:信息)?|邮件转发)"
    r"[ \t]*[-_=*:：]{0,40}[ \t]*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[ \t>]*[-_=*]{1,40}[ \t]*(?:original (?:message|e-?mail)|原始邮件|原邮件)[ \t]*[-_=*:：]{0,40}[ \t]*",
    re.IGNORECASE,
)
MAILS_PART = "─" * 30
"""The line between two mails of a mailbox."""
_RULE = re.compile(r"[ \t>]*[-_=*]{5,80}[ \t]*")
_FORWARDS = re.compile(r"\s*(?:fwd?|转发|转寄|wg|tr)\s*[:：]", re.IGNORECASE)
_PREFIX = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|tr|回复|答复|转发|转寄)\s*[:：]|\[[^\[\]]{1,20}\])\s*", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[ \t]*[<(\[（]?(?:mailto:)?[^\s<>()\[\]（）;,，；:]{1,64}@[^\s<>()\[\]（）;,，；]{1,190}[>)\]）]?"
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = re.compile(
    r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTHS}\.?,?[ -]\d{{4}}|{_MONTHS}\.? \d{{1,2}},? \d{{4}}",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:(?:上午|下午|晚上) ?)?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail in a text: its headers and the lines of its body.

    repeats: the one above answers it, so that its words are only repeated.
    """

    lines: tuple[Line, ...]
    sender: str = ""
    day: date | None = None
    time: str = ""
    addressees: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    subject: str = ""
    is_mail: bool = True
    repeats: bool = False


@dataclass(slots=True)
class _Block:
    """The headers above a body: its lines from `first` up to `end`, and the values by what they say."""

    first: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    forwarded: bool = False
    original: bool = False
    parted: bool = False


def letters_in(lines: list[Line], today: date) -> Iterator[Letter]:
    """Yield the e-mails of a text, also those forwarded and answered in it; a note is one letter."""
    blocks = list(_blocks([line for _, line in lines]))
    ends = [*(block.first for block in blocks), len(lines)]
    if any(line.strip() for _, line in lines[: ends[0]]):
        yield Letter(tuple(lines[: ends[0]]), is_mail=bool(blocks) and "from" in blocks[0].values)
    repeats, subject, has_words = False, "", any(line.strip() for _, line in lines[: ends[0]])
    for number, (block, end) in enumerate(zip(blocks, ends[1:], strict=True)):
        body = tuple(lines[block.end : end])
        is_passed_on = block.parted or block.forwarded or _FORWARDS.match(subject) is not None
        is_answered = not is_passed_on and (number > 0 or block.original)
        repeats = not block.parted and (repeats or (is_answered and has_words))
        yield _letter(block, body, today, repeats)
        subject = block.values.get("subject", "")
        has_words = any(line.strip() for _, line in body)


def _letter(block: _Block, body: tuple[Line, ...], today: date, repeats: bool) -> Letter:
    values = block.values
    written, time = _DAY.search(values.get("date", "")), _TIME.search(values.get("date", ""))
    return Letter(
        body,
        next(iter(people(values.get("from", ""))), ""),
        Days([written.group()], today).of(written.group()) if written else None,
        time.group() if time else "",
        people(values.get("to", "")),
        people(values.get("cc", "")),
        subject_of(values.get("subject", "")),
        repeats=repeats,
    )


def subject_of(written: str) -> str:
    """Return a subject without the marks of answers and forwards."""
    while found := _PREFIX.match(written):
        written = written[found.end() :]
    return written.strip()


def people(written: str) -> tuple[str, ...]:
    """Return the names of a header with addresses; an address stands for itself where it has no name."""
    sign = ";；" if re.search("[;；]", written) else ",，"
    parts = re.findall(rf'(?:"[^"]*"|[^"{sign}])+', written)
    names = (
        _in_order(_ADDRESS.sub("", part).strip(" \t\"'“”<>*")) or part.strip(" \t<>[]*\"'") for part in parts
    )
    return tuple(name[:_LONGEST_NAME] for name in names if name)


_LONGEST_NAME = 80


_LAST_FIRST = re.compile(r"([^\W\d_][\w'’.-]*), ([^\W\d_][\w'’. -]*)")


def _in_order(name: str) -> str:
    """Return a name with its last part last: Brandt, Helen."""
    return _LAST_FIRST.sub(r"\2 \1", name, count=1)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    top = next((number for number, line in enumerate(lines) if line.strip()), 0)
    number = 0
    while number < len(lines):
        block = _block(lines, number)
        if block is None or not _is_of_mail(block, lines, number == top):
            number += 1
            continue
        _take_rules(block, lines)
        yield block
        number = block.end


def _block(lines: list[str], first: int) -> _Block | None:
    """Return the lines with labels of headers that begin at a line, None if there is none."""
    block = _Block(first, first)
    key = ""
    while block.end < len(lines):
        line = lines[block.end]
        found = _HEADER.fullmatch(line)
        if found and (key := _KEYS[found[1].lower()]) not in block.values:
            block.values[key] = found[2].strip(" \t*_")
        elif key and line[:1] in (" ", "\t") and line.strip() and block.end - first < _MOST_LINES:
            block.values[key] += f" {line.strip()}"
        else:
            break
        block.end += 1
    return block if block.values else None


_MOST_LINES = 400
"""The most lines of the headers of a mail, which may have hundreds of receivers."""


def _is_of_mail(block: _Block, lines: list[str], is_on_top: bool) -> bool:
    """Return whether lines are headers and not the labels of a note: 主题, 时间 and 收件人 stand in both."""
    keys = block.values.keys()
    if "from" in keys and keys & {"to", "date", "subject", "cc"}:
        return True
    below = lines[block.end].strip() if block.end < len(lines) else ""
    has_one = "subject" in keys or "@" in block.values.get("from", "")
    return is_on_top and has_one and "date" not in keys and not below


def _take_rules(block: _Block, lines: list[str]) -> None:
    """Count the lines above the headers that announce them among them."""
    above = block.first
    while above > 0 and block.first - above < 4:
        line = lines[above - 1]
        block.parted = block.parted or line == MAILS_PART
        block.forwarded = block.forwarded or _FORWARDED.fullmatch(line) is not None
        block.original = block.original or _ORIGINAL.fullmatch(line) is not None
        if line.strip() and not (
            line == MAILS_PART
            or _RULE.fullmatch(line)
            or _FORWARDED.fullmatch(line)
            or _ORIGINAL.fullmatch(line)
        ):
            break
        above -= 1
    block.first = above if block.forwarded or block.original or above < block.first else block.first
