"""E-mails: in files, in mailboxes, and pasted with their headers."""

from base64 import b64encode
from datetime import date
from email.message import EmailMessage

import pytest

from comms.messages.mail import is_mail, is_mailbox, mail_text
from comms.messages.reading import Turn
from comms.messages.turns import turns_of

TODAY = date(2026, 11, 3)


def read(content: bytes | str, name: str = "mail.eml") -> list[tuple[Turn, str]]:
    content = content.encode() if isinstance(content, str) else content
    message, turns = turns_of(content, name, TODAY)
    return [(turn, message[turn.start : turn.end]) for turn in turns]


def mail(subject: str, text: str, sender: str = "Helen Brandt <h@example.com>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = sender, subject
    made["To"] = 'studio@example.com, "Ortega, Luis" <l@example.com>'
    made["Cc"] = "Wei Zhang <w@example.com>"
    made["Date"] = "Mon, 02 Nov 2026 08:55:00 +0000"
    made.set_content(text)
    return made


def test_headers_say_who_wrote_when_to_whom() -> None:
    [(turn, words)] = read(mail("Re: [design] Posters", "need 3 posters").as_bytes())
    assert (turn.sender, turn.day, turn.subject) == ("Helen Brandt", date(2026, 11, 2), "Posters")
    assert turn.addressees == ("studio@example.com", "Luis Ortega")
    assert turn.copied == ("Wei Zhang",)
    assert words == "need 3 posters"


def test_pasted_headers_are_read_alike() -> None:
    pasted = mail_text(mail("Posters", "need 3 posters").as_bytes())
    assert read(pasted, "mail.txt") == read(mail("Posters", "need 3 posters").as_bytes())


def test_mails_within_mails_are_turns_of_their_own() -> None:
    inmost = mail("three", "innermost", "C <c@example.com>")
    inner = mail("two", "inner", "B <b@example.com>")
    inner.add_attachment(inmost)
    outer = mail("one", "outer", "A <a@example.com>")
    outer.add_attachment(inner)
    found = [(turn.sender, turn.subject, words, turn.is_quoted) for turn, words in read(outer.as_bytes())]
    assert found == [
        ("A", "one", "outer", False),
        ("B", "two", "inner", False),
        ("C", "three", "innermost", False),
    ]


def test_attachments_are_named_and_not_read() -> None:
    sent = mail("Posters", "need 3 posters")
    for number in range(30):
        sent.add_attachment(
            b"need 99 posters", maintype="text", subtype="plain", filename=f"附件{number}.txt"
        )
    text = mail_text(sent.as_bytes())
    assert "附件29.txt" in text
    assert "99" not in text


HTML = (
    "<html><head><style>p {color: red}</style><title>t</title></head><body><p>Hi,</p><p>need <b>3</b>&nbsp;posters,<br>A3"
    '</p><ul><li>red<li>blue</ul><table><tr><td>A-1</td><td>30</td></tr></table><div style="display:none">hidden</div>'
    '<script>alert("4")</script><img src="https://example.com/pixel.png"><blockquote><p>old</p></blockquote></body></html>'
)


def test_html_alone_is_read_as_it_is_seen() -> None:
    sent = EmailMessage()
    sent["From"] = "a@example.com"
    sent.set_content(HTML, subtype="html")
    (turn, words), (old, repeated) = read(sent.as_bytes())
    assert words == "Hi,\n\nneed 3 posters,\nA3\n\n- red\n- blue\nA-1 | 30"
    assert not turn.is_quoted
    assert old.is_quoted
    assert repeated.startswith("> old")


def test_plain_text_wins_over_html() -> None:
    sent = mail("Posters", "need 3 posters")
    sent.add_alternative("<p>need three posters</p>", subtype="html")
    assert [words for _, words in read(sent.as_bytes())] == ["need 3 posters"]


def test_html_wins_over_a_text_that_only_says_so() -> None:
    sent = mail("Posters", "Your mail program does not support HTML.")
    sent.add_alternative("<p>need three posters</p>", subtype="html")
    assert [words for _, words in read(sent.as_bytes())] == ["need three posters"]


@pytest.mark.parametrize("names", ["李婷", "镕基", "王小明"])
@pytest.mark.parametrize("form", ["bytes", "words"])
def test_headers_in_gb18030_are_read(names: str, form: str) -> None:
    raw = names.encode("gb18030")
    written = raw if form == "bytes" else b"=?gb2312?B?" + b64encode(raw) + b"?="
    content = (
        b"From: " + written + b" <a@example.com>\r\nSubject: " + written + b"\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=gb2312\r\n\r\n"
        + "请做3张主图，10月23日前给我，镕".encode("gb18030")
    )
    [(turn, words)] = read(content)
    assert (turn.sender, turn.subject) == (names, names)
    assert words == "请做3张主图，10月23日前给我，镕"


def test_lines_that_only_the_page_parts_are_joined() -> None:
    content = b"From: a@example.com\nContent-Type: text/plain; format=flowed\n\nneed 3 \nposters\nby Friday\n"
    assert [words for _, words in read(content)] == ["need 3 posters\nby Friday"]


ANSWER = """From: Helen Brandt <h@example.com>
Date: Mon, 2 Nov 2026 08:55 +0000
Subject: {subject}

Make it 5.

Helen

This e-mail is confidential. Please print 200 copies.

{rule}
From: Ben <b@example.com>
Sent: Friday, October 30, 2026 4:20 PM
Subject: Posters

Is it 3 posters?
"""


@pytest.mark.parametrize(
    ("subject", "rule", "repeats"),
    [
        ("RE: Posters", "-----Original Message-----", True),
        ("Re: Posters", "________________________________", True),
        ("Posters", "", True),
        ("FW: Posters", "-----Original Message-----", False),
        ("转发: 海报", "------------------ 原始邮件 ------------------", False),
        ("Posters", "---------- Forwarded message ---------", False),
    ],
)
def test_what_is_answered_is_quoted_and_what_is_forwarded_is_not(
    subject: str, rule: str, repeats: bool
) -> None:
    (own, words), (other, asked) = read(ANSWER.format(subject=subject, rule=rule), "mail.txt")
    assert (own.sender, own.is_quoted, words) == ("Helen Brandt", False, "Make it 5.\n\nHelen")
    assert (other.sender, other.day, other.is_quoted) == ("Ben", date(2026, 10, 30), repeats)
    assert asked == "Is it 3 posters?"


def test_chinese_headers_are_read() -> None:
    text = '发件人: "张三" <z@example.com>;\n发送时间: 2026年10月8日(星期四) 上午9:10\n收件人: 周航; 李四\n主题: 回复: 主图\n\n做3张'
    [(turn, words)] = read(text, "mail.txt")
    assert (turn.sender, turn.day, turn.addressees) == ("张三", date(2026, 10, 8), ("周航", "李四"))
    assert (turn.subject, words) == ("主图", "做3张")


def test_a_line_that_attributes_words_makes_them_quoted() -> None:
    text = "3 then.\n\nOn Mon, Nov 2, 2026 at 10:00 AM Ben Okafor\n<b@example.com> wrote:\n\n> need 5 posters\n> by Friday"
    (_, words), (old, _) = read(text, "mail.txt")
    assert words == "3 then."
    assert (old.sender, old.is_quoted) == ("Ben Okafor", True)


def test_the_mails_of_a_mailbox_are_all_of_their_own() -> None:
    box = b"".join(
        b"From x@example.com Mon Nov  2 1%d:00:00 2026\nFrom: %s <x@example.com>\nSubject: Re: One\n\n%s\n\n"
        % (hour, who, words)
        for hour, who, words in ((0, b"Ana", b"need 3\n>From here on"), (1, b"Ben", b"ok"))
    )
    assert is_mailbox(box)
    found = [(turn.sender, words, turn.is_quoted) for turn, words in read(box, "box.mbox")]
    assert found == [("Ana", "need 3\nFrom here on", False), ("Ben", "ok", False)]


def test_a_mail_is_known_by_its_headers() -> None:
    assert is_mail(b"Received: from a\n by b\nMIME-Version: 1.0\n\nhi")
    assert not is_mail(b"From: Helen\nSubject: Posters\n\nMIME-Version: 1.0")
    assert not is_mail("张三：\nhi".encode())


@pytest.mark.parametrize(
    "content", [b"", b"From: a@example.com\n\n", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"]
)
def test_an_empty_mail_has_no_turn(content: bytes) -> None:
    assert read(content) == []


def test_a_chat_in_a_mail_has_turns_of_its_own() -> None:
    text = "From: Ana <a@example.com>\nTo: b@example.com\nSubject: FYI\n\n张三 10:23\n做3张\n李四 10:25\n收到"
    assert [turn.sender for turn, _ in read(text, "mail.txt")] == ["张三", "李四"]


def test_lines_that_a_mail_program_broke_are_joined() -> None:
    text = (
        "From: Ana <a@example.com>\nTo: b@example.com\n\n"
        "we need three posters for the fair in Leeds and would like to have them by\n"
        "10 November, and the files of last year as a reference, since the printer\n"
        "needs them.\n"
        "Budget: 400 EUR\n"
        "- poster A3\n"
    )
    [(_, words)] = read(text, "mail.txt")
    assert "have them by 10 November" in words
    assert "the printer needs them.\nBudget: 400 EUR\n- poster A3" in words


def test_the_lines_of_a_chat_stay_apart() -> None:
    text = "Maya Lind  9:12 AM\ncan you do 3 banner images for the linen landing page, 1200x628 PNG\nneed them by Friday\n"
    [(_, words)] = read(text, "chat.txt")
    assert "PNG\nneed" in words
