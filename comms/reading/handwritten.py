"""A text written by hand as a source, whatever format its outline was read from."""

from dataclasses import dataclass
from typing import Any

from comms.models.brief import DIMENSIONS
from comms.models.scalars import is_placeholder
from comms.reading.headings import TITLE
from comms.reading.outline import Outline
from comms.reading.sections import Request, request_of, without_comments
from comms.reading.source import NoPositions, Positions, Source


@dataclass(frozen=True, slots=True)
class Written:
    """An outline and what its sections say."""

    outline: Outline
    request: Request

    def source(
        self,
        name: str,
        text: str,
        data: dict[str, Any],
        positions: Positions | None = None,
        is_ours: bool = False,
    ) -> Source:
        """The source of a file of these data; `is_ours` where the file itself says that it is a request."""
        lines = {
            key: sections[0].line for key, sections in self.request.sections.items() if key in DIMENSIONS
        }
        return Source(
            name,
            text,
            data,
            positions or NoPositions(),
            sections=lines if is_ours or self.outline.is_request else {},
            passages=self.outline.passages,
            headings=self.outline.headings,
        )


def read_outline(outline: Outline) -> Written:
    """What an outline says; the first heading is the title where no section says what the title is."""
    request = request_of(outline.sections)
    if outline.title is not None and is_placeholder(request.data.get(TITLE)):
        request.data[TITLE] = without_comments(outline.title.text).strip()
        request.sections[TITLE] = [outline.title]
    return Written(outline, request)
