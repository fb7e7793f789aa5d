"""Markdown: front matter is edited as YAML; a body rendered by comms is rendered again."""

from collections.abc import Iterator
from typing import Any

from comms.errors import CommsError
from comms.reading.front_matter import front_matter_end
from comms.reading.line_index import newline_of
from comms.reading.yaml_file import build, compose
from comms.rendering.in_place.candidates import yaml_texts
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.target import target_data
from comms.rendering.in_place.whole_files import document_of


def markdown_file(rewrite: Rewrite) -> bytes:
    """Return a Markdown file with the wanted data; raises CommsError if a handwritten one has none."""
    text = rewrite.source.text
    body = front_matter_end(text)
    if not body:
        raise CommsError("rewrite_by_hand", path=rewrite.source.name)
    start = text.index("\n") + 1
    front = text[start:body]
    front = front[: front.rfind("\n") + 1]  # without the closing line
    held = build(compose(front)) or {}
    if rewrite.source.stamp is not None:
        return _stamped(rewrite, text[:start], front, held, text[start + len(front) : body])
    rest = text[start + len(front) :]
    wanted = target_data(held, rewrite.source.data, rewrite.wanted)
    try:
        fronts = _fronts(front, held, wanted, text)
        return rewrite.first_true(text[:start] + edited + rest for edited in fronts)
    except CommsError:  # front matter cannot take back what the file's own sections say
        raise CommsError("rewrite_by_hand", path=rewrite.source.name) from None


def _fronts(front: str, held: dict[str, Any], wanted: dict[str, Any], text: str) -> Iterator[str]:
    """Yield front matter with the wanted data, then with a kind, which makes foreign front matter ours."""
    newline = newline_of(text)
    tries = [wanted] if "kind" in wanted else [wanted, {"kind": "brief", **wanted}]
    for data in tries:
        for written in yaml_texts(front, held, data):
            yield written if not written or written.endswith("\n") else written + newline


def _stamped(rewrite: Rewrite, opening: str, front: str, held: dict[str, Any], closing: str) -> bytes:
    """Return the file with its data edited, its body rendered again, and a stamp that ties them together."""
    from comms.rendering.body import aligned_body
    from comms.rendering.stamp import layout_of, stamp_of

    source = rewrite.source
    assert source.stamp is not None
    document = document_of(rewrite)
    layout = layout_of(source.stamp, document, rewrite.workspace, rewrite.language)
    fresh = aligned_body(document, layout)
    wanted = {**rewrite.wanted, "comms": stamp_of(document, layout, rewrite.wanted, fresh)}
    newline = newline_of(source.text)
    end = f"{closing.rstrip()}{newline * 2}{fresh.replace(chr(10), newline)}"
    if not source.text.endswith("\n"):
        end = end.rstrip()
    return rewrite.first_true(opening + edited + end for edited in yaml_texts(front, held, wanted))
