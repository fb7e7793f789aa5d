r"""What the rules of wording leave alone in a text, and the markup that they read past.

Words in quotations, code, links and addresses are not the author's own. They stay in the text while it is
searched, since a date or an annex named there makes a sentence precise; an expression that begins in one is
dropped afterwards. Markdown is read in every format, since people write it in YAML and in Word, too.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from comms.terms.lazy_patterns import LazyPattern

Stretch = tuple[int, int]
"""The start and the end of a part of a text."""


class LeftAlone:
    """The stretches of a text that are left alone; `in` tells whether they include a position."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(stretches):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, position: int) -> bool:
        before = bisect_right(self._starts, position) - 1
        return before >= 0 and position < self._ends[before]


def left_alone(text: str, start: int = 0) -> LeftAlone:
    """Return what is left alone in a text from an offset on, in time linear in its length.

    These are block quotations, code, HTML, links with their labels and targets, addresses, names of files.
    """
    if not _SIGNS.search(text, start):
        return LeftAlone(())
    blocks = list(_Blocks(text).stretches(start))
    defined = frozenset(map(_folded, _DEFINED.findall(text, start))) if "]:" in text else frozenset()
    return LeftAlone((*blocks, *_inline(overwritten(text, blocks), start, defined)))


def overwritten(text: str, stretches: Iterable[Stretch]) -> str:
    """Return a text with stretches, given in order, overwritten by blanks; its lines and positions stay."""
    pieces, end = [], 0
    for first, last in stretches:
        pieces += [text[end:first], _VISIBLE.sub(" ", text[first:last])]
        end = last
    return "".join(pieces) + text[end:]


_VISIBLE = re.compile(r"\S")
_SIGNS = re.compile(r"[`<>\[~@]|//|\.\w|\n(?:    |\t)")
"""The signs of which a text that has nothing to be left alone holds none, as most texts."""

# --- markup ----------------------------------------------------------------------------------

_INLINE_TAGS = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|ruby|s|samp|small|span|strike"
    "|strong|sub|sup|time|tt|u|var|wbr"
)
_BLOCK_TAGS = (
    "address|article|aside|audio|blockquote|br|button|caption|center|col|colgroup|dd|details|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|img|input|li|main|nav|ol|option|p|picture"
    "|pre|script|section|select|source|style|summary|svg|table|tbody|td|template|textarea|tfoot|th|thead|tr|ul|video"
)
_TAG = rf"</?(?:(?P<inline>{_INLINE_TAGS})|{_BLOCK_TAGS})(?=[\s/>])[^<>]*>"
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_EMPHASIS = r"\*\*+|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|(?<!\w)__?(?=[^\W_])|(?<=[^\W_])__?(?!\w)"
_MARKUP = LazyPattern(rf"{_TAG}|(?P<entity>{_ENTITY})|{_EMPHASIS}", re.IGNORECASE)


_MARKING = re.compile("[<&*_]")


def without_markup(text: str) -> str:
    """Return a text as it reads: comments, tags, emphasis and entities give way to blanks of equal length.

    A tag that ends a line or a block, such as `<br>`, becomes a line break.
    """
    if "<!--" in text:
        text = overwritten(text, _comments(text, 0))
    if _MARKING.search(text):
        return _MARKUP.sub(_as_read, text)
    return text


def _comments(text: str, start: int) -> Iterator[Stretch]:
    """Yield the comments of HTML; one that is not closed hides nothing."""
    while (opening := text.find("<!--", start)) >= 0 and (closing := text.find("-->", opening + 4)) >= 0:
        start = closing + 3
        yield opening, start


def _as_read(match: re.Match[str]) -> str:
    written = match.group()
    if match["entity"]:
        meant = unescape(written)
        return (meant if len(meant) == 1 else "").ljust(len(written))
    is_break = written[0] == "<" and not match["inline"]
    blank = _VISIBLE.sub(" ", written)
    return "\n" + blank[1:] if is_break else blank


# --- blocks ----------------------------------------------------------------------------------

_LINE = re.compile(r"[^\n]*\n?")
_BULLET = r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
_FENCE = re.compile(rf"{_BULLET}(`{{3,}}(?=[^`\n]*$)|~{{3,}})", re.MULTILINE)
_QUOTE = LazyPattern(rf"{_BULLET}>")
_CALL_OUT = re.compile(r"[ \t]*>[ \t]*\[!\w+\]")
"""Begins a call-out such as `> [!NOTE]`, which only looks like a quotation."""
_INDENTED = re.compile(r" {4}| {0,3}\t")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]")
_DEFINITION = LazyPattern(
    r" {0,3}\[[^\[\]\n]{1,200}\]:[ \t]+(?:<[^<>\n]*>|[^\s<]*[/.#:]\S*)"
    r"""[ \t]*(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\))?\s*"""
)


class _Blocks:
    """A walk over the lines of a text that tells which of them are code, quotations or definitions of links.

    fence: the signs that opened the current block of code; was_blank: whether the last line was empty.
    comment: the end of the last comment that began a line, which may span blocks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.fence = ""
        self.comment = 0
        self.was_blank = True
        self.in_code = self.in_list = self.in_call_out = False
        self.margin = _margin(text)

    def stretches(self, start: int) -> Iterator[Stretch]:
        """Yield what is left alone from an offset on, in order."""
        for match in _LINE.finditer(self.text, start):
            line = match.group()
            if match.start() < self.comment:
                continue
            if not self.fence and line.lstrip().startswith("<!--"):
                yield from self._comment(match.start())
            elif self._is_foreign(line):
                yield match.span()
            self.was_blank = not line.strip()

    def _comment(self, start: int) -> Iterator[Stretch]:
        for stretch in islice(_comments(self.text, start), 1):
            self.comment = stretch[1]
            yield stretch

    def _is_foreign(self, line: str) -> bool:
        if self.fence:
            self.fence = "" if _closes(line, self.fence) else self.fence
            return True
        is_blank = not line.strip()
        if not is_blank:
            self.in_code = self._is_indented_code(line)
        if opening := None if self.in_code else _FENCE.match(line):
            self.fence = opening.group(1)
            return True
        is_quote = _QUOTE.match(line) is not None
        self.in_call_out = is_quote and (self.in_call_out or _CALL_OUT.match(line) is not None)
        if self.in_code or (is_quote and not self.in_call_out) or _DEFINITION.fullmatch(line):
            return True
        if not is_blank:
            continues = self.in_list and (line[0].isspace() or not self.was_blank)
            self.in_list = continues or _ITEM.match(line) is not None
        return False

    def _is_indented_code(self, line: str) -> bool:
        begins = not self.in_list and (self.was_blank or self.in_code)
        return begins and _INDENTED.match(line[self.margin :]) is not None


def _margin(text: str) -> int:
    """Return the number of blanks that begin every line but the first, as in an indented string of TOML.

    Below a first line that ends with a colon they are the indentation of code.
    """
    first, *others = text.split("\n")
    indents = (len(line) - len(line.lstrip(" ")) for line in others if line.strip())
    return 0 if first.rstrip().endswith((":", "：")) else min(indents, default=0)


def _closes(line: str, fence: str) -> bool:
    """Return whether a line holds nothing but at least as many signs as opened a code block."""
    bare = line.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


# --- within lines ----------------------------------------------------------------------------

_LABEL = r"\[(?:[^\[\]\n]|\n(?![ \t]{0,80}\n)|\[[^\[\]\n]{0,100}+\]){0,300}+\]"
_TARGET = r"\([^()\n]{0,600}+(?:\([^()\n]{0,200}+\)[^()\n]{0,600}+)?\)"
_LINK = LazyPattern(rf"!?{_LABEL}(?:{_TARGET}|\[[^\[\]\n]{{0,200}}+\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,100}\]")
_SHORTCUT = re.compile(r"\[([^\[\]\n]{1,200})\](?![(\[:])")
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]", re.MULTILINE)
_TICKS = re.compile(r"`+|\n[ \t]*\n")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,300}+~~")
_ADDRESS = LazyPattern(
    r"\b(?:https?|ftp|file|ssh|git)://[^\s<>\"，。；、！？（）【】「」“”]+|\bwww\.[^\s<>\"，。；、！？（）【】「」“”]+"
    r"|(?<![\w.+-])[A-Za-z0-9_.+-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+"
    r"|(?<![A-Za-z0-9_./\\-])[A-Za-z0-9_-]++(?:[./\\][A-Za-z0-9_-]++)*"
    r"\.(?:pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|psd|ai|eps|tiff?|webp|zip|mp[34]|mov|md|ya?ml|toml|json|csv|txt"
    r"|html?|css|js|ts|py)(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)
_TAGS = LazyPattern(_TAG, re.IGNORECASE)
_FOREIGN = re.compile(
    r"<(code|pre|kbd|samp|tt|var|script|style|del|s|strike|blockquote|q|cite|template)(?=[\s>])",
    re.IGNORECASE,
)
"""Opens an element of HTML whose content is code, a quotation or withdrawn."""


def _inline(text: str, start: int, defined: frozenset[str]) -> Iterator[Stretch]:
    """Yield what is left alone within paragraphs; defined: the labels that stand for links."""
    if "`" in text:
        spans = list(_code_spans(text, start))
        yield from spans
        text = overwritten(text, spans)
    if "<" in text:
        yield from _comments(text, start)
        yield from _elements(text, start)
        yield from _all(_TAGS, text, start)
    if "[" in text:
        yield from _links(text, start, defined)
    if "~~" in text:
        yield from _all(_STRUCK, text, start)
    if "." in text or "/" in text:
        yield from _all(_ADDRESS, text, start)


def _all(pattern: re.Pattern[str] | LazyPattern, text: str, start: int) -> Iterator[Stretch]:
    return (match.span() for match in pattern.finditer(text, start))


def _links(text: str, start: int, defined: frozenset[str]) -> Iterator[Stretch]:
    yield from _all(_LINK, text, start)
    yield from _all(_FOOTNOTE, text, start)
    for match in _SHORTCUT.finditer(text, start) if defined else ():
        if _folded(match.group(1)) in defined:
            yield match.span()


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _code_spans(text: str, start: int) -> Iterator[Stretch]:
    """Yield the spans between runs of equally many backticks in one paragraph."""
    paragraph: list[Stretch] = []
    for match in _TICKS.finditer(text, start):
        if match.group()[0] == "`":
            paragraph.append(match.span())
        else:
            yield from _paired(paragraph)
            paragraph = []
    yield from _paired(paragraph)


def _paired(runs: list[Stretch]) -> Iterator[Stretch]:
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(runs) - 1, -1, -1):
        places[runs[number][1] - runs[number][0]].append(number)
    taken = -1
    for number, (start, end) in enumerate(runs):
        later = places[end - start]
        while later and later[-1] <= max(number, taken):
            later.pop()
        if number > taken and later:
            taken = later.pop()
            yield start, runs[taken][1]


def _elements(text: str, start: int) -> Iterator[Stretch]:
    end, unclosed = start, set()
    for opening in _FOREIGN.finditer(text, start):
        name = opening.group(1).casefold()
        if opening.start() < end or name in unclosed:
            continue
        if closing := re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, opening.end()):
            end = closing.end()
            yield opening.start(), end
        else:
            unclosed.add(name)


_QUOTATION = LazyPattern(
    r"“[^“”\n]{0,300}+”|„[^„“”\n]{0,300}+[“”]|«[^«»\n]{0,300}+»|‘[^‘’\n]{0,300}+’|「[^「」\n]{0,300}+」"
    r"|『[^『』\n]{0,300}+』|《[^《》\n]{0,300}+》|(?<!\w)\"[^\"\n]{1,300}+\"(?!\w)"
)


def quoted(text: str) -> LeftAlone:
    """Return the stretches of a text in quotation marks."""
    return LeftAlone(_all(_QUOTATION, text, 0))
