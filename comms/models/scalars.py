"""The types of field values, and their strict conversion from what a file says.

Readers deliver every unquoted value as the text in the file (see `comms.reading`), so `00123`, `no` and
`12:30` remain text in a text field, and amounts never pass through a binary float.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, LiteralString, TypeVar

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from comms.models.plain import map_scalars
from comms.terms.currencies import CURRENCIES
from comms.terms.iso_times import parse_iso_time
from comms.terms.no_answers import says_nothing
from comms.terms.options import chosen
from comms.terms.owners import leaves_open

T = TypeVar("T")

MAX_TEXT = 200_000  # characters; a longer answer belongs in an attachment
MAX_DIGITS = 20
MAX_ITEMS = 2_000  # entries of a list; a longer one belongs in an attachment

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def is_placeholder(value: object) -> bool:
    """Return whether `value` is None or a text that answers nothing: empty, TBD, ?, 待定, [your name]."""
    return says_nothing(chosen(value)) if isinstance(value, str) else value is None


def _absent_if_placeholder(value: Any) -> Any:
    return None if is_placeholder(value) else value


def _absent_unless_chosen(value: Any) -> Any:
    """Return None for a placeholder, and for options of which none is ticked."""
    is_open = isinstance(value, str) and says_nothing(chosen(value, is_option=lambda _: True))
    return None if is_open or value is None else value


def _absent_if_open(value: Any) -> Any:
    """Return None for a placeholder, and for words that name nobody: "nobody yet", "Lena or Tom"."""
    is_open = isinstance(value, str) and leaves_open(value)
    return None if is_open else _absent_if_placeholder(value)


def _empty_if_placeholder(value: Any) -> Any:
    return {} if is_placeholder(value) else value


def _number(value: Any) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return Decimal(_digits(value, _NUMBER, "number", "not a number"))


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(_digits(value, _WHOLE, "whole", "not a whole number"))


def _digits(value: Any, pattern: re.Pattern[str], error: LiteralString, message: LiteralString) -> str:
    """Return the stripped text of a number.

    Raises PydanticCustomError: `error` unless the text matches, "number_long" if it is too long.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not pattern.fullmatch(text):
        raise PydanticCustomError(error, message)
    if len(text) > MAX_DIGITS:
        raise PydanticCustomError("number_long", "too many digits", {"most": MAX_DIGITS})
    return text


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if not _ISO_DATE.fullmatch(text):
        raise PydanticCustomError("date", "not a date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date_impossible", "no such day") from None


def _time(value: Any) -> datetime:
    if isinstance(value, str):
        try:
            value = parse_iso_time(value.strip())
        except ValueError:
            raise PydanticCustomError("time_impossible", "no such time") from None
    if not isinstance(value, datetime):
        raise PydanticCustomError("time", "not a time")
    if value.tzinfo is None:
        raise PydanticCustomError("time_naive", "a time without its offset")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise PydanticCustomError("flag", "neither true nor false")
    return value


def _untyped(data: Any) -> Any:
    """Return data with every text that spells a number or a date converted to one."""
    return map_scalars(data, _untyped_scalar)


def _untyped_scalar(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value) and len(value) <= MAX_DIGITS:
        return Decimal(value)
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


def _currency(value: str) -> str:
    if value not in CURRENCIES:
        raise PydanticCustomError("currency", "not a currency of ISO 4217")
    return value


def _blank_placeholders(value: Any) -> Any:
    """Return a list with its placeholders blanked but kept, so that findings name the right index."""
    return ["" if is_placeholder(item) else item for item in value] if isinstance(value, list) else value


def _without_none(value: list[Any]) -> list[Any]:
    return [item for item in value if item is not None]


def _without_blanks(value: list[str]) -> list[str]:
    return [text for text in value if text]


def _normalize_newlines(value: Any) -> Any:
    if isinstance(value, str) and "\r" in value:
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=MAX_TEXT),
    BeforeValidator(_normalize_newlines),
]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema({"type": ["number", "string"], "pattern": rf"^{_NUMBER.pattern}$"}),
]
NotNegative = Annotated[
    Decimal,
    BeforeValidator(_number),
    Ge(0),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0, "pattern": r"^(0|[1-9]\d*)(\.\d+)?$"}),
]
Positive = Annotated[
    Decimal,
    BeforeValidator(_number),
    Gt(0),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "pattern": r"^(?!0(\.0+)?$)(0|[1-9]\d*)(\.\d+)?$",
        }
    ),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_number),
    Ge(0),
    Le(100),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 100,
            "pattern": r"^(100(\.0+)?|[1-9]?\d(\.\d+)?)$",
        }
    ),
]
Whole = Annotated[
    int,
    BeforeValidator(_whole),
    Ge(0),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "pattern": r"^(0|[1-9]\d*)$"}),
]
Count = Annotated[
    int,
    BeforeValidator(_whole),
    Gt(0),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": r"^[1-9]\d*$"}),
]
Date = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Time = Annotated[
    datetime,
    BeforeValidator(_time),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?)$",
        }
    ),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Untyped = Annotated[Any, BeforeValidator(_untyped)]
Currency = Annotated[Text, AfterValidator(_currency), WithJsonSchema({"enum": sorted(CURRENCIES)})]

# A placeholder is the same as no answer. Optional free text is the exception, since a name of 无 may be
# meant literally: such fields are declared as plain Text.
Maybe = Annotated[T | None, BeforeValidator(_absent_if_placeholder)]
MaybePerson = Annotated[T | None, BeforeValidator(_absent_if_open)]
"""Like Maybe, for the one person who does something."""
MaybeChosen = Annotated[T | None, BeforeValidator(_absent_unless_chosen)]
"""Like Maybe, for an answer that a form may offer in boxes, which are never open tasks."""
Items = Annotated[list[Annotated[T, BeforeValidator(_empty_if_placeholder)]], MaxLen(MAX_ITEMS)]
Texts = Annotated[
    list[Text], BeforeValidator(_blank_placeholders), MaxLen(MAX_ITEMS), AfterValidator(_without_blanks)
]
Choices = Annotated[list[Maybe[T]], MaxLen(MAX_ITEMS), AfterValidator(_without_none)]
SomeTexts = Annotated[Texts, MinLen(1)]
