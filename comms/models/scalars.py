"""The values a field may hold, read strictly from what was written.

Files give every plain value as the text that stands there (see `comms.reading`), so `00123`, `no` and
`12:30` stay text where text is due, and money never passes through a binary float.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from comms.terms.currencies import CURRENCIES

T = TypeVar("T")

MAX_TEXT = 200_000  # characters; a longer answer belongs into an attachment
MAX_DIGITS = 20
MAX_ITEMS = 2_000  # entries of a list; a longer one belongs into an attachment

PLACEHOLDERS = frozenset(
    """tbd todo tba n/a na none null nil xxx
    待定 暂无 同上 略 无 未定 待补充 待补 待确认 待填 空 未填写 未填 请填写 请输入""".split()
) | {"no response", "to be determined", "to be defined", "to be confirmed"}
LONGEST_PLACEHOLDER = 40
_FIRST = "".join(sorted({word[0] for word in PLACEHOLDERS} | {word[0].upper() for word in PLACEHOLDERS}))
_SAYS_SOMETHING = re.compile(rf"(?![{_FIRST}])[0-9A-Za-z\u4e00-\u9fff]")
"""The beginning of a text that is no placeholder: a figure, or a letter with which none begins."""
_PUNCTUATION_ONLY = re.compile(r"[?.…。\-—–_/*~、·]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def is_placeholder(value: object) -> bool:
    """Whether `value` is a text that only keeps a place: empty, TBD, N/A, ?, …, 待定, 暂无, 同上."""
    if not isinstance(value, str):
        return value is None
    if _SAYS_SOMETHING.match(value):
        return False
    return _only_keeps_a_place(value.strip()[: LONGEST_PLACEHOLDER + 1])


@lru_cache(maxsize=4096)  # units, formats and the words of lists come back in file after file
def _only_keeps_a_place(value: str) -> bool:
    if len(value) > LONGEST_PLACEHOLDER:
        return False
    plain = (
        unicodedata.normalize("NFKC", _INVISIBLE.sub("", value)).casefold().strip().strip("()[]<>{}【】*_ ")
    )
    return (
        plain in PLACEHOLDERS
        or bool(_PUNCTUATION_ONLY.fullmatch(plain))
        or (plain.rstrip("。.!") in PLACEHOLDERS)
    )


def _absent_if_placeholder(value: Any) -> Any:
    return None if is_placeholder(value) else value


def _empty_if_placeholder(value: Any) -> Any:
    return {} if is_placeholder(value) else value


def _number(value: Any) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str) or not _NUMBER.fullmatch(text := value.strip()):
        raise PydanticCustomError("number", "not a number")
    if len(text) > MAX_DIGITS:
        raise PydanticCustomError("number_long", "too many digits", {"most": MAX_DIGITS})
    return Decimal(text)


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not _WHOLE.fullmatch(text := value.strip()):
        raise PydanticCustomError("whole", "not a whole number")
    if len(text) > MAX_DIGITS:
        raise PydanticCustomError("number_long", "too many digits", {"most": MAX_DIGITS})
    return int(text)


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
    if isinstance(value, str) and _ISO_TIME.fullmatch(value.strip()):
        try:
            value = datetime.fromisoformat(value.strip())
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


def _plain(value: Any) -> Any:
    """A value of any type as the text of a file means it: a number, a date or text, inside lists too."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
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


def _emptied(value: Any) -> Any:
    """A list with its placeholders empty, each in its place, so that a finding names the right entry."""
    return ["" if is_placeholder(item) else item for item in value] if isinstance(value, list) else value


def _present(value: list[Any]) -> list[Any]:
    return [item for item in value if item is not None]


def _answered_texts(value: list[str]) -> list[str]:
    return [text for text in value if text]


def _newlines(value: Any) -> Any:
    if isinstance(value, str) and "\r" in value:
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


Text = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, max_length=MAX_TEXT),
    BeforeValidator(_newlines),
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
            "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$",
        }
    ),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Plain = Annotated[Any, BeforeValidator(_plain)]
Currency = Annotated[Text, AfterValidator(_currency), WithJsonSchema({"enum": sorted(CURRENCIES)})]

# A placeholder says nothing, so it is the same as leaving the answer out. Optional free text is the
# exception, since a name of 无 may be what is meant: such fields are declared with Text alone.
Maybe = Annotated[T | None, BeforeValidator(_absent_if_placeholder)]
Items = Annotated[list[Annotated[T, BeforeValidator(_empty_if_placeholder)]], MaxLen(MAX_ITEMS)]
Texts = Annotated[list[Text], BeforeValidator(_emptied), MaxLen(MAX_ITEMS), AfterValidator(_answered_texts)]
Choices = Annotated[list[Maybe[T]], MaxLen(MAX_ITEMS), AfterValidator(_present)]
SomeTexts = Annotated[Texts, MinLen(1)]
