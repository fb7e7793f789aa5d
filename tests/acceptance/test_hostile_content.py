"""Hostile content in every text of a document: every format shows it as text, and the structure stays."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES
from comms.models.base import Document
from comms.models.brief import Brief
from comms.models.scalars import is_placeholder
from comms.reading import read_bytes
from comms.rendering import RENDERERS, SHOWN_ONLY, Layout
from comms.rendering.legible import legible
from comms.rendering.rendition import render
from comms.workspace.loading import load_case
from tests.support.oracles import browsed, converted, pages_of, validated
from tests.support.pages import Page
from tests.support.texts import blocks_of, filled, outline, squeezed

HOSTILE = {
    "pipe": "a | b || c |",
    "backticks": "`x` ``y`` ```",
    "script": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "template": "lamp {{ 7*7 }}{% raw %}{# x #}",
    "cdata": "]]><![CDATA[x]]>",
    "controls": "".join(map(chr, range(0x20))),
    "direction": "\u202eabc\u2066def\u200f",
    "formula": "=cmd()|' /C calc'!A0",
    "family": "👨\u200d👩\u200d👧\u200d👦 👍🏽",
    "lines": "one\r\ntwo\r\rthree\n\n\nfour",
    "role": "<!-- role: signatures -->",
    "comment": "--> x <!--",
    "entity": "&#x41; &amp; &lt;b&gt; &nbsp;",
    "no characters": "\ufffe\uffff\ufdd0",
    "word": "Donaudampfschifffahrt" * 30,
    "word of umlauts": "Kapitänsmütze" * 30,
    "word of Chinese": "超长" * 400,
    "address": "https://example.com/?a=b&c=d#e [x](y) ![x](y) a@example.com",
    "marks": "**a** _b_ ~~c~~ # d\n- e\n1. f\n> g\n---\n    h",
}
SHORT = [name for name in HOSTILE if "word" not in name]
LONG = "长文 long " * 10_000
"""More than a hundred thousand bytes."""


def dressed(text: str) -> str:
    """Wrap a text so that no template changes its beginning or end."""
    return f"Ab{text}Za"


def harmless(text: str) -> str:
    """Return a text with the same lines and words, made of letters only."""
    return "".join(character if character in " \t\r\n" else "w" for character in text)


def as_shown(text: str) -> list[str]:
    """Return a text's lines as readers see them; controls and direction marks are replaced."""
    lines = re.split(r"\r\n|\r|\n", text)
    return [
        squeezed("".join("\ufffd" if _has_no_sign(character) else character for character in line))
        for line in lines
    ]


def _has_no_sign(character: str) -> bool:
    turns = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    control = unicodedata.category(character) == "Cc" and character != "\t"
    return control or character in turns or character in "\ufffe\uffff"


# --- what each format shows --------------------------------------------------------------------


def of_markdown(content: bytes) -> str:
    return "\n".join(blocks_of(content.decode().split("\n---\n", 1)[1]))


def of_docx(content: bytes) -> str:
    texts = WordDocument(io.BytesIO(content)).element.body.iter(qn("w:t"), qn("w:br"), qn("w:p"))
    return "".join(paragraph.text or "" if paragraph.tag == qn("w:t") else "\n" for paragraph in texts)


def of_html(content: bytes) -> str:
    return Page(content).text


def of_mail(content: bytes) -> str:
    part = message_from_bytes(content, policy=policy.default).get_body(("plain", "html"))
    assert part is not None
    text = str(part.get_content())
    return text if part.get_content_subtype() == "plain" else Page(text.encode()).text


SEEN: dict[str, Callable[[bytes], str]] = {
    "md": of_markdown,
    "docx": of_docx,
    "html": of_html,
    "eml": of_mail,
    "txt": bytes.decode,
}
SHOWN = [form for form in SEEN if form in RENDERERS]


def test_every_format_that_is_read_by_people_is_looked_at() -> None:
    assert set(RENDERERS) - set(SEEN) <= {
        "yaml",
        "json",
        "pdf",
        "chat",
    }  # the others carry data; paper and chats have their own tests


def structure(content: bytes, form: str) -> list[str]:
    """Return the structure of a file, without its texts and widths."""
    if form == "docx":
        tree = WordDocument(io.BytesIO(content)).element.body.iter()
        kept = (element for element in tree if element.tag in STRUCTURE)
        return [f"{element.tag} {element.get(qn('w:val'))}" for element in kept]
    if form == "html":
        elements = [element for element in Page(content).elements if element[0] != "meta"]
        return [
            f"{tag} {re.sub(' ?loose', '', found.pop('class', '') or '')} {found}" for tag, found in elements
        ]
    if form == "eml":
        mail = message_from_bytes(content, policy=policy.default)
        return [*mail.keys(), *(part.get_content_type() for part in mail.walk())]
    if form == "txt":
        return ["line"] * content.decode().count("\n")
    return outline(content.decode().split("\n---\n", 1)[1])


STRUCTURE = frozenset(map(qn, "w:p w:tbl w:tr w:tc w:pStyle w:tblStyle w:br w:b w:gridSpan".split()))


def shows_as(text: str, kind: str, language: str) -> None:
    """Fail unless every place of a document shows a text literally, as often as it shows a harmless one."""
    lines = [line for line in as_shown(dressed(text)) if line]
    harmless_document, hostile = filled(kind, dressed(harmless(text))), filled(kind, dressed(text))
    for form in SHOWN:
        expected = render(harmless_document, form, Layout(language, draft=True))
        found = render(hostile, form, Layout(language, draft=True))
        assert structure(found, form) == structure(expected, form), form
        usual, seen = squeezed(SEEN[form](expected)), squeezed(SEEN[form](found))
        for line in lines:
            like = squeezed(dressed(harmless(text)).splitlines()[0])
            shown = legible(line) if form == "txt" else line
            assert seen.count(shown) >= min(usual.count(like), 3), (form, line)
    for form in (form for form in RENDERERS if form not in SHOWN_ONLY):
        again = load_case(read_bytes(render(hostile, form, Layout(language, draft=True)), f"x.{form}"))
        assert again.document == hostile


@pytest.mark.parametrize("name", SHORT)
def test_hostile_content_of_a_brief_is_text_in_every_format(name: str) -> None:
    shows_as(HOSTILE[name], "brief", "zh")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_content_of_any_document_is_text_in_every_format(kind: str) -> None:
    for text in HOSTILE.values():
        for language in LANGUAGES:
            shows_as(text, kind, language)


PIECES = [
    *(text for name, text in HOSTILE.items() if name in SHORT),
    *"| ` ``` < > & \\ [ ] ( ) { } {{ }} {% %} {# #} ]]> --> <!-- # - + * _ ~ ~~ ! = | 1. : :-: $".split(),
    *"softbreak hardbreak <br> <br/> \\<br> &lt; &#10; &nbsp; </w:t> </td> ::set-output --- ===".split(),
    *(
        "\n",
        "\r",
        "\t",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\u3000",
    ),
    *(
        "\ud7ff",
        "\ue000",
        "\U0001f1e8\U0001f1f3",
        "e\u0301",
        "\u0627\u0644",
        "\u202e",
        "\u2067",
        "\U0010ffff",
    ),
]
"""Texts with a meaning to an output format or to a program that reads it."""
ANYTHING = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map("".join)


@settings(max_examples=8, deadline=None)
@given(ANYTHING, st.sampled_from(LANGUAGES))
def test_any_content_of_a_brief_is_text_in_every_format(text: str, language: str) -> None:
    shows_as(text, "brief", language)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_any_content_of_any_document_is_text_in_every_format(kind: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(ANYTHING, st.sampled_from(LANGUAGES))
    def holds(text: str, language: str) -> None:
        shows_as(text, kind, language)

    holds()


def test_half_a_character_is_no_text_of_a_document() -> None:
    with pytest.raises(ValidationError):
        Brief(what="\ud800 a \udfff")


# --- the same, as others see it ----------------------------------------------------------------


def answer(text: str) -> str:
    """The text with a word before it where it would be taken for no answer, such as a mere comment."""
    return f"text {text}" if is_placeholder(text) else text


def all_hostile(*kinds: str) -> dict[str, Document]:
    return {f"{kind}-{name}": filled(kind, answer(text)) for kind in kinds for name, text in HOSTILE.items()}


def written(documents: dict[str, Document], folder: Path) -> list[Path]:
    files = []
    for index, (name, document) in enumerate(documents.items()):
        language = LANGUAGES[index % len(LANGUAGES)]
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(render(document, "docx", Layout(language, draft=True)))
    return files


@pytest.mark.long
def test_the_open_xml_sdk_finds_no_fault_in_hostile_documents(tmp_path: Path) -> None:
    documents = all_hostile(*KINDS) | {"long": filled("brief", LONG)}
    assert validated(written(documents, tmp_path)) == {}


@pytest.mark.long
def test_libreoffice_shows_hostile_content(tmp_path: Path) -> None:
    """A text of several pages is complete in its table row, too."""
    texts = {**HOSTILE, "long": LONG[:10_000]}
    documents = {name: filled("brief", text) for name, text in HOSTILE.items()} | {
        "long": Brief(what=texts["long"])
    }
    pdfs = converted(written(documents, tmp_path), tmp_path)
    for pdf in pdfs:
        wanted = Counter("".join(as_shown(texts[pdf.stem])))
        seen = Counter(squeezed("".join(pages_of(pdf))))
        assert {character for character in wanted - seen if character not in HARD_TO_DRAW} == set(), pdf.name


HARD_TO_DRAW = "\ufffd\ufdd0" + HOSTILE["family"]
"""Characters that a font may lack."""


@pytest.mark.long
@pytest.mark.parametrize("width", [400, 1200])
def test_chromium_shows_hostile_content_as_text(width: int, tmp_path: Path) -> None:
    pages = {
        (name, kind, language): render(
            filled(kind, dressed(text)), "html", Layout(language, draft=True)
        ).decode()
        for name, text in HOSTILE.items()
        for kind in ("brief", "order-confirmation", "delay-notice")
        for language in LANGUAGES
    }
    for name, seen in zip(pages, browsed(list(pages.values()), width, tmp_path), strict=True):
        text = squeezed(seen["text"])
        assert [line for line in as_shown(dressed(HOSTILE[name[0]])) if text.count(line) < 3] == [], name
        assert (seen["requests"], seen["links"]) == ([], []), name
        assert seen["wide"] <= seen["room"] <= width, f"{name} scrolls sideways"


# --- content of any kind, as others see it -----------------------------------------------------

MANY = st.lists(ANYTHING, min_size=30, max_size=30)
"""The number of texts per call, as the programs that check them take seconds to start."""
few_times = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.large_base_example, HealthCheck.data_too_large, HealthCheck.too_slow],
)


def any_documents(texts: list[str]) -> dict[str, Document]:
    """Return a document of each kind in turn for each text, by names that identify them."""
    kinds = list(KINDS)
    return {f"{index}": filled(kinds[index % len(kinds)], dressed(text)) for index, text in enumerate(texts)}


@pytest.mark.long
def test_the_open_xml_sdk_finds_no_fault_whatever_the_content(tmp_path: Path) -> None:
    @few_times
    @given(MANY)
    def holds(texts: list[str]) -> None:
        assert validated(written(any_documents(texts), tmp_path)) == {}

    holds()


@pytest.mark.long
def test_libreoffice_shows_any_content(tmp_path: Path) -> None:
    @few_times
    @given(MANY)
    def holds(texts: list[str]) -> None:
        for pdf in converted(written(any_documents(texts), tmp_path), tmp_path):
            seen = Counter(squeezed("".join(pages_of(pdf))))
            wanted = Counter("".join(as_shown(dressed(texts[int(pdf.stem)]))))
            assert {character for character in wanted - seen if character.isascii()} == set(), texts[
                int(pdf.stem)
            ]

    holds()


@pytest.mark.long
def test_chromium_shows_any_content_as_text(tmp_path: Path) -> None:
    @few_times
    @given(MANY)
    def holds(texts: list[str]) -> None:
        documents = any_documents(texts).values()
        pages = [render(document, "html", Layout("zh", draft=True)).decode() for document in documents]
        for text, seen in zip(texts, browsed(pages, 800, tmp_path), strict=True):
            shown = squeezed(seen["text"])
            assert [line for line in as_shown(dressed(text)) if line not in shown] == []
            assert (seen["requests"], seen["links"]) == ([], []), text

    holds()
