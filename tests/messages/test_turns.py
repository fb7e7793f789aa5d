"""The turns of chats, e-mails and notes: who wrote what, and when."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml

from comms.findings import Unreadable
from comms.messages.turns import MAX_CHARACTERS, message_of, turns_of
from tests.support import ROOT

TODAY = date(2026, 10, 16)
SHARED = ROOT.parent / "shared" / "chat" / "dev"


def said(text: str, name: str = "message.txt") -> list[tuple[str, str, str]]:
    """The sender, the day without its year and the words of each turn that is no quotation."""
    message, turns = turns_of(text.encode(), name, TODAY)
    return [
        (turn.sender, f"{turn.day:%m-%d}" if turn.day else "", message[turn.start : turn.end])
        for turn in turns
        if not turn.is_quoted
    ]


def quoted(text: str) -> list[tuple[str, str]]:
    message, turns = turns_of(text.encode(), "message.txt", TODAY)
    return [(turn.sender, message[turn.start : turn.end]) for turn in turns if turn.is_quoted]


CHANNELS = {
    "WeChat on a phone": ("张三 10:23\n做3张\n\n李四 10:25\n收到", ""),
    "WeChat on a computer": ("张三 2026/10/14 10:23:11\n做3张\n\n李四 2026/10/14 10:25:01\n收到", "10-14"),
    "WeChat with the time in the middle": (
        "2026年10月14日 10:23\n张三：\n做3张\n2026年10月14日 11:30\n李四：\n收到",
        "10-14",
    ),
    "WeChat without times": ("张三:\n做3张\n\n李四:\n收到\n\n张三:\n谢谢", ""),
    "DingTalk": ("张三 10-14 10:23\n做3张\n李四 10-14 10:25\n收到", "10-14"),
    "DingTalk on two lines": ("【运营】张三\n10:23\n做3张\n李四\n10:25\n收到", ""),
    "Feishu": ("张三  10月14日 10:23\n做3张\n李四  10月14日 10:25\n收到", "10-14"),
    "QQ": (
        "2026-10-14 10:23:11 张三(1234567)\n做3张\n2026-10-14 10:25:11 李四<ls@example.com>\n收到",
        "10-14",
    ),
    "WeCom": ("张三@示例公司 10-14 10:23:11\n做3张\n李四@微信 10-14 10:25:01\n收到", "10-14"),
    "time first": ("10:23 张三：做3张\n10:25 李四：收到", ""),
    "brackets behind": ("张三 [10:23]\n做3张\n李四 [10:25]\n收到", ""),
    "WhatsApp in Chinese": (
        "[2026/10/14 下午4:21:07] 张三: 做3张\n[2026/10/14 下午4:22:07] 李四: 收到",
        "10-14",
    ),
    "a line of the day": ("—— 2026年10月14日 ——\n张三 10:23\n做3张\n李四 10:25\n收到", "10-14"),
    "a weekday in the line of the day": ("[2026-10-14 周三]\n张三 10:23\n做3张\n李四 10:25\n收到", "10-14"),
    "yesterday": ("张三 前天 10:23\n做3张\n李四 前天 10:25\n收到", "10-14"),
    "DingTalk with days on two lines": (
        "张三\n2026-10-14 10:23\n做3张\n李四\n2026-10-14 10:25\n收到",
        "10-14",
    ),
    "round brackets behind": ("张三（10月14日 10:23）：做3张\n李四（10月14日 10:25）：收到", "10-14"),
    "parts of the day": ("张三 上午10:23\n做3张\n李四 下午2:05\n收到", ""),
    "pictures in names": ("🐼张三 10:23\n做3张\n李四🌸 10:25\n收到", ""),
    "each once": ("张三：做3张\n李四：收到", ""),
    "a tab between": ("2026/10/14(三)\n10:23\t张三\t做3张\n10:25\t李四\t收到", "10-14"),
}


@pytest.mark.parametrize(("text", "day"), CHANNELS.values(), ids=CHANNELS)
def test_a_chinese_chat_has_turns(text: str, day: str) -> None:
    assert said(text)[:2] == [("张三", day, "做3张"), ("李四", day, "收到")]


ENGLISH = {
    "Slack": ("Maya Lind  9:12 AM\nneed 3\n\nTom  9:20 AM\nok", ""),
    "Slack on two lines": ("Maya Lind\n  9:12 AM\nneed 3\nTom\n  9:20 AM\nok", ""),
    "Slack today": ("Maya Lind  Wednesday at 9:12 AM\nneed 3\nTom  Wednesday at 9:20 AM\nok", "10-14"),
    "Slack below the day": ("Wednesday, October 14th\nMaya Lind  9:12 AM\nneed 3\nTom  9:20 AM\nok", "10-14"),
    "WhatsApp on an iPhone": (
        "[14/10/2026, 16:21:07] Maya Lind: need 3\n[14/10/2026, 16:22:40] Tom: ok",
        "10-14",
    ),
    "WhatsApp on Android": ("14/10/2026, 16:21 - Maya Lind: need 3\n14/10/2026, 16:22 - Tom: ok", "10-14"),
    "WhatsApp in America": (
        "10/14/26, 4:21\u202fPM - Maya Lind: need 3\n10/14/26, 4:22\u202fPM - Tom: ok",
        "10-14",
    ),
    "WhatsApp in Germany": ("14.10.26, 16:21 - Maya Lind: need 3\n14.10.26, 16:22 - Tom: ok", "10-14"),
    "WhatsApp in a browser": ("[16:21, 14/10/2026] Maya Lind: need 3\n[16:22, 14/10/2026] Tom: ok", "10-14"),
    "Teams": ("[10/14/2026 9:12 AM] Maya Lind\nneed 3\n[10/14/2026 9:20 AM] Tom (Guest)\nok", "10-14"),
    "Teams by weekday": ("[Wednesday 09:12] Maya Lind\nneed 3\n[Wednesday 09:20] Tom\nok", "10-14"),
    "Teams on two lines": (
        "Maya Lind\n10/14/2026 9:12 AM\nneed 3\nTom\n10/14/2026 9:20 AM\nok",
        "10-14",
    ),
    "a dash between": ("Maya Lind - 10:05: need 3\nTom - 10:06: ok", ""),
    "Telegram": ("Maya Lind, [14.10.2026 10:05]\nneed 3\n\nTom, [14.10.2026 10:06]\nok", "10-14"),
    "Discord": ("Maya Lind — 14/10/2026 10:05\nneed 3\nTom — 14/10/2026 10:09\nok", "10-14"),
    "names alone": ("Maya Lind: need 3\nTom: ok", ""),
}


@pytest.mark.parametrize(("text", "day"), ENGLISH.values(), ids=ENGLISH)
def test_an_english_chat_has_turns(text: str, day: str) -> None:
    assert said(text) == [("Maya Lind", day, "need 3"), ("Tom", day, "ok")]


@pytest.mark.parametrize(
    "text",
    [
        "需求：3张主图\n预算：2000\n截止：10月23日\n负责人：李婷",
        "Goal: 3 posters\nOwner: Ida Holm\nOwner: Tom\nBudget: 400",
        "Slogan: Yes we can\nTagline: Hi there friends",
        "口号：好吃的茶\n副标：行走的力量",
        "Campaign: autumn\nTheme: dark\nChannels: web",
        "直播间背景\n开播 20:00\n做3张",
        "Poster for the fair\nDoors open 18:00\nneed 3 by Friday",
        "Please see https://example.com/a:b\nhttps://example.com: again",
        "主题：双11会场\n时间：11月1日\n地点：杭州",
    ],
)
def test_a_label_or_a_time_is_no_sender(text: str) -> None:
    assert said(text) == [("", "", text)]


def test_a_time_within_a_chat_is_no_sender() -> None:
    text = "Maya 10:05\nposter for the fair\nDoors open 18:00\nneed 3\nTom 10:10\nok"
    assert said(text)[0] == ("Maya", "", "poster for the fair\nDoors open 18:00\nneed 3")


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("03/10/2026", "05/10/2026", ["10-03", "10-05"]),  # 10 March and 10 May are further from today
        ("9/4/26", "9/15/26", ["09-04", "09-15"]),
        ("04/09/2026", "15/09/2026", ["09-04", "09-15"]),
        ("10/09/2026", "01/10/2026", ["09-10", "10-01"]),  # the other order would go back
        ("11/10/2026", "12/10/2026", ["10-11", "10-12"]),  # 10 November is still to come
    ],
)
def test_two_figures_are_read_in_the_order_that_fits(first: str, second: str, days: list[str]) -> None:
    text = f"[{first}, 10:00:00] Ana: one\n[{second}, 11:00:00] Ben: two"
    assert [day for _, day, _ in said(text)] == days


def test_a_stamp_without_a_year_is_of_the_past() -> None:
    _, turns = turns_of("张三 12月30日 10:23\n做3张".encode(), "a.txt", date(2027, 1, 4))
    assert turns[0].day == date(2026, 12, 30)


@pytest.mark.parametrize(
    "line",
    [
        "[图片]", "张三撤回了一条消息", "“李四”撤回了一条消息", "李四加入了群聊", "[捂脸][捂脸]",
        "<Media omitted>", "This message was deleted.", "Tom Okafor joined the channel", "发自我的iPhone", "------",
    ],
)  # fmt: skip
def test_what_nobody_wrote_is_in_no_turn(line: str) -> None:
    assert said(f"张三 10:23\n做3张\n{line}\n张三 10:25\n再加1张") == [
        ("张三", "", "做3张"),
        ("张三", "", "再加1张"),
    ]


@pytest.mark.parametrize(
    "line", ["we've got 3 left", "Who left?", "3 cases left lol", "[3 张] 主图", "add 5 to the group"]
)
def test_words_like_those_of_a_program_stay(line: str) -> None:
    assert said(f"Maya 10:23\n{line}\nTom 10:25\nok")[0] == ("Maya", "", line)


def test_messages_about_the_group_are_in_no_turn() -> None:
    text = (
        "14/10/2026, 16:20 - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
        '14/10/2026, 16:20 - Priya created group "Posters"\n14/10/2026, 16:21 - Priya: need 3'
    )
    assert said(text) == [("Priya", "10-14", "need 3")]


def test_a_time_before_more_words_of_the_same_person_is_a_turn() -> None:
    assert said("Maya  [9:12 AM]\nneed 3\n[9:13 AM] by Friday\n\nTom  [9:20 AM]\nok")[1] == (
        "Maya",
        "",
        "by Friday",
    )


def test_whom_a_name_alone_mentions_shows_that_it_speaks() -> None:
    assert said("李婷：@周航 做3张主图") == [("李婷", "", "@周航 做3张主图")]


def test_who_passes_a_chat_on_has_a_turn_without_a_name() -> None:
    text = "Hi team, see below\nMaya  9:12 AM\nneed 3\nTom  9:13 AM\nok"
    assert said(text)[:2] == [("", "", "Hi team, see below"), ("Maya", "", "need 3")]


def test_a_telephone_number_is_no_name() -> None:
    assert said("[14/10/2026, 16:21:07] +44 7700 900461: need 3") == [("", "10-14", "need 3")]


@pytest.mark.parametrize(
    "text",
    [
        "「周航：上次 3 张」\n- - - - - - - - - -\n这次 5 张",
        "回复 周航：\n「上次 3 张」\n————————\n这次 5 张",
        "李婷 10:23\n回复 周航：上次 3 张\n这次 5 张\n周航 10:24\n好",
        "这次 5 张\n\n在 2026年10月8日，周航 <z@example.com> 写道：\n> 上次 3 张",
    ],
)
def test_a_quotation_is_a_turn_of_its_own(text: str) -> None:
    assert [(by, "上次 3 张" in words) for by, words in quoted(text)] == [("周航", True)]
    assert said(text)[0][2] == "这次 5 张"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("\n\nNoor Haddad\nGantier & Fils", "Noor Haddad"),
        ("\nMany thanks,\nHelen\nHelen Brandt | Manager", "Helen"),
        ("\n——李婷", "李婷"),
        ("\n谢谢\n李婷", "李婷"),
        (" x Fran", "Fran"),
        ("\nThanks!", ""),
        ("\n\nBudget: 400", ""),
        ("", ""),
    ],
)
def test_who_signs_a_note_has_written_it(end: str, name: str) -> None:
    assert said(f"Hi Wei,\nwe need 5 posters.{end}")[0][0] == name


def test_whom_a_letter_addresses_has_not_written_it() -> None:
    assert said("王经理：\n您好！请做3张主图。\n谢谢\n李婷")[0][0] == "李婷"


def test_marks_of_direction_and_controls_are_stripped() -> None:
    message, turns = turns_of("张三 10:23\n做\u202e3\u202c张\x07主\u200b图".encode(), "a.txt", TODAY)
    assert message[turns[0].start : turns[0].end] == "做3张主图"


def test_right_to_left_text_keeps_its_words() -> None:
    assert said("[14/10/2026, 16:21:07] \u200fنور: نحتاج 3 ملصقات") == [("نور", "10-14", "نحتاج 3 ملصقات")]


@pytest.mark.parametrize("picture", ["data:image/png;base64," + "iVBORw0KGgo/" * 9000, "iVBORw0KGgoA" * 9000])
def test_an_encoded_picture_is_no_text(picture: str) -> None:
    assert said(f"Maya 10:23\n{picture}\nTom 10:25\nneed 3") == [("Tom", "", "need 3")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "big5"])
def test_any_encoding_that_can_be_told_is_read(encoding: str) -> None:
    message, _ = turns_of("張三 10:23\n請做3張主圖，明天交\n".encode(encoding), "a.txt", TODAY)
    assert "請做3張主圖" in message


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04 no archive"])
def test_a_file_without_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        turns_of(content, "a.bin", TODAY)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_turn(content: bytes) -> None:
    assert turns_of(content, "a.txt", TODAY)[1] == ()


def test_the_end_of_a_huge_chat_of_400_people_is_read() -> None:
    days = [
        f"—— 2026年10月{day:02}日 ——\n" + "".join(_minute(day, each) for each in range(13_000))
        for day in (12, 13)
    ]
    message = message_of("".join(days).encode(), "a.txt", TODAY)
    last = message.turns[-1]
    assert len(message.text) <= MAX_CHARACTERS
    assert message.left_out > 100_000
    assert (last.sender, last.day) == ("成员199", date(2026, 10, 13))
    assert message.text[last.start : last.end] == "13 做12999张"
    assert message.turns[0].day == date(2026, 10, 13)


def _minute(day: int, number: int) -> str:
    return f"成员{number % 400} {number // 60 % 24:02}:{number % 60:02}\n{day} 做{number}张\n"


def test_the_beginning_of_a_huge_note_is_read() -> None:
    message = message_of(b"need 3 posters\n" + b"more words here\n" * 20_000, "a.txt", TODAY)
    assert message.text.startswith("need 3")
    assert len(message.text) <= MAX_CHARACTERS < len(message.text) + message.left_out


def test_turns_are_places_of_the_message_in_order() -> None:
    for text, _ in (*CHANNELS.values(), *ENGLISH.values()):
        message, turns = turns_of(text.encode(), "a.txt", TODAY)
        places = [place for turn in turns for place in (turn.start, turn.end)]
        assert places == sorted(places)
        assert all(message[turn.start : turn.end].strip() for turn in turns)


def test_a_docx_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for line in ("张三 10:23", "做3张", "李四 10:25", "收到"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "chat.docx"))
    _, turns = turns_of((tmp_path / "chat.docx").read_bytes(), "chat.docx", TODAY)
    assert [turn.sender for turn in turns] == ["张三", "李四"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared messages are not here")
def test_the_shared_messages_have_turns() -> None:
    for file in sorted((SHARED / "messages").glob("*.txt")):
        today = yaml.safe_load((SHARED / "expected" / f"{file.stem}.yaml").read_text())["reference_date"]
        _, turns = turns_of(file.read_bytes(), file.name, today)
        assert turns, file
        assert not any(":" in turn.sender or "：" in turn.sender for turn in turns), file


SIGNS = (
    "张三|Maya Lind|10:23|99:99|31/02/2026|29/02/2025| |\n|\n\n|[|]|：|:|>|「|」|回复 X：|On Mon, Nov 2, 2026 at 10:00 AM B wrote:"
    "|From: a@b|To: c|Subject: x|Date: 99|发件人：|-----Original Message-----|----|2月30日|昨天|周三|AM|[图片]|3张|，|@|\t|（|）|🙂"
).split("|")


@pytest.mark.parametrize("seed", range(4))
def test_any_mixture_of_signs_has_turns_in_their_order(seed: int) -> None:
    chance = Random(seed)
    for _ in range(100):
        text = "".join(chance.choices(SIGNS, k=chance.randint(1, 30)))
        message, turns = turns_of(text.encode(), chance.choice(("a.txt", "a.eml", "a.mbox")), TODAY)
        places = [place for turn in turns for place in (turn.start, turn.end)]
        assert places == sorted(places), text
        assert all(message[turn.start : turn.end].strip() for turn in turns), text
        assert not any("\n" in turn.sender for turn in turns), text


@pytest.mark.parametrize(
    "shown",
    ["\x1b[31m3 posters\x1b[0m", "\x1b]8;;https://a.example\x07" "3 posters\x1b]8;;\x1b\\", "\x1bP1;2q#0\x1b\\3 posters",
     "\x1b(B3 posters\x1bM", "\x1b[38;5;1m3 posters"],
)  # fmt: skip
def test_sequences_that_steer_a_terminal_are_no_words(shown: str) -> None:
    assert message_of(shown.encode(), "a.txt", date(2026, 1, 1)).text == "3 posters"


def test_a_line_with_a_colon_in_a_mail_is_no_sender() -> None:
    head = b"From: Ann Lee <ann@shop.example>\nTo: sales@mill.example\nSubject: Order\n\n"
    mail = head + b"Please confirm our order PO-7781:\n100 pcs bag\n"
    assert {turn.sender for turn in message_of(mail, "a.eml", date(2026, 1, 1)).turns} == {"Ann Lee"}
