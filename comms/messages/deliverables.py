"""Finds what is to be delivered: names, counts, sizes and formats, which may stand in several clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comms.messages.candidates import NOT_MEANT
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.reading import Value
from comms.messages.talk import Talk
from comms.messages.values.figures import as_plain, figures_in
from comms.messages.values.money import sums_in
from comms.messages.values.sizes import formats_in, sizes_in
from comms.messages.values.spans import Figure, Written

_ZH = Pattern(r"[\u4e00-\u9fff]")
_REST = Pattern(r"\s?(?:[^\s,。、+;:()/\d和与跟及各共放用给要每尺宽高统都(]|和(?=[\u4e00-\u9fff]*装)){1,12}")
_REST_END = Pattern(
    r"(?:给我|就行|就好|即可|吧|呢|哈|的|了|哦|啊|嘛|呗|不变|先|来|做|要|图片?(?<=图图)|看看|一下)+$"
)
_HEAD = Pattern(r"(?:^|(?<=\d)|[\s,。、+;:和与跟及])([^\s,。、+;:()\d]{2,12})\s?[:x×]?\s?$")
_HEAD_START = Pattern(
    r"^(?:对了|另外|另|再|还|还要|加|加上?|帮我?|麻烦|请|要|需要|做|出|弄|设计|画|来|那|就|先|这次"
    r"|本次|一共|总共|的|把|其中|包括|包含|分别是?|外加|以及|还有"
    r"|然后|我们?|给我|想要?|申请|排|[吧呀啊哈嗯哦好]|@\S+|那个?|这个?|个|放在|用在|挂在|贴在|只要?"
    r"|改成?|变成?|交付物?|交付|数量)+"
)
_TOTAL = Pattern(r"(?:一共|总共|共计?|合计|总计)\s?\Z")
_EACH = Pattern(r"(?:各|每[个张家人款店]?|人均|第|单|超过|最多|至多|至少|少于|限|多|再多|少)\s?\Z")
_FROM = Pattern(r"\s?\S?\s?(?:变成?|改成?为?|→|->|to)\s?\d")
_EN_FRAME = Pattern(r"[ -]?(?:x |× )?((?:[A-Za-z][\w'&/-]*[ ]?){1,5})")
_EN_STOP = Pattern(
    r"(?i)\s(?:for|at|in|on|with|of|by|to|from|and|each|per|that|which|as|please|pls|plus|or|is|are|max"
    r"|rather|all|both|needed|printed|showing|this|the|ready|instead|about|max|next|before|using|so|asap|not"
    r"|,)(?![a-z]).*$"
)
_BUDGET = Pattern(r"(?i)(?:预算|经费|设计费|budget)(?:不超过|控制在|最多|是|of|is|:|'s|\s)*")
_HEAD_END = Pattern(
    r"(?:(?:给我|帮我|再)?(?:改成?为?|变成?为?|还是|需要|各?要|做|排|出|弄|印|画|共|就|来|给我|再补"
    r"|补|加)+|给我)[ :]*$"
)
_COLLECTIVE = Pattern(r"(?i)(?:宣传)?(?:物料|材料|素材|东西)|artwork|assets?|materials?|stuff")
"""What sums up the things that are named beside it."""
_MOST = 50
"""The most counts without a name, and things, that are looked at: no request has more."""
_VERB = Pattern(r"需要|还有|要做|再来|帮忙做|麻烦做|还要|想做|包括|包含")
_MANNER = Pattern(r"(?:竖版|横版|双面|单面|高清|竖屏|横屏|尺寸|规格|大小|成品|[AB]\d)+")
_DEFINITE = Pattern(
    r"(?i)(?<![a-z])(?:our|the|these|those|both|all|my|your|his|her|their|other|these|last)\s\Z"
)
_PRE_TIMES = Pattern(r"(?:^|[\s,;])((?:[A-Za-z][\w'-]* ){0,2}[A-Za-z][\w'-]*) ?(?:[×:]|(?<= )x) ?\Z")


@dataclass(slots=True)
class Item:
    """Something to be delivered and the places of what is said about it."""

    name: str
    clause: Clause
    places: dict[str, tuple[int, int, Clause]] = field(default_factory=dict)
    count: int | str | None = None
    size: str = ""
    formats: list[str] = field(default_factory=list)
    replaced: int | str | None = None
    is_implied: bool = False


def values_of(items: list[Item]) -> Iterator[Value]:
    """Yield the values of things to be delivered."""
    for number, item in enumerate(items):
        for key, value in (
            ("name", item.name),
            ("count", item.count),
            ("size", item.size),
            ("format", " + ".join(item.formats)),
        ):
            if value in (None, "") or key not in item.places:
                continue
            start, end, clause = item.places[key]
            replaced = item.replaced if key == "count" else None
            yield Value(f"deliverables[{number}].{key}", value, start, end, clause.turn, True, replaced)


def items_of(talk: Talk) -> list[Item]:
    """Return the things to be delivered in the order in which they are named, without cancelled ones."""
    reader = _Reader(talk)
    for clause in talk.clauses:
        reader.read(clause)
    return reader.finished()


class _Reader:
    """Gathers things clause by clause."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.items: list[Item] = []
        self.bare: list[tuple[Figure, Clause, bool]] = []
        self.last: Item | None = None
        self.may_continue: tuple[int, int] | None = None

    def read(self, clause: Clause) -> None:
        if clause.status == "cancelled":
            self.items = [item for item in self.items if not is_named(item, clause.words)]
            return
        if not clause.is_asked or len(self.items) >= _MOST:
            return
        taken = self._taken(clause)
        found = self._frames(clause, taken)
        if not found:
            found = self._mentions(clause)
        self._sizes(clause, found)
        self._formats(clause, found)

    def _taken(self, clause: Clause) -> list[tuple[int, int]]:
        """Return the places of what is no count: sizes, days, sums."""
        text, start, end = self.talk.text, clause.start, clause.end
        spans = [(each.start, each.end) for each in sizes_in(text, start, end)]
        spans += [(each.start, each.end) for each in self.talk.days(clause)]
        for each in sums_in(text, start, end):
            if not text[each.start : each.end].endswith("块") or cue("budget").search(clause.words):
                spans.append((each.start, each.end))
        spans += [(match.start(), match.end() + 8) for match in _BUDGET.finditer(text, start, end)]
        if clause.label and (cue("rounds").fullmatch(clause.label) or cue("goal").fullmatch(clause.label)):
            spans.append((start, end))
        return spans

    # --- names and counts ----------------------------------------------------------------------

    def _frames(self, clause: Clause, taken: list[tuple[int, int]]) -> list[Item]:
        text = self.talk.text
        figures = [
            each
            for each in figures_in(text, clause.start, clause.end)
            if not any(start < each.end and each.start < end for start, end in taken)
        ]
        found: list[Item] = []
        for place, figure in enumerate(figures):
            limit = figures[place + 1].start if place + 1 < len(figures) else clause.end
            since = figures[place - 1].end if place else clause.start
            before = text[since : figure.start]
            if NOT_MEANT.search(before) or _FROM.match(text, figure.end, clause.end):
                continue
            if text[figure.start : figure.end] in ("俩", "仨"):
                item = self._chinese(clause, figure, before, figure.end, limit)
            elif measure := cue("measures").match(
                text, figure.end + (text[figure.end : figure.end + 1] == " ")
            ):
                item = self._chinese(clause, figure, before, measure.end(), limit)
            elif _ZH.match(text, figure.end) or _DEFINITE.search(before):
                continue
            else:
                item = self._english(clause, figure, before, limit)
            if item:
                found.append(item)
        return found

    def _chinese(self, clause: Clause, figure: Figure, before: str, end: int, limit: int) -> Item | None:
        if _EACH.search(before):
            return None
        rest = _REST.match(self.talk.text, end, limit)
        name = _REST_END.sub("", rest[0]).strip() if rest else ""
        start = rest.start() + rest[0].index(name) if rest and name else end
        head = _HEAD.search(_HEAD_END.sub(lambda match: " " * len(match[0]), before))
        if head and len(name) < 2:
            name = _HEAD_START.sub("", _VERB.split(head[1])[-1] or head[1])
            start = figure.start - len(before) + head.start(1) + len(head[1]) - len(name)
        if _TOTAL.search(before):
            name = ""
        name = _HEAD_START.sub("", name) if _ZH.search(name) else name
        if name and (_MANNER.fullmatch(name) or not self._may_be_thing(clause, name)):
            name = ""
        return self._counted(clause, figure, name, start)

    def _english(self, clause: Clause, figure: Figure, before: str, limit: int) -> Item | None:
        text = self.talk.text
        match = _EN_FRAME.match(text, figure.end, limit)
        is_label = clause.label in ("qty", "quantity", "count", "number", "数量")
        if match is None or is_label:
            if times := _PRE_TIMES.search(before):
                return self._counted(clause, figure, times[1], figure.start - len(before) + times.start(1))
            if is_label or (self.talk.corrects(clause) and not self._is_of_others(clause)):
                self._bare(clause, figure)
            return None
        phrase = _EN_STOP.sub("", match[1].rstrip()).strip()
        corrects = self.talk.corrects(clause) and not self._is_of_others(clause)
        if cue("generic").fullmatch(phrase) or (corrects and not phrase):
            self._bare(clause, figure)
        elif self._is_counted(clause, figure, before, phrase, match.start(1)):
            return self._counted(clause, figure, phrase, match.start(1))
        return None

    def _is_of_others(self, clause: Clause) -> bool:
        """Return whether the sentence compares with others: 隔壁1299，我们还是1599 counts nothing."""
        return bool(cue("competitor").search(clause.sentence))

    def _is_counted(self, clause: Clause, figure: Figure, before: str, phrase: str, start: int) -> bool:
        """Return whether a figure counts the things behind it, and is no year, measure or share of each."""
        words = phrase.split(" ")
        is_of_each = re.match(r"\s?each(?![a-z])", self.talk.text[start + len(phrase) : clause.end])
        is_year = 1900 < figure.value < 2100 and before[-1:] not in ("x", "×")
        is_measure = cue("not_things").fullmatch(words[0]) or cue("not_things").fullmatch(words[-1])
        if not phrase or is_of_each or is_year or is_measure or _ZH.search(phrase):
            return False
        return self._may_be_thing(clause, phrase)

    def _may_be_thing(self, clause: Clause, name: str) -> bool:
        """Return whether what is counted can be delivered: it is asked for, known, or of the kind."""
        sentence = (clause.turn.start, clause.first)
        is_listed = bool(
            re.match(r"\s*(?:[-*•·]|\(?\d{1,2}[.)、])", self.talk.text[clause.first : clause.first + 4])
        )
        may = (
            bool(cue("ask").search(clause.words))
            or sentence == self.may_continue
            or bool(cue("things").search(name))
            or any(_is_same(item.name, name) for item in self.items)
            or any(sizes_in(self.talk.text, clause.start, clause.end))
            or bool(clause.label and cue("what_label").fullmatch(clause.label))
            or (is_listed and (self.talk.asking is not None or bool(self.items)) and not clause.label)
            or any(clause.label and clause.label in item.name.lower() for item in self.items)
        )
        if may:
            self.may_continue = sentence
        return may

    def _counted(self, clause: Clause, figure: Figure, name: str, start: int) -> Item | None:
        if not name:
            self._bare(clause, figure)
            return None
        known = next((item for item in self.items if _is_same(item.name, name)), None)
        item = known or self._new(clause, name, start)
        is_set = figure.value == 1 and self.talk.text[figure.end : figure.end + 1] in "套组"
        if known and known.count is None and len(name) > len(known.name):
            known.name, known.places["name"] = name, (start, start + len(name), clause)
        if figure.is_exact:
            self._set_count(item, figure, clause)
            item.is_implied = is_set
        return item

    def _new(self, clause: Clause, name: str, start: int) -> Item:
        item = Item(self.talk.message[start : start + len(name)], clause)
        item.places["name"] = (start, start + len(name), clause)
        self.items.append(item)
        self.last = item
        return item

    def _set_count(self, item: Item, figure: Figure, clause: Clause) -> None:
        if item.count is not None and item.count != as_plain(figure.value):
            item.replaced = item.count
        item.count, item.is_implied = as_plain(figure.value), False
        item.places["count"] = (figure.start, figure.end, clause)
        self.last = item

    def _bare(self, clause: Clause, figure: Figure) -> None:
        if len(self.bare) < _MOST and figure.is_exact and self.talk.text[figure.end : figure.end + 1] != "块":
            self.bare.append((figure, clause, self.talk.corrects(clause)))

    def _mentions(self, clause: Clause) -> list[Item]:
        """Return the thing that a clause names without a count."""
        if listed := self._listed(clause):
            return [listed]
        if named := _named(self.items, clause.words):
            return named
        is_labelled = bool(clause.label and cue("what_label").fullmatch(clause.label))
        if not (cue("ask").search(clause.words) or is_labelled) or self.items:
            return []
        match = self._thing_in(clause)
        if match is None:
            return []
        name = re.sub(
            r"(?i)^(?:(?:a|an|the|some|our|new|please|need|us|me|you|do|make|design|create|want|for|of"
            r"|with|update|can|could) )+",
            "",
            match[0],
        )
        start = match.end() - len(name)
        if _ZH.search(name):
            trimmed = _HEAD_START.sub("", name)
            start, name = start + len(name) - len(trimmed), trimmed
        if len(name) < 2:
            return []
        item = self._new(clause, name, start)
        article = self.talk.text[clause.start : start].lower().rstrip().rpartition(" ")[2]
        if (
            article in ("a", "an")
            and not name.endswith("s")
            and not re.search(r"(?i)artwork|packaging|set|signage", name)
        ):
            item.count, item.is_implied = 1, True
            item.places["count"] = (start - 2, start, clause)
        return [item]

    def _listed(self, clause: Clause) -> Item | None:
        """Return the thing that an item of a list names with an article: - a menu board."""
        match = re.match(
            r"\s*[-*•·]\s+(an?) ((?:[a-z][\w'-]* ?){1,4})",
            self.talk.text[clause.start : clause.end],
            re.IGNORECASE,
        )
        if match is None or self.talk.asking is None:
            return None
        name = _EN_STOP.sub("", match[2].rstrip()).strip()
        if not name or any(_is_same(item.name, name) for item in self.items):
            return None
        item = self._new(clause, name, clause.start + match.start(2))
        item.count, item.is_implied = 1, True
        item.places["count"] = (clause.start + match.start(1), clause.start + match.end(1), clause)
        return item

    def _thing_in(self, clause: Clause) -> re.Match[str] | None:
        ask = cue("ask").search(self.talk.text, clause.start, clause.end)
        since = (
            ask.end() if ask and cue("things").search(self.talk.text, ask.end(), clause.end) else clause.start
        )
        found = None
        for found in cue("things").finditer(self.talk.text, since, clause.end):
            if self.talk.text[found.end() : found.end() + 1] != "的":  # 礼盒的手提袋 is a bag
                break
        return found

    # --- sizes and formats -----------------------------------------------------------------------

    def _sizes(self, clause: Clause, found: list[Item]) -> None:
        since = clause.start
        for size in sizes_in(self.talk.text, clause.start, clause.end):
            for item in self._meant(clause, found, since, size):
                if not item.size or self.talk.corrects(clause):
                    item.size = size.value
                    item.places["size"] = (size.start, size.end, clause)
                elif item.places["size"][2] is clause and self.talk.text[size.start - 1] != "(":
                    item.size = ""
            since = size.end

    def _meant(self, clause: Clause, found: list[Item], since: int, size: Written) -> list[Item]:
        """Return the things that a size is said of."""
        segment = self.talk.text[since : size.start]
        if self.talk.text[size.start - 1] == "(" and not any(
            item.places["name"][0] < size.start for item in self.items
        ):
            return []  # it is said of what stands before it: our menu (A4) and 2 gift cards
        if inside := [
            item
            for item in found
            if -len(item.name) <= item.places["name"][0] - size.end <= 2
            and item.places["name"][0] + len(item.name) > size.start
        ]:
            return [max(inside, key=lambda item: item.places["name"][0])]
        named = _named(self.items, segment) or self._beside(clause, found, size)
        named = named or self._labelled(clause)
        if named or len(self.items) == 1:
            return named or self.items
        if not self.items and re.search(r"×|^[ABC]\d|^DL|\d:\d", size.value):
            return [self._unnamed(clause, size.start)]
        return self.items if cue("all_of").search(clause.words) else self._just_before(clause)

    def _labelled(self, clause: Clause) -> list[Item]:
        """Return the thing that is the label of a clause: KV：3000×2000."""
        return [item for item in self.items if clause.label and clause.label == item.name.lower()]

    def _beside(self, clause: Clause, found: list[Item], size: Written) -> list[Item]:
        """Return the thing that stands nearest before a size in its clause, or else right behind it."""
        in_clause = [item for item in found if item.places["name"][2] is clause]
        before = [item for item in in_clause if item.places["name"][0] < size.start]
        if before:
            return [max(before, key=lambda item: item.places["name"][0])]
        behind = [item for item in in_clause if 0 <= item.places["name"][0] - size.end < 12]
        return [min(behind, key=lambda item: item.places["name"][0])] if behind else []

    def _just_before(self, clause: Clause) -> list[Item]:
        """Return the one thing of the clause before, if it is one."""
        ends = range(clause.start - 3, clause.start)
        near = [item for item in self.items if item.places.get("count", item.places["name"])[2].end in ends]
        return near if len(near) == 1 else []

    def _unnamed(self, clause: Clause, start: int) -> Item:
        item = Item("", clause)
        item.places["name"] = (start, start, clause)
        self.items.append(item)
        return item

    def _formats(self, clause: Clause, found: list[Item]) -> None:
        formats = list(formats_in(self.talk.text, clause.start, clause.end))
        targets = self._labelled(clause) or (found if found and len(found) < len(self.items) else self.items)
        for each in formats:
            for item in targets:
                if each.value not in item.formats:
                    item.formats.append(each.value)
                    first = item.places.get("format", (each.start, each.end, clause))
                    item.places["format"] = (first[0], each.end, clause) if first[2] is clause else first

    # --- the end ----------------------------------------------------------------------------------

    def finished(self) -> list[Item]:
        """Return the things, with the counts that were said without a name."""
        for figure, clause, corrects in self.bare:
            item = self._counted_by(figure, clause, corrects)
            if item and (item.count is None or item.is_implied or corrects):
                self._set_count(item, figure, clause)
        self._drop_collective()
        self._drop_divided()
        named = [item for item in self.items if item.name]
        if named and len(named) < len(self.items):
            self.items = named
        for item in self.items:
            if not item.name:
                self._name(item)
        return [item for item in self.items if item.name or item.count is not None]

    def _drop_collective(self) -> None:
        """Drop the name for all where each is counted by itself: 会场图2张，1张PC，1张无线."""
        counted = [item for item in self.items if item.count is not None]
        total = sum(int(item.count) for item in counted if isinstance(item.count, int))
        if len(counted) > 1 and any(figure.value == total for figure, _, _ in self.bare):
            self.items = counted
        if len(self.items) > 1:
            self.items = [item for item in self.items if not _COLLECTIVE.fullmatch(item.name)]

    def _drop_divided(self) -> None:
        """Drop a thing whose parts are counted below its name: 8张延展图 … 延展：竖图5张，首焦3张."""
        for item in list(self.items):
            parts = [
                each for each in self.items
                if each is not item and each.clause.label and each.clause.label in item.name.lower()
            ]  # fmt: skip
            counts = [each.count for each in parts if isinstance(each.count, int)]
            if len(parts) > 1 and sum(counts) == item.count:
                self.items.remove(item)

    def _name(self, item: Item) -> None:
        for clause in self.talk.asked:
            if match := self._thing_in(clause):
                name = _HEAD_START.sub("", match[0])
                start = match.end() - len(name)
                item.name = self.talk.message[start : start + len(name)]
                item.places["name"] = (start, start + len(name), clause)
                return

    def _counted_by(self, figure: Figure, clause: Clause, corrects: bool) -> Item | None:
        if corrects and len(self.items) > 1:
            before = [
                item
                for item in self.items
                if "count" in item.places and item.places["count"][0] < figure.start
            ]
            return max(before, key=lambda item: item.places["count"][0], default=None)
        if len(self.items) == 1:
            return self.items[0]
        if not self.items and len({each[0].value for each in self.bare}) == 1:
            return self._unnamed(clause, figure.start)
        return None


def _is_same(one: str, other: str) -> bool:
    """Return whether two names mean the same thing: 主图 and 天猫主图, images and hero image set."""
    if not one or not other:
        return False
    first, second = one.casefold(), other.casefold()
    if _ZH.search(first) or _ZH.search(second):
        return first in second or second in first
    few, many = sorted(
        ({word.rstrip("s") for word in re.split(r"[\s-]", each)} for each in (first, second)), key=len
    )
    return few <= many


def _named(items: list[Item], words: str) -> list[Item]:
    """Return the things that words name, by the ends of their names or else by the beginnings."""
    by_end = [item for item in items if is_named(item, words)]
    return by_end or [
        item for item in items if len(item.name) > 3 and _ZH.search(item.name) and item.name[:2] in words
    ]


def is_named(item: Item, words: str) -> bool:
    """Return whether words name a thing, if only by the end of its name: 封面 for 短视频封面."""
    if not item.name:
        return False
    name, text = item.name.casefold(), words.casefold()
    if _ZH.search(name):
        return any(name[place:] in text for place in range(max(1, len(name) - 1)) if len(name) - place >= 2)
    return bool(re.search(rf"(?<![a-z]){re.escape(name.split(' ')[-1].rstrip('s'))}s?(?![a-z])", text))
