"""F005: renders the body of a Markdown file again from its front matter."""

from collections.abc import Iterator

from comms.findings import Severity
from comms.linting.check import check
from comms.reading.edits import Edit, Fix, lines_of
from comms.reading.line_index import newline_of
from comms.rules.files import stale_body
from comms.workspace.case import Case


def rendered_again(case: Case, language: str) -> Iterator[Fix]:
    """Yield the fix of a stale body; like `comms render`, not while the document has errors."""
    if case.source.stamp is None or not list(stale_body(case)):
        return
    if any(finding.severity is Severity.ERROR for finding in check(case, language)):
        return
    digest = case.source.positions.value(("comms", "digest"))
    if digest is not None:
        lines = lines_of(case.source)
        start = lines.offset(digest.line, digest.column)
        end = lines.offset(digest.end_line, digest.end_column)
        body, stamp = _body_and_digest(case)
        kept = len(case.source.text) - len(case.source.stamp.body)
        kept -= case.source.text.endswith("\r", 0, kept)  # half of a line break
        edits = (Edit(start, end, stamp), Edit(kept, len(case.source.text), body))
        yield Fix("F005", ("comms",), edits)


def _body_and_digest(case: Case) -> tuple[str, str]:
    """Return the text after the front matter, and the digest of both as YAML writes it."""
    from comms.reading.stamps import digest
    from comms.rendering.stamp import body_of
    from comms.rendering.yaml_data import to_yaml

    stamp = case.source.stamp
    assert stamp is not None and case.document is not None
    fresh = body_of(stamp, case.document, case.workspace)
    _, _, written = to_yaml({"digest": digest(case.source.data, fresh)}).strip().partition(" ")
    return f"\n\n{fresh}".replace("\n", newline_of(case.source.text)), written
