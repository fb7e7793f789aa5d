"""Mistakes that people make in YAML, told in their words, at the line of the mistake, with the line mended.

The parser stops where it can go no further, which is often a line later, and speaks of tokens. Here the lines
around that place are searched for what usually goes wrong. A few mistakes are no error for the parser at all:
it takes them for something else, and a value would silently be lost or cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import yaml

from comms.findings import Unreadable
from comms.reading.line_index import LineIndex
from comms.reading.yaml_signs import ODD_BLANKS

_MAX_SHOWN = 70
"""Characters of a mended line that a sentence shows."""
_ABOVE = 20
"""Lines above the parser's place that are searched for a quote that was never closed."""

_LEAD = r"(?P<lead>[ ]*+(?:-[ ]++)*+)"
_NAME = r"(?P<key>[A-Za-z_][\w-]*+)"
_FULLWIDTH_COLON = re.compile(rf"{_LEAD}{_NAME}[ ]*+(?P<at>：)[ ]*+(?P<value>.*+)")
_FULLWIDTH_COLON_ANYWHERE = re.compile(rf"{_LEAD}(?P<key>\w++)[ ]*+(?P<at>：)[ ]*+(?P<value>.*+)")
_NO_BLANK = re.compile(rf"{_LEAD}{_NAME}(?P<at>:)(?P<value>[^\s:/].*+)")
_EQUALS = re.compile(rf"{_LEAD}{_NAME}[ ]*+(?P<at>=)[ ]*+(?P<value>.*+)")
_NO_BLANK_BEHIND_DASH = re.compile(r"(?P<lead>[ ]*+)(?P<at>-)(?P<value>[^\s-].*+)")
_TAB = re.compile(r"[ ]*+(?P<at>\t)")
_ODD = re.compile(rf"[ ]*+(?:[\w-]++[ ]*+:?+[ ]*+)?(?P<at>[{ODD_BLANKS}])")
_KEY = r"""(?P<key>"[^"]*+"|'[^']*+'|[^\s:#'"\[\]{},][^:#'"\[\]{},]*+)"""
_ENTRY = re.compile(rf"{_LEAD}(?:{_KEY}:[ ]++)?(?P<value>\S.*+)")
_MARKED_KEY = re.compile(rf"{_LEAD}(?P<at>[*%&!@`>|?])[*`]?{_NAME}[*`]*+[ ]*+[:：][*`]*+[ ]*+(?P<value>.*+)")
_BLOCK_HEADER = re.compile(r"[|>][-+\d]*+(?:[ ]++#.*+)?")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]++)")
_CURLY = {"“": "”", "‘": "’"}
"""Curly quotation marks, each with the one that closes it."""
_BRACKETS = str.maketrans({"｛": "{", "｝": "}", "［": "[", "］": "]", "，": ", ", "；": ", ", "：": ": "})
_SEPARATORS = re.compile("[，；]")
_DASHES = "－–—•"
"""What people type for the dash of a list."""
_CLOSING = {"[": "]", "{": "}"}
_SIGNS = "@%`*&!?|>"
_KEY_OF_OURS = re.compile(r"([a-z_]++)[ ]*+：")


def explained(text: str, error: yaml.MarkedYAMLError, place: tuple[int, int]) -> Unreadable:
    """Return the error for a YAML text that cannot be parsed.

    place: the line and column at which the parser stopped, from 1.
    """
    context = error.context_mark.line + 1 if error.context_mark else place[0]
    of_key = "simple key" in (error.context or "")
    found = next(_Search(LineIndex(text), place, context, of_key).mistakes(), None)
    return found or Unreadable("yaml", *place, why=error.problem or error.context)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text with its number."""

    lines: LineIndex
    number: int

    @property
    def text(self) -> str:
        return self.lines.line(self.number)

    def error(self, reason: str, column: int, fix: str = "", **values: object) -> Unreadable:
        """Return the error at a column, counted from 0; fix: the line as it should be."""
        shown = fix.strip()
        cut = shown if len(shown) <= _MAX_SHOWN else shown[:_MAX_SHOWN] + "…"
        return Unreadable(reason, self.number, column + 1, fix=cut, **values)


@dataclass
class _Search:
    """The search for the mistake at which the parser stopped.

    context: the line on which what it could not finish began; of_key: whether that seemed to be a key.
    """

    lines: LineIndex
    place: tuple[int, int]
    context: int
    of_key: bool

    def mistakes(self) -> Iterator[Unreadable]:
        """Yield the mistakes that explain where the parser stopped, the most certain one first."""
        line, column = self.place
        here = _Line(self.lines, self.context if self.of_key else line)
        yield from _of_blanks(here)
        yield from _of_pairs(here)
        if self.of_key:
            yield from _of_any_key(here)
        yield from _of_value(here, column - 1 if here.number == line else len(here.text))
        for above in self._above(1):
            yield from _of_blanks(above)
            yield from _of_pairs(above)
        for above in self._above(_ABOVE):
            yield from _of_open_quote(above)
        yield from self._of_brackets()
        yield from _of_place(here)

    def _above(self, most: int) -> list[_Line]:
        """Return the nearest lines above the parser's place that are not blank, the nearest one first."""
        numbers = range(self.place[0] - 1, max(self.place[0] - 1 - _ABOVE, 0), -1)
        filled = (line for number in numbers if (line := _Line(self.lines, number)).text.strip())
        return [line for line, _ in zip(filled, range(most), strict=False)]

    def _of_brackets(self) -> Iterator[Unreadable]:
        """A bracket begins what the parser could not finish: it is never closed, or a comma is missing."""
        line, column = self.place
        begun, here = _Line(self.lines, self.context), _Line(self.lines, line)
        match = _ENTRY.match(begun.text)
        if match is None or (sign := match["value"][0]) not in _CLOSING:
            return
        rest = self.lines.text[self.lines.offset(self.context) :]
        if rest.count(_CLOSING[sign]) >= rest.count(sign):
            yield here.error("no_comma", column - 1)
        else:
            yield begun.error("open_bracket", match.start("value"), sign=sign, closing=_CLOSING[sign])


def _of_place(line: _Line) -> Iterator[Unreadable]:
    """Tell what is wrong with a line on which nothing else is."""
    match = _ENTRY.match(line.text)
    if match is None or match["value"][0] in "%{[":
        return
    column = len(line.text) - len(line.text.lstrip())
    is_pair = match["key"] or match["value"].endswith(":") or (match["lead"].strip() and column)
    yield line.error("indent" if is_pair else "no_key", column)


def _of_blanks(line: _Line) -> Iterator[Unreadable]:
    if match := _TAB.match(line.text):
        yield line.error("tab", match.start("at"))
    if match := _ODD.match(line.text):
        yield line.error("blank", match.start("at"), code=f"U+{ord(match['at']):04X}")


def _of_pairs(line: _Line) -> Iterator[Unreadable]:
    """Find what keeps a line from being a key and its value, or an entry of a list."""
    for reason, pattern in (
        ("fullwidth_colon", _FULLWIDTH_COLON),
        ("no_blank", _NO_BLANK),
        ("equals", _EQUALS),
    ):
        if match := pattern.match(line.text):
            fix = f"{match['lead']}{match['key']}: {match['value']}"
            yield line.error(reason, match.start("at"), fix, key=match["key"])
    if match := _MARKED_KEY.match(line.text):
        yield line.error(
            "marked_key", match.start("at"), f"{match['key']}: {match['value']}", sign=match["at"]
        )
    if match := _NO_BLANK_BEHIND_DASH.match(line.text):
        yield line.error("dash", match.start("at"), f"- {match['value']}")


def _of_any_key(line: _Line) -> Iterator[Unreadable]:
    """Find a full-width colon behind a key of any script."""
    if match := _FULLWIDTH_COLON_ANYWHERE.match(line.text):
        fix = f"{match['lead']}{match['key']}: {match['value']}"
        yield line.error("fullwidth_colon", match.start("at"), fix, key=match["key"])


def _of_value(line: _Line, stopped: int) -> Iterator[Unreadable]:
    """Find what is wrong with a value: its first character, its quotes, a colon in it.

    stopped: the offset at which the parser stopped.
    """
    match = _ENTRY.match(line.text)
    if match is None or stopped < match.start("value"):
        return
    value, sign, comment = match["value"].rstrip().partition(" # ")
    start = match.start("value")
    fix = line.text[:start] + quoted(value) + sign + comment
    first = value[0]
    if first in _CURLY and _is_enclosed(value):
        yield line.error("curly_quote", start, line.text[:start] + quoted(value[1:-1]), sign=first)
    elif first in "｛［" or (first in _CLOSING and _SEPARATORS.search(value)):
        yield _of_fullwidth(line, value, start)
    elif _is_no_beginning(value) or (
        first in _CLOSING and start and _CLOSING[first] in line.text[start:stopped]
    ):
        yield line.error("sign", start, fix, sign=first)
    elif first in "\"'":
        yield from _of_quotes(line, value, start)
    elif match["key"] and first not in _CLOSING and (colon := re.search(r":(?:[ ]|$)", value)):
        yield line.error("colon_in_value", start + colon.start(), fix)


def _is_enclosed(value: str) -> bool:
    """Return whether one pair of curly quotation marks encloses a whole value, as in “a: b”."""
    closing = _CURLY[value[0]]
    return value.find(closing) == len(value) - 1 > 0 and value.count(value[0]) == 1


def _is_no_beginning(value: str) -> bool:
    """Return whether the first character of a value means something to YAML, which the value does not."""
    return (value[0] in _SIGNS and not _BLOCK_HEADER.fullmatch(value)) or value.startswith("- ")


def _of_fullwidth(line: _Line, value: str, start: int) -> Unreadable:
    separator = _SEPARATORS.search(value)
    at = separator.start() if separator and value[0] in _CLOSING else 0
    return line.error(
        "fullwidth_sign", start + at, line.text[:start] + value.translate(_BRACKETS), sign=value[at]
    )


def _of_quotes(line: _Line, value: str, start: int) -> Iterator[Unreadable]:
    quote = value[0]
    end = _end_of_quote(value)
    inner = value[1:-1] if value.endswith(quote) and len(value) > 1 else value
    if end is None and _ends_curly(value):
        yield line.error(
            "curly_quote", start + len(value) - 1, line.text[:start] + quoted(value[1:-1]), sign=value[-1]
        )
    elif end is None:
        yield line.error("open_quote", start, line.text[:start] + quoted(value[1:].strip(quote)))
    elif behind := value[end:].lstrip():
        if not behind.startswith("#"):
            yield line.error(
                "after_quote", start + len(value) - len(behind), line.text[:start] + quoted(inner)
            )
    elif quote == '"' and "\\" in value:
        fix = line.text[:start] + "'" + inner.replace("'", "''") + "'"
        yield line.error("escape", start + value.index("\\"), fix)


def _ends_curly(value: str) -> bool:
    """Return whether a curly mark stands where a straight one should close a value, as in "a”."""
    opening, closing = "“”" if value[0] == '"' else "‘’"
    last = value[-1]
    return last == opening or (last == closing and value.count(closing) > value.count(opening))


def _of_open_quote(line: _Line) -> Iterator[Unreadable]:
    match = _ENTRY.match(line.text)
    if match and match["value"][0] in "\"'" and _end_of_quote(match["value"].rstrip()) is None:
        yield from _of_quotes(line, match["value"].rstrip(), match.start("value"))


def _end_of_quote(value: str) -> int | None:
    """Return the offset behind the quote that closes a value, None if none does."""
    pattern = r'"(?:[^"\\]|\\.)*+"' if value[0] == '"' else r"'(?:[^']|'')*+'"
    match = re.match(pattern, value)
    return match.end() if match else None


def value_on(line: str) -> str:
    """Return what stands on a line behind its key or dash, with any comment; "" for a comment alone."""
    match = _ENTRY.match(line)
    is_value = match is not None and bool(match["key"] or match["lead"].strip())
    return match["value"].rstrip() if match is not None and is_value else ""


def quoted_line(line: str) -> str:
    """Return a line with all that stands behind its key or dash in quotes, cut for a sentence."""
    value = value_on(line)
    fix = line.rstrip()[: len(line.rstrip()) - len(value)].strip() + " " + quoted(value)
    return fix if len(fix) <= _MAX_SHOWN else f"{fix[:_MAX_SHOWN]}…"


def quoted(value: str) -> str:
    """Return a value in quotes, of the kind that needs no escapes if there is one."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


# --- what the parser takes for something else --------------------------------------------------


def refuse_misread(text: str, root: yaml.Node) -> None:
    """Raise Unreadable for a value that the parser takes for something else than the author meant."""
    if isinstance(root, yaml.ScalarNode) and (found := _of_text_alone(text)) is not None:
        raise found
    aliases = frozenset(_ALIAS.findall(text))
    for key, node in _entries(root):
        found = _odd_key(key) or _hidden_colon(key, node) or _lost_beginning(text, key, node, aliases)
        if found is not None:
            raise found


def _of_text_alone(text: str) -> Unreadable | None:
    """Return the error for a text that has not a single key in it, None if nothing looks like one."""
    lines = LineIndex(text)
    for number in range(1, min(len(lines), _ABOVE) + 1):
        line = _Line(lines, number)
        if found := next(chain(_of_pairs(line), _of_any_key(line)), None):
            return found
    return None


def _entries(root: yaml.Node) -> Iterator[tuple[yaml.Node | None, yaml.Node]]:
    """Yield every value with its key, None for those without, each node once."""
    waiting: list[tuple[yaml.Node | None, yaml.Node]] = [(None, root)]
    seen: set[int] = set()
    while waiting:
        key, node = waiting.pop()
        yield key, node
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        within = node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
        waiting += reversed(within)


def _lost_beginning(
    text: str, key: yaml.Node | None, node: yaml.Node, aliases: frozenset[str]
) -> Unreadable | None:
    """An anchor that nothing refers to, or a tag, is probably the beginning of the text."""
    start = node.start_mark.index
    sign = text[start : start + 1]
    if not isinstance(node, yaml.ScalarNode) or sign not in ("&", "!") or text.startswith("!!", start):
        return None
    written = text[start : node.end_mark.index].rstrip()
    if sign == "&" and written[1:].split(maxsplit=1)[0] in aliases:
        return None
    before = f"{key.value}: " if isinstance(key, yaml.ScalarNode) else "- "
    return _at(node, "sign", sign=sign, fix=(before + quoted(written))[:_MAX_SHOWN])


def _hidden_colon(key: yaml.Node | None, node: yaml.Node) -> Unreadable | None:
    """A full-width colon behind a key of ours separates nothing, so the whole is taken for one text."""
    if key is None or not isinstance(node, yaml.ScalarNode) or node.tag != "plain":
        return None
    if isinstance(key, yaml.ScalarNode) and not node.value and (match := _KEY_OF_OURS.match(key.value)):
        return _hidden(key, match)
    if node.start_mark.line == key.start_mark.line or not (match := _KEY_OF_OURS.match(node.value)):
        return None
    return _hidden(node, match) if match[1] in _our_keys() else None


def _hidden(node: yaml.ScalarNode, match: re.Match[str]) -> Unreadable:
    fix = f"{match[1]}: {node.value[match.end() :].strip()}"
    fix = fix.translate(_BRACKETS) if "：" in fix else fix  # further keys between the same brackets
    return _at(node, "fullwidth_colon", match.end() - 1, key=match[1], fix=fix[:_MAX_SHOWN])


@cache
def _our_keys() -> frozenset[str]:
    """The keys of all parts of all kinds."""
    from comms.kinds import KINDS, model_of
    from comms.models.base import Part, fields_of

    def keys_of(part: type[Part]) -> Iterator[str]:
        for name, each in fields_of(part).items():
            yield name
            if each.part is not None:
                yield from keys_of(each.part)

    return frozenset(key for kind in KINDS for key in keys_of(model_of(kind)))


def _odd_key(key: yaml.Node | None) -> Unreadable | None:
    """A blank, dash or quotation mark that is none for YAML is part of the key, which is then unknown."""
    value = key.value if isinstance(key, yaml.ScalarNode) else ""
    if key is not None and value[:1] in tuple(_CURLY) and value[1:-1] in _our_keys():
        return _at(key, "curly_quote", sign=value[0], fix=f'"{value[1:-1]}": …')
    if key is not None and value[:1] in tuple(_DASHES):
        return _at(key, "fullwidth_sign", sign=value[0], fix=f"- {value[1:].strip()}: …")
    found = next(((place, each) for place, each in enumerate(value) if each in ODD_BLANKS), None)
    if key is None or found is None:
        return None
    return _at(key, "blank", found[0], code=f"U+{ord(found[1]):04X}")


def _at(node: yaml.Node, reason: str, further: int = 0, **values: Any) -> Unreadable:
    mark = node.start_mark
    return Unreadable(reason, mark.line + 1, mark.column + 1 + further, **values)
