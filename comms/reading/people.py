"""The people of a handwritten request: by labels, by headings that name a role, or by what they do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from comms.language.traditional import simplified
from comms.reading.closings import without_thanks
from comms.reading.duties import duty_in, is_for_questions, is_of_contact
from comms.reading.headings import name_of
from comms.reading.people_tables import UNKNOWN, WORKER, without_people_tables
from comms.reading.role_labels import followed, labelled, lines_with_labels, roles
from comms.terms.no_answers import says_nothing
from comms.terms.owners import is_companion, is_one_name, leaves_open, names_in

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SUB_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
_BLANKS = re.compile(r"[^\S\n]{3,}+")
"""Longer gaps between words, which would make patterns of blanks slow and say nothing more."""
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,80})\]\([^()\n]{0,300}\)")
_EMPHASIS = re.compile(r"`|\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
_SENTENCE = re.compile(
    r"[;；。!！]|(?<!\b[A-Z])(?<!Dr|Mr|Ms|St)(?<!Mrs)(?<!Prof)(?<!Tel)(?<!No)(?<!Nr)(?<!Dept)\.(?=\s)"
)
_FULL_STOP = re.compile(r"(?<!\b[A-Z])\.+\s*\Z")
_COMMA = re.compile(r"[，,]")
_AND = re.compile(r"(?:,? (?:and|while|but) |，?(?:并由|而))")
_TAKES_BACK = re.compile(
    r"(?:no|not|but|actually|only|unless|except|until|if|or|otherwise)\b|不|但|除非|如果|或", re.IGNORECASE
)
_SIGNS = " \t　*_-–—/、|【】「」"
_NAMED = re.compile(r"(?:(?:full |first )?name|姓名|名字)[ \t]*[:：][ \t]*", re.IGNORECASE)
_PICTURE = re.compile(r"(?:\s*[^\w\s.,)）>\]\"”?？!！;；。，]){1,6}\Z")
_PLEASE = re.compile(r"(?<![\s,，])[\s,，]*+(?:pls|plz|please)\W*\Z", re.IGNORECASE)
_ME = re.compile(r"(?:me|myself|i|我|本人)[ \t]*[,，:：(（–—-][ \t]*([^()（）]{2,40})[)）]?", re.IGNORECASE)

_CONTACT = "contact"
"""The role of a contact, who is the owner where nobody else is."""
_NOT_SURE = ("", WORKER, _CONTACT, UNKNOWN)
"""The roles of those who may be the owner where nobody is called so."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A heading and the text that names people below it; leads: the text begins on the heading's line."""

    heading: str
    text: str
    leads: bool


@dataclass(frozen=True, slots=True)
class People:
    """People by role; unsure: what was written about the owner where it is not one name, else ""."""

    by_role: dict[str, Any] = field(default_factory=dict)
    unsure: str = ""


def who_of(namings: list[Naming]) -> People | None:
    """Return people by role; a name without any role is the owner's. None if nobody is asked for by role."""
    found: dict[str, list[str]] = {}
    for naming in namings:
        for role, name in (each for part in _parts(naming) for each in _named(part)):
            names = found.setdefault(role, [])
            names += [name] if name and name not in names else []
    unlabelled, workers, contacts, remarks = (found.pop(role, []) for role in _NOT_SURE)
    owners = _without_companions(found.get("owner") or unlabelled or workers or contacts)
    if not owners and not any(found.values()) and not remarks:
        return People(dict.fromkeys(found, "")) if found else None
    people: dict[str, Any] = {
        role: ", ".join(names) for role, names in found.items() if names and role != "owner"
    }
    if "informed" in people:
        people["informed"] = [name for names in found["informed"] for name in names_in(names)]
    if len(owners) == 1 and is_one_name(owners[0]):
        return People(people | {"owner": owners[0]})
    unsure = " / ".join(owners or remarks)
    return People(people | ({"owner": ""} if unsure or "owner" in found else {}), unsure)


def _without_companions(names: list[str]) -> list[str]:
    """Return names without the departments and addresses on lines of their own beside a person."""
    return [name for name in names if not is_companion(name)] or names


def _parts(naming: Naming) -> Iterator[Naming]:
    """Yield the text under a heading up to its first sub-heading, and that under each of these."""
    text, *others = _SUB_HEADING.split(naming.text)
    if text.strip() or not others:
        yield Naming(naming.heading, text, naming.leads)
    for heading, below in zip(others[::2], others[1::2], strict=True):
        yield Naming(heading if name_of(heading) else naming.heading, below, False)


def _named(naming: Naming) -> Iterator[tuple[str, str]]:
    """Yield roles, "" for none, with names, "" for a label without an answer."""
    if is_for_questions(naming.heading):
        yield UNKNOWN, naming.text.strip()
        return
    name = name_of(naming.heading)
    role = name.role if name else ""
    if not role and is_of_contact(naming.heading):
        role = _CONTACT
    text = _LINK.sub(r"\1", _QUOTED.sub("", _BLANKS.sub("  ", naming.text)))
    text, told = without_people_tables(text)
    for found, cell in told:
        yield from _in_text(_EMPHASIS.sub("", cell), found, is_first=True)
    first, *rest = _PARAGRAPH_END.split(text) if naming.leads else (text,)
    lines = list(lines_with_labels(_EMPHASIS.sub("", first).split("\n")))
    if role and not told and not any(line.strip() for line in lines):
        yield role, ""
    for number, line in enumerate(lines):
        yield from _in_line(line, role, is_first=number == 0)
    for paragraph in rest:
        for line in lines_with_labels(_EMPHASIS.sub("", paragraph).split("\n")):
            yield from ((role, name) for role, name in _in_line(line, "") if role not in _NOT_SURE)


# --- lines -----------------------------------------------------------------------------------


def _in_line(line: str, role: str, is_first: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the roles and names of a line: those behind labels, and those of the text in front of them."""
    found = list(labelled().finditer(simplified(line)))
    lead = line[: found[0].start()] if found else line
    yield from _in_text(lead.rstrip(_SIGNS + "(（"), role, is_first and not found)
    for match in found:
        if not match.group(2).strip() and match.group().rstrip().endswith(("?", "？")):
            continue  # a question of the form
        yield from _in_text(
            line[match.start(2) : match.end(2)], roles()[match.group(1).casefold()], is_first=True
        )


def _in_text(text: str, role: str, is_first: bool) -> Iterator[tuple[str, str]]:
    """Yield the roles and names of the sentences of a text, of which the first has the role of its label."""
    bare = _PLEASE.sub("", _PICTURE.sub("", without_thanks(_NAMED.sub("", text, count=1)))).strip(_SIGNS)
    if says_nothing(bare):
        yield from [(role, "")] if role else ()
        return
    for number, sentence in enumerate(_SENTENCE.split(bare)):
        if told := _FULL_STOP.sub("", sentence).strip(_SIGNS + ",，"):
            yield from _in_sentence(told, "" if number else role, is_first and not number)


# --- sentences -------------------------------------------------------------------------------

_LONGEST_SENTENCE = 400
"""The most characters of a sentence that is searched for who does what; longer ones name nobody surely."""


def _in_sentence(sentence: str, role: str, is_first: bool) -> Iterator[tuple[str, str]]:
    """Yield the roles and names of a sentence: by roles behind them, by what is done, or bare."""
    if len(sentence) > _LONGEST_SENTENCE:
        yield from _without_duty(sentence, role, is_first)
        return
    behind = [
        (roles()[match.group(2).casefold()], match.group(1).strip())
        for match in followed().finditer(sentence)
    ]
    if behind:
        yield from behind
        rest = followed().sub("", sentence).strip(_SIGNS + ",，;；")
        yield from [(role, rest)] if is_one_name(rest) else ()
        return
    clauses = _COMMA.split(sentence)
    asides = [clause for clause in clauses if is_for_questions(clause) or is_of_contact(clause)]
    yield from ((UNKNOWN, clause) for clause in asides)
    clauses = [clause for clause in clauses if clause not in asides]
    duties, others = _duties(clauses)
    yield from duties
    if not duties and clauses:
        yield from _without_duty(_name(", ".join(clauses) if asides else sentence), role, is_first)
    if not duties:
        return
    has_owner = any(found == "owner" for found, _ in duties)
    for other in others:
        if is_one_name(other):
            # "Lena, Tom do it" has two owners
            yield "owner" if has_owner else role, other
        elif _TAKES_BACK.match(other):
            yield "owner", other


def _duties(clauses: list[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the roles and names that clauses tell, and the clauses that tell none."""
    found: list[tuple[str, str]] = []
    others: list[str] = []
    for part in clauses:
        pieces = [piece.strip() for piece in _AND.split(part) if piece.strip()]
        told = [duty_in(piece) for piece in pieces]
        if len(pieces) < 2 or None in told:
            pieces, told = [part.strip()], [duty_in(part)]
        found += [duty for duty in told if duty]
        others += [piece for piece, duty in zip(pieces, told, strict=True) if not duty]
    return found, others


def _without_duty(sentence: str, role: str, is_first: bool) -> Iterator[tuple[str, str]]:
    """Yield the name that a sentence consists of, or its names; other words name nobody surely."""
    names = names_in(sentence)
    if me := _ME.fullmatch(sentence):
        yield role, me.group(1).strip()
    elif is_one_name(sentence) or (is_first and role not in ("owner", *_NOT_SURE)):
        yield role, "" if leaves_open(sentence) else sentence
    elif not is_first and _TAKES_BACK.match(sentence):
        yield "owner", sentence
    elif len(names) > 1 and all(map(is_one_name, names)):
        yield from ((role, name) for name in names)
    elif role and is_first:
        yield role, sentence
    else:
        yield UNKNOWN, sentence


def _name(written: str) -> str:
    name = _FULL_STOP.sub("", written.strip(_SIGNS + ",，"))
    for opening, closing in ("()", "（）"):
        if name.endswith(closing) and opening not in name:
            name = name[:-1].rstrip()
    return name
