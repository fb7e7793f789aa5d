"""P rules: files in a repository must not contain personal numbers. Messages mask them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from comms.findings import Problem, Span
from comms.paths import FieldPath, scalars_of
from comms.reading.line_index import LINE_BREAK
from comms.rules.passages import Passage, Places, passages_with
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.personal import MOBILE_DIGITS, PersonalNumber, find_numbers, mask, may_contain_numbers

if TYPE_CHECKING:
    from comms.workspace.case import Case

CONTACTS = frozenset({"contact", "who", "requested_by"})
"""The keys below which a phone number is expected."""
NUMBERED = frozenset(
    "id order order_reference change_request identifiers sku buyer_item hs_code affected".split()
)
"""The keys of numbers of documents, goods and places, some of which pass for others by chance."""
ACCOUNTS = frozenset({("seller", "bank"), ("buyer", "bank")})
"""The paths below which an account number is expected."""


TELEPHONES = frozenset({"mobile", "mobile_abroad", "phone"})
"""The sorts of numbers that are telephone numbers."""


class Found(NamedTuple):
    """A personal number in a file: the path of the text around it, its place if that is known.

    is_of_thing: whether the text says that it is the number of something else, such as an order.
    """

    path: FieldPath
    number: PersonalNumber
    span: Span | None
    is_of_thing: bool

    @property
    def keys(self) -> set[str]:
        return {step for step in self.path if isinstance(step, str)}

    def problem(self, variant: str = "") -> Problem:
        """Return the report of the number, masked."""
        return Problem(self.path, variant, {"masked": mask(self.number.number)}, span=self.span)


def personal_id(case: "Case") -> Iterator[Problem]:
    """The file contains a resident identity number, recognized by its date and check digit.

    FAIL
        kind: brief
        what: badge for 11010519491231002X

    PASS
        kind: brief
        what: badge for employee 20260512
    """
    for found in _numbers_of(case):
        if found.number.sort == "resident":
            yield found.problem()


def bank_account(case: "Case") -> Iterator[Problem]:
    """The file contains a card number or an IBAN outside a party's bank details.

    They are recognized by their check digits.

    FAIL
        kind: brief
        what: refund to card 4111 1111 1111 1111

    PASS
        kind: brief
        what: refund to the card on file
    """
    for found in _numbers_of(case):
        if tuple(found.path[:2]) in ACCOUNTS:
            continue
        if found.number.sort == "iban":
            yield found.problem("iban")
        elif found.number.sort == "card" and not (found.is_of_thing or NUMBERED & found.keys):
            yield found.problem()


def personal_phone(case: "Case") -> Iterator[Problem]:
    """The file contains a private telephone number outside the contact fields.

    Mobile numbers of mainland China, Taiwan, Hong Kong and the United Kingdom are known by their form; those
    of North America, which look like any other number there, by a word such as "call" before them.
    Numbers in web addresses, names of files, and those of orders, parcels and articles are none.

    FAIL
        kind: brief
        how: call 138 0013 8000 when the samples are ready

    PASS
        kind: brief
        how: call the studio when the samples are ready
    """
    for found in _numbers_of(case):
        expected = (CONTACTS | NUMBERED) & found.keys
        if found.number.sort not in TELEPHONES or found.is_of_thing or expected:
            continue
        shown = found.number.number[-MOBILE_DIGITS:] if found.number.sort == "mobile" else found.number.number
        yield found._replace(number=replace(found.number, number=shown)).problem()


_FOUND: "WeakKeyDictionary[Case, list[Found]]" = WeakKeyDictionary()
"""The personal numbers of every case, which three rules report."""


def _numbers_of(case: "Case") -> list[Found]:
    if case not in _FOUND:
        is_clear = case.source.is_plain and not may_contain_numbers(case.source.text)
        _FOUND[case] = [] if is_clear else list(_found_in(case))
    return _FOUND[case]


def _found_in(case: "Case") -> Iterator[Found]:
    """Yield the numbers in the texts of a case; one that an alias of YAML repeats is one number."""
    values = [Passage(path, text) for path, text in scalars_of(case.source.data) if isinstance(text, str)]
    seen: set[Place] = set()
    for passage in passages_with(case, values):
        places: Places | None = None
        for number in find_numbers(passage.text):
            places = places or Places(case, passage)
            span = places.span(number.start, number.end)
            if span is None or (span.line, span.column) not in seen:
                seen.update(_columns(span) if span else ())
                yield Found(passage.path, number, span, is_of_thing(passage.text, number))
    if case.source.sections is not None:
        yield from _between_passages(case.source.text, seen)


Place = tuple[int, int]
"""A line and a column, from 1."""


def _columns(span: Span) -> Iterator[Place]:
    """Yield the places of the characters of a number on its first line."""
    end = span.end_column if span.end_line == span.line else span.column + 1
    return ((span.line, column) for column in range(span.column, end))


def _between_passages(text: str, seen: set[Place]) -> Iterator[Found]:
    """Yield the numbers of a handwritten text that are in no passage, such as those in headings."""
    for line, written in enumerate(LINE_BREAK.split(text) if may_contain_numbers(text) else (), 1):
        for number in find_numbers(written):
            span = Span(line, number.start + 1, line, number.end + 1)
            if seen.isdisjoint(_columns(span)):
                yield Found((), number, span, is_of_thing(written, number))


# --- numbers of things -----------------------------------------------------------------------

_AROUND = 300
"""The number of characters before and after a number that tell what it is the number of."""
_RUN_BEFORE = re.compile(r"[^\s,;|<>\[\]()\"'，；、。（）【】“”「」《》]*\Z")
_URL = LazyPattern(r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.|(?<![\w-])[\w-]++\.[a-z]{2,10}/)", re.IGNORECASE)
_FILE = re.compile(r"[\w-]{0,60}\.[a-z]{2,4}\d?(?![A-Za-z0-9])")
_STEP = re.compile(r"(?<![A-Za-z])([A-Za-z]++)[/\\_=:-]\Z")
"""The name before a number in a path, a query or a code: `runs/`, `id=`, `IMG_`."""
_IS = r"(?:\s*(?:nos?\b\.?|numbers?|id|code)|[编单]?号码?|ID|id)?\s*(?:is|was|是|为)?\s*[:：#=]?\s*\Z"
_PHONE = LazyPattern(
    r"(?:\b(?:tel|tele|phone|telephone|mobile|mob|cell|cellphone|whatsapp|wechat|hotline|fax|call|text|sms|contact)\b\.?"
    r"|电话|手机|联系|微信|致电|拨打|热线)(?:方式|人)?" + _IS,
    re.IGNORECASE,
)
_CALLED = LazyPattern(
    r"(?:\b(?:tel|phone|telephone|mobile|cell|cellphone|call|text)\b\.?|电话|手机|致电|拨打)" + _IS,
    re.IGNORECASE,
)
_THING = LazyPattern(
    r"(?:\bno\.?|\b(?:order|po|invoice|tracking|waybill|awb|parcel|shipment|consignment|container|item|article|product"
    r"|sku|asin|run|job|build|pipeline|ticket|issue|reference|ref|serial|batch|lot|transaction|receipt|contract"
    r"|document|file|image|photo|picture|video)\b\.?"
    r"|订单|运单|交易|合同|发票|工单|任务|商品|宝贝|提单"
    r"|(?:快递|物流|货|款|箱|柜|批|批次|产品|序列|流水|条码|条形码)(?=[编单]?号)|单号|编号|图片|视频|文件|附件)"
    + _IS,
    re.IGNORECASE,
)
_LINKED = re.compile(r"\]\((?!tel:|https?://wa\.me)")
_PHONE_NAMES = frozenset(
    "tel phone telephone mobile mob cell whatsapp wa me call sms contact wechat p m t".split()
)


def is_of_thing(text: str, number: PersonalNumber) -> bool:
    """Return whether a number is part of an address or a file's name, or stands behind the name of a thing.

    Numbers of runs, articles, pictures, orders and parcels have eleven digits, too.
    """
    before = text[max(number.start - _AROUND, 0) : number.start]
    run = _RUN_BEFORE.search(before).group()  # type: ignore[union-attr]  # it matches an empty text, too
    step = _STEP.search(run)
    if number.sort == "phone":
        return not _CALLED.search(before[-40:])
    if (step and step.group(1).casefold() in _PHONE_NAMES) or _PHONE.search(before[-40:]):
        return False
    if step or before.endswith("#") or _URL.search(run) or _THING.search(before[-40:]):
        return True
    is_label = before.endswith("[") and _LINKED.match(text, number.end)
    return bool(is_label or _FILE.match(text, number.end, number.end + _AROUND))
