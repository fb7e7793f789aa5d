"""What an editor shows under the pointer: the manual pages of its findings, the question of its key."""

from collections.abc import Iterable, Iterator

from comms.editors.language_server.fields import description, field_and_part_at, model_in
from comms.editors.language_server.places import place_at
from comms.findings import Finding, Span
from comms.language.phrases import say, words
from comms.paths import FieldPath
from comms.reading.edits import lines_of, suffix_of
from comms.rules.manual import manual_page
from comms.workspace.case import Case


def hover(case: Case, text: str, findings: Iterable[Finding], offset: int, language: str) -> str:
    """Return the Markdown for an offset; "" if there is nothing to show.

    text: the text of the case, whose source has none if it could not be read.
    findings: those whose spans contain the offset.
    """
    pages = [rule_page(code, language) for code in dict.fromkeys(finding.code for finding in findings)]
    return "\n\n---\n\n".join([*pages, *_key(case, text, offset, language)])


def rule_page(code: str, language: str) -> str:
    """Return the manual page of a rule as Markdown."""
    found = manual_page(code, language)
    colon = words(language)["language"]["colon"].strip()
    pieces = [f"**{code} {found.name}**", found.text]
    for title, cases in (("fails", found.fails), ("passes", found.passes)):
        for case in cases:
            pieces.append(f"{say(f'explain.{title}', language)}{colon}\n\n```yaml\n{case}```")
    return "\n\n".join(pieces)


def _key(case: Case, text: str, offset: int, language: str) -> Iterator[str]:
    path = _path_at(case, text, offset)
    field, _ = field_and_part_at(model_in(text) if case.document is None else type(case.document), path)
    if field is not None:
        yield description(field, language)


def _path_at(case: Case, text: str, offset: int) -> FieldPath:
    """Return the path of the key at an offset; in a text that does not parse, of the key as written there."""
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
    """Yield the paths of all keys in plain data."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from _paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))
