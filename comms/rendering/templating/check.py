"""Checks a folder of custom templates on every example of their kinds and on almost empty documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from comms.errors import CommsError
from comms.kinds import KINDS, model_of
from comms.language.phrases import FALLBACK, LANGUAGES
from comms.models.base import Part, Shape, fields_of
from comms.models.order_confirmation import OrderConfirmation
from comms.rendering import Layout
from comms.rendering.body import values_of
from comms.rendering.chat import CHAT
from comms.rendering.comparison import values_of_comparison
from comms.rendering.templating.budget import Filling, filling, is_custom, mistake_of
from comms.rendering.templating.loader import SUFFIX
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first
from comms.rendering.templating.sandbox import CustomTemplates, generate, names_for
from comms.runtime.resources import LANGUAGE_FOLDERS, examples_folder
from comms.workspace.case import Case
from comms.workspace.loading import load_file


@dataclass
class Checked:
    """The number of templates and documents tried, and the mistakes found, ordered by file and line."""

    templates: int = 0
    documents: int = 0
    mistakes: list[TemplateMistake] = field(default_factory=list)


def check_templates(folder: Path) -> Checked:
    """Fill all templates of a folder and collect their mistakes.

    Raises CommsError: "no_templates" if the folder does not exist, "empty_templates" if it holds no template.
    """
    if not folder.is_dir():
        raise CommsError("no_templates", path=str(folder))
    files = _files_in(folder)
    if not files:
        raise CommsError("empty_templates", path=str(folder), name=f"zh/order-confirmation{SUFFIX}")
    checked, used = Checked(), set[Path]()
    for language in LANGUAGES:
        environment = CustomTemplates(folder, language)
        for name in (*KINDS, *(f"{kind}{CHAT}" for kind in KINDS), COMPARISON):
            used |= _try_template(name, environment, language, checked)
    checked.templates = len(used)
    checked.mistakes += (_misnamed(file, folder) for file in files if file not in used)
    checked.mistakes.sort(key=lambda mistake: (str(mistake.values["file"]), int(str(mistake.values["line"]))))
    return checked


def _files_in(folder: Path) -> list[Path]:
    """Return the files that look like templates: by suffix, or by a kind's name with another suffix."""
    kinds = {name.replace("-", "_") for name in KINDS}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (
            path.suffix in (".j2", ".jinja", ".jinja2")
            or path.name.partition(".")[0].replace("-", "_") in kinds
        )
    ]


def _misnamed(file: Path, folder: Path) -> TemplateMistake:
    names = [template.name for template in sorted(LANGUAGE_FOLDERS[FALLBACK].glob(f"*{SUFFIX}"))]
    places = [*(f"{language}/{name}" for language in LANGUAGES for name in names), *names]
    near = nearest_first(file.relative_to(folder).as_posix(), places).partition(",")[0]
    return TemplateMistake("unused", (str(file), 1), near=near)


def _try_template(name: str, environment: CustomTemplates, language: str, checked: Checked) -> set[Path]:
    """Try a template on all its documents; return the custom template files it was built from."""
    try:
        files = {path for path in environment.files_behind(name + SUFFIX) if is_custom(str(path))}
    except (TemplateMistake, TemplateSyntaxError) as error:
        _keep(mistake_of(error), checked)
        return {Path(str(mistake_of(error).values["file"]))}
    for values in _documents(name, language) if files else ():
        checked.documents += 1
        try:
            with filling(Filling(names_for(values, language), checked.mistakes)):
                generate(environment, name, values)
        except TemplateMistake as mistake:  # raised only if it ends the filling
            _keep(mistake, checked)
    return files


def _keep(mistake: TemplateMistake, checked: Checked) -> None:
    if not any(mistake.is_same(known) for known in checked.mistakes):
        checked.mistakes.append(mistake)


# --- what templates are tried on ---------------------------------------------------------------

COMPARISON = "_comparison"


def _documents(name: str, language: str) -> Iterator[dict[str, Any]]:
    """Yield the values of each document that a template is tried on."""
    if name == COMPARISON:
        yield _compared(language)
        return
    kind = name.removesuffix(CHAT)
    for case in examples_of(kind):
        assert case.document is not None
        yield {**values_of(case.document, Layout(language, False, case.workspace)), "draft": False}
    layout = Layout(language, draft=True)
    for document in (model_of(kind)(kind=kind), _hollow(model_of(kind), kind=kind)):
        yield {**values_of(document, layout), "draft": True}


@cache
def examples_of(kind: str) -> tuple[Case, ...]:
    """Return the shipped examples of a kind."""
    return tuple(load_file(path) for path in sorted((examples_folder() / kind / "good").iterdir()))


def _compared(language: str) -> dict[str, Any]:
    """Return the values for comparing an order with one that lacks its first line and changes the place."""
    order = next(iter(examples_of("order-confirmation"))).document
    assert isinstance(order, OrderConfirmation)
    delivery = order.delivery.model_copy(update={"place": "—"}) if order.delivery else None
    other = order.model_copy(update={"lines": (order.lines or [])[1:], "delivery": delivery})
    return {**values_of_comparison(order, other, Layout(language)), "draft": False}


def _hollow(model: type[Part], **given: object) -> Any:
    """Return a document or part with every possible part, one entry in each list, and no answers."""
    parts = {
        field.name: [_hollow(field.part)] if field.shape is Shape.PARTS else _hollow(field.part)
        for field in fields_of(model).values()
        if field.part is not None
    }
    return model.model_construct(None, **parts, **given)
