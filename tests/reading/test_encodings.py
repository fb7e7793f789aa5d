"""A text that is not UTF-8 is refused with the name of its encoding, the place, and a way to convert it."""

import pytest

from comms.findings import Unreadable
from comms.reading import read_bytes
from comms.reading.encodings import guessed, in_utf8
from tests.support import finding_of
from tests.support.effort import within

CHINESE = "kind: brief\ntitle: 尺码表\nwhat: 3 张尺码表，PNG\nwhy: 退货率 9 % → 5 %\nwho: 周航\n"
TRADITIONAL = (
    "kind: brief\ntitle: 尺碼表\nwhat: 3 張尺碼表，PNG\nwhy: 退貨率由百分之九降到百分之五\nhow: 與去年相同\n"
)
GERMAN = "kind: brief\ntitle: Größentabelle\nwhat: 3 Größentabellen für Röcke, PNG\nwho: Jürgen Müller\n"
FRENCH = "kind: brief\ntitle: Été à la plage\nwho: Zoé\nhow: «comme prévu» – 5 €\n"
TEXTS = {"Chinese": CHINESE, "Traditional": TRADITIONAL, "German": GERMAN, "French": FRENCH}


@pytest.mark.parametrize(
    ("text", "codec", "named", "line", "column"),
    [
        ("Chinese", "gbk", "GB18030", 2, 8),
        ("Chinese", "gb18030", "GB18030", 2, 8),
        ("Traditional", "gbk", "GB18030", 2, 8),
        ("Traditional", "big5", "Big5", 2, 8),
        ("German", "latin-1", "Latin-1 (Windows-1252)", 2, 10),
        ("German", "cp1252", "Latin-1 (Windows-1252)", 2, 10),
        ("French", "cp1252", "Latin-1 (Windows-1252)", 2, 8),
        *(
            (text, f"utf-{bits}{order}", f"UTF-{bits}", 1, 1)
            for text in ("Chinese", "German")
            for bits in (16, 32)
            for order in ("", "-le", "-be")
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_encoding_of_a_text_is_named(
    text: str, codec: str, named: str, line: int, column: int, newline: str
) -> None:
    content = TEXTS[text].replace("\n", newline).encode(codec)
    finding = finding_of(content, "F001")
    assert named in finding.message
    assert (finding.span.line, finding.span.column) == (line, column)


@pytest.mark.parametrize("text", TEXTS)
def test_the_name_for_iconv_is_one_that_decodes_the_file(text: str) -> None:
    codecs = ("gb18030", "big5") if text in ("Chinese", "Traditional") else ("cp1252",)
    for codec in (*codecs, "utf-16", "utf-16-le", "utf-32-be"):
        content = TEXTS[text].replace("→", "-").encode(codec, "replace")
        found = guessed(content)
        assert found is not None
        assert content.decode(found.iconv) == content.decode(codec)
        assert in_utf8(content).decode() == content.decode(codec)


@pytest.mark.parametrize(
    "content",
    [
        CHINESE.encode()[:-2],
        CHINESE.replace("航", "X").encode().replace(b"X", b"\xe8\x88"),
        CHINESE.encode() + "kein Größenproblem".encode("latin-1"),
    ],
    ids=["cut off", "a byte lost", "a line of another encoding"],
)
def test_a_damaged_character_is_no_other_encoding(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "x.yaml")
    assert refused.value.reason == "not_utf8"
    assert refused.value.span.line >= 5


@pytest.mark.parametrize("written", ["what: 30 °C", "what: Größe", "who: José", "how: “quoted” – 5 €"])
def test_a_single_european_word_is_not_taken_for_chinese(written: str) -> None:
    assert "Latin-1" in finding_of(f"kind: brief\n{written}\n".encode("cp1252"), "F001").message


def test_the_advice_is_in_the_language_of_the_reader() -> None:
    finding = finding_of(CHINESE.encode("gbk"), "F001", language="zh")
    assert "另存为" in finding.hint
    assert "iconv -f GB18030 -t UTF-8" in finding.hint
    assert "Notepad" in finding_of(CHINESE.encode("gbk"), "F001").hint


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".toml", ".md"])
def test_every_format_of_text_names_the_encoding(suffix: str) -> None:
    assert "GB18030" in finding_of(CHINESE.encode("gbk"), "F001", f"x{suffix}").message


def test_the_line_is_shown_as_its_author_sees_it() -> None:
    for text, codec in ((CHINESE, "gbk"), (GERMAN, "cp1252"), (CHINESE, "utf-16"), (CHINESE, "utf-32-be")):
        finding = finding_of(text.replace("→", "-").encode(codec), "F001")
        assert finding.excerpt is not None
        assert finding.excerpt.line == text.split("\n")[finding.span.line - 1]
    assert finding_of(b"\x7fELF\x00\x00\x00\x01", "F001").excerpt is None


def test_large_files_are_told_apart_in_time() -> None:
    before = b"# a comment\n" * 20_000
    with within(3):
        for codec in ("gb18030", "big5", "utf-16", "utf-16-be", "utf-32-le", "cp1252"):
            text = (GERMAN if codec == "cp1252" else TRADITIONAL) * 2_000
            assert (
                finding_of(before * (not codec.startswith("utf")) + text.encode(codec), "F001").excerpt
                is not None
            )
        assert guessed(bytes(range(128, 256)) * 20_000) is None
