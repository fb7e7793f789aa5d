"""Markdown: the front matter is edited as YAML; a body that comms laid out is laid out anew."""

from collections.abc import Iterator
from typing import Any

from comms.errors import CommsError
from comms.reading.edits import newline_of
from comms.reading.markdown_file import front_matter_end
from comms.reading.yaml_file import build, compose
from comms.rendering.in_place.candidates import yaml_texts
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.target import aim
from comms.rendering.in_place.whole_files import document_of


def markdown_file(rewrite: Rewrite) -> bytes:
    """A Markdown file with the wanted data; raises CommsError for one by hand without front matter."""
    text = rewrite.source.text
    body = front_matter_end(text)
    if not body:
        raise CommsError("rewrite_by_hand", path=rewrite.source.name)
    start = text.index("\n") + 1
    front = text[start:body]
    front = front[: front.rfind("\n") + 1]  # without the line that closes it
    held = build(compose(front)) or {}
    if rewrite.source.stamp is not None:
        return _stamped(rewrite, text[:start], front, held, text[start + len(front) : body])
    rest = text[start + len(front) :]
    wanted = aim(held, rewrite.source.data, rewrite.wanted)
    try:
        return rewrite.first_true(text[:start] + each + rest for each in _fronts(front, held, wanted, text))
    except CommsError:  # what its own sections say cannot be taken back in the front matter
        raise CommsError("rewrite_by_hand", path=rewrite.source.name) from None


def _fronts(front: str, held: dict[str, Any], wanted: dict[str, Any], text: str) -> Iterator[str]:
    """The front matter with the wanted data, and with the kind that makes it ours where it is foreign."""
    newline = newline_of(text)
    tries = [wanted] if "kind" in wanted else [wanted, {"kind": "brief", **wanted}]
    for each in tries:
        for written in yaml_texts(front, held, each):
            yield written if not written or written.endswith("\n") else written + newline


def _stamped(rewrite: Rewrite, opening: str, front: str, held: dict[str, Any], closing: str) -> bytes:
    """The file with its data edited, its body laid out anew, and the stamp that binds the two."""
    from comms.rendering.body import readable
    from comms.rendering.stamp import layout_of, stamp_of

    source = rewrite.source
    assert source.stamp is not None
    document = document_of(rewrite)
    layout = layout_of(source.stamp, document, rewrite.workspace, rewrite.language)
    fresh = readable(document, layout)
    wanted = {**rewrite.wanted, "comms": stamp_of(document, layout, rewrite.wanted, fresh)}
    newline = newline_of(source.text)
    end = f"{closing.rstrip()}{newline * 2}{fresh.replace(chr(10), newline)}"
    if not source.text.endswith("\n"):
        end = end.rstrip()
    return rewrite.first_true(opening + each + end for each in yaml_texts(front, held, wanted))
