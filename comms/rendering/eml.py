"""E-mail: the document as a message with its DOCX attached, which a mail program opens ready to send.

The headers are written here, only the parts by Python's `email`: that folds a long Content-Type into
encoded words that no mail program understands, and decodes an encoded word that is part of a title.
"""

import hashlib
import re
from base64 import b64encode
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING
from urllib.parse import quote

from comms.errors import CommsError
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
"""Addresses that every mail program accepts unchanged; any other is left for the sender to enter."""
_BETWEEN = re.compile(r"[;,；，、\s]+")
_WORD = 45
"""The most bytes of text in an encoded word, which has at most 75 characters (RFC 2047)."""
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_STEM = 200, 100, 40


def render(rendition: "Rendition") -> bytes:
    """Return an RFC 5322 message in 7-bit lines with CRLF; the same input gives the same bytes."""
    document, layout = rendition.document, rendition.layout
    message = message_from_string(_headers(document, layout), policy=_POLICY)
    message.set_content(plain_text(rendition.body))
    message.add_alternative(rendition.file("html").decode(), subtype="html")
    message.make_mixed()
    message.attach(_attachment(_file_name(document), rendition.file("docx")))
    _set_boundaries(message)
    return message.as_bytes()


def _headers(document: "Document", layout: "Layout") -> str:
    """Return the headers of the message as text.

    Without Date and Message-ID, which a draft gets when it is sent; the date of the letter as Date would
    claim that the message was sent then.
    """
    sender, receiver = _people(document, layout)
    subject = _cut(subject_of(document, layout), _LONGEST_SUBJECT)
    entries = {
        "X-Unsent": "1",  # Outlook and others open a message with this as a draft
        "From": _mailboxes(sender)[:1],
        "To": _mailboxes(receiver),
        "Cc": _distinct(layout.cc),
        "Bcc": _distinct(layout.bcc),
        "Subject": _encoded(subject),
    }
    written = {
        name: value if isinstance(value, str) else ",\r\n ".join(value) for name, value in entries.items()
    }
    return "".join(f"{name}: {value}\r\n" for name, value in written.items() if value) + "\r\n"


def addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a text that lists them; raises CommsError("bad_address")."""
    found = tuple(filter(None, _BETWEEN.split(text)))
    for address in found:
        if not _ADDRESS.fullmatch(address):
            raise CommsError("bad_address", written=address[:100])
    return found


def _distinct(written: tuple[str, ...]) -> list[str]:
    """Return addresses as header text, each once; raises CommsError("bad_address")."""
    found: dict[str, str] = {}
    for address in (address for text in written for address in addresses(text)):
        found.setdefault(address.casefold(), address)
    return [f"<{address}>" for address in found.values()]


def lacks_receiver(document: "Document", layout: "Layout") -> bool:
    """Whether a letter has a receiver but no valid address to send it to."""
    is_letter = isinstance(document, OrderConfirmation | ChangeRequest | DelayNotice)
    return is_letter and not _mailboxes(_people(document, layout)[1])


def subject_of(document: "Document", layout: "Layout") -> str:
    """Return the subject: kind, number, revision from the second on, and title of the document."""
    book = words(layout.language)
    name = f"{book['kinds'][document.kind]} {number_of(document, layout.language)}".strip()
    mark = book["document"]["draft"] if layout.draft else None
    return str(book["language"]["colon"]).join(filter(None, (mark, name, document.title)))


def _people(document: "Document", layout: "Layout") -> tuple[Contact | None, Contact | None]:
    """Return sender and receiver: the seller writes to the buyer, unless the buyer requests a change."""
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
    """Return a person's addresses as header text, the first with the name; none if any address is invalid."""
    written = _BETWEEN.split((contact.email or "").strip()) if contact else []
    if contact is None or not all(map(_ADDRESS.fullmatch, written)):
        return []
    name = _cut(one_line(contact.name or ""), _LONGEST_NAME)
    if not re.fullmatch(r"[\w ]{0,40}", name, re.ASCII):  # anything else would need quotation marks
        name = _encoded_words(name)
    first, *others = [f"<{address}>" for address in written]
    return [f"{name}\r\n {first}" if name else first, *others]


def _encoded(text: str) -> str:
    """Return a text as a header may contain it (RFC 2047); short ASCII text stays as it is."""
    is_short_ascii = len(text) <= 66 and text.isascii() and "=?" not in text
    return text if is_short_ascii else _encoded_words(text)


def _encoded_words(text: str) -> str:
    """Return a text as encoded words, one per line; none splits a character."""
    pieces = [b""]
    for character in text:
        encoded = character.encode()
        if len(pieces[-1]) + len(encoded) > _WORD:
            pieces.append(b"")
        pieces[-1] += encoded
    return "\r\n ".join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in pieces)


def _cut(text: str, most: int) -> str:
    """Return a text on one line, shortened to at most `most` characters."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _file_name(document: "Document") -> str:
    """Return the name of the attachment: the document's number, or else its title."""
    stem = stem_of(document.id or document.title, document.kind)[:_LONGEST_STEM].strip(".-")
    revision = f".r{document.revision}" if document.revision and document.revision > 1 else ""
    return f"{stem}{revision}.docx"


def _attachment(name: str, content: bytes) -> EmailMessage:
    """Return a DOCX as a part of a message.

    Outlook and QQ Mail read a Chinese name only from a parameter that is encoded against RFC 2231.
    """
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
    """Set boundaries derived from the content: always the same for it, and not contained in it."""
    digest = hashlib.sha256()
    for part in message.walk():
        if not part.is_multipart():
            digest.update(part.as_bytes())
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest.hexdigest()[:40]}_{number}")
