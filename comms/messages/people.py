"""Finds who asks, who is asked, who approves and who is told, by the place of their names."""

import re
from collections.abc import Iterator

from comms.messages.candidates import Candidate
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.talk import Talk
from comms.terms.placeholders import is_placeholder_word

_EN_NAME = r"[A-Z][\w'’.-]*(?: (?:van|von|de|da|del|al|bin) | )?(?:[A-Z][\w'’-]+)?(?: [A-Z][\w'’-]+)?"
_ZH_NAME = r"[\u4e00-\u9fffA-Za-z·]{2,5}"
_AT = Pattern(r"@\s?([^\s@,。;:!?()/]{1,24}(?: [A-Z][\w'-]+)?(?: [A-Z][\w'-]+)?)")
_EVERYBODY = Pattern(r"(?i)所有人|全体|大家|all|here|channel|everyone|team|everybody")
_NO_NAME = Pattern(
    r"[我你您他她它咱这那哪谁]|大家|各位|所有|客户|工厂|供应商|(?:没有?|不|的|了|是|就|要|把|会|能|请"
    r"|再|先|都|可以|需要|尺寸|图|费|前|后|日|天|月|号|点|才|才能"
    r"|时候|一下|帮|忙|给|发|做)"
)
_NO_EN_NAME = Pattern(
    r"(?i)(?:please|can|could|would|will|we|i|it|he|she|they|you|the|this|that|our|my|your|a|an|and|but"
    r"|so|no|not|then|also|if|who|someone|everyone|hi|hey|hello|dear|thanks?|cheers|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|need|needs|budget|final|first"
    r"|draft|client|supplier|size|sizes|files?|owner|must|do|don't|new|all|as|for|from|to|in|on|at|by"
    r"|deadline|ok|okay|yes|yep|sure|great|best|regards|sent|notes?|re|fw|fwd|subject|request|project"
    r"|brief|hope|just|any|good|morning|afternoon|evening|both|each|what|when|where|why|how|qty|ps|fyi"
    r"|once|note|still|quick|team|folks|everybody|guys|there)(?![a-z])"
)
_SIGN_OFF = Pattern(
    r"^\s*(?:[—–-]{1,3}|x+|/|~|)\s*([A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}"
    r"|[\u4e00-\u9fff·]{2,4})(?:\s*[|,].*|\s+x{1,3})?\s*$"
)
_CLOSING = Pattern(
    r"(?im)^[ \t]*(?:(?:many |kind |best |warm )?(?:thanks|regards|wishes)[^\n]{0,20}"
    r"|thank you[^\n]{0,12}|cheers|best|ta|thx|谢谢[^\n]{0,4}|此致|祝好|顺祝商祺|yours[^\n]{0,12}"
    r"|sincerely)[,.!~。 ]*\n+"
)
_INLINE_SIGN = Pattern(
    r"(?:(?:[Tt]hanks?|[Cc]heers|[Rr]egards|[Tt]a|[Bb]est|[Tt]hx|[Tt]hank you)[,.! ]{1,3}|(?:^"
    r"|[\s.!?])x{1,2} |(?:^|\s)[—–-]{1,3} ?)([A-Z][a-z]+(?: [A-Z][a-z]+)?)\s*x{0,3}\s*$|(?:——?|--|—"
    r"|–)\s*([\u4e00-\u9fff]{2,4})\s*$"
)


def is_name(text: str) -> bool:
    """Return whether a text has the form of somebody's name, role and name, or title."""
    text = text.strip()
    if not text or is_placeholder_word(text.lower()):
        return False
    if re.search(r"[\u4e00-\u9fff]", text):
        return 2 <= len(re.sub(r"[\s·-]", "", text)) <= 8 and not _NO_NAME.search(text)
    return bool(re.fullmatch(_EN_NAME, text)) and not _NO_EN_NAME.match(text)


def people(talk: Talk) -> Iterator[Candidate]:
    """Yield who may be requester, owner, approver and informed."""
    yield from _labelled(talk)
    yield from _requester(talk)
    yield from _owners(talk)
    yield from _approvers(talk)
    yield from _informed(talk)


# --- labels ----------------------------------------------------------------------------------

_LABELS = (
    ("requester_label", "who.requester"),
    ("owner_label", "who.owner"),
    ("approver_label", "who.approver"),
    ("informed_label", "who.informed"),
)


def _labelled(talk: Talk) -> Iterator[Candidate]:
    """Yield the names behind labels such as 负责人: and Owner:, also where two stand in one line."""
    for clause in talk.clauses:
        if clause.status not in ("quoted", "others"):
            for name, path in _LABELS:
                yield from _behind_label(talk, clause, name, path)
            yield from _owner_without_colon(talk, clause)


def _behind_label(talk: Talk, clause: Clause, name: str, path: str) -> Iterator[Candidate]:
    first = clause.first if clause.label else clause.start
    head = talk.text[first : clause.end]
    if not (":" in head or "】" in head) or not cue(name).search(head):
        return
    pattern = rf"(?:^|[\s,;|【])(?:{cue(name).pattern})(?:\s?:|】:?)\s*@?"
    for match in re.finditer(pattern, head, re.IGNORECASE):
        start = first + match.end()
        if start < clause.start - 1:
            continue
        if path == "who.informed":
            yield from _several(talk, clause, start)
        elif found := _name_at(talk, start, clause.last):
            yield Candidate(path, *found, clause, weight=3)


def _owner_without_colon(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    """Yield the name of a clause that is nothing but it and its label: 负责人 胡波."""
    label = cue("owner_label").match(clause.words)
    between = (
        re.match(r"\s?(?:是|为|\s)\s?@?(?=[\u4e00-\u9fff])", clause.words[label.end() :]) if label else None
    )
    if label is None or between is None:
        return
    found = _name_at(talk, clause.start + label.end() + between.end(), clause.end)
    if found and found[2] >= clause.end - 1:
        yield Candidate("who.owner", *found, clause, weight=2)


def _several(talk: Talk, clause: Clause, start: int) -> Iterator[Candidate]:
    """Yield the names of a list: 抄送：吴总、老卫."""
    for match in re.finditer(r"[^、,;/&\n]+", talk.text[start : clause.last]):
        name = match[0].strip().removeprefix("@")
        if not is_name(name):
            return
        at = talk.text.index(name, start + match.start())
        yield Candidate(
            "who.informed", talk.message[at : at + len(name)], at, at + len(name), clause, weight=3
        )


def _is_written_name(name: str) -> bool:
    """Return whether words behind a label are a name; of several, the first may be An or Will."""
    last = name.rpartition(", ")[2]
    return is_name(last) or (len(last.split(" ")) > 1 and all(word[:1].isupper() for word in last.split(" ")))


def _name_at(talk: Talk, start: int, end: int) -> tuple[str, int, int] | None:
    """Return the name that begins at a place, with the role or team before it: 运营 阿泰."""
    rest = talk.text[start:end]
    match = re.match(
        r"([\u4e00-\u9fffA-Za-z·-]{1,8}(?: [\u4e00-\u9fff·]{2,4}| [A-Z][a-z]+)?)(?=[\s,。;)(/]|$)", rest
    )
    if match and re.search(r"[\u4e00-\u9fff]", match[1]):
        name = match[1].rpartition(" ")[2]
        return (match[1], start, start + match.end(1)) if is_name(name) else None
    match = re.match(
        rf"((?:[A-Z][\w-]* (?:team|dept|department), )?{_EN_NAME})(?=\s*(?:[,.;()|/\n]|$|-))", rest
    )
    if match is None:
        return None
    name, behind = match[1].rstrip(" ."), rest[match.end() :].strip()
    if re.match(r"\((?:tb[cd]|tba|\?)", behind, re.IGNORECASE) or not _is_written_name(name):
        return None
    return name, start, start + match.end(1)


# --- who asks --------------------------------------------------------------------------------


def _requester(talk: Talk) -> Iterator[Candidate]:
    asking = talk.asking or next(iter(talk.asked), None) or next(iter(talk.clauses), None)
    if asking is None:
        return
    turn = asking.turn
    if turn.sender:
        name = re.sub(r"^(?:客户|买家|buyer|client)[ :]*", "", turn.sender).strip()
        yield Candidate("who.requester", name, turn.start, turn.start, asking, weight=2)
    elif signed := signature(talk):
        name, start, end = signed
        yield Candidate("who.requester", name, start, end, asking, weight=2)


def signature(talk: Talk) -> tuple[str, int, int] | None:
    """Return the name with which the last turn is signed, and its place."""
    turns = [turn for turn in talk.own_turns if talk.text[turn.start : turn.end].strip()]
    if not turns:
        return None
    turn = turns[-1]
    body = talk.text[turn.start : turn.end].rstrip()
    if closings := list(_CLOSING.finditer(body)):
        line = body[closings[-1].end() :].split("\n")[0]
        match = _SIGN_OFF.match(line)
        if match and is_name(match[1]):
            start = turn.start + closings[-1].end() + match.start(1)
            return match[1], start, start + len(match[1])
    if (match := _INLINE_SIGN.search(body)) and is_name(match[1] or match[2]):
        group = 1 if match[1] else 2
        return match[group], turn.start + match.start(group), turn.start + match.end(group)
    lines = body.split("\n")
    last = lines[-1]
    if len(lines) > 1 and (match := _SIGN_OFF.match(last)) and is_name(match[1]):
        start = turn.start + len(body) - len(last) + match.start(1)
        return match[1], start, start + len(match[1])
    return None


# --- who is asked ----------------------------------------------------------------------------


def _owners(talk: Talk) -> Iterator[Candidate]:
    for clause in talk.clauses:
        if clause.status in ("quoted", "others", "past", "condition"):
            continue
        yield from _mentioned(talk, clause)
        yield from _taking_over(talk, clause)
        yield from _spoken_to(talk, clause)
    yield from _answering(talk)


def _mentioned(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    for match in _AT.finditer(talk.text, clause.start, clause.end):
        name = _trimmed(match[1], talk.senders)
        behind = talk.text[match.start(1) + len(name) : clause.end]
        before = talk.text[clause.first : match.start()]
        if (
            _EVERYBODY.match(name)
            or cue("informs").search(before[-14:])
            or re.search(r"(?i)(?:cc|同步|抄送|知会|approv\w*|sign\w* off|from|by|审批|审核)[ :]*$", before)
        ):
            continue
        if cue("approves").match(behind.lstrip(" ,")) or cue("informs").match(behind.lstrip(" ,")):
            continue
        if clause.label and any(cue(label).fullmatch(clause.label) for label, _ in _LABELS):
            continue
        yield Candidate("who.owner", name, match.start(1), match.start(1) + len(name), clause, weight=2)


def _trimmed(written: str, senders: list[str]) -> str:
    """Return the name in what stands behind an @, of which the request may follow without a space."""
    for sender in senders:
        if written.startswith(sender):
            return sender
    if not re.search(r"[\u4e00-\u9fff]", written):
        words = written.split(" ")
        while len(words) > 1 and _NO_EN_NAME.match(words[-1]):
            words.pop()
        return " ".join(words)
    match = re.match(
        r"(.{2,}?)(?=帮|麻烦|请|你|看|能|需要|辛苦|记得|来|负责|批|审|这|那|把|$)",
        written.split(" ", maxsplit=1)[0],
    )
    return match[1] if match else written


def _taking_over(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    """Yield the names before 负责, 来做, to order: Kofi to order 300."""
    for match in cue("takes_over").finditer(clause.words):
        head = clause.words[: match.start()].rstrip()
        found = re.search(rf"(?:^|[\s,@由让给找请叫:-])({_ZH_NAME})$", head) or re.fullmatch(
            rf"(?:[-*•]\s*|\d+\.\s*|[Aa]ction:\s*|(?:I think |ask |and |so ))?({_EN_NAME})", head
        )
        if found and is_name(found[1]):
            start = clause.start + found.start(1)
            yield Candidate("who.owner", found[1], start, start + len(found[1]), clause)


def _spoken_to(talk: Talk, clause: Clause) -> Iterator[Candidate]:
    """Yield the name with which a request begins: 小美 那个…弄一下; Tom, can you …"""
    if clause.start != clause.first or clause.label:
        return
    if match := re.match(
        r"((?:小|老|阿)[\u4e00-\u9fff]{1,2}?(?=[ ,啊呀哈哎]|你|帮|麻烦|请|$)|[\u4e00-\u9fff]{1,2}(?:姐|哥"
        r"|老师|工|总"
        r"|师傅))[ ,啊呀哈哎]{0,2}(?=(.{0,4}))",
        clause.sentence,
    ):
        behind = clause.sentence[match.end() :]
        starts = cue("vocative").match(behind) or match[0] != match[1]
        whole = clause.sentence
        is_name_here = (
            not re.search(r"老(?:板|地方|客)|[说讲问]$", match[1])
            and not cue("vague").search(match[1])
            and (is_name(match[1]) or match[1][0] in "小老阿")
        )
        if starts and is_name_here and cue("ask").search(whole) and not cue("approves").match(behind):
            yield Candidate("who.owner", match[1], clause.start, clause.start + len(match[1]), clause)
        return
    match = re.match(rf"(?:(?i:hi|hey|hello|dear|morning|ok|so)[ ,]+)?({_EN_NAME})$", clause.words)
    if match and is_name(match[1]):
        rest = clause.text[clause.end : clause.last].lstrip(" ,-–")
        if cue("request_question").match(rest) or re.match(r"(?i)(?:please|pls|i need you)", rest):
            start = clause.start + match.start(1)
            yield Candidate("who.owner", match[1], start, start + len(match[1]), clause)


def _answering(talk: Talk) -> Iterator[Candidate]:
    """Yield who answers a request with 收到 or will do, or is greeted by it and takes part in the talk."""
    asking = talk.asking
    if asking is None or not asking.turn.sender:
        return
    for turn in talk.own_turns:
        if not turn.sender or turn.sender == asking.turn.sender or turn.start < asking.turn.start:
            continue
        body = talk.message[turn.start : turn.end].strip()
        if _objects(talk, turn.sender):
            return
        is_thumb = bool(re.match(r"(?:👍|👌|:\+1:|:thumbsup:|\[OK\]|\[好的\]|🫡|✅)", body))
        first = asking.turn.start
        greets = turn.sender.split(" ")[0] in talk.text[first : asking.last]
        said = [each.words for each in talk.of_turn(turn)]
        if is_thumb or greets or any(cue("agreed").match(words) for words in said):
            start = min(turn.start, turn.end)
            clause = next(iter(talk.of_turn(turn)), asking)
            yield Candidate("who.owner", turn.sender, start, turn.end, clause, weight=1)
            return


def _objects(talk: Talk, sender: str) -> bool:
    """Return whether somebody has refused what is asked, so that an answer is a consent and no promise."""
    return any(clause.status == "rejected" and clause.turn.sender == sender for clause in talk.clauses)


# --- who approves and who is told --------------------------------------------------------------


def _approvers(talk: Talk) -> Iterator[Candidate]:
    for clause in talk.clauses:
        if clause.status in ("quoted", "others", "past", "question"):
            continue
        for match in cue("approves").finditer(clause.words):
            head = clause.words[: match.start()].rstrip()
            found = re.search(rf"(?:^|[\s,@由让给找请先叫还])({_ZH_NAME}?)\s?$", head) or re.search(
                rf"(?:^|[\s@]|and )({_EN_NAME})$", head
            )
            if found and is_name(found[1]):
                start = clause.start + found.start(1)
                yield Candidate("who.approver", found[1], start, start + len(found[1]), clause)
        for match in cue("approves_before").finditer(clause.words):
            found = re.match(rf"\s({_EN_NAME})", clause.words[match.end() :])
            if found and is_name(found[1]):
                start = clause.start + match.end() + 1
                yield Candidate("who.approver", found[1], start, start + len(found[1]), clause)
        for match in re.finditer(
            r"(?:给|让|找|由)([\u4e00-\u9fff]{2,3})(?:看|过目|审|确认|批|把关|定)(?!草|初|样|小)",
            clause.words,
        ):
            if is_name(match[1]):
                start = clause.start + match.start(1)
                yield Candidate("who.approver", match[1], start, start + len(match[1]), clause)


def _informed(talk: Talk) -> Iterator[Candidate]:
    for turn in talk.own_turns:
        clause = next(iter(talk.of_turn(turn)), None)
        for name in turn.copied if clause else ():
            if clause and is_name(name):
                at = max(talk.message.find(name), 0)
                yield Candidate("who.informed", name, at, at + len(name), clause)
    for clause in talk.clauses:
        if clause.status in ("quoted", "others", "past"):
            continue
        for match in cue("informs").finditer(clause.words):
            found = re.match(
                rf"[ :]*@?({_ZH_NAME}|{_EN_NAME})(?=[\s,。和、一下]|$| and )", clause.words[match.end() :]
            )
            if found and is_name(found[1].removesuffix("一下")):
                name = found[1].removesuffix("一下")
                start = clause.start + match.end() + found.start(1)
                yield Candidate("who.informed", name, start, start + len(name), clause)
