"""E-mail: the document as a message that a mail program opens ready to send, its DOCX attached.

The headers are written here and the parts by Python's `email`, which folds a long Content-Type into
encoded words that no mail program understands, and takes an encoded word in a title for a header's own.
"""

import hashlib
import re
from base64 import b64encode
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import quote

from comms.language.display import one_line
from comms.language.phrases import words
from comms.models.change_request import ChangeRequest
from comms.models.delay_notice import DelayNotice
from comms.models.order_confirmation import OrderConfirmation
from comms.models.party import Contact, Party
from comms.rendering.body import number_of
from comms.rendering.plain_text import plain_text
from comms.workspace.numbers import stem_of
from comms.workspace.references import order_of

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout
    from comms.rendering.rendition import Rendition

_POLICY = SMTP.clone(cte_type="7bit", refold_source="none")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]{1,64}"
_ADDRESS = re.compile(
    rf"{_ATOM}(?:\.{_ATOM}){{0,4}}@[a-z\d-]{{1,63}}(?:\.[a-z\d-]{{1,63}}){{1,6}}", re.A | re.I
)
"""Addresses that any mail program takes as they stand; whatever else is written is left to the sender."""
_WORD = 45
"""Bytes of a text in an encoded word, which has 75 characters at most by RFC 2047."""
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_STEM = 200, 100, 40


def render(rendition: "Rendition") -> bytes:
    """Return an RFC 5322 message with CRLF lines of 7 bits; the same input gives the same bytes."""
    document, layout = rendition.document, rendition.layout
    message = message_from_string(_headers(document, layout), policy=_POLICY)
    message.set_content(plain_text(rendition.body))
    message.add_alternative(rendition.file("html").decode(), subtype="html")
    message.make_mixed()
    message.attach(_attachment(_file_name(document), rendition.file("docx")))
    _set_boundaries(message)
    return message.as_bytes()


def _headers(document: "Document", layout: "Layout") -> str:
    """The message's own headers, as they are written.

    No Date and no Message-ID: a draft gets both when it is sent. The date of the letter in their place
    would claim that it was sent then.
    """
    sender, receiver = _people(document, layout)
    subject = _cut(subject_of(document, layout), _LONGEST_SUBJECT)
    entries = {
        "X-Unsent": "1",  # Outlook and others open a message with this as a draft
        "From": _mailboxes(sender)[:1],
        "To": _mailboxes(receiver),
        "Subject": _encoded(subject),
    }
    written = {key: each if isinstance(each, str) else ",\r\n ".join(each) for key, each in entries.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in written.items() if value) + "\r\n"


def lacks_receiver(document: "Document", layout: "Layout") -> bool:
    """Whether a letter to somebody names no address that a mail program could send it to."""
    is_letter = isinstance(document, OrderConfirmation | ChangeRequest | DelayNotice)
    return is_letter and not _mailboxes(_people(document, layout)[1])


def subject_of(document: "Document", layout: "Layout") -> str:
    """What the document is: its kind, its number, its revision beyond the first, and its title."""
    book = words(layout.language)
    name = f"{book['kinds'][document.kind]} {number_of(document, layout.language)}".strip()
    mark = book["document"]["draft"] if layout.draft else None
    return str(book["language"]["colon"]).join(each for each in (mark, name, document.title) if each)


def _people(document: "Document", layout: "Layout") -> tuple[Contact | None, Contact | None]:
    """Who writes to whom: the seller to the buyer, except where the buyer asks for a change."""
    order = document if isinstance(document, OrderConfirmation) else _order(document, layout)
    seller, buyer = (_contact(order.seller), _contact(order.buyer)) if order else (None, None)
    if isinstance(document, DelayNotice):
        return document.contact or seller, buyer
    asks = document.requested_by if isinstance(document, ChangeRequest) else None
    return (buyer, seller) if asks and asks.party == "buyer" else (seller, buyer)


def _order(document: "Document", layout: "Layout") -> OrderConfirmation | None:
    return order_of(document, layout.workspace).document


def _contact(party: Party | None) -> Contact | None:
    return party.contact if party else None


def _mailboxes(contact: Contact | None) -> list[str]:
    """The addresses of a person as a header holds them, the first with the name; none where one is bad."""
    addresses = re.split(r"[;,；，、\s]+", (contact.email or "").strip()) if contact else []
    if contact is None or not all(map(_ADDRESS.fullmatch, addresses)):
        return []
    name = _cut(one_line(contact.name or ""), _LONGEST_NAME)
    if not re.fullmatch(r"[\w ]{0,40}", name, re.ASCII):  # anything else would need quotation marks
        name = _encoded_words(name)
    first, *others = [f"<{each}>" for each in addresses]
    return [f"{name}\r\n {first}" if name else first, *others]


def _encoded(text: str) -> str:
    """A text as a header holds it (RFC 2047); a short one of plain letters as it stands."""
    plain = len(text) <= 66 and text.isascii() and "=?" not in text
    return text if plain else _encoded_words(text)


def _encoded_words(text: str) -> str:
    """A text as encoded words, one a line; none ends amid a character."""
    pieces = [b""]
    for each in text:
        character = each.encode()
        if len(pieces[-1]) + len(character) > _WORD:
            pieces.append(b"")
        pieces[-1] += character
    return "\r\n ".join(f"=?utf-8?B?{b64encode(each).decode()}?=" for each in pieces)


def _cut(text: str, most: int) -> str:
    """A text on one line, of at most so many characters."""
    plain = one_line(text)
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _file_name(document: "Document") -> str:
    """The name of the attachment: the document's number, or else its title."""
    stem = stem_of(document.id or document.title, document.kind)[:_LONGEST_STEM].strip(".-")
    revision = f".r{document.revision}" if document.revision and document.revision > 1 else ""
    return f"{stem}{revision}.docx"


def _attachment(name: str, content: bytes) -> EmailMessage:
    """A DOCX as a part; Outlook and QQ Mail look for a Chinese name where RFC 2231 does not put it."""
    named = name if name.isascii() else _encoded_words(name)
    disposed = f'filename="{name}"' if name.isascii() else f"filename*=utf-8''{quote(name)}"
    coded = b64encode(content).decode()
    lines = "\r\n".join(coded[start : start + 76] for start in range(0, len(coded), 76))
    source = (
        f'Content-Type: {_DOCX};\r\n name="{named}"\r\n'
        f"Content-Disposition: attachment;\r\n {disposed}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{lines}\r\n"
    )
    return message_from_bytes(source.encode("ascii"), policy=_POLICY)


def _set_boundaries(message: EmailMessage) -> None:
    """Marks between the parts that come from the content: the same each time, and unknown to the content."""
    digest = hashlib.sha256()
    for part in message.walk():
        if not part.is_multipart():
            digest.update(part.as_bytes())
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{digest.hexdigest()[:40]}_{number}")
