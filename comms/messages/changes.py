"""Finds what is to be changed in an order: quantities, prices and days, with what held before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comms.messages.candidates import Candidate
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.people import is_name, signature
from comms.messages.reading import Value
from comms.messages.talk import Talk
from comms.messages.values.codes import codes_in
from comms.messages.values.figures import as_plain, figures_in
from comms.messages.values.money import sums_in
from comms.messages.values.spans import Figure

ORDER = Pattern(r"(?<![A-Za-z\d-])(?:SO|PO|SC|OC)[- ]?\d{2,4}-?\d{2,8}(?:-\d+)?(?![A-Za-z\d-])")
_TO = (
    r"(?:[改该]成|改为|改到|改(?=[\d一两])|变成?|调整?[为到成]|加到|增加到|增到|减少?到|降到?|提到"
    r"|推迟?到|延[后期迟]?到|提前到|换成|→|->|—>|=>|至|到"
    r"|(?<![a-z])(?:to|make it|make that|make [A-Z]+-\d+|now|becomes?)(?![a-z]))"
)
_AFTER_BEFORE = Pattern(
    rf"(?i)(?:{_TO}|一共|总共|共|合计|那就|就|应该是|in total|total of|instead)[ :]*(?:是|by"
    rf"|的)?\s?[¥$€£]?(?:USD|EUR"
    rf"|GBP|CNY|RMB)?\s?\Z"
)
_BEFORE_BEFORE = Pattern(
    r"(?i)(?:从|由|原来的?(?:是|为)?|原定(?:的|是|在|于)?|原本(?:是)?|之前是|不是|(?<![a-z])(?:from"
    r"|instead of|not"
    r"|rather than|was|were|originally|currently|old)(?![a-z]))[ :]*(?:the )?\s?[¥$€£]?(?:USD|EUR|GBP"
    r"|CNY|RMB)?\s?\Z"
)
_DIFFERENCE = Pattern(
    r"(?i)(?:再加|多加|增加|追加|加(?!到)|减(?!到|少到)|少(?!到)|多|晚|提前|早|推迟|延后"
    r"|(?<![a-z])(?:add|another|extra|by|plus"
    r"|reduce by|increase by|minus)(?![a-z]))\s?\Z"
)
_IN_TOTAL = Pattern(r"(?i)\s?\w{0,8}\s?(?:in total|altogether|total)(?![a-z])")
_GOES_ON = Pattern(rf"(?i)\s?[^\s,。\d]{{0,6}}?\s?,?\s?(?:{_TO})\s?\S")
_INSTEAD = Pattern(r"(?i)\s?[\w]{0,8}\s?,?\s(?:instead of|not|rather than)(?![a-z])")
_SHIP = Pattern(
    r"(?i)发货|装运|装船|出货|出运|发(?=[吧,。走出]|$)|发(?!票|现|生)|(?<![a-z])(?:ship\w*|etd"
    r"|dispatch\w*)(?![a-z])"
)
_DELIVER = Pattern(
    r"(?i)交货|送货|送到|送达|到货|交期|交付|(?<![a-z])(?:deliver\w*|arriv\w*|eta|receive)(?![a-z])"
)
_PRICE = Pattern(r"(?i)单价|价格|价(?!值)|(?<![a-z])(?:unit )?price(?:d)?(?![a-z])")
_DROP = Pattern(
    r"(?i)(?:取消|去掉|删掉|不要了|砍掉|(?<![a-z])(?:drop|cancel|remove|delete|take out|leave out)(?![a-z]))"
)
_MODE = Pattern(
    r"(?i)(?:改成?|改为|换成?|改走|走|(?<![a-z])(?:change to|switch to|to|by|go by)(?![a-z]))\s?(空运"
    r"|海运|铁路|陆运|快递"
    r"|(?:air|sea|rail|road|courier)(?: ?freight)?)(?![a-z])"
)
_STAYS = Pattern(
    r"(?i)不变|不动|不用改|照旧|按原来|仍(?:然|是|为)|还是(?![^,。]*吧)"
    r"|(?<![a-z])(?:remains?|stays?|unchanged|as (?:agreed|is)|(?:leave|keep) the)(?![a-z])"
)
"""What is said of a day that nobody wants to move."""
_REFUSED = Pattern(
    r"(?i)(?:提前|推迟|延后|改|做|加|赶|出|降)不了|办不到|(?<![a-z])(?:impossible|not possible|cannot"
    r"|can't)(?![a-z])"
)
_SAME_MODE = Pattern(
    r"(?i)(?:(?<![a-z])(?:keep|stick (?:to|with)|stay (?:with|on)|leave it at)(?: it)?(?: by| the)?"
    r"|还是(?:走|用)?|保持|维持)"
    r"\s?(?:空运|海运|铁路|陆运|快递|(?:air|sea|rail|road|courier)(?![a-z]))"
)
_MODE_BEFORE = Pattern(r"(空运|海运|铁路|陆运|快递)\Z")
_PLACE_ZH = Pattern(
    r"(?:地点|地址|目的地|送货地|收货地|目的港)[由从]?([\u4e00-\u9fffA-Za-z\d]{2,16}?)(?:改[成为到]?|换成|变更为)"
    r"([\u4e00-\u9fffA-Za-z\d]{2,16}?)(?=[\s,。;]|$)"
)
_PLACE_EN = Pattern(
    r"(?<![A-Za-z])(?:[Dd]estination|[Dd]elivery (?:place|address)|[Pp]lace of delivery|[Pp]ort)"
    r"(?: is| to|:)? (?P<after>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) (?:instead of|rather than|not) "
    r"(?P<before>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
MODES = {"空运": "air", "海运": "sea", "铁路": "rail", "陆运": "road", "快递": "courier"}


@dataclass(slots=True)
class Change:
    """A change of one field and the place of its new value."""

    field: str
    clause: Clause
    start: int
    end: int
    before: Any = None
    after: Any = None
    replaced: Any = None


def change_request(talk: Talk) -> Iterator[Value]:
    """Yield the values of a request to change an order."""
    if match := ORDER.search(talk.text):
        turn = next((turn for turn in talk.turns if turn.start <= match.start() < turn.end), talk.turns[0])
        yield Value("order", match[0].replace(" ", "-"), match.start(), match.end(), turn)
    yield from _requester(talk)
    found = _Reader(talk).changes()
    if found and (why := _reason(talk, found)):
        yield why.as_value()
    for number, change in enumerate(found):
        for key, value in (("field", change.field), ("before", change.before), ("after", change.after)):
            if value is not None:
                replaced = change.replaced if key == "after" else None
                yield Value(
                    f"changes[{number}].{key}",
                    value,
                    change.start,
                    change.end,
                    change.clause.turn,
                    True,
                    replaced,
                )


def _requester(talk: Talk) -> Iterator[Value]:
    clause = talk.asking or next(iter(talk.asked), None)
    if clause is None:
        return
    if clause.turn.sender and not ORDER.search(clause.turn.sender):
        yield Value(
            "requested_by.name",
            re.sub(r"^(?:客户|买家)[ :]*", "", clause.turn.sender),
            clause.turn.start,
            clause.turn.start,
            clause.turn,
        )
    elif signed := signature(talk) or block_signature(talk):
        yield Value("requested_by.name", signed[0], signed[1], signed[2], clause.turn)


def block_signature(talk: Talk) -> tuple[str, int, int] | None:
    """Return the name in a block of lines at the end: a person's, then the company's."""
    turn = talk.own_turns[-1] if talk.own_turns else None
    if turn is None:
        return None
    body = talk.text[turn.start : turn.end].rstrip()
    block = body.rpartition("\n\n")[2]
    first = block.split("\n")[0].strip(" —–-,")
    if 1 < len(block.split("\n")) <= 5 and len(first) < 30 and is_name(first):
        start = turn.start + len(body) - len(block) + block.index(first)
        return first, start, start + len(first)
    return None


class _Reader:
    """Gathers changes clause by clause: the article and the field stay until another is named."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.text = talk, talk.text
        self.found: dict[str, Change] = {}
        self.code = ""
        self.day_field = ""
        self.last: Change | None = None

    def changes(self) -> list[Change]:
        for clause in self.talk.clauses:
            if _REFUSED.search(clause.words):
                self._refuse(clause)
            elif clause.status in ("", "cancelled", "past"):
                self._clause(clause)
        return [
            change for change in self.found.values() if change.after is not None or change.field.endswith("]")
        ]

    def _clause(self, clause: Clause) -> None:
        orders = [match.span() for match in ORDER.finditer(self.text, clause.start, clause.end)]
        codes = [
            code
            for code in codes_in(self.text, self._since(clause), clause.end)
            if not any(one <= code.start < other for one, other in orders)
        ]
        if codes:
            self.code = codes[-1].value
        words = f"{clause.label}: {clause.words}"
        if _SHIP.search(words):
            self.day_field = "delivery.ship_by"
        if _DELIVER.search(words):
            self.day_field = "delivery.deliver_by"
        if clause.status == "cancelled" or _DROP.search(clause.words):
            self._drop(clause, codes[-1].value if codes else "")
            return
        self._days(clause)
        self._figures(clause, orders + [(code.start, code.end) for code in codes])
        self._place(clause)
        self._mode(clause)

    def _refuse(self, clause: Clause) -> None:
        """Take back what was asked as a question, once it is said that it cannot be done."""
        last = self.last
        if last and cue("request_question").search(last.clause.words) and last.start < clause.start:
            self.found = {name: change for name, change in self.found.items() if change is not last}
            self.last = None

    @staticmethod
    def _since(clause: Clause) -> int:
        """Return where the words of a clause begin, with the label that it opens: YM-6: 800 -> 1,000."""
        return clause.first if clause.opens_label else clause.start

    def _mode(self, clause: Clause) -> None:
        match = _MODE.search(clause.words)
        if _SAME_MODE.search(clause.words):
            self.found.pop("delivery.mode", None)
            return
        if match is None:
            return
        start, end = clause.start + match.start(1), clause.start + match.end(1)
        name = match[1].lower().split(" ")[0].replace("freight", "")
        self._put("delivery.mode", "after", MODES.get(name, name), start, end, clause)
        if old := _MODE_BEFORE.search(clause.words[: match.start()]):
            self._put("delivery.mode", "before", MODES[old[1]], start, end, clause)

    def _place(self, clause: Clause) -> None:
        """Take a place of delivery, which counts only with the one that it replaces."""
        if match := _PLACE_ZH.search(clause.words):
            before, after = match.span(1), match.span(2)
        elif match := _PLACE_EN.search(clause.words):
            before, after = match.span("before"), match.span("after")
        else:
            return
        for role, (one, other) in (("before", before), ("after", after)):
            start, end = clause.start + one, clause.start + other
            self._put("delivery.place", role, self.talk.message[start:end], start, end, clause)

    def _drop(self, clause: Clause, code: str) -> None:
        if code and not re.search(r"\d", re.sub(re.escape(code), "", clause.words)):
            at = self.text.index(code, clause.start)
            self.found[f"lines[{code}]"] = Change(f"lines[{code}]", clause, at, at + len(code))

    def _days(self, clause: Clause) -> None:
        days = self.talk.days(clause)
        if not days or not self.day_field or _STAYS.search(clause.words):
            return
        roles = [self._role(clause, day.start, day.end, number, len(days)) for number, day in enumerate(days)]
        is_rest_after = len(days) == 1 or (len(days) == 2 and "before" in roles)
        for day, own_role in zip(days, roles, strict=True):
            role = own_role or ("after" if is_rest_after else "")
            if role in ("before", "after"):
                self._put(self.day_field, role, day.day.isoformat(), day.start, day.end, clause)

    def _figures(self, clause: Clause, hidden: list[tuple[int, int]]) -> None:
        sums = list(sums_in(self.text, clause.start, clause.end))
        spans = [*hidden, *((day.start, day.end) for day in self.talk.days(clause))]
        spans += [(each.start, each.end) for each in sums]
        figures = [Figure(each.start, each.end, each.amount, each.is_exact) for each in sums]
        figures += [
            each
            for each in figures_in(self.text, clause.start, clause.end)
            if not any(one < each.end and each.start < other for one, other in spans)
            and not re.match(
                r"(?i)\s?(?:天|周|个?月|%|days?|weeks?|months?)(?![a-z])", self.text[each.end : each.end + 8]
            )
        ]
        figures.sort(key=lambda each: each.start)
        is_price = bool(_PRICE.search(self.text, self._since(clause), clause.end) or sums)
        roles = [
            self._role(clause, each.start, each.end, number, len(figures))
            for number, each in enumerate(figures)
        ]
        is_rest_after = "before" in roles and len(figures) == 2
        for each, own_role in zip(figures, roles, strict=True):
            role = own_role or ("after" if is_rest_after else "")
            if (
                not role
                and self.talk.corrects(clause)
                and len(figures) == 1
                and (corrected := self._corrected(clause, is_price))
            ):
                self._put(corrected, "after", as_plain(each.value), each.start, each.end, clause)
            elif role in ("before", "after") and self.code and each.is_exact:
                attribute = "unit_price" if is_price else "quantity"
                self._put(
                    f"lines[{self.code}].{attribute}",
                    role,
                    as_plain(each.value),
                    each.start,
                    each.end,
                    clause,
                )

    def _corrected(self, clause: Clause, is_price: bool) -> str:
        """Return the field that a figure alone takes back: by the code beside it, or else the last one."""
        attribute = "unit_price" if is_price else "quantity"
        field = f"lines[{self.code}].{attribute}"
        if any(codes_in(self.text, self._since(clause), clause.end)):
            return field if field in self.found else ""
        return field if self.last and self.last.field == field else ""

    def _role(self, clause: Clause, start: int, end: int, number: int, count: int) -> str:
        """Return whether a value held "before" or is to hold "after", by the words beside it, or ""."""
        before, behind = self.text[clause.start : start], self.text[end : clause.end]
        if _DIFFERENCE.search(before) and not re.search(r"[A-Za-z]", self.text[start:end]):
            return "difference"
        if _BEFORE_BEFORE.search(before):
            return "before"
        if _AFTER_BEFORE.search(before) or _IN_TOTAL.match(behind):
            return "after"
        if _INSTEAD.match(behind):
            return "after"
        if _GOES_ON.match(behind) and number + 1 < count:
            return "before"
        return ""

    def _put(self, field: str, key: str, value: Any, start: int, end: int, clause: Clause) -> None:
        change = self.found.setdefault(field, Change(field, clause, start, end))
        if key == "before":
            is_own = value in (change.after, change.replaced)  # 95, not 90: it takes back what was asked
            if not is_own and not (change.before is not None and self.talk.corrects(clause)):
                change.before = value
            return
        if change.after is not None and change.after != value:
            change.replaced = change.after
        change.after, change.start, change.end, change.clause = value, start, end, clause
        self.last = change


def _reason(talk: Talk, found: list[Change]) -> Candidate | None:
    for clause in talk.clauses:
        if clause.status in ("quoted", "question", "condition"):
            continue
        if clause.label and cue("why_label").fullmatch(clause.label):
            return _of(talk, clause, clause.start, clause.last)
        if match := cue("changes_reason").search(clause.words):
            return _of(talk, clause, clause.start + match.end(), clause.end)
    sentences = {change.clause.first for change in found} | {
        clause.first for clause in talk.asked if ORDER.search(clause.words)
    }
    for clause in talk.asked:
        if (
            clause.first in sentences
            and cue("change_cause").search(clause.words)
            and not re.search(r"\d", clause.words)
        ):
            return _of(talk, clause, clause.start, clause.end)
    return next(
        (
            _of(talk, clause, clause.start, clause.end)
            for clause in talk.asked
            if cue("change_cause").search(clause.words) and not re.search(r"\d", clause.words)
        ),
        None,
    )


def _of(talk: Talk, clause: Clause, start: int, end: int) -> Candidate | None:
    text = talk.message[start:end].strip(" :：,，。.是")
    if len(text) < 2:
        return None
    at = talk.message.index(text, start)
    return Candidate("reason", text, at, at + len(text), clause)
