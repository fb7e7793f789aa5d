"""Finds when, where, how, for how much and to which end something is asked for."""

import re
from collections.abc import Iterator
from dataclasses import replace

from comms.messages.candidates import Candidate
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.talk import Talk
from comms.messages.values.figures import as_plain, figures_in
from comms.messages.values.money import is_apiece, sums_in
from comms.messages.values.spans import Day

# --- when ------------------------------------------------------------------------------------

_STRONG_BEHIND = Pattern(
    r"\s?(?:之前|以前|前|内)?(?:必须|一定|务必|就|能|可以|得|要能|最好|可|全部|都)*(?:给(?!客户|老板)"
    r"|发(?:我|给|过来|出来)|交(?!流|房)|要(?:图|稿"
    r"|$|[,。\s!!~])|出(?:图|稿|片)|定稿|完成|搞定|入.{0,4}仓|到.{0,6}(?:仓|店|货|位))"
)
_STRONG_BEFORE = Pattern(
    r"(?i)(?:(?<![a-z])(?:by|before|due(?: date)?|deadline(?: is)?|no later than|latest|in by)(?: eod"
    r"| cob| the end of| end of| the)?[ :]*|(?:截止|最[晚迟])[^,。\d]{0,5})\Z"
)
_EVENT_VERB = Pattern(
    r"(?i)(?<![a-z])(?:launch\w*|go(?:es|ing)? live|opens?|opening|starts?|begins?|meets?|meeting"
    r"|kicks? ?off|ends?|expires?|publish\w*|printer|board|ships? out|away|invoice|pay\w*|remind"
    r"|runs?)(?![a-z])"
    r"|开售|上线|上新|上架|开播|开卖|布展|进场|下厂|开展|开业|开会|首发|发布|直播|印刷厂|签约|签合同"
    r"|开幕|启动|活动开始|预热"
)
_OTHERS_NEED = Pattern(
    r"(?i)(?<![a-z])(?:printers?|vendor|print shop|press|factory|supplier|publisher|venue|mill|lab"
    r"|organi[sz]ers?) (?:needs?|wants?|expects?|requires?)(?![a-z])[^,.]{0,24}\Z"
)
_EVENT = Pattern(
    r"(?i)(?<![a-z])(?:fair|festival|sale|campaign|market|show|event|conference|term|season|course"
    r"|school|promo\w*|exhibition|expo|shop|store)(?![a-z])"
    r"|活动|直播|展|课|会|促|节|预售|学"
)
_TIME_OF_EVENT = Pattern(r"(?:时间|日期)[ :是在]*\Z")
_SHOWN = Pattern(r"[^,。\n]{0,6}给[我你他她客老][^,。]{0,3}(?:看|过目)")
_BEGINS = Pattern(r"(?i)[a-z] (?:starts|begins)(?: on)? (?:the )?\Z")
_NOT_THIS = Pattern(
    r"(?i)(?:不是|而不是|(?<![a-z])(?:not|rather than|instead of))(?: on| by| the| [a-z]{3,9}day)*\s?\Z"
)
_HOUR = Pattern(r"晚上|早上|\d点")
_NOT_BEHIND = Pattern(r"\s?(?:之前|以前|前)?\s?[^,。\d]{0,4}")


def when(talk: Talk) -> Iterator[Candidate]:
    """Yield the days on which work starts, is shown and is due."""
    for clause in talk.asked:
        if clause.label and cue("goal").fullmatch(clause.label):
            continue
        if talk.kind == "restock-brief" and cue("in_transit").search(clause.words):
            continue
        days = talk.days(clause)
        for place, day in enumerate(days):
            before_from = days[place - 1].end if place else clause.start
            behind_to = days[place + 1].start if place + 1 < len(days) else clause.end
            before, behind = talk.text[before_from : day.start], talk.text[day.end : behind_to]
            yield from _of_day(talk, clause, day, before if place else _with_label(clause, before), behind)


def _with_label(clause: Clause, before: str) -> str:
    return f"{clause.label}: {before}" if clause.label and len(clause.label) < 16 else before


def _of_day(talk: Talk, clause: Clause, day: Day, before: str, behind: str) -> Iterator[Candidate]:
    value = day.day.isoformat()
    corrects = talk.corrects(clause)
    if day.day < (clause.turn.day or talk.today) or _NOT_THIS.search(before):
        return
    path, weight = _field_of_day(talk, clause, before, behind)
    if path == "milestone":
        name = _milestone_name(before, behind)
        yield Candidate(
            "when.milestones", {"date": value, "name": name}, day.start, day.end, clause, corrects=corrects
        )
    elif path:
        yield Candidate(path, value, day.start, day.end, clause, weight, corrects, day.is_sure)


def _field_of_day(talk: Talk, clause: Clause, before: str, behind: str) -> tuple[str, int]:
    """Return the field that a day answers and the weight of its cue; "" for none."""
    is_final = bool(cue("final").search(before[-24:]) or cue("final").search(behind[:12]))
    if not is_final and _is_milestone(before, behind):
        return "milestone", 1
    if _is_start(before, behind):
        return ("", 0) if _EVENT.search(before) or _BEGINS.search(before) else ("when.start", 1)
    weight = 0 if _takes_place(before, behind) else _weight_of_due(talk, clause, before, behind)
    return ("when.due", 3 if is_final and weight < 3 else weight) if weight else ("", 0)


def _is_milestone(before: str, behind: str) -> bool:
    """Return whether a day is that of a draft, or of a look at something."""
    names = cue("milestone").search(before[-24:]) or cue("milestone").search(behind[:14])
    return bool(names or _SHOWN.match(behind))


def _is_start(before: str, behind: str) -> bool:
    if not cue("start").search(f"{before} {behind[:10]}"):
        return False
    starts = cue("start").pattern
    is_before = re.search(rf"(?:{starts})[ :]*\Z", before, re.IGNORECASE)
    return bool(is_before or re.match(rf"\s?(?:就)?(?:{starts})", behind[:10], re.IGNORECASE))


def _takes_place(before: str, behind: str) -> bool:
    """Return whether the words beside a day tell of something that takes place on it."""
    near = _NOT_BEHIND.match(behind)
    return _is_event(before) or bool(near and _EVENT_VERB.search(near[0][:8]))


def _weight_of_due(talk: Talk, clause: Clause, before: str, behind: str) -> int:
    """Return how surely a day is the one on which something is due; 0 for not at all."""
    if _STRONG_BEHIND.match(behind) or _STRONG_BEFORE.search(before):
        return 2
    if cue("not_due").search(before[-16:]) or cue("not_due").search(behind[:10]):
        return 0
    if _TIME_OF_EVENT.search(before) and ("地点" in clause.sentence or _HOUR.search(clause.words)):
        return 0
    is_weak = re.search(rf"(?:^|[^a-z])(?:{cue('due_before').pattern})\Z", before, re.IGNORECASE)
    is_weak = is_weak or re.match(cue("due_behind").pattern, behind, re.IGNORECASE)
    return int(bool(is_weak or _answers_when(talk, clause) or _corrects_day(talk, clause)))


def _is_event(before: str) -> bool:
    """Return whether the words right before a day tell of something that takes place on it."""
    return bool(_EVENT_VERB.search(before[-22:]) or _OTHERS_NEED.search(before))


def _answers_when(talk: Talk, clause: Clause) -> bool:
    """Return whether somebody else has just asked when."""
    for each in talk.before(clause)[:2]:
        if each.turn.sender != clause.turn.sender:
            return each.turn.sender != "" and bool(
                re.search(r"(?i)when|by what date|deadline\?|什么时候|几号|哪天|多久|何时", each.sentence)
            )
    return False


def _corrects_day(talk: Talk, clause: Clause) -> bool:
    """Return whether a clause takes back a day that was said before."""
    if not talk.corrects(clause):
        return False
    return any(talk.days(each) for each in talk.before(clause)[:6] if each.is_asked)


def _milestone_name(before: str, behind: str) -> str:
    found = cue("milestone").search(before[-24:]) or cue("milestone").search(behind[:14])
    return found[0].strip() if found else behind.strip(" ,前")[:12]


# --- where -----------------------------------------------------------------------------------

_PLACE_END = Pattern(r"(?:就行|就好|即可|就可以|哈|吧|的|呢|哦|啊|里|上|展示|使用|用|，|。|\s)+$")
_NOT_PLACE = Pattern(
    r"(?i)^(?:我|你|一|两|这|那|上面|里面|中间|左|右|最|最后|首位|前面|心上|客户|it\b|top\b|left\b"
    r"|right\b|the (?:left|right|top"
    r"|bottom|front|back|cover|label|image|picture)\b|time\b|track\b|hold\b|\d)|图上|画面|包装上|logo"
    r"|工具|吗|还是"
)


_NO_SURFACE = Pattern(
    r"(?i)(?<![a-z])(?:post|mail|print|sale|order|budget|morning|afternoon|evening|week\w*|day|month"
    r"|end|right|left|top|bottom|front|back|way|time|same|next|first|last|beginning|middle)(?![a-z])"
)


_NO_PLACE_OF_USE = Pattern(r"多|[一两几][款张个套版]|怎么|不|可以|能|一起|我|你|要|活动|双旦|节|急|备")
_IN_TOWN = Pattern(
    r"(?<![A-Za-z])in ((?!January|February|March|April|May|June|July|August|September|October|November"
    r"|December|English|Chinese|German|French|Spanish|Excel|Word|Figma)[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)"
    r"(?=\s|[,.?]|$)"
)


def where(talk: Talk) -> Iterator[Candidate]:
    """Yield the places where something will be used or must arrive."""
    for clause in talk.asked:
        if (
            clause.label
            and cue("where_label").fullmatch(clause.label)
            and clause.start - clause.first < len(clause.label) + 6
        ):
            yield from _place(talk, clause, clause.start, clause.end, 3)
            continue
        named = cue("where_label").search(clause.words) and re.search(
            rf"(?:^|\s)(?:{cue('where_label').pattern})[ :]+(?=\S)", clause.words, re.IGNORECASE
        )
        if named and re.search(r"[\u4e00-\u9fff]", named[0]):
            yield from _place(talk, clause, clause.start + named.end(), clause.end, 2)
            continue
        asks = talk.kind == "brief" and cue("ask").search(clause.words)
        if asks and (town := _IN_TOWN.search(clause.words)):
            yield from _place(talk, clause, clause.start + town.start(1), clause.start + town.end(1), 1)
        if talk.kind == "restock-brief":
            yield from _goods_place(talk, clause)
        else:
            yield from _used_place(talk, clause)


def _place(talk: Talk, clause: Clause, start: int, end: int, weight: int) -> Iterator[Candidate]:
    text = talk.text[start:end]
    for day in talk.days(clause):
        if start < day.start < end:
            text = text[: day.start - start]
    trimmed = _PLACE_END.sub("", text.strip(" ,:"))
    if len(trimmed) >= 2 and len(trimmed) <= 40 and not _NOT_PLACE.search(trimmed):
        at = talk.text.index(trimmed, start)
        yield Candidate(
            "where",
            talk.message[at : at + len(trimmed)],
            at,
            at + len(trimmed),
            clause,
            weight,
            talk.corrects(clause),
        )


def _used_place(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    words = clause.words
    for found in cue("where").finditer(words):
        is_chinese = bool(re.search(r"[\u4e00-\u9fff]", found[0]))
        if is_chinese:
            yield from _place(talk, clause, clause.start + found.end(), clause.end, 2)
            return
        rest = re.match(r"\s(?:the |our |my |a )?((?:[\w'&.-]+ ?){1,5})", words[found.end() :])
        if rest:
            phrase = _until_preposition(rest[1])
            if (
                re.search(rf"(?<![a-z])(?:{cue('surface').pattern})", phrase, re.IGNORECASE)
                or phrase[:1].isupper()
                or (rest[0].strip().startswith(("the ", "our ")) and not _NO_SURFACE.search(phrase))
            ):
                yield from _place(
                    talk,
                    clause,
                    clause.start + found.end() + rest.start(1),
                    clause.start + found.end() + rest.start(1) + len(phrase),
                    2,
                )
                return
    used = re.match(rf"(?:是|给|都是)?([^\d,。]{{2,16}}?)(?:{cue('where_used').pattern})", words)
    if used and used.end() >= len(words) - 1 and not _NO_PLACE_OF_USE.search(used[1]):
        yield from _place(talk, clause, clause.start + used.start(1), clause.start + used.end(1), 2)
        return
    if match := re.search(
        rf"(?<![a-z])(?:for|on|in) (?:the |our |my "
        rf"|an? )((?:[\w'&-]+ ){{0,3}}?(?:{cue('surface').pattern})(?: in [A-Z][\w-]+)?)(?![a-z-])"
        r"(?=\s*(?:$|[^\sA-Za-z]|(?:and|or|by|on|in|at|please|pls|with|from|to|for|so|we|before|next|this|of|as)(?![a-z])))",
        words,
        re.IGNORECASE,
    ):
        yield from _place(talk, clause, clause.start + match.start(1), clause.start + match.end(1), 1)


def _until_preposition(phrase: str) -> str:
    return re.split(
        r"(?i)\s(?:by|on|at|in|for|to|from|with|and|please|pls|from|next|before|until|as)(?![a-z])", phrase
    )[0].strip()


def _goods_place(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    words = clause.words
    noun = cue("place_noun").pattern
    for match in cue("goods_to").finditer(words):
        rest = words[match.end() :]
        found = re.match(
            r"\s?((?:我们|咱们?)?[^\s,。\d]{1,10}?(?:仓库|仓|门店|店|库房|配送中心|工厂|展厅|专柜"
            r"|档口|厨房|车间|食堂|机房|校区|诊所|药房))",
            rest,
        ) or re.match(
            rf"\s?(?:the |our |my )?((?:[A-Z][\w'&.-]* ){{0,3}}(?:\w+ )?(?:{noun}))(?![a-z])",
            rest,
            re.IGNORECASE,
        )
        if found and re.search(r"\w", found[1]):
            start = clause.start + match.end() + found.start(1)
            yield from _place(talk, clause, start, start + len(found[1]), 2)
            return
        found = re.match(r" ?(?:the )?([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?=[\s,.]|$)", rest)
        if found and re.search(r"(?i)ship|deliver|send|drop|arrive|destination", match[0]):
            start = clause.start + match.end() + found.start(1)
            yield from _place(talk, clause, start, start + len(found[1]), 1)
            return


# --- why and how -----------------------------------------------------------------------------


def why(talk: Talk) -> Iterator[Candidate]:
    """Yield the reasons that are given as such."""
    for clause in talk.clauses:
        if clause.status in ("quoted", "others"):
            continue
        if clause.label and cue("why_label").fullmatch(clause.label):
            if clause.status != "question" and clause.opens_label:
                yield _text("why", talk, clause, clause.start, clause.last, 3)
        elif match := cue("why").search(clause.words):
            if clause.status in ("condition", "question"):
                continue
            start = clause.start + (match.start() if match.start() > 0 else match.end())
            end = clause.end
            if talk.text[start:end].strip():
                yield _text("why", talk, clause, start, end, 2)


def _text(path: str, talk: Talk, clause: Clause, start: int, end: int, weight: int = 1) -> Candidate:
    written = talk.message[start:end]
    stripped = written.strip(" ,，。:：;；\t")
    at = start + written.index(stripped) if stripped else start
    return Candidate(path, stripped, at, at + len(stripped), clause, weight, talk.corrects(clause))


def how(talk: Talk) -> Iterator[Candidate]:
    """Yield the demands on how it is done that somebody could check; matters of taste are none."""
    for clause in talk.asked:
        if cue("vague").search(clause.words):
            continue
        is_labelled = bool(clause.label and cue("style_label").fullmatch(clause.label))
        if is_labelled or cue("style").search(clause.words):
            if not is_labelled and (any(sums_in(talk.text, clause.start, clause.end)) or talk.days(clause)):
                continue
            end = clause.last if is_labelled else clause.end
            yield _text("how", talk, clause, clause.start, end, 2 if is_labelled else 1)
            if is_labelled:
                return


# --- what must and must not be ----------------------------------------------------------------

_EMPTY_THING = Pattern(
    r"(?i)^(?:[左右上下中]{1,2}[角边侧方面间央]|我|你|他|她|这个?|那个?|它|也|都|it|this|that|them|me|us|you|the)$"
)


def demands(talk: Talk) -> Iterator[Candidate]:
    """Yield what must be included, what must be avoided, and the words on the picture."""
    for clause in talk.asked:
        if (
            clause.label
            and (path := _demand_of_label(clause.label))
            and not _label_ends(clause, "copy_label")
        ):
            yield from _things(talk, clause, path, clause.start, clause.end)
            continue
        if copy := _copy(talk, clause):
            yield copy
            continue
        found = _avoided(clause.words), cue("must").search(clause.words)
        if found[0]:
            yield from _around(talk, clause, found[0], "must_avoid")
        elif found[1]:
            yield from _around(talk, clause, found[1], "must_include")


def _avoided(words: str) -> re.Match[str] | None:
    """Return the words that forbid; a "no" does so at the beginning of a clause only."""
    for match in cue("avoid").finditer(words):
        is_no = match[0].lower().startswith("no") and not match[0].lower().startswith("not")
        if not is_no or re.fullmatch(
            r"(?i)\W*(?:(?:and|or|but|please|pls|also|with)\W+)*", words[: match.start()]
        ):
            return match
    return None


def _label_ends(clause: Clause, name: str) -> bool:
    """Return whether a label is a cue, or ends with it: 背景板文案."""
    return bool(clause.label and re.search(rf"(?:{cue(name).pattern})$", clause.label, re.IGNORECASE))


def _demand_of_label(label: str) -> str:
    if cue("must_label").fullmatch(label):
        return "must_include"
    return "must_avoid" if cue("avoid_label").fullmatch(label) else ""


def _around(talk: Talk, clause: Clause, match: re.Match[str], path: str) -> Iterator[Candidate]:
    """Yield the thing behind a cue, or before it where only a place follows: 价格不要出现在图上."""
    end = clause.start + match.end()
    behind = talk.text[end : clause.end].strip(" :")
    is_chinese = bool(re.search(r"[\u4e00-\u9fff]", match[0]))
    if is_chinese and (not behind or re.match(r"在|到|哦|啊|哈|吧|了|上", behind)):
        before = re.sub(
            r"^(?:另外|还有|对了|记得|那个|注意|然后|以及|和)",
            "",
            talk.text[clause.start : clause.start + match.start()],
        ).strip(" 都也:")
        if before and not _EMPTY_THING.match(before) and len(before) <= 20:
            at = talk.text.index(before, clause.start)
            yield _text(path, talk, clause, at, at + len(before))
        return
    if not behind or _EMPTY_THING.match(behind) or len(behind) > 60 or cue("vague").search(behind):
        return
    yield from _things(talk, clause, path, end, clause.end)


def _things(talk: Talk, clause: Clause, path: str, start: int, end: int) -> Iterator[Candidate]:
    for match in re.finditer(r"[^、]+", talk.text[start:end]):
        thing = _text(path, talk, clause, start + match.start(), start + match.end())
        thing = replace(
            thing, value=re.sub(r"(?i)[ ,]+(?:please|pls|thanks|thx)[ !.]*$", "", str(thing.value))
        )
        if len(str(thing.value)) >= 2 and not _EMPTY_THING.match(str(thing.value)):
            yield thing


def _copy(talk: Talk, clause: Clause) -> Candidate | None:
    if _label_ends(clause, "copy_label"):
        candidate = _text("copy", talk, clause, clause.start, clause.last, 2)
    elif match := cue("copy").search(clause.words):
        candidate = _text("copy", talk, clause, clause.start + match.end(), clause.last)
    else:
        return None
    quoted = re.match(r"""[“"「『‘]([^”"」』’\n]+)[”"」』’]""", str(candidate.value))
    value = (quoted[1] if quoted else str(candidate.value)).strip("“”\"'‘’「」『』 ")
    if len(value) < 2 or re.match(
        r"(?:我|你|客户|老板|后面|稍后|待|再|to follow|tb[cd]|attached|in the|see )", value, re.IGNORECASE
    ):
        return None
    return Candidate("copy", value, candidate.start, candidate.end, clause, candidate.weight)


def rounds(talk: Talk) -> Iterator[Candidate]:
    """Yield how often the work may be revised."""
    for clause in talk.asked:
        for figure in figures_in(talk.text, clause.start, clause.end):
            before, behind = talk.text[clause.first : figure.start], talk.text[figure.end : clause.end]
            is_labelled = clause.label and cue("rounds").fullmatch(clause.label)
            is_chinese = re.search(rf"(?:{cue('rounds').pattern})\Z", before) and re.match(
                r"\s?[次轮稿版]", behind
            )
            if figure.is_exact and (
                is_labelled
                or is_chinese
                or re.match(
                    r" (?:feedback |revision |amend(?:ment)? )?rounds?(?![a-z])| revisions?(?![a-z])", behind
                )
            ):
                yield Candidate(
                    "revision_rounds",
                    as_plain(figure.value),
                    figure.start,
                    figure.end,
                    clause,
                    corrects=talk.corrects(clause),
                )


# --- how much --------------------------------------------------------------------------------


def budget(talk: Talk) -> Iterator[Candidate]:
    """Yield the sum for the whole; what one piece costs is none."""
    sums_before = False
    for clause in talk.asked:
        sums = list(sums_in(talk.text, clause.start, clause.end))
        for each in sums:
            if each.is_apiece or not each.is_exact:
                continue
            before = _with_label(clause, talk.text[clause.start : each.start])
            before = before or _cue_of_sentence(talk, clause, each.end)
            if _has_budget_cue(clause, before, talk.text[each.end : clause.end]) or (
                sums_before and talk.corrects(clause)
            ):
                sums_before = True
                value = {"amount": as_plain(each.amount), "currency": each.currency}
                yield Candidate(
                    "how_much.budget", value, each.start, each.end, clause, 1, talk.corrects(clause)
                )
        if not sums:
            yield from _bare_budget(talk, clause)


def _cue_of_sentence(talk: Talk, clause: Clause, end: int) -> str:
    """Return the words before a clause that is nothing but a sum: 预算嘛，八百块."""
    is_alone = not talk.text[end : clause.end].strip()
    return talk.text[clause.first : clause.start] if is_alone and clause.start - clause.first < 10 else ""


def _has_budget_cue(clause: Clause, before: str, behind: str) -> bool:
    if cue("budget_not").search(before[-14:]) or re.match(r"\s?(?:each|apiece|per)(?![a-z])", behind):
        return False
    if cue("budget").search(f"{before}0") or re.match(
        r"(?i)\s?(?:budget|max|total|tops|all in|altogether|in total|is all (?:we|i) have|is (?:the"
        r"|our) (?:max|budget|limit)|封顶|以内|预算|打包|搞定)",
        behind,
    ):
        return True
    return bool(re.match(r"\s+(?:for|to spend)(?![a-z])", behind)) and not before.strip(" -*•")


def _bare_budget(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    """Yield a figure right behind 预算 or budget without a currency: 预算6w."""
    for match in re.finditer(
        r"(?i)(?:(?:预算|经费|设计费)(?:总共|一共|是|在|大?概|控制在|不超过|最多|上限|别超过?|为|就"
        r"|给|只有|有)*|(?:总共|一共|总价|总费用|费用|成本|钱"
        r"|总额)[^,。\n\d]{0,3}(?:不超过|控制在|别超过?|最多|上限)"
        r"|费用[^,。\n\d]{0,5}(?:一共|总共|共|是|就)|(?<![a-z])budget(?:'s| is| of| max"
        r"| up to)*)[ :]*(?=[\d一二两三四五六七八九])",
        talk.text[_budget_from(clause) : clause.end],
    ):
        start = _budget_from(clause) + match.end()
        figure = next(figures_in(talk.text, start, clause.end), None)
        if (
            figure
            and figure.start == start
            and figure.is_exact
            and figure.value >= 50
            and not is_apiece(talk.text, figure.start, figure.end)
        ):
            if re.match(
                r"[ ]?(?:个?小时|天|张|人|h\b|hours|%)", talk.text[figure.end : figure.end + 8]
            ) or re.search(r"大概|大约", match[0]):
                continue
            yield Candidate(
                "how_much.budget",
                {"amount": as_plain(figure.value)},
                figure.start,
                figure.end,
                clause,
                1,
                talk.corrects(clause),
            )


def _budget_from(clause: Clause) -> int:
    """Return where a clause begins, with the label before it."""
    is_labelled = clause.label and clause.start - clause.first <= len(clause.label) + 6
    return clause.first if is_labelled else clause.start


def hours(talk: Talk) -> Iterator[Candidate]:
    """Yield the hours of work."""
    for clause in talk.asked:
        for figure in figures_in(talk.text, clause.start, clause.end):
            before, behind = talk.text[clause.first : figure.start], talk.text[figure.end : clause.end]
            is_hours = re.match(r"(?i)\s?(?:h|hrs?|hours?|个?小时|个?工时)(?![a-z])", behind)
            if is_hours and figure.is_exact and (cue("hours").search(before) or "工时" in behind[:4]):
                yield Candidate("how_much.hours", as_plain(figure.value), figure.start, figure.end, clause)


# --- goals -----------------------------------------------------------------------------------

_FROM_TO = Pattern(
    r"(?:从|由"
    r"|from )?\s?(?<![\d.])(?P<a>\d{1,9}(?:\.\d{1,4})?)\s?(?P<u>%?)\s?(?:(?:[提涨升降拉做压][^\d,。]{0,3}"
    r"|达)?(?:到|至)|to|→|->|-->|–>)\s?(?P<b>\d+(?:\.\d+)?)\s?(?P<v>%?)"
)
_METRIC = r"(?:[\u4e00-\u9fff]{0,6}(?:率|量|额|数|时长|单价|成本|分|收入|占比))"


def goals(talk: Talk) -> Iterator[Candidate]:
    """Yield the figures that are to be reached, with where they stand and by when."""
    for clause in talk.clauses:
        if clause.status in ("quoted", "others", "question", "condition", "past") or not cue("goal").search(
            f"{clause.label}: {clause.words}"
        ):
            continue
        match = _FROM_TO.search(talk.text, clause.start, clause.end)
        if match is None or not (match["u"] or match["v"]):
            continue
        before = talk.text[clause.start : match.start()].rstrip()
        metric = _metric(before)
        if not metric:
            continue
        goal: dict[str, object] = {
            "metric": metric,
            "baseline": _number(match["a"]),
            "target": _number(match["b"]),
            "unit": "%",
        }
        same = [each for each in talk.of_turn(clause.turn) if each.first == clause.first]
        days = [day for each in same for day in talk.days(each) if day.start >= match.end()]
        if days and days[0].is_sure:
            goal["by"] = days[0].day.isoformat()
        yield Candidate("goals", goal, clause.start, clause.end, clause)


def _metric(before: str) -> str:
    if chinese := re.search(rf"({_METRIC})(?:希望|想|要|能|从|由|目标|得)*$", before):
        return re.sub(r"^(?:希望|想|要|把|让|目标是?|能|将)+", "", chinese[1])
    english = re.search(
        r"(?i)(?:lift|raise|increase|grow|boost|improve|reduce|cut|bring|take|lower|push|move|get"
        r"|drop)\s(?:the |our )?([\w -]{2,40})$",
        before,
    )
    if english is None:
        return ""
    return re.split(r"\s(?:on|of|for|in|at|across)\s", english[1])[0].strip()


def _number(written: str) -> int | str:
    return int(written) if "." not in written else written
