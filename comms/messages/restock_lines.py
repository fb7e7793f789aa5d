"""Finds which articles are to be restocked, with the stock figures that are said of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comms.messages.candidates import Candidate
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.reading import Turn, Value
from comms.messages.stock_tables import Row, rows_of
from comms.messages.talk import Talk
from comms.messages.values.codes import codes_in
from comms.messages.values.figures import as_plain, figures_in
from comms.messages.values.money import sums_in
from comms.messages.values.sizes import sizes_in
from comms.messages.values.spans import Figure

_COLUMNS = (
    ("codes", "sku"),
    ("product_label", "name"),
    ("unit_label", "unit"),
    ("in_transit", "in_transit"),
    ("on_hand", "on_hand"),
    ("daily_sales", "daily_sales"),
    ("presold", "presold"),
    ("lead_time", "lead_time_days"),
    ("safety", "safety_days"),
    ("reorder", "quantity"),
)
_DAYS_FIELDS = ("lead_time_days", "safety_days")
_ORDER = (
    "sku",
    "name",
    "unit",
    "on_hand",
    "in_transit",
    "daily_sales",
    "presold",
    "lead_time_days",
    "safety_days",
    "quantity",
)
_DAYS = Pattern(r"(?i)[ ]?(?:个?(?:工作)?[天日](?![卖均销耗常出])|(?:working |business )?days?(?![a-z]))")
_LONGER = Pattern(r"(?i)[ ]?(?:个?(?:月|星期|礼拜|小时)|周|weeks?|months?|hours?|years?)(?![a-z])")
_PACK = Pattern(
    r"(?i)[ ]?(?:ml|g|oz|cl|mm|cm|v|w|inch|gsm|克|毫升|寸|厘米|码|色|度|%|折|号|年|代|寸|家|人|次|点"
    r"|块钱|元)(?![a-z])"
)
_UNIT_EN = Pattern(
    r"(?i)[ ]?(pcs|pc|pieces?|units?|boxes|box|cases?|cartons?|ctns?|bags?|packs?|pairs?|bottles?"
    r"|btls?|rolls?|cans?|jars?|sacks?|tubs?|tubes?|reams?|sheets?|sets?|crates?|pallets?|trays?|kegs?"
    r"|barrels?|drums?|bundles?|packets?|sleeves?|kits?|tins?|kg|litres?|liters?)(?![a-z])"
)
_MEASURED = Pattern(r"[ ]?(米|公斤|千克|吨|升|斤)")
_DASH = Pattern(r"\s*[—–-]{1,2}\s*\d")
_NAME_BEHIND = Pattern(
    r"(?i)(?: (?:pcs|units|boxes|cases|bags|packs|cartons|pairs|bottles|rolls) of)?"
    r"((?: (?:the |more |of the )?[a-z][a-z'-]+){1,3})"
)
_ANOTHER = Pattern(r"(?i)[^,\d]{1,30}(?: and|,|&| plus) ")
"""What stands between two quantities that are both ordered: 300 mint and 200 rose."""
_OF_ONE = Pattern(r"(?i) (?:working )?days? for the (?!both|all|lot|order|whole)([a-z]{3,})")
_LONGEST_ITEM = 1000
_ITEM = Pattern(r"\s*(?:[-*•·]|\(?\d{1,2}[.)、])\s*\S")
_MINIMUM = Pattern(
    r"(?i)起订|起批|起送|最小订量|(?<![a-z])(?:min(?:imum)?\.? (?:order|qty|quantity)|moq)(?![a-z])"
)
_UNKNOWN = Pattern(r"[A-Z][a-z]+: ?\d")
_NONE = Pattern(r"(?i)(?<![a-z])(?:none|nothing|zero|no(?= stock)|nil)(?![a-z])|没有|无|0")
_NOUN = Pattern(r"(?i) ((?:[a-z][a-z'-]+ ){0,2}[a-z][a-z'-]+)")
_NAME_STOP = Pattern(
    r"(?i)(?:^| )(?:by|for|to|at|in|on|and|please|pls|from|with|of|if|as|again|more|left|a|per|each|the"
    r"|asap|soon|today|tomorrow|this|next|before|so|now|or|is|are|we|they|i|will|should|them|it|these"
    r"|those|ones?|days?|weeks?|quality|because|since|but|hand|stock|transit|day|instead|total|max"
    r"|extra|another|working|lol|already|usually|also|too|only|just)(?: .*)?$"
)
_ZH_NAME = Pattern(
    r"^(?:[-*•]\s*)?(?:我们|咱们?|家里?|店里|现在|目前|另外|还有|然后|那个|这个"
    r"|@\S+\s)*((?:[A-Z]款)?[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z\d ()/-]{0,15}?"
    r"|[A-Za-z]{1,10}[\u4e00-\u9fff]{1,8})\s?(?=(?:又|也|都|已经|这边|现在|目前|当前|快|要|马上|基本"
    r"|最近|真的)*(?:断货|断码|缺货|脱销"
    r"|没货|没了|卖完|卖空|卖光|见底|库存|现货|在途|日销|日均|还有|还剩|只剩|就剩|剩|一天|每天|平均"
    r"|告急|不够|补|申请|需要|再订|再补|交期|卖爆|爆单|仓库|仓里))"
)
_NO_ZH_NAME = Pattern(
    r"^(?:能不能|可不可以|能|还|没|已|就|也|这|那|快|又|卖|只|剩|有|在|半|库存|现在|目前|当前|仓库|供应商|工厂|厂家|厂里"
    r"|这次|本次|上次|每天|一天|日销|一共|总共|大概|安全|申请|建议"
    r"|请|麻烦|老板|客户|我|你|他|她|它|们|预算|要|补|不|先|再|需要|急|帮|大家|门店|店里|双\d|活动"
    r"|最近|今天|明天|昨天|后天|采购|运营|仓管|断货|缺货|总|都|也|另"
    r"|如果|估计|周会|结论|月|上月|预计|领导|总部|路上|仓里|老大|.{1,4}说|.{0,6}[厂商]$|马上|赶紧"
    r"|尽快|结果)|[\u4e00-\u9fff]{2}[和与跟及][\u4e00-\u9fff]{2}|[一二三四五六七八九十\d]+[天月年]|说$|^的"
    r"|的$"
)
_EN_SUBJECT = Pattern(
    r"(?i)^(?:[-*•]\s*)?(?:hi|hey|ok|so|and|also|our|the|we're|we are|the popular|all"
    r"|fyi)?[ ,]*((?:[a-z\d][\w'-]* ){0,3}?[a-z][\w'-]*) (?:is|are) (?:nearly |almost |running "
    r"|getting |about |very )*(?:out|low|gone|short|finished|down)(?![a-z])"
)
_EN_OF = Pattern(
    r"(?i)(?:low|short|out|stock|level|sales|inventory|top up|restock|reorder|replenish|order|more|some"
    r"|need|of|running out)(?: on| of)? (?:the |our |some "
    r"|more )?((?:[a-z\d][\w'&-]* ){0,3}[a-z][\w'&-]*)"
)


@dataclass(slots=True)
class Line:
    """An article and what is said of it: each value with its place and turn."""

    values: dict[str, tuple[Any, int, int, Turn]] = field(default_factory=dict)
    replaced: dict[str, Any] = field(default_factory=dict)
    is_dropped: bool = False
    is_mixed: bool = False

    @property
    def sku(self) -> str:
        return str(self.values["sku"][0]) if "sku" in self.values else ""

    @property
    def name(self) -> str:
        return str(self.values["name"][0]) if "name" in self.values else ""

    @property
    def has_figures(self) -> bool:
        return any(name in self.values for name in _ORDER[3:])


def lines_of(talk: Talk) -> list[Line]:
    """Return the articles that are to be restocked, in the order in which they are named."""
    return _Reader(talk).lines_found()


def values_of(lines: list[Line]) -> Iterator[Value]:
    """Yield the values of lines."""
    for number, line in enumerate(lines):
        for name in _ORDER:
            if name in line.values:
                value, start, end, turn = line.values[name]
                yield Value(f"lines[{number}].{name}", value, start, end, turn, True, line.replaced.get(name))


class _Reader:
    """Gathers lines clause by clause."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.text = talk, talk.text
        self.lines: list[Line] = []
        self.current: Line | None = None
        self.said_in = -1
        self.speaker = ""
        self.shared: list[tuple[str, Figure, Clause]] = []
        self.last: tuple[Line, str] | None = None

    def lines_found(self) -> list[Line]:
        rows = list(rows_of(self.text, _COLUMNS))
        for row in rows:
            self._row(row)
        for clause in self.talk.clauses:
            if not any(row.start <= clause.start < row.end for row in rows):
                self._clause(clause)
        wanted = [
            line
            for line in self.lines
            if not line.is_dropped
            and (line.name or line.sku or ("quantity" in line.values and not line.is_mixed))
        ]
        kept = [line for line in wanted if line.has_figures] or [
            line for line in wanted if line.name or line.sku
        ][:1]
        for name, figure, clause in self.shared:
            for line in kept:
                if name not in line.values:
                    line.values[name] = (as_plain(figure.value), figure.start, figure.end, clause.turn)
        return kept

    # --- tables ------------------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        turn = next((each for each in self.talk.own_turns if each.start <= row.start < each.end), None)
        if turn is None:
            return
        line = Line()
        for name, (start, end) in row.cells.items():
            cell = self.text[start:end]
            if name == "sku":
                self._named_cell(line, start, end, turn)
            elif name in ("name", "unit"):
                line.values[name] = (self.talk.message[start:end], start, end, turn)
            elif figure := next(
                (each for each in figures_in(self.text, start, end) if each.start == start and each.is_exact),
                None,
            ):
                line.values[name] = (as_plain(figure.value), figure.start, figure.end, turn)
            elif name == "quantity" and (cue("cancelled").search(cell) or not re.search(r"\d", cell)):
                line.is_dropped = True
        if line.values.get("quantity", (1,))[0] == 0:
            line.is_dropped = True
        self.lines.append(line)

    def _named_cell(self, line: Line, start: int, end: int, turn: Turn) -> None:
        """Take a code, and the name that stands in brackets behind it."""
        match = re.match(r"([^()]+?)\s*\(([^()]+)\)", self.text[start:end])
        code = match[1] if match else self.text[start:end]
        line.values["sku"] = (code, start, start + len(code), turn)
        if match:
            line.values["name"] = (
                self.talk.message[start + match.start(2) : start + match.end(2)],
                start + match.start(2),
                start + match.end(2),
                turn,
            )

    # --- running text --------------------------------------------------------------------------------

    def _clause(self, clause: Clause) -> None:
        if clause.status in ("quoted",):
            return
        if clause.status in ("others", "cancelled"):
            mentioned = self._mention(clause, creates=False)
            if mentioned is None and clause.status == "cancelled" and self.said_in == clause.first:
                mentioned = self.current
            if mentioned:
                mentioned.is_dropped = clause.status == "cancelled" or not mentioned.has_figures
            elif clause.label and clause.start - clause.first <= len(clause.label) + 6:
                self.current = None
            return
        if clause.status == "rejected":
            self._withdraw(clause)
            return
        mentioned = self._mention(clause, creates=True) or self._known_in(clause)
        if mentioned:
            self.current, self.said_in, self.speaker = mentioned, clause.first, clause.turn.sender
        elif _UNKNOWN.match(clause.words) or (clause.opens_label and not self._is_field_label(clause.label)):
            self.current = None  # it is said of something whose name is not known
        if clause.is_asked:
            self._figures(clause)

    def _withdraw(self, clause: Clause) -> None:
        """Drop the quantity that is asked for in vain: 5000 做不了, isn't 300 too much."""
        for figure in figures_in(self.text, clause.start, clause.end):
            for line in self.lines:
                if line.values.get("quantity", (None,))[0] == as_plain(figure.value):
                    line.replaced["quantity"] = line.values.pop("quantity")[0]

    def _known_in(self, clause: Clause) -> Line | None:
        """Return the one line whose name, or the last word of it, a clause states again."""
        words = clause.words.casefold()
        found = [line for line in self.lines if line.name and _short_name(line.name) in words]
        return found[0] if len(found) == 1 else None

    def _mention(self, clause: Clause, creates: bool) -> Line | None:
        """Return the line whose code or name a clause states."""
        first = (
            clause.first
            if clause.label and clause.start - clause.first <= len(clause.label) + 8
            else clause.start
        )
        code = next(codes_in(self.text, first, clause.end), None)
        if code:
            line = self._by_code(code.value)
            if line and not creates and line.name and line.name not in clause.words:
                return None
            if line is None and creates:
                line = Line({"sku": (code.value, code.start, code.end, clause.turn)})
                self.lines.append(line)
            if (
                line
                and creates
                and not line.name
                and (
                    named := self._labelled_name(clause)
                    or self._name_beside(clause, first, code.start, code.end)
                )
            ):
                line.values["name"] = (*named, clause.turn)
            return line
        named = (
            self._name_in(clause, first)
            if clause.status in ("", "cancelled", "others", "question") or clause.label
            else None
        )
        if named is None:
            return None
        line = self._by_name(named[0])
        if line is None and creates:
            is_open = self.current and not self.current.name and not self.current.sku
            is_new = self.current and self.current.has_figures and self._counting(clause)
            if self.current and is_open and not is_new:
                line = self.current
            else:
                line = Line()
                self.lines.append(line)
            line.values["name"] = (*named, clause.turn)
        return line

    def _by_code(self, code: str) -> Line | None:
        return next(
            (line for line in self.lines if line.sku and (line.sku == code or line.sku.endswith(f"-{code}"))),
            None,
        )

    def _by_name(self, name: str) -> Line | None:
        words = name.casefold().rstrip("s")
        for line in self.lines:
            known = line.name.casefold().rstrip("s")
            if known and (known in words or words in known or words.split(" ")[-1] == known.split(" ")[-1]):
                return line
        return None

    def _name_beside(self, clause: Clause, first: int, start: int, end: int) -> tuple[str, int, int] | None:
        """Return the name that stands before a code, or in brackets or in words behind it."""
        behind = self.text[end : clause.end]
        before = re.search(
            r"(?i)((?:[a-z][a-z'-]+ ){0,3}[a-z][a-z'-]+|[\u4e00-\u9fff]{2,8})\s?[(,]?\s?\Z",
            self.text[first:start],
        )
        if before:
            name = re.sub(
                r"(?i)^.*(?:^| )(?:on|of|the|our|for|order|restock|reorder|need|more|some|sku|item|code"
                r"|is|are) (?=\S)",
                "",
                before[1],
            )
            name = re.sub(r"(?i)^(?:the|our|for|restock|order|item|sku|code|product)$", "", name)
            if re.search(r"[\u4e00-\u9fff]", name):
                name = "" if _NO_ZH_NAME.search(name) else name
            if len(name) >= 2 and not cue("codes").fullmatch(name.lower()):
                at = first + before.start(1) + before[1].rindex(name)
                return self._at(at, at + len(name))
        if match := re.match(r"\s?\(([^()\d][^()]{0,24})\)", behind):
            return self._at(end + match.start(1), end + match.end(1))
        match = re.match(
            r"\s?([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z\d]{1,9}?)(?=[\s:,(]|$|库存|现货|还|只|剩|日销"
            r"|一天|补|缺|快|要)",
            behind,
        )
        if match and not _NO_ZH_NAME.search(match[1]) and not cue("on_hand").match(match[1]):
            return self._at(end + match.start(1), end + match.end(1))
        if match := re.match(r"(?i) ((?:[a-z][a-z'-]+ ){0,2}[a-z][a-z'-]+)(?=\s?:)", behind):
            return self._at(end + match.start(1), end + match.end(1))
        return None

    def _at(self, start: int, end: int) -> tuple[str, int, int]:
        return self.talk.message[start:end], start, end

    def _name_in(self, clause: Clause, first: int) -> tuple[str, int, int] | None:
        """Return the name of an article in a clause without a code."""
        label = self.text[first : clause.start]
        if labelled := self._labelled_name(clause):
            return labelled
        if clause.label and first < clause.start and not self._is_field_label(clause.label):
            match = re.match(r"\s*(?:[-*•]\s*|\d+[.)、]\s*)?([^:\n]{2,30}?)\s*:", label)
            if (
                match
                and cue("goal").search(match[1]) is None
                and (
                    cue("on_hand").search(clause.sentence)
                    or cue("reorder").search(clause.sentence)
                    or clause.status
                )
                and not _NO_ZH_NAME.search(match[1])
            ):
                return self._at(first + match.start(1), first + match.end(1))
        words = clause.words
        if re.search(r"[\u4e00-\u9fff]", words):
            return self._chinese_name(clause)
        for pattern in (_EN_SUBJECT, _EN_OF):
            for match in pattern.finditer(words):
                if re.search(r"(?i)(?:^| )ones?(?: |$)", match[1]):
                    continue
                name = _NAME_STOP.sub("", match[1])
                name = re.sub(r"(?i)^(?:the|our|some|more|another|up|with|us|me) ", "", name).strip()
                if self._is_english_name(name):
                    start = clause.start + match.start(1) + match[1].index(name)
                    return self._at(start, start + len(name))
        figures = self._counting(clause)
        ordered = (each for each in figures if cue("reorder").search(self.text[clause.start : each.start]))
        figure = next(ordered, None)
        return self._english_name_behind(figure, clause) if figure else self._name_before_dash(clause)

    def _name_before_dash(self, clause: Clause) -> tuple[str, int, int] | None:
        """Return the name that a dash parts from its figures: exercise books A4 — 140 on hand."""
        name = re.sub(r"^[-*•]\s*| [A-Z]\d$", "", clause.words)
        is_parted = _DASH.match(self.text[clause.end : clause.end + 6]) and len(name.split()) <= 4
        if not is_parted or not self._is_english_name(name):
            return None
        start = clause.start + clause.words.index(name)
        return self._at(start, start + len(name))

    def _english_name_behind(self, figure: Figure, clause: Clause) -> tuple[str, int, int] | None:
        """Return the name behind a quantity: 300 mint, 20 boxes of gloves."""
        match = _NAME_BEHIND.match(self.text[figure.end : clause.end])
        name = _NAME_STOP.sub("", match[1]).strip() if match else ""
        if match is None or not self._is_english_name(name) or _UNIT_EN.fullmatch(name):
            return None
        start = figure.end + match.start(1) + match[1].index(name)
        return self._at(start, start + len(name))

    def _labelled_name(self, clause: Clause) -> tuple[str, int, int] | None:
        """Return the name behind a label such as 品名: or Item:."""
        if not (clause.opens_label and cue("product_label").fullmatch(clause.label)):
            return None
        name = re.sub(r"\s*[(,].*$", "", clause.words)
        return self._at(clause.start, clause.start + len(name)) if len(name) > 1 else None

    def _is_english_name(self, name: str) -> bool:
        return bool(
            len(name) > 2
            and not re.match(r"\d+ |.* (?:arrives?|comes?|is|are|due) ", name)
            and re.search(r"(?i)[a-z]{3}", name)
            and re.fullmatch(r"(?i)[\w'& -]+", name)
            and not _UNIT_EN.fullmatch(name.rsplit(" ", maxsplit=1)[-1])
            and not re.fullmatch(
                r"(?i)(?:it|them|this|that|.*sizes?|everything|stuff|order|stock|reorder|need|hand"
                r"|time|costs?|week|month|number|more|some|supplier|quantity|qty|money|sales?|level"
                r"|budget|now|days?|hi|hey|the|please|customers?|business|way|course|which|what|all"
                r"|both|these|those|us|me|you|him|her|our|we|they|.*(?:day|days|week|month))",
                name,
            )
        )

    def _is_field_label(self, label: str) -> bool:
        names = (
            "codes",
            "product_label",
            "on_hand",
            "in_transit",
            "daily_sales",
            "presold",
            "lead_time",
            "safety",
            "reorder",
        )
        others = (
            "where_label",
            "owner_label",
            "requester_label",
            "approver_label",
            "informed_label",
            "why_label",
            "what_label",
            "budget",
            "due_before",
            "shortage_cost",
            "final",
        )
        return any(cue(name).fullmatch(label) for name in (*names, *others)) or bool(
            re.match(
                r"(?i)(?:结论|备注|说明|情况|now|notes?|current|status|deadline|另外|total|合计"
                r"|补货申请|原因|状态|update"
                r"|ps|re|subject)$",
                label,
            )
        )

    def _chinese_name(self, clause: Clause) -> tuple[str, int, int] | None:
        match = _ZH_NAME.match(clause.words)
        if match:
            name = re.sub(r"(?:又|也|快|都|已经|这边|现在|目前|最近|的|真的|库存)+$", "", match[1].strip())
            name = re.sub(r"\s\d+[\u4e00-\u9fff].*$", "", name)
            if len(name) >= 2 and not _NO_ZH_NAME.search(name):
                start = clause.start + match.start(1) + match[1].index(name)
                return self._at(start, start + len(name))
        for figure in figures_in(self.text, clause.start, clause.end):
            before = self.text[clause.start : figure.start]
            measure = cue("measures").match(
                self.text, figure.end + (self.text[figure.end : figure.end + 1] == " ")
            )
            if measure and re.search(rf"(?:{cue('reorder').pattern})\s?\Z", before):
                rest = re.match(
                    r"\s?([\u4e00-\u9fffA-Za-z]{2,10}?)(?=[\s,。和跟(]|$|给|吧|就|送|到|发)",
                    self.text[measure.end() : clause.end],
                )
                if (
                    rest
                    and not _NO_ZH_NAME.search(rest[1])
                    and not re.match(r"[吧了呢啊哈就先]|左右|以上", rest[1])
                ):
                    return self._at(measure.end() + rest.start(1), measure.end() + rest.end(1))
        return None

    # --- figures ----------------------------------------------------------------------------------------

    def _figures(self, clause: Clause) -> None:
        figures = self._counting(clause)
        if not figures:
            self._nothing_said(clause)
        previous = ""
        for place, figure in enumerate(figures):
            before = self.text[
                figures[place - 1].end
                if place
                else clause.first
                if place == 0 and clause.label
                else clause.start : figure.start
            ]
            behind_to = figures[place + 1].start if place + 1 < len(figures) else clause.end
            has_next = place + 1 < len(figures)
            name = self._field(clause, before, self.text[figure.end : behind_to], has_next)
            if not name and previous == "quantity" and _ANOTHER.fullmatch(before):
                name = self._another(figure, clause)
            previous = name
            if (
                name
                and figure.is_exact
                and (
                    figure.value == int(figure.value)
                    or re.match(r"(?i)[ ]?(?:kg|t|吨|公斤|m|米|l|升)", self.text[figure.end :])
                )
            ):
                self._set(name, figure, clause)
        if figures:
            self._nothing_said(clause)

    def _another(self, figure: Figure, clause: Clause) -> str:
        """Turn to the line that a second quantity names, and return its field, "" without a name."""
        named = self._english_name_behind(figure, clause)
        if named is None:
            return ""
        self.current = self._by_name(named[0])
        if self.current is None:
            self.current = Line({"name": (*named, clause.turn)})
            self.lines.append(self.current)
        return "quantity"

    def _counting(self, clause: Clause) -> list[Figure]:
        """Return the figures of a clause that are no days, sums, sizes, or part of codes and packs."""
        text, start, end = self.text, clause.start, clause.end
        spans = [(each.start, each.end) for each in self.talk.days(clause)]
        spans += [(each.start, each.end) for each in sums_in(text, start, end)]
        spans += [(each.start, each.end) for each in sizes_in(text, start, end)]
        spans += [(each.start, each.end) for each in codes_in(text, start, end)]
        return [
            each
            for each in figures_in(text, start, end)
            if not any(one < each.end and each.start < other for one, other in spans)
            and not _PACK.match(text, each.end, end)
            and not _is_one_day(text, each)
        ]

    def _field(self, clause: Clause, before: str, behind: str, has_next: bool) -> str:
        """Return the field that a figure answers, by the nearest cue before it or right behind it."""
        if (
            _LONGER.match(behind)
            or re.match(r"\s?[-/]?\s?(?:个?月|month|week|周)", behind)
            or cue("monthly").search(before[-12:] + "|" + behind[:12])
        ):
            return ""
        if _MINIMUM.search(f"{before[-24:]}|{behind[:6]}"):
            return ""
        if re.search(r"每[箱包盒件袋]\s?\Z|(?:预算|budget[^,]{0,8})\s?\Z", before):
            return ""
        if _DAYS.match(behind):
            return self._days_field(clause, before, behind)
        return self._count_field(clause, before, behind, has_next)

    def _count_field(self, clause: Clause, before: str, behind: str, has_next: bool) -> str:
        names = ("in_transit", "on_hand", "daily_sales", "presold", "quantity")
        finds = (self._behind(behind, names, has_next), self._nearest(before, names))
        if found := next(filter(None, finds[::-1] if re.search("[\u4e00-\u9fff]", before) else finds), ""):
            return found
        if clause.label:
            for cue_name, name in _COLUMNS[3:]:
                if cue(cue_name).fullmatch(clause.label) and not before.partition(":")[2].strip():
                    return name
        if self.talk.corrects(clause) and self.last and self.last[1] not in _DAYS_FIELDS:
            return self.last[1]
        return ""

    def _days_field(self, clause: Clause, before: str, behind: str) -> str:
        whole = f"{clause.label}:{before}" if clause.label else before
        found = self._nearest(whole, _DAYS_FIELDS)
        if found:
            return found
        after = _DAYS.sub("", behind, 1).lstrip("'")
        if cue("safety").match(after.strip()[:20]):
            return "safety_days"
        if cue("lead_time").match(after.strip()[:24]) or re.match(
            r"(?i)\s?(?:lead|交期|货期|能(?:出|到|发)|到(?![期底])|出货|才能?到)", after
        ):
            return "lead_time_days"
        return ""

    def _behind(self, behind: str, names: tuple[str, ...], has_next: bool) -> str:
        """Return the field whose cue stands right behind a figure and its unit: 60 on hand, 7 boxes a day.

        has_next: another figure follows, to which a Chinese cue right before it belongs: 1kg 还剩 35 桶.
        """
        rest = behind
        if english := _UNIT_EN.match(rest):
            rest = rest[english.end() :]
        elif measure := cue("measures").match(rest.lstrip()):
            rest = rest.lstrip()[measure.end() :]
        rest = re.sub(
            r"(?i)^ (?:of (?:the |those |them)?[\w ]{0,16}|are|is|still|now|already)(?= )", "", rest
        )
        for cue_name, name in _COLUMNS[3:9]:
            if (
                name in names
                and name not in _DAYS_FIELDS
                and (match := cue(cue_name).match(rest.lstrip(" (/")))
            ):
                belongs_behind = has_next and len(rest.strip()) == len(match[0].strip())
                if belongs_behind and re.search("[\u4e00-\u9fff]", match[0]):
                    continue
                if (
                    name == "on_hand"
                    and re.match(r"(?i)(?:we have|库存|现货|stock)", match[0])
                    and len(rest.strip()) > len(match[0]) + 1
                ):
                    continue
                return name
        opens_next = has_next and re.fullmatch(r"\s*[一每]天\s*", rest)  # 22箱 一天6箱
        if "daily_sales" in names and not opens_next and re.match(r"\s?(?:/|每|一)\s?[天日](?!内)", rest):
            return "daily_sales"
        return ""

    def _nearest(self, before: str, names: tuple[str, ...]) -> str:
        """Return the field of the last cue before a figure."""
        best, end = "", -1
        for cue_name, name in _COLUMNS[3:]:
            if name not in names:
                continue
            for match in cue(cue_name).finditer(f"{before}0"):
                if end < match.end() <= len(before) or (match.end() == end and name == "in_transit"):
                    best, end = name, match.end()
        gap = (
            re.sub(
                r"\([^()]*\)|[A-Z]+-[A-Z\d]+| from [A-Z][\w'-]+(?= is| are)|(?i: for (?:both|all|each"
                r"|everything)(?: of them)?(?: lines)?)",
                "",
                before[end:],
            )
            if end >= 0
            else ""
        )
        if end >= 0 and (
            re.search(r"(?i)(?<![a-z])(?:but|and|or|for|to|in|from|than)(?![a-z])", gap)
            or len(gap) > (24 if re.search(r"(?: is| are|:) ?$", gap) else 14)
        ):
            return ""
        return best

    def _nothing_said(self, clause: Clause) -> None:
        """Take "none on the way" and 在途没有 as 0."""
        for cue_name, name in (("in_transit", "in_transit"), ("on_hand", "on_hand")):
            is_labelled = clause.opens_label and cue(cue_name).fullmatch(clause.label)
            if (
                is_labelled
                and self.current
                and re.fullmatch(r"(?i)none|nothing|nil|no|无|没有", clause.words)
            ):
                self.current.values.setdefault(name, (0, clause.start, clause.end, clause.turn))
                continue
            match = cue(cue_name).search(clause.words)
            if match is None:
                continue
            before, behind = clause.words[: match.start()], clause.words[match.end() :]
            none = re.search(
                r"(?i)(?<![a-z])(?:none|nothing|zero)(?: is| are)? ?\Z|没有\s?\Z|无\s?\Z", before
            ) or re.match(r"\s?(?:没有|无(?!法)|: ?none|: ?nil)", behind)
            if none and self.current is not None and name not in self.current.values:
                self.current.values[name] = (
                    0,
                    clause.start + match.start(),
                    clause.start + match.end(),
                    clause.turn,
                )

    def _set(self, name: str, figure: Figure, clause: Clause) -> None:
        meant = _OF_ONE.match(self.text, figure.end, clause.end) if name in _DAYS_FIELDS else None
        if meant:
            self._set_days_of(meant[1], name, figure, clause)
            return
        if name in _DAYS_FIELDS and self._is_shared(clause):
            self.shared.append((name, figure, clause))
            return
        if self.current is None:
            self.current, self.speaker = Line(), clause.turn.sender
            self.lines.append(self.current)
        line = self.current
        if name == "on_hand" and clause.turn.sender != self.speaker:  # the stock of who is asked for goods
            return
        is_kept = name != "quantity" or (name in line.values and line.values[name][3] == clause.turn)
        if name in line.values and is_kept and not self.talk.corrects(clause):
            line.is_mixed = line.is_mixed or line.values[name][0] != as_plain(figure.value)
            return
        if name in line.values:
            line.replaced[name] = line.values[name][0]
        line.values[name] = (as_plain(figure.value), figure.start, figure.end, clause.turn)
        self.last = (line, name)
        self._unit(line, name, figure, clause)

    def _is_item_of_one(self, clause: Clause) -> bool:
        """Return whether a clause belongs to an item of a list that states one code."""
        start = self.text.rfind("\n", 0, clause.start) + 1
        end = self.text.find("\n", clause.end)
        end = len(self.text) if end < 0 else end
        if end - start > _LONGEST_ITEM:
            return False
        codes = {code.value for code in codes_in(self.text, start, end)}
        return len(codes) == 1 and _ITEM.match(self.text, start) is not None

    def _set_days_of(self, said: str, name: str, figure: Figure, clause: Clause) -> None:
        """Set the days that are said of one article, if it is known: 12 days for the bases."""
        stem = said.casefold().rstrip("s")
        found = [line for line in self.lines if stem in line.name.casefold()]
        if len(found) == 1:
            found[0].values.setdefault(name, (as_plain(figure.value), figure.start, figure.end, clause.turn))

    def _is_shared(self, clause: Clause) -> bool:
        """Return whether days are said of all lines: where their sentence names none or several of them."""
        named = {code.value for code in codes_in(self.text, clause.first, clause.last)}
        names = [line.name for line in self.lines if line.name]
        if self._is_item_of_one(clause):
            return False
        named |= {name for name in names if _short_name(name) in clause.sentence.casefold()}
        is_named_here = any(codes_in(self.text, clause.start, clause.end)) or (
            sum(_short_name(name) in clause.words.casefold() for name in names) == 1
        )
        return len(self.lines) > 1 and len(named) != 1 and not is_named_here

    def _unit(self, line: Line, name: str, figure: Figure, clause: Clause) -> None:
        if name in _DAYS_FIELDS:
            return
        offset = figure.end + (self.text[figure.end : figure.end + 1] == " ")
        measure = cue("measures").match(self.text, offset, clause.end)
        english = _UNIT_EN.match(self.text, figure.end, clause.end) or _MEASURED.match(
            self.text, figure.end, clause.end
        )
        if measure and re.search(r"[\u4e00-\u9fff]", measure[0]):
            span = measure.span()
        elif english:
            span = english.span(1)
        else:
            return
        if "unit" not in line.values or name == "quantity":
            line.values["unit"] = (self.talk.message[span[0] : span[1]], span[0], span[1], clause.turn)


def _short_name(name: str) -> str:
    """Return what is usually said of a name again: its last word, or its Chinese part."""
    chinese = re.search(r"[\u4e00-\u9fff]{2,}", name)
    return chinese[0] if chinese else name.casefold().split(" ")[-1].rstrip("s")


def _is_one_day(text: str, figure: Figure) -> bool:
    """Return whether a figure is the 一 of 一天 or 一周, which counts nothing."""
    return text[figure.start : figure.end] == "一" and text[figure.end : figure.end + 1] in "天周月日年个"


# --- the cost of a shortage, and why -----------------------------------------------------------------


def shortage_cost(talk: Talk) -> Iterator[Candidate]:
    """Yield what it costs to be out of stock."""
    for clause in talk.asked:
        if not cue("shortage_cost").search(clause.words):
            continue
        for each in sums_in(talk.text, clause.start, clause.end):
            if each.is_exact:
                value = {"amount": as_plain(each.amount), "currency": each.currency}
                if per := re.search(
                    r"(?i)(?:缺|断)(?:货)?(一天|1天)|(每天|一天|每周|一周)|(?:a|per|every|each) (day"
                    r"|week|month)",
                    clause.words,
                ):
                    value["per"] = re.sub("[一每1]", "", next(filter(None, per.groups())))
                yield Candidate("shortage_cost", value, each.start, each.end, clause)


def uplift(talk: Talk) -> Iterator[Candidate]:
    """Yield by how much sales are expected to rise."""
    for clause in talk.asked:
        if match := cue("uplift").search(clause.words):
            for figure in figures_in(talk.text, clause.start + match.start(), clause.end):
                if figure.is_exact and talk.text[figure.end : figure.end + 2].strip().startswith("%"):
                    yield Candidate(
                        "demand_uplift_percent", as_plain(figure.value), figure.start, figure.end, clause
                    )


def reason(talk: Talk) -> Candidate | None:
    """Return why goods are restocked: what runs out, and what they are needed for."""
    found = []
    for clause in talk.clauses:
        if clause.status in ("quoted", "others", "past", "condition", "cancelled", "question"):
            continue
        if cue("shortage").search(clause.words) and not cue("shortage_cost").search(clause.words):
            found.append(clause)
    if not found:
        return None
    texts = [talk.message[clause.start : clause.end].strip(" !！~～。.") for clause in found[:2]]
    is_chinese = bool(re.search(r"[\u4e00-\u9fff]", texts[0]))
    return Candidate(
        "why", ("；" if is_chinese else "; ").join(texts), found[0].start, found[0].end, found[0]
    )
