"""The sentences: known to the code by their whole names, and written in one style in every language."""

import ast
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Any

import pytest
from typer.main import get_command

from cli.app import app
from comms.language.phrases import LANGUAGES, words
from tests.support import ROOT
from tests.support.effort import PATIENCE

SAYERS = {"say": 0, "say_error": 0, "Saying": 1, "FilledSaying": 1}
"""What says a sentence -> which of its arguments names it."""

MESSAGES = {language: words(language, "messages") for language in LANGUAGES}


def sentences(book: object, path: tuple[str, ...] = ()) -> dict[str, str]:
    """The sentences of a book by their whole names."""
    if not isinstance(book, dict):
        return {".".join(path): str(book)}
    return {
        name: text for key, value in book.items() for name, text in sentences(value, (*path, key)).items()
    }


@cache
def nodes() -> tuple[ast.AST, ...]:
    files = [each for folder in ("cli", "comms") for each in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(node for each in files for node in ast.walk(ast.parse(each.read_text(encoding="utf-8"))))


def named(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def constants(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may be; those inside of an f-string are only parts of one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))


def sections_of_errors() -> dict[str, str]:
    """Each class of errors -> the section that holds its sentences, its own or that of the class it is made of."""
    classes = {each.name: each for each in nodes() if isinstance(each, ast.ClassDef)}

    def section(name: str) -> str | None:
        if name not in classes:
            return None
        for each in classes[name].body:
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "section":
                return str(ast.literal_eval(each.value))
        return next(filter(None, (section(ast.unparse(each)) for each in classes[name].bases)), None)

    return {name: found for name in classes if (found := section(name))}


ERRORS = sections_of_errors()
CONSTANTS = {each.value for each in nodes() if isinstance(each, ast.Constant) and isinstance(each.value, str)}
NAMES = {each.arg for each in nodes() if isinstance(each, ast.keyword | ast.arg)} | {
    each.name for each in nodes() if isinstance(each, ast.FunctionDef)
}
PATTERNS = [
    "".join(re.escape(each.value) if isinstance(each, ast.Constant) else "(.+)" for each in joined.values)
    for joined in nodes()
    if isinstance(joined, ast.JoinedStr)
    and re.fullmatch(r"[a-z_]+(\.[a-z_]*)?", str(getattr(joined.values[0], "value", "")))
]
"""Names that the code puts together out of a section and something that it knows by then."""

READ_WHOLE = {
    each.slice.value
    for each in nodes()
    if isinstance(each, ast.Subscript)
    and isinstance(each.slice, ast.Constant)
    and ast.unparse(each.value).endswith("'messages')")
}
"""Sections that the code takes as a table."""


@pytest.mark.parametrize("name", sentences(MESSAGES["en"]))
def test_no_sentence_is_left_over(name: str) -> None:
    section, _, rest = name.partition(".")
    if name in CONSTANTS or section in READ_WHOLE:
        return
    together = [match for pattern in PATTERNS if (match := re.fullmatch(pattern, name))]
    known = {each for match in together for each in match.groups()} | (
        {rest} if section in ERRORS.values() else set()
    )
    assert known & (CONSTANTS | NAMES), f"{name} is said nowhere"


@cache
def said() -> dict[str, tuple[str, set[str] | None]]:
    """Each place that names a sentence -> the sentence, and the blanks that are filled; None: not told there."""
    found: dict[str, tuple[str, set[str] | None]] = {}
    for call in nodes():
        if not isinstance(call, ast.Call):
            continue
        place = SAYERS.get(named(call), 0)
        if named(call) not in {*SAYERS, *ERRORS} - {"Unreadable"} or len(call.args) <= place:
            continue
        if place and ast.unparse(call.args[0]) != "'messages'":
            continue
        given = {each.arg for each in call.keywords if each.arg}
        filled_later = place or named(call) in ERRORS  # an error learns of its file when it is caught
        open_ended = filled_later or any(each.arg is None for each in call.keywords)
        prefix = f"{ERRORS[named(call)]}." if named(call) in ERRORS else ""
        for name in constants(call.args[place]):
            found[f"{prefix}{name}: {ast.unparse(call)}"] = (prefix + name, None if open_ended else given)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", said())
def test_what_the_code_says_is_a_sentence_whose_blanks_it_fills(place: str, language: str) -> None:
    name, given = said()[place]
    if name == "refused.finding":  # it carries a finding, which has its own sentence
        return
    cells = {"cells": words(language, "tables")["cells"]}
    text = sentences({**MESSAGES[language], **cells})[name]
    if given is not None:
        blanks = {blank.partition(".")[0] for _, blank, _, _ in Formatter().parse(text) if blank is not None}
        assert blanks <= given


def test_unreadable_files_are_told_by_the_rule_of_files_that_cannot_be_read() -> None:
    calls = [
        each for each in nodes() if isinstance(each, ast.Call) and named(each) in ("Unreadable", "_refusal")
    ]
    reasons = {name for call in calls if call.args for name in constants(call.args[0])}
    assert reasons
    for language in LANGUAGES:
        assert reasons <= set(words(language, "rules")["F001"]["variants"])


@pytest.mark.parametrize(
    ("locale", "told"), [("en_US.UTF-8", "Waiting for an editor"), ("zh_CN.UTF-8", "等待编辑器")]
)
def test_the_language_server_tells_a_person_at_a_terminal_who_should_start_it(locale: str, told: str) -> None:
    pexpect = pytest.importorskip("pexpect")
    pytest.importorskip("pygls")
    server = pexpect.spawn(
        sys.executable,
        ["-m", "cli.app", "lsp"],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": locale},
        encoding="utf-8",
    )
    server.expect_exact(told, timeout=PATIENCE)
    server.close(force=True)


BOOKS = ("messages", "rules", "help", "tables", "wording", "words")
WHOLE = ("notices", "errors", "refused", "change", "usage", "tables", "template_mistakes")
"""The sections of messages.toml that tell a person what is wrong, in whole sentences."""
PHRASES = {
    "usage.other",
    "tables.cell",
    "change.conflict_value",
    "change.applied",
    "change.applied_before",
    "change.signed",
}
"""What stands there beside a value or another sentence, and is none by itself."""
HALF_WIDTH = r"(?<=[\u4e00-\u9fff])[,;:!?](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff]|$)"


def blanks(text: str) -> set[str]:
    return {blank.partition(".")[0] for _, blank, _, _ in Formatter().parse(text) if blank is not None}


def whole_sentences(language: str) -> dict[str, str]:
    """Those that end in a stop: what is wrong, each hint, each text of help."""
    told = {
        name: text
        for name, text in sentences(words(language, "messages")).items()
        if name.partition(".")[0] in WHOLE and name not in PHRASES
    }
    hints = {
        name: text for name, text in sentences(words(language, "rules")).items() if name.endswith(".hint")
    }
    helps = {
        name: text
        for name, text in sentences(words(language, "help")).items()
        if not name.startswith("layout.")
    }
    cells = {
        name: text for name, text in sentences(words(language, "tables")).items() if name.startswith("cells.")
    }
    return {**told, **hints, **helps, **cells}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_sentence_ends_in_a_stop_or_leads_to_a_value(language: str) -> None:
    stops = r"[.?:]|: \{\w+\}" if language == "en" else r"[。？：]|：\{\w+\}"
    open_ended = [
        text
        for text in whole_sentences(language).values()
        if not re.search(rf"(?:{stops}|\{{instead\}}|\n  \{{command\}}|\{{end\}})$", text)
    ]
    assert open_ended == []


def test_a_whole_sentence_in_english_begins_with_a_capital_or_with_what_it_is_about() -> None:
    small = {
        name: text
        for name, text in whole_sentences("en").items()
        if text[0].islower() and name != "drafts.params.action"  # begins with a word to be typed
    }
    assert small == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_a_phrase_without_a_full_stop(language: str) -> None:
    messages = {
        name: text for name, text in sentences(words(language, "rules")).items() if name.endswith("message")
    }
    assert {name: text for name, text in messages.items() if text.endswith((".", "。"))} == {}


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_holds_two_blanks_or_begins_or_ends_with_one(language: str, book: str) -> None:
    texts = sentences(words(language, book))
    laid_out = (
        "messages.drafts.line",
        "messages.errors.draft_kept",
        "messages.interview.moves",
        "words.language.",
        "words.document.page",
    )
    bad = {
        name: text
        for name, text in texts.items()
        if not f"{book}.{name}".startswith(laid_out) and ("  " in text or text != text.strip())
    }
    assert {name for name in bad if not name.endswith(("join", "comma"))} == set()


@pytest.mark.parametrize("book", BOOKS)
def test_chinese_has_full_width_punctuation(book: str) -> None:
    texts = sentences(words("zh", book))
    assert {name: text for name, text in texts.items() if re.search(HALF_WIDTH, text)} == {}


@pytest.mark.parametrize("book", ["messages", "rules", "tables"])
def test_a_sentence_has_the_same_blanks_in_every_language(book: str) -> None:
    ours, theirs = (
        {name: text for name, text in sentences(words(language, book)).items() if not name.endswith(".page")}
        for language in ("en", "zh")
    )
    assert set(ours) == set(theirs)
    known = {
        name for name in ours if not name.startswith("template_names.")
    }  # those show a template's braces
    assert {name for name in known if blanks(ours[name]) != blanks(theirs[name])} == set()


def options(command: Any) -> set[str]:
    """The options of a command and of those below it."""
    inner = getattr(command, "commands", {})
    own = {option for each in command.params for option in each.opts if each.param_type_name == "option"}
    return own.union({"--help"}, *(options(each) for each in inner.values()))


def test_commands_and_options_that_a_sentence_names_are_there() -> None:
    program: Any = get_command(app)
    others = {"--cask"}  # Homebrew's
    for language in LANGUAGES:
        texts = {text for book in BOOKS for text in sentences(words(language, book)).values()}
        for text in texts:
            named_options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
            assert named_options <= options(program) | others, text
            for name, inner in re.findall(r"(?:`|[请可]用 |运行：)comms ([a-z]+)(?: ([a-z]+))?", text):
                assert name in program.commands, text
                below = getattr(program.commands[name], "commands", None)
                assert not below or inner in below, text
