"""What several formats need of a document is made once for all of them."""

from collections import Counter
from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.rendering import SHOWN_ONLY, Layout, body
from comms.rendering.rendition import Rendition, render, render_all
from comms.workspace.loading import load_file
from tests.support import EXAMPLES

ORDER = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
FORMATS = ("md", "docx", "html", "eml", "yaml", "json")


def rendition_of(file: Path, **layout: bool) -> Rendition:
    case = load_file(file)
    assert case.document is not None
    return Rendition(case.document, Layout("zh", workspace=case.workspace, **layout))


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each template has been filled since."""
    counts: Counter[str] = Counter()
    fill = body.fill_template

    def counted(name: str, layout: Layout, **values: object) -> str:
        counts[name] += 1
        return fill(name, layout, **values)

    monkeypatch.setattr(body, "fill_template", counted)
    return counts


def test_the_template_is_filled_once_for_all_formats(filled: Counter[str]) -> None:
    rendition = rendition_of(ORDER)
    files = render_all(rendition.document, FORMATS, rendition.layout)
    assert tuple(files) == FORMATS
    assert filled == {"order-confirmation": 1}


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_the_same_whichever_others_are_asked_for(form: str) -> None:
    rendition = rendition_of(ORDER)
    together = render_all(rendition.document, FORMATS, rendition.layout)
    assert together[form] == render(rendition.document, form, rendition.layout)


def test_data_alone_without_the_data_are_refused_before_anything_is_made(filled: Counter[str]) -> None:
    rendition = rendition_of(ORDER, bare=True)
    with pytest.raises(CommsError) as refused:
        render_all(rendition.document, ("docx", "yaml"), rendition.layout)
    assert refused.value.reason == "data_only"
    assert not filled


def test_data_alone_need_no_template(filled: Counter[str]) -> None:
    rendition = rendition_of(ORDER)
    render_all(rendition.document, ("yaml", "json"), rendition.layout)
    assert not filled and not SHOWN_ONLY & {"yaml", "json"}
