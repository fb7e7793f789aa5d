"""Recognition of requests among the files of a folder; for any other file, the reason to pass over it."""

import difflib
import re
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from comms.findings import Unreadable
from comms.kinds import KINDS
from comms.reading.front_matter import find_front_matter
from comms.reading.headings import House, is_title_of_request, name_of, with_house
from comms.reading.kind_names import kind_named
from comms.reading.source import Source, decode
from comms.terms.lazy_patterns import LazyPattern
from comms.workspace.settings import PROJECT, SETTINGS_FILE

FOREIGN = "foreign"
"""The reason for a file that nothing connects with requests; there is no need to tell about these."""
KUBERNETES = "kubernetes"
NO_KIND = "no_kind"
FEW_ANSWERS = "few_answers"
WORD = "word"
TEMPLATE = "template"
REASONS = (NO_KIND, FEW_ANSWERS, WORD, TEMPLATE, KUBERNETES, FOREIGN)
"""The reasons to pass over a file, keys of lint.passed_over in messages.toml, in the order of telling."""

NEARLY = 0.8
"""The similarity, from 0 to 1, at which a misspelt kind still makes a file a request."""
_HEAD = 100_000
"""Characters of a file in which its questions are looked for; the data of other programs may be long."""
_ENOUGH_KEYS = 3
"""The number of different questions as keys that make a file without a kind look like a request."""
_MOST_KEYS = 200
"""Chinese keys that are looked at; a request has fewer, a table of translations thousands."""
_SEVERAL = 3
"""The number of dimensions that loosely read headings must name to be worth telling of."""
_TEMPLATE = LazyPattern(
    r"(?:^|/)(?:(?:pull|merge)[-_]request|issue)[-_]templates?(?:/|[^/]*\.(?:md|markdown)$)", re.IGNORECASE
)
_BLANK = "[ \t\u00a0\u3000\u200b\ufeff]*+"
_NAMED = rf"""["'”’]?{_BLANK}[:=：]{_BLANK}["'“‘]?([^\W\d_][\w-]*+)"""
_KINDS = tuple(LazyPattern(key + _NAMED) for key in ("kind", "类型", "种类"))
"""One pattern for each key, since a search for a fixed beginning is forty times as fast."""
_BEFORE_KIND = frozenset("\n\r\t ,{\"'“‘\ufeff\u200b\u00a0\u3000")
_AT_LINE_START = frozenset("\n\r\ufeff\u200b")
_QUESTIONS = "title|what|why|when|where|who|how|how_much"
_ANSWERED = LazyPattern(
    rf"""^({_QUESTIONS})[ \t]*+[:=：]|(?:^|[{{,])[ \t]*+"({_QUESTIONS})"[ \t]*+:[ \t]*+\"""", re.MULTILINE
)
"""A title or question as a key with its answer; in JSON the answer is a text, unlike in a schema."""
_CHINESE_KEY = LazyPattern(
    r"""(?:^|[{,])[ \t]*+["“]?([\u4e00-\u9fff]{2,8})["”]?[ \t]*+[:=：]""", re.MULTILINE
)
_API_VERSION = re.compile(r"""^[ \t{]*+["']?apiVersion["']?[ \t]*+[:=]""", re.MULTILINE)


def is_request(content: bytes, name: str, house: House = ()) -> bool:
    """Return whether a file that was found in a folder is a request and is to be checked."""
    return not reason_to_pass_over(content, name, house)


def reason_to_pass_over(content: bytes, name: str, house: House = ()) -> str:
    """Return why a file that was found in a folder is not to be checked, one of REASONS; "" for a request.

    house: the headings of the workspace's own forms.
    """
    with with_house(house):
        return _reason_to_pass_over(content, name)


def _reason_to_pass_over(content: bytes, name: str) -> str:
    if (lower := name.lower()).endswith(".docx"):
        return _against_package(content)
    if Path(name).name in (SETTINGS_FILE, PROJECT):
        return FOREIGN
    text = _text(content)
    if not lower.endswith((".md", ".markdown")):
        return _against_data(text)
    reason = _against_markdown(text)
    return TEMPLATE if reason != FOREIGN and is_template(name) else reason


def is_template(path: str) -> bool:
    """Return whether a path is that of a template from which a code host makes issues or merge requests."""
    return "template" in path.lower() and bool(_TEMPLATE.search(Path(path).as_posix()))


def _text(content: bytes) -> str:
    """Return the text of a file, also of one that will be refused for its encoding."""
    try:
        return decode(content)
    except Unreadable:
        from comms.reading.encodings import in_utf8

        return in_utf8(content).decode("utf-8", "replace")


def _against_package(content: bytes) -> str:
    from comms.reading.docx_file import carries_data

    if carries_data(content):
        return ""
    return WORD if content.startswith(b"PK") else FOREIGN  # Word puts a lock file beside an open document


def _against_data(text: str) -> str:
    kinds = _kinds_in(text)
    if kinds & KINDS.keys():
        return ""
    if any(map(_resembles_ours, kinds)):
        return KUBERNETES if _API_VERSION.search(text) else ""
    return NO_KIND if len(_asked_by_keys(text)) >= _ENOUGH_KEYS else FOREIGN


def _asked_by_keys(text: str) -> set[str]:
    """Return the title and the questions that a text answers under keys of their name, in either language."""
    asked = {one or other for one, other in _ANSWERED.findall(text, 0, _HEAD)}
    if not text.isascii():
        found = islice(_CHINESE_KEY.finditer(text, 0, _HEAD), _MOST_KEYS)
        keys = {match.group(1) for match in found}
        names = (name_of(key) for key in keys)
        asked |= {name.dimension for name in names if name and name.dimension and not name.loose}
    return asked


def _kinds_in(text: str) -> set[str]:
    """Return the kinds that a text names: the first one anywhere, and those at the beginning of a line."""
    found: set[str] = set()
    for match in chain.from_iterable(pattern.finditer(text) for pattern in _KINDS):
        before = text[match.start() - 1] if match.start() else "\n"
        if before in _AT_LINE_START or (before in _BEFORE_KIND and not found):
            found.add(match.group(1))
    return found


def is_resource(data: dict[str, Any]) -> bool:
    """Return whether data are a resource of Kubernetes, which no document of comms can be."""
    return "apiVersion" in data and data.get("kind") not in KINDS


@lru_cache(maxsize=1_000)  # a folder of another program has the same few kinds again and again
def _resembles_ours(kind: str) -> bool:
    return kind_named(kind) is not None or bool(difflib.get_close_matches(kind[:60], KINDS, 1, NEARLY))


def _against_markdown(text: str) -> str:
    front, body = _divided(text)
    if any(kind in KINDS or _resembles_ours(kind) for kind in _kinds_in(front)):
        return ""
    source = _read(text) or _read(body)
    if source is None:
        return FOREIGN
    if len(source.sections or ()) >= 2:
        return "" if source.data.get("kind") == "brief" else NO_KIND
    return FEW_ANSWERS if _may_be_request(source) and not _is_of_another_kind(body) else FOREIGN


def _may_be_request(source: Source) -> bool:
    """Return whether a heading names a dimension, and not only by some of its words as in any text.

    Such headings count in a text with the title of a request, and where there are several.
    """
    names = (name_of(heading.heading) for heading in source.headings)
    if any(name is not None and not name.loose for name in names):
        return True
    asked = {heading.dimension for heading in source.headings}
    return bool(asked) and (len(asked) >= _SEVERAL or is_title_of_request(str(source.data.get("title", ""))))


def _divided(text: str) -> tuple[str, str]:
    """Return front matter, or what may be meant as such, and the text below it."""
    try:
        found = find_front_matter(text)
    except Unreadable:  # it is never closed, and may be a line across the page
        return text, text.partition("\n")[2]
    return (text[: found.body], text[found.body :]) if found else ("", text)


def _read(text: str) -> Source | None:
    from comms.reading.markdown_file import read

    try:
        return read(text.encode("utf-8", "replace"), "request.md")
    except Unreadable:
        return None


def _is_of_another_kind(body: str) -> bool:
    from comms.reading.markdown_body import body_of
    from comms.reading.outline import is_foreign, title_of

    read = body_of(body)
    return is_foreign(read, title_of(read))
