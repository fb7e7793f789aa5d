"""The source of a handwritten text, whichever format its outline was read from."""

from dataclasses import dataclass
from typing import Any

from comms.models.brief import DIMENSIONS
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath
from comms.reading.asking import TITLE
from comms.reading.headings import current_house
from comms.reading.outline import Outline
from comms.reading.sections import Request, request_of
from comms.reading.source import Positions, Source
from comms.terms.no_answers import without_comments


@dataclass(frozen=True, slots=True)
class Handwritten:
    """An outline and the request that its sections make."""

    outline: Outline
    request: Request

    def source(
        self,
        name: str,
        text: str,
        data: dict[str, Any],
        positions: Positions,
        by_hand: frozenset[FieldPath],
        is_ours: bool = False,
    ) -> Source:
        """Return the source of a file with these data.

        by_hand: the paths of those that were read out of the sections; is_ours: the file declares itself a
        request.
        """
        lines = {
            key: sections[0].line for key, sections in self.request.sections.items() if key in DIMENSIONS
        }
        return Source(
            name,
            text,
            data,
            positions,
            sections=lines if is_ours or self.outline.is_request else {},
            passages=self.outline.passages,
            by_hand=by_hand,
            headings=self.outline.headings,
            unsure=self.request.unsure,
            house=current_house(),
        )


def read_outline(outline: Outline) -> Handwritten:
    """Return the request in an outline; the first heading is its title unless a section gives one."""
    request = request_of(outline.sections)
    if outline.title is not None and is_placeholder(request.data.get(TITLE)):
        request.data[TITLE] = without_comments(outline.title.text).strip()
        request.sections[TITLE] = [outline.title]
    return Handwritten(outline, request)
