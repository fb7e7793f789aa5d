"""Tries a folder of own templates: on every example of its kind, and on documents that say almost nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from comms.errors import CommsError
from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES, TEMPLATES
from comms.models.base import Part, Shape, fields_of
from comms.models.order_confirmation import OrderConfirmation
from comms.rendering import Layout
from comms.rendering.body import values_of
from comms.rendering.comparison import values_of_comparison
from comms.rendering.templating.budget import Filling, filling, is_own, mistake_of
from comms.rendering.templating.loader import SUFFIX
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first
from comms.rendering.templating.sandbox import OwnTemplates, filled, names_for
from comms.runtime.resources import examples_folder
from comms.workspace.case import Case
from comms.workspace.loading import load_file


@dataclass
class Checked:
    """What was tried, and the mistakes that were met, in the order of files and lines."""

    templates: int = 0
    documents: int = 0
    mistakes: list[TemplateMistake] = field(default_factory=list)


def check_templates(folder: Path) -> Checked:
    """Fills all templates of a folder.

    Raises CommsError: "no_templates" where there is no such folder, "empty_templates" where it holds none.
    """
    if not folder.is_dir():
        raise CommsError("no_templates", path=str(folder))
    files = _files_in(folder)
    if not files:
        raise CommsError("empty_templates", path=str(folder), name=f"zh/order-confirmation{SUFFIX}")
    checked, used = Checked(), set[Path]()
    for language in LANGUAGES:
        environment = OwnTemplates(folder, language)
        for name in (*KINDS, COMPARISON):
            used |= _tried(name, environment, language, checked)
    checked.templates = len(used)
    checked.mistakes += (_misnamed(each, folder) for each in files if each not in used)
    checked.mistakes.sort(key=lambda each: (str(each.values["file"]), int(str(each.values["line"]))))
    return checked


def _files_in(folder: Path) -> list[Path]:
    """The files that look like templates: by their suffix, or by the name of a kind with another one."""
    kinds = {name.replace("-", "_") for name in KINDS}
    return [
        each
        for each in sorted(folder.rglob("*"))
        if each.is_file()
        and (
            each.suffix in (".j2", ".jinja", ".jinja2")
            or each.name.partition(".")[0].replace("-", "_") in kinds
        )
    ]


def _misnamed(file: Path, folder: Path) -> TemplateMistake:
    names = [each.name for each in sorted((TEMPLATES / LANGUAGES[0]).glob(f"*{SUFFIX}"))]
    places = [*(f"{language}/{name}" for language in LANGUAGES for name in names), *names]
    near = nearest_first(file.relative_to(folder).as_posix(), places).partition(",")[0]
    return TemplateMistake("unused", (str(file), 1), near=near)


def _tried(name: str, environment: OwnTemplates, language: str, checked: Checked) -> set[Path]:
    """The own templates that documents of a kind are filled with, after they have been."""
    try:
        files = {each for each in environment.files_behind(name + SUFFIX) if is_own(str(each))}
    except (TemplateMistake, TemplateSyntaxError) as error:
        _keep(mistake_of(error), checked)
        return {Path(str(mistake_of(error).values["file"]))}
    for values in _documents(name, language) if files else ():
        checked.documents += 1
        try:
            with filling(Filling(names_for(values, language), checked.mistakes)):
                filled(environment, name, values)
        except TemplateMistake as mistake:  # one that ends a filling
            _keep(mistake, checked)
    return files


def _keep(mistake: TemplateMistake, checked: Checked) -> None:
    if not any(mistake.is_same(each) for each in checked.mistakes):
        checked.mistakes.append(mistake)


# --- what templates are tried on ---------------------------------------------------------------

COMPARISON = "_comparison"


def _documents(name: str, language: str) -> Iterator[dict[str, Any]]:
    """The values of each document that a template is tried on."""
    if name == COMPARISON:
        yield _compared(language)
        return
    for case in examples_of(name):
        assert case.document is not None
        yield {**values_of(case.document, Layout(language, False, case.workspace)), "draft": False}
    layout = Layout(language, draft=True)
    for document in (model_of(name)(kind=name), _hollow(model_of(name), kind=name)):
        yield {**values_of(document, layout), "draft": True}


@cache
def examples_of(kind: str) -> tuple[Case, ...]:
    """The shipped examples of a kind."""
    return tuple(load_file(each) for each in sorted((examples_folder() / kind / "good").iterdir()))


def _compared(language: str) -> dict[str, Any]:
    """An order beside one that lacks its first line and has another place of delivery."""
    order = next(iter(examples_of("order-confirmation"))).document
    assert isinstance(order, OrderConfirmation)
    delivery = order.delivery.model_copy(update={"place": "—"}) if order.delivery else None
    other = order.model_copy(update={"lines": (order.lines or [])[1:], "delivery": delivery})
    return {**values_of_comparison(order, other, Layout(language)), "draft": False}


def _hollow(model: type[Part], **given: object) -> Any:
    """A document or a part with all the parts that it may have, each list with one entry, and no answer."""
    parts = {
        each.name: [_hollow(each.part)] if each.shape is Shape.PARTS else _hollow(each.part)
        for each in fields_of(model).values()
        if each.part is not None
    }
    return model.model_construct(None, **parts, **given)
