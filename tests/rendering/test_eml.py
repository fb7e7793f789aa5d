"""E-mail: a draft that any mail program opens, with headers that content cannot manipulate."""

import io
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.language.display import one_line
from comms.models.base import Document
from comms.models.brief import Brief
from comms.models.change_request import ChangeRequest, Requester
from comms.models.order_confirmation import OrderConfirmation
from comms.models.party import Contact, Party
from comms.rendering import Layout
from comms.rendering.body import body
from comms.rendering.eml import subject_of
from comms.rendering.plain_text import plain_text
from comms.rendering.rendition import render
from comms.workspace.case import Case
from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

ORDER = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
NOTICE = EXAMPLES / "delay-notice" / "good" / "dyeing.en.yaml"
CHANGE = EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml"
BRIEF = EXAMPLES / "brief" / "good" / "reshoot.zh.md"
OWN = ["MIME-Version", "Content-Type"]
"""The headers of every message, behind those that name sender, receivers and subject."""


def opened(content: bytes) -> EmailMessage:
    """Parse a message as a mail program does; any defect in it fails the test."""
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    message = message_from_bytes(content, policy=default)
    assert not [part.defects for part in message.walk() if part.defects]
    assert [part.get_content_type().rpartition(".")[2] for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "document",
    ]  # fmt: skip
    return message


def mail_of(file: Path) -> tuple[Case, Document, Layout, EmailMessage]:
    case = load_file(file)
    assert case.document is not None
    layout = Layout(case.document.language or "zh", workspace=case.workspace)
    return case, case.document, layout, opened(render(case.document, "eml", layout))


def lines_of(part: EmailMessage) -> list[str]:
    return str(part.get_content()).splitlines()


@pytest.mark.parametrize("file", [ORDER, NOTICE, BRIEF], ids=["order", "notice", "brief"])
def test_a_message_holds_the_letter_as_text_as_a_page_and_as_a_docx(file: Path) -> None:
    _, document, layout, message = mail_of(file)
    text, page, attached = (part for part in message.walk() if not part.is_multipart())
    assert lines_of(text) == plain_text(body(document, layout)).splitlines()
    assert lines_of(page) == render(document, "html", layout).decode().splitlines()
    assert attached.get_content() == render(document, "docx", layout)
    assert docx.Document(io.BytesIO(attached.get_content())).paragraphs
    assert render(document, "eml", layout) == render(document, "eml", layout)


@pytest.mark.parametrize(
    ("file", "sender", "receiver", "subject"),
    [
        (ORDER, "何青 <he.qing@example.com>", "宋妍 <song.yan@example.com>", "订单确认函 SO-2026-0611"),
        (
            NOTICE,
            "Xu Lan <xu.lan@example.com>",
            "Ingrid Solheim <ingrid.solheim@example.com>",
            "Delay notice DN-2026-0620-02",
        ),
        (CHANGE, "宋妍 <song.yan@example.com>", "何青 <he.qing@example.com>", "变更申请单 CR-2026-0611-01"),
    ],
    ids=["order", "notice", "change asked for by the buyer"],
)
def test_a_letter_goes_from_the_side_that_speaks_to_the_other(
    file: Path, sender: str, receiver: str, subject: str
) -> None:
    *_, message = mail_of(file)
    assert message.keys() == ["X-Unsent", "From", "To", "Subject", *OWN]
    assert (message["From"], message["To"], message["Subject"]) == (sender, receiver, subject)


def test_a_brief_is_addressed_to_nobody_and_named_by_its_title() -> None:
    *_, message = mail_of(BRIEF)
    assert message.keys() == ["X-Unsent", "Subject", *OWN]
    assert message["Subject"] == "通用需求单：补拍 8 款针织衫主图"


def test_a_subject_names_the_revision_and_a_draft() -> None:
    order = OrderConfirmation(id="SO-2026-0042", revision=2)
    assert subject_of(order, Layout("zh")) == "订单确认函 SO-2026-0042（第 2 版）"
    assert subject_of(order, Layout("en")) == "Order confirmation SO-2026-0042, revision 2"
    assert subject_of(order, Layout("zh", draft=True)) == "草稿：订单确认函 SO-2026-0042（第 2 版）"
    assert subject_of(order, Layout("en", draft=True)).startswith("DRAFT: Order confirmation")


def attachment(document: Document) -> EmailMessage:
    *_, part = opened(render(document, "eml", Layout("zh", draft=True))).walk()
    return part


def test_an_attachment_is_named_by_the_number_and_the_revision() -> None:
    assert (
        attachment(OrderConfirmation(id="SO-2026-0042", revision=2)).get_filename() == "SO-2026-0042.r2.docx"
    )
    assert attachment(Brief()).get_filename() == "brief.docx"


def test_a_chinese_file_name_stands_where_each_mail_program_looks_for_it() -> None:
    part = attachment(Brief(title="夏季促销首页横幅与商品卡片设计"))
    name = "夏季促销首页横幅与商品卡片设计.docx"
    assert part.get_filename() == name  # RFC 2231
    assert part["Content-Type"].params["name"] == name  # encoded words, for Outlook and QQ Mail


@pytest.mark.parametrize(
    "address",
    ["", "何青@example.com", "a@b", "a b@example.com", "a@example.com, b", "<a@example.com>"],
)
def test_an_address_that_no_mail_program_takes_is_left_to_the_sender(address: str) -> None:
    order = OrderConfirmation(id="SO-1", seller=Party(contact=Contact(name="何青", email=address)))
    message = opened(render(order, "eml", Layout("zh", draft=True)))
    assert message.keys() == ["X-Unsent", "Subject", *OWN]


@pytest.mark.parametrize("separator", ["; ", ",", "；", "\n", "、"])
def test_several_addresses_are_all_written_to(separator: str) -> None:
    written = separator.join(["he@example.com", "lu@example.com"])
    order = OrderConfirmation(id="SO-1", buyer=Party(contact=Contact(name="何青", email=written)))
    message = opened(render(order, "eml", Layout("zh", draft=True)))
    found = [(address.display_name, address.addr_spec) for address in message["To"].addresses]
    assert found == [("何青", "he@example.com"), ("", "lu@example.com")]


def test_copies_go_to_each_address_once_in_their_order() -> None:
    layout = Layout(
        "en", draft=True, cc=("b@example.com; a@example.com", "B@example.com,c@example.com"), bcc=("d@e.fr",)
    )
    message = opened(render(OrderConfirmation(id="SO-1"), "eml", layout))
    assert [each.addr_spec for each in message["Cc"].addresses] == [
        "b@example.com",
        "a@example.com",
        "c@example.com",
    ]
    assert message["Bcc"] == "d@e.fr"
    assert "Cc" not in opened(
        render(OrderConfirmation(id="SO-1"), "eml", Layout("en", draft=True, cc=("", " ;")))
    )


@pytest.mark.parametrize(
    "written",
    [
        "a@b",
        "Kari <kari@example.com>",
        "a@example.com\r\nX-Header: b@example.com",
        "a@example.com;b",
        "何@例.中国",
    ],
)
def test_a_copy_to_what_is_no_address_is_refused(written: str) -> None:
    for layout in (Layout("en", cc=(written,)), Layout("en", bcc=(written,))):
        with pytest.raises(CommsError, match="bad_address"):
            render(OrderConfirmation(id="SO-1"), "eml", layout)


@settings(max_examples=40)
@given(text=st.text(st.sampled_from("a@.b;, \r\n:<>=?\0\u2028Bc")))
def test_no_copy_becomes_another_header(text: str) -> None:
    layout = Layout("en", draft=True, cc=(f"k@example.com{text}",))
    try:
        message = opened(render(OrderConfirmation(id="SO-1"), "eml", layout))
    except CommsError as error:
        assert error.reason == "bad_address"
    else:
        assert message.keys() == ["X-Unsent", "Cc", "Subject", *OWN]


HOSTILE = st.lists(
    st.sampled_from(
        ["\r\nBcc: x@example.com", "\r\n\r\n", "\n", "\r", "\0", "=?utf-8?B?DQpCY2M6?=", "\u202e", "\ud800", "--=_",
         '"', "\\", ",", "<", ">", ";", "(", ":", "@", "\u2028", "\x85", " " * 9, "x" * 300, "订单", "𠮷", "é"]
    ) | st.text(max_size=5),
    max_size=8,
).map("".join)  # fmt: skip


def text_of(text: str, most: int) -> str:
    """Return the part of a text that is shown in a header."""
    shown = one_line(text)
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


@settings(max_examples=40, deadline=None)  # the first example loads what the others use
@given(text=HOSTILE)
def test_no_content_becomes_a_header_or_a_part(text: str) -> None:
    contact = Contact.model_construct(name=text, email="he.qing@example.com")
    other = Contact.model_construct(name="A", email=f"a@example.com{text}\r\nCc: x@example.com")
    order = OrderConfirmation.model_construct(
        id=text, title=text, seller=Party.model_construct(contact=contact), buyer=Party(contact=other)
    )
    layout = Layout("en", draft=True)
    message = opened(render(order, "eml", layout))
    assert message.keys() == ["X-Unsent", "From", "Subject", *OWN]
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "he.qing@example.com"
    name = "".join(sender.display_name.split())  # Python 3.11 puts spaces between encoded words
    assert "".join(text_of(text, 100).split()) == name
    assert message["Subject"] == text_of(subject_of(order, layout), 200)
    text_part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    assert lines_of(text_part) == plain_text(body(order, layout)).splitlines()


def test_a_request_without_its_order_is_addressed_to_nobody() -> None:
    request = ChangeRequest(id="CR-1", order="SO-1", requested_by=Requester(party="buyer"))
    assert "To" not in opened(render(request, "eml", Layout("en", draft=True)))


def test_eml_is_a_format_of_render_and_chosen_by_a_file_name(tmp_path: Path) -> None:
    ran = run_here("render", ORDER, "-o", tmp_path / "letter.eml", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert opened((tmp_path / "letter.eml").read_bytes())["X-Unsent"] == "1"
