"""The answers of a sheet: from plain data to lines of text, and back."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from comms.language.display import CONTROLS, in_json
from comms.language.phrases import field_words
from comms.models.base import Field, Shape
from comms.reading.answers import AnswerContext, Refused, as_typed, is_answer, read_answer

_SPECIAL = re.compile(r"\\*[#\[【［]|\\+\"")
"""The beginning of a line that would not be read as part of an answer; other backslashes mean nothing."""
_ESCAPED = re.compile(r"^\\(?=\\*[#\[【［\"])")
_BULLET = re.compile(r"[ \t]?[-*•·–—](?:[ \t\u3000]+(?=\S)|$)")
_NUMBER = re.compile(r"[ \t]?(\d{1,2})(?:、|[.)）][ \t\u3000])[ \t\u3000]*(?=\S)")
_INDENT = re.compile(r"  |\t|\u3000")


def lines_of(field: Field, value: Any, language: str) -> list[str]:
    """Return the lines that stand for a value, none for no value."""
    if value is None:
        return []
    if field.shape is Shape.TEXTS and isinstance(value, list) and value:
        return [line for item in value for line in _item_lines(field, str(item), language)]
    if field.shape is Shape.UNTYPED and isinstance(value, bool):
        return [json.dumps(value)]
    return text_lines(as_typed(field, value, language))


def text_lines(text: str) -> list[str]:
    """Return the lines that stand for a text; one that cannot be seen on the page is written as in JSON."""
    if CONTROLS.search(text) or text != text.strip():
        return ["\\" + in_json(json.dumps(text, ensure_ascii=False))]
    return ["\\" + line if _SPECIAL.match(line) else line for line in text.split("\n")] if text else []


def _item_lines(field: Field, item: str, language: str) -> list[str]:
    named = field_words(field.owner, field.key, language).choices or {}
    first, *rest = text_lines(named.get(item, item)) or [""]
    return [f"- {first}", *(f"  {line}" for line in rest)]


def text_in(lines: Sequence[str]) -> str:
    """Return the text that lines stand for."""
    if len(lines) == 1 and (literal := _literal(lines[0])) is not None:
        return literal
    return "\n".join(_ESCAPED.sub("", line) for line in lines)


def _literal(line: str) -> str | None:
    if not line.startswith('\\"'):
        return None
    try:
        text = json.loads(line[1:])
    except ValueError:
        return None
    return text if isinstance(text, str) else None


def trimmed(lines: Sequence[str]) -> list[str]:
    """Return lines without the blank ones before and after them."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def value_in(field: Field, lines: Sequence[str], context: AnswerContext) -> Any:
    """Return the plain data of an answer, None for one that says nothing.

    Raises Refused or NotADate for an answer that cannot be accepted.
    """
    lines = trimmed(lines)
    if field.shape is Shape.TEXTS and (sign := _sign_of_items(lines)):
        return _items(field, lines, sign, context)
    if len(lines) == 1 and (literal := _literal(lines[0])) is not None and field.shape is Shape.TEXT:
        return literal
    text = text_in(lines)
    if not is_answer(text, field):
        return None
    if field.shape is Shape.UNTYPED:
        return _untyped(field, text, context)
    return read_answer(field, text, context)


def _untyped(field: Field, text: str, context: AnswerContext) -> Any:
    """Return a value of another document as it is written there: a text, or a mapping in braces."""
    if text[0] in "{[":
        try:
            return read_answer(replace(field, shape=Shape.PART), text, context)
        except Refused:
            pass
    return {"true": True, "false": False}.get(text, text)


def _sign_of_items(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return what begins the entries of a list: a dash, or a number if they are counted from 1."""
    if lines and _BULLET.match(lines[0]):
        return _BULLET
    numbers = [int(found[1]) for found in map(_NUMBER.match, lines) if found]
    return _NUMBER if len(lines) > 1 and numbers == list(range(1, len(lines) + 1)) else None


def _items(
    field: Field, lines: Sequence[str], sign: re.Pattern[str], context: AnswerContext
) -> list[Any] | None:
    """Return the entries of a list with a sign before each; indented lines go on with an entry."""
    found: list[list[str]] = []
    for line in lines:
        if begins := sign.match(line):
            found.append([line[begins.end() :]])
        else:
            found[-1].append(_INDENT.sub("", line, count=1))
    items = [_item(field, trimmed(item), context) for item in found]
    return [item for item in items if item is not None] or None


def _item(field: Field, lines: Sequence[str], context: AnswerContext) -> Any:
    shape = Shape.CHOICE if field.choices else Shape.TEXT
    return value_in(replace(field, shape=shape), lines, context)
