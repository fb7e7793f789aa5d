"""Quotations, code, links, addresses and markup are not the author's words; all else is."""

import pytest

from comms.rules.vague.left_alone import LeftAlone, left_alone, quoted, without_markup
from tests.support.effort import within

ALONE = {
    "a block quotation": "> draw it HERE\n\nas in 2025",
    "a nested quotation": "- answer\n  > > draw it HERE",
    "a quotation in a list": "- > draw it HERE",
    "a fenced block": "run\n```sh\nmake HERE\n```\nand look",
    "a fence of tildes": "~~~\n``` HERE\n~~~",
    "a long fence": "````\n```\nHERE\n````",
    "an open fence": "```\nHERE\n",
    "a fence in a list": "- ```\n  HERE\n  ```",
    "an indented block": "run:\n\n    make HERE\n\n    make test",
    "a block in an indented string": "print it\n\n        make HERE\n\n    as in 2025",
    "its second paragraph": "run:\n\n    make test\n\n\tmake HERE",
    "inline code": "the flag `--HERE` stays",
    "inline code with a backtick": "the flag `` `HERE `` stays",
    "code over two lines": "the flag `--now\nHERE` stays",
    "<code>": "the flag <code>HERE</code> stays",
    "<pre>": "<pre class='a'>\nHERE\n</pre>",
    "<kbd>": "press <KBD>HERE</KBD>",
    "<blockquote>": "<blockquote>\n\nHERE\n\n</blockquote>",
    "withdrawn HTML": "<del>HERE</del> on 5 June",
    "an alternative text": "![HERE](a.png)",
    "an alternative text with a reference": "![HERE][a]",
    "a label": "see [the HERE list](https://example.com)",
    "a label with brackets": "see [a [HERE] b](c.html 'title')",
    "a label over two lines": "see [the\nHERE list](c.html)",
    "a target": "see [a](HERE.html)",
    "a target with brackets": "see [a](b_(HERE).html)",
    "a title": "see [a](b.html 'HERE')",
    "a label with a reference": "see [HERE][a]",
    "a label that is its reference": "see [HERE]\n\n[here]: https://example.com",
    "a definition": "see [a]\n\n[a]: https://example.com/HERE 'some'",
    "the title of a definition": '[a]: b.html "HERE"\n',
    "a footnote": "as agreed[^HERE]",
    "an attribute": "<img alt='HERE' src=a.png>",
    "an attribute over two lines": '<a\n title="HERE">x</a>',
    "a comment": "<!-- HERE -->",
    "a comment over blocks": "<!-- as\n\n> in\n-->\n<!--\n```\nHERE\n-->",
    "an address": "see https://example.com/HERE?a=b",
    "an address in brackets": "see <https://example.com/HERE>",
    "an address without a scheme": "see www.example.com/HERE",
    "an e-mail address": "write to HERE@example.com",
    "a file": "see HERE.pdf",
    "a path": "see docs/HERE/list.xlsx",
    "struck text": "~~HERE~~ on 5 June",
}

AUTHORS = {
    "text": "draw it HERE",
    "a figure above": "> 5 pieces\n\ndraw it HERE",
    "the line below a quotation": "> when?\nHERE",
    "a call-out": "> [!IMPORTANT]\n> draw it HERE",
    "text below a block": "```\nmake\n```\ndraw it HERE",
    "an unfenced backtick": "5` x 8 HERE",
    "two paragraphs with a backtick each": "5` x 8\n\ndraw HERE, 6` x 9",
    "unequal backticks": "``5` HERE",
    "an indented line of a paragraph": "draw it\n    HERE",
    "a paragraph of a list item": "- draw it\n\n    HERE",
    "a paragraph of the second item": "1. draw\nit\n\n2. print\n\n    it HERE",
    "a paragraph of an indented string": "print it\n\n    draw it HERE\n\n    as in 2025",
    "text in brackets": "draw it (HERE) [HERE]",
    "a ticked box": "- [x] HERE",
    "a label by hand": "[Deadline]: HERE",
    "a sentence behind a label by hand": "[Note]: e.g. HERE",
    "the text of a footnote": "[^1]: draw it HERE",
    "an open comment": "as in 2025 <!-- HERE",
    "text behind a comment": "<!-- as\n```\n--> HERE",
    "text below a comment": "<!--\n\n> as\n\n```\n-->\nHERE\n<!-- in 2025 -->",
    "text below a comment in code": "```\n<!--\n```\nHERE\n<!-- a -->",
    "bold text": "draw it **HERE**",
    "tagged text": "draw it <b>HERE</b>",
    "an unclosed element": "<code>a, then draw it HERE",
    "comparisons": "a < b and HERE > c",
    "a path of one step": "today/HERE",
    "struck out of bounds": "5 ~~ 6 HERE ~~ 7",
    "a prompt": "<date> HERE",
}


def includes(text: str) -> bool:
    """Whether every HERE of a text is left alone; it is so for all of them or for none."""
    alone = left_alone(text)
    (included,) = {at in alone for at in range(len(text)) if text.startswith("HERE", at)}
    return included


@pytest.mark.parametrize("kind", ALONE)
def test_what_is_not_the_authors_is_left_alone(kind: str) -> None:
    assert includes(ALONE[kind])


@pytest.mark.parametrize("kind", AUTHORS)
def test_what_the_author_says_is_read(kind: str) -> None:
    assert not includes(AUTHORS[kind])


def test_what_stands_before_the_offset_opens_nothing() -> None:
    text = "---\nhow: ```\n---\nHERE"
    assert text.index("HERE") in left_alone("```\n" + text[4:])
    assert text.index("HERE") not in left_alone(text, 16)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("as soon<br>as", "as soon\n   as"),
        ("as <B class='x'>soon</B> as", "as " + " " * 13 + "soon     as"),
        ("as **soon** as", "as   soon   as"),
        ("*about* 500, __about__ 500", " about  500,   about   500"),
        ("800*1200, some_name, a * b, __", "800*1200, some_name, a * b, __"),
        ("about&nbsp;500 &lt; 2", "about\xa0     500 <    2"),
        ("a <!-- b\nc --> d", "a       \n      d"),
        ("a < b & c > d; <date>", "a < b & c > d; <date>"),
    ],
)
def test_markup_gives_way_to_blanks_of_equal_length(written: str, read: str) -> None:
    assert without_markup(written) == read
    assert len(read) == len(written)


def test_stretches_that_touch_or_contain_each_other_are_one() -> None:
    alone = LeftAlone([(5, 9), (0, 3), (1, 2), (3, 4), (6, 7)])
    assert [at for at in range(11) if at in alone] == [0, 1, 2, 3, 5, 6, 7, 8]


@pytest.mark.parametrize("text", ["“HERE”", '"HERE"', "„HERE“", "«HERE»", "「HERE」", "《HERE》", "‘HERE’"])
def test_words_in_quotation_marks_are_quoted(text: str) -> None:
    assert text.index("HERE") + 2 in quoted(f"a {text} b")


@pytest.mark.parametrize("text", ['5" HERE 6"', "it's HERE, isn't it", "“HERE", "”HERE“"])
def test_inches_and_apostrophes_quote_nothing(text: str) -> None:
    assert text.index("HERE") not in quoted(text)


PATTERNS = (
    "`", "``a`", "[", "[a", "![", "[a](", "[a](b", "[[", "<", "<a ", "<code>", "<!--", "</", "&", "&a", "> ",
    "```\n", "~~", "~~a", "a@", "a.b/", "http://", "**", "    a\n", "[a]: b/", "\n\t", "“", '"', "- ", "1. ", "\n \n",
)  # fmt: skip


def test_the_time_grows_no_faster_than_the_text() -> None:
    with within(4):
        for pattern in PATTERNS:
            text = pattern * (20_000 // len(pattern))
            left_alone(text)
            without_markup(text)
            quoted(text)
