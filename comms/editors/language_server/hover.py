"""What an editor shows of the place under the pointer: the pages of its findings, the question of its key."""

from collections.abc import Iterable, Iterator

from comms.editors.language_server.fields import found_at, model_in, shown
from comms.editors.language_server.places import place_at
from comms.findings import Finding, Span
from comms.language.phrases import say, words
from comms.paths import FieldPath
from comms.reading.edits import lines_of, suffix_of
from comms.rules.manual import page
from comms.workspace.case import Case


def hover(case: Case, text: str, findings: Iterable[Finding], offset: int, language: str) -> str:
    """The Markdown for an offset, "" where nothing is to be said.

    text: that of the case, which has none where it could not be read.
    findings: those whose places hold the offset.
    """
    pages = [rule_page(code, language) for code in dict.fromkeys(each.code for each in findings)]
    return "\n\n---\n\n".join([*pages, *_key(case, text, offset, language)])


def rule_page(code: str, language: str) -> str:
    """The manual page of a rule as Markdown."""
    found = page(code, language)
    colon = words(language)["language"]["colon"].strip()
    pieces = [f"**{code} {found.name}**", found.text]
    for title, cases in (("fails", found.fails), ("passes", found.passes)):
        for case in cases:
            pieces.append(f"{say(f'explain.{title}', language)}{colon}\n\n```yaml\n{case}```")
    return "\n\n".join(pieces)


def _key(case: Case, text: str, offset: int, language: str) -> Iterator[str]:
    path = _path_at(case, text, offset)
    field, _ = found_at(model_in(text) if case.document is None else type(case.document), path)
    if field is not None:
        yield shown(field, language)


def _path_at(case: Case, text: str, offset: int) -> FieldPath:
    """The path of the key at an offset; where the text cannot be read, the key as it stands there."""
    if case.unreadable is None:
        lines = lines_of(case.source)

        def holds(span: Span | None) -> bool:
            if span is None:
                return False
            begin, end = lines.offset(span.line, span.column), lines.offset(span.end_line, span.end_column)
            return begin <= offset <= end

        return next((path for path in _paths(case.source.data) if holds(case.source.positions.key(path))), ())
    place = place_at(text, offset, suffix_of(case.source))
    return (*place.path, text[place.start : place.end]) if place and not place.is_value else ()


def _paths(value: object, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The paths of all keys of plain data."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key)
            yield from _paths(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _paths(each, (*path, index))
