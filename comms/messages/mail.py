"""E-mails in files: headers and words as one text, as a mail program shows them; attachments only named."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32

from comms.messages.mail_headers import MAILS_PART
from comms.messages.mail_html import text_of_html
from comms.messages.message_text import refuse_huge
from comms.reading.encodings import guessed, in_utf8


class _AsWritten(Compat32):
    """Gives headers as they are written: with bytes beyond ASCII, which they must not have but do have."""

    def header_fetch_parse(self, _name: str, value: str) -> str:
        return value


_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_FORWARDED = "---------- Forwarded message ----------"
_DEEPEST = 20
"""The most mails within mails that are opened."""
_MOST_MAILS = 500
"""The most mails of a mailbox that are read, the last ones."""
_IS_MAIL = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,200}){0,80}?"
    rb"(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type|Content-Transfer-Encoding):",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rb"From [^\s]{1,200} [^\n]{6,80}\r?\n[A-Za-z-]{1,60}:")
_PARTING = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\n]{6,300}\r?\n(?=[A-Za-z][A-Za-z-]{0,60}:)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
}
"""Charsets that mails name for one with more characters."""


def is_mail(content: bytes) -> bool:
    """Return whether a file begins with the headers of an e-mail as programs send it."""
    return _IS_MAIL.match(content[:_HEAD]) is not None


def is_mailbox(content: bytes) -> bool:
    """Return whether a file begins as a mailbox does, with the line that parts its e-mails."""
    return _MAILBOX.match(content[:_HEAD]) is not None


_HEAD = 65_536
"""The bytes at the beginning of a file that show what it is."""


def mail_text(content: bytes) -> str:
    """Return the text of an e-mail, with that of the mails within it; raises Unreadable for a huge file."""
    refuse_huge(content)
    return "\n".join(_shown(message_from_bytes(_with_headers_in_utf8(content), policy=_AsWritten()), 0))


def _with_headers_in_utf8(content: bytes) -> bytes:
    """Return a mail with its first headers in UTF-8; their encoding shows best beside the words."""
    end = _END_OF_HEADERS.search(content)
    head = content[: end.start() if end else len(content)]
    try:
        head.decode()
        return content
    except UnicodeDecodeError:
        found = guessed(content) or guessed(head)
    return content if found is None else head.decode(found.codec, "replace").encode() + content[len(head) :]


def mailbox_text(content: bytes) -> str:
    """Return the texts of the last e-mails of a mailbox (.mbox), in its order; raises Unreadable."""
    refuse_huge(content)
    starts = [found.end() for found in _PARTING.finditer(content)][-_MOST_MAILS:]
    ends = [content.rfind(b"From ", 0, start) for start in starts[1:]] + [len(content)]
    mails = (content[start:end] for start, end in zip(starts, ends, strict=True))
    return (
        f"\n\n{MAILS_PART}\n".join(mail_text(_QUOTED_FROM.sub(b"", mail)) for mail in mails)
        if starts
        else mail_text(content)
    )


def _shown(mail: Message, depth: int) -> Iterator[str]:
    """Yield headers, words and attachments' names of a mail, then those of the mails within it."""
    for name in _SHOWN:
        if (value := mail.get(name)) is not None:
            yield f"{name}: {_decoded_header(str(value))}"
    parts = list(_leaves(mail))
    files = [name for part in parts if (name := _file_name(part))]
    if files:
        yield f"Attachments: {'; '.join(files)}"
    yield ""
    yield from _words(parts)
    for part in parts:
        if part.get_content_type() == "message/rfc822" and depth < _DEEPEST:
            yield from ("", _FORWARDED)
            for each in _inner(part):
                yield from _shown(each, depth + 1)


def _leaves(mail: Message) -> Iterator[Message]:
    """Yield the parts of a mail that hold something, and mails within it as one part each."""
    waiting: list[Message] = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting += reversed(_inner(part))
        else:
            yield part


def _inner(part: Message) -> list[Message]:
    held = part.get_payload()
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _file_name(part: Message) -> str:
    """Return the name of an attached file, "" for a part that is none."""
    if part.get_content_type() == "message/rfc822":
        return ""
    name = part.get_filename()
    if name is None:
        return ""
    return _decoded_header(str(name))


def _words(parts: list[Message]) -> Iterator[str]:
    """Yield the text of a mail: plain text where it says something, else that of its HTML."""
    texts = [
        part for part in parts if part.get_content_disposition() != "attachment" and not part.get_filename()
    ]
    plain = [_body(part) for part in texts if part.get_content_type() == "text/plain"]
    if any(map(_says_something, plain)):
        yield from plain
        return
    yield from (text_of_html(_body(part)) for part in texts if part.get_content_type() == "text/html")


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not _NO_HTML.search(text[:400])


_NO_HTML = re.compile(
    r"(?:does not|doesn't|cannot|can't|not) (?:support|display|view) html|不支持\s?html", re.IGNORECASE
)


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    text = _decoded(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unfolded(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _unfolded(text: str, deletes_blank: bool) -> str:
    """Return a text with the lines joined that only the width of the page parts (RFC 3676)."""
    lines: list[str] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if is_open and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        is_open = line.endswith(" ") and line != "-- "
        if is_open and deletes_blank:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _decoded(content: bytes, charset: str | None) -> str:
    """Return text in the charset that is named, or in the one that its bytes show where that is wrong."""
    codec = _CODECS.get((charset or "").lower(), charset or "ascii")
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return in_utf8(content).decode("utf-8", "replace")


def _decoded_header(written: str) -> str:
    """Return a header on one line; bytes beyond ASCII in the encoding that they show."""
    raw = written.encode("utf-8", "surrogateescape")
    return _one_line(_of_words(in_utf8(raw).decode("utf-8", "replace")))


def _of_words(written: str) -> str:
    """Return a header with its encoded words decoded (RFC 2047)."""
    try:
        parts = decode_header(written)
    except (HeaderParseError, ValueError):
        return written
    return "".join(part if isinstance(part, str) else _decoded(part, charset) for part, charset in parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())
