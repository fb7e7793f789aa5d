"""Own wording: a folder's templates in the place of the shipped ones, run where they can do no harm.

What such a template may do is listed, not what it may not: filters and functions here, attributes in
readable.py. All that it loops over, joins and writes is charged for, so that it ends.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import (
    Environment,
    Template,
    TemplateError,
    TemplateNotFound,
    Undefined,
    nodes,
    pass_eval_context,
)
from jinja2.filters import FILTERS, do_join
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from comms.errors import CommsError
from comms.models.base import Part, fields_of
from comms.rendering.templating.allowed import may_be_read, names_of
from comms.rendering.templating.budget import (
    CALL,
    STEP,
    Filling,
    charge,
    filling,
    is_own,
    note,
    pay_for,
    place,
    tell,
    tell_error,
)
from comms.rendering.templating.environment import JINJA_OPTIONS, filters, finalized, functions
from comms.rendering.templating.loader import SHIPPED, SUFFIX, FolderLoader, source_of
from comms.rendering.templating.metering import OPTIONAL, PRICED, metered, priced, refuse_outsized
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first
from comms.rendering.templating.static_checks import faults, template_of
from comms.rendering.templating.undefined import Missing, tells

KEPT_FILTERS = frozenset(
    "abs capitalize count d default first float groupby int items join last length list lower map max min"
    " reject rejectattr replace select selectattr sort string sum title trim truncate unique upper"
    " wordcount".split()
)
"""Jinja's filters that stay: those that neither pass text off as markup nor make much out of little."""
MOST_SHOWN = 3
"""Values that a mistake names, of those that something is not meant for."""
KEPT_FUNCTIONS = frozenset({"range", "namespace", "cycler", "joiner"})


def fill(folder: Path, language: str, name: str, values: Mapping[str, object]) -> str:
    """The text of a folder's template, or of the shipped one where the folder has none of that name.

    Raises TemplateMistake for the first mistake, and for a template that would take too long;
    CommsError("no_templates") where there is no such folder.
    """
    with filling(Filling(names_for(values, language))):
        return filled(own_environment(folder, language), name, values)


def filled(environment: "OwnTemplates", name: str, values: Mapping[str, object]) -> str:
    """The text of a template, within the filling that has begun."""
    pieces = []
    try:
        for piece in environment.get_template(name + SUFFIX).generate(values):
            charge(len(piece))
            pieces.append(piece)
    except TemplateNotFound as error:
        known = nearest_first(str(error.name), environment.list_templates())
        note(TemplateMistake("no_template", place(error.__traceback__), written=error.name, known=known))
    except Exception as error:  # whatever a template brings about is a mistake in it
        tell_error(error)
    return "".join(pieces)


def own_environment(folder: Path, language: str) -> "OwnTemplates":
    """The environment of a folder, kept for the documents that follow; a file that changes is read anew."""
    if not folder.is_dir():
        raise CommsError("no_templates", path=str(folder))
    return _kept(folder, language)


@lru_cache(maxsize=8)
def _kept(folder: Path, language: str) -> "OwnTemplates":
    return OwnTemplates(folder, language)


def names_for(values: Mapping[str, object], language: str) -> tuple[str, ...]:
    """What a template finds by name: what it is filled with, the functions, and the document's fields."""
    document = values.get("doc")
    fields = fields_of(type(document)).values() if isinstance(document, Part) else ()
    return (*values, *functions(language), *sorted(KEPT_FUNCTIONS), *(f"doc.{each.name}" for each in fields))


class OwnTemplates(ImmutableSandboxedEnvironment):
    """The sandbox that fills own templates, and the shipped ones that they build on."""

    intercepted_binops = frozenset("+ - * / // ** %".split())

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = FolderLoader(folder, language)
        super().__init__(
            **JINJA_OPTIONS, undefined=Missing, finalize=_finalized, loader=self.folder, optimized=False
        )
        self.globals = {name: each for name, each in self.globals.items() if name in KEPT_FUNCTIONS}
        self.globals.update(functions(language))
        kept = {name: each for name, each in FILTERS.items() if name in KEPT_FILTERS}
        usable = {**kept, "join": _join, "replace": _replace, **filters(language)}
        self.filters = {
            name: each if name in OPTIONAL else _guarded(name, each) for name, each in usable.items()
        }
        self.filters[PRICED] = priced
        self._absent: set[str] = set()

    # --- what a template may do ---

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Missing):
            return obj.nothing()
        if may_be_read(obj, attribute) and (found := getattr(obj, attribute, missing)) is not missing:
            return found
        return self._entry(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        pay_for((obj, argument))
        return self._entry(obj, argument)

    def _entry(self, obj: Any, argument: Any) -> Any:
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in Jinja
        charge(CALL)
        if isinstance(__obj, Missing):
            return __obj()
        if not isinstance(__obj, Macro) and tells(*args, *kwargs.values()):
            return ""
        pay_for(args)
        try:
            found = super().call(__context, __obj, *args, **kwargs)
            pay_for(found)
        except _TOLD as error:  # of a macro, told where it arose
            tell_error(error)
            return ""
        except Exception:
            __self._tell_misfit(__obj, *args)
            return ""
        return found

    def _tell_misfit(self, function: Any, *values: object) -> None:
        name = next((name for name, each in self.globals.items() if each is function), "")
        _tell_misfit(f"{name}()", *values)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if tells(left, right):
            return ""
        try:
            refuse_outsized(operator, left, right)
            return super().call_binop(context, operator, left, right)
        except _TOLD as error:
            tell_error(error)
            return ""
        except Exception:
            _tell_misfit(operator, left, right)
            return ""

    # --- where templates come from ---

    def join_path(self, template: str, parent: str) -> str:
        """A template that asks for its own name means the shipped one."""
        return SHIPPED + template if template == parent else template

    def _load_template(self, name: str, globals: Any) -> Template:
        charge(CALL)
        if name in self._absent:
            return self.from_string("")
        found = super()._load_template(name, globals)
        charge(Path(str(found.filename)).stat().st_size)
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if name is not None and filename is not None and is_own(filename):
            for each in faults(tree, name, filename, self):
                note(each)
                self._stand_in(each)
        metered(tree).set_environment(self)
        return tree

    def _stand_in(self, mistake: TemplateMistake) -> None:
        """Lets the filling go on where all mistakes are gathered."""
        name = str(mistake.values.get("written"))
        if mistake.reason == "no_filter":
            self.filters[name] = _as_it_is
        elif mistake.reason == "no_test":
            self.tests[name] = _as_it_is
        elif mistake.reason == "no_template":
            self._absent.add(name)

    def blocks_of(self, name: str) -> set[str]:
        """The blocks of a template and of those that it extends."""
        trees = self._trees(name, nodes.Extends)
        return {block.name for tree in trees.values() for block in tree.find_all(nodes.Block)}

    def files_behind(self, name: str) -> set[Path]:
        """The files of a template and of all that it builds on; raises what is wrong with their syntax."""
        return set(self._trees(name, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))

    def _trees(self, name: str, *ways: type[nodes.Node]) -> dict[Path, nodes.Template]:
        """A template, and those that it names in one of some ways, as they are written."""
        found: dict[Path, nodes.Template] = {}
        waiting = [name]
        while waiting:
            asked = waiting.pop()
            if (file := self.folder.file_of(asked)) is None or file in found:
                continue
            try:
                found[file] = super()._parse(source_of(file), asked, str(file))
                named = [template_of(node) for node in found[file].find_all(ways)]
            except RecursionError:
                raise TemplateMistake("too_nested", (str(file), 1)) from None
            waiting += (self.join_path(each, asked) for each in named if each)
        return found

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Leaves an error as it is: its frames say where it arose."""
        raise  # noqa: PLE0704 - Jinja calls it where an exception is handled


def _finalized(value: Any) -> Markup:
    """A value that a template writes; what is no text is told, since a letter must not show it."""
    if tells(value):
        return Markup("")
    pay_for(value)
    if value is None or isinstance(value, str | int | float | Decimal | date | Undefined):
        return finalized(value)
    if isinstance(value, list | tuple | Iterator):
        tell("a_list")
    else:
        tell("no_text", known=nearest_first("", names_of(value)))
    return Markup("")


_TOLD = (CommsError, TemplateError, RecursionError, MemoryError, OverflowError)
"""What says itself what is wrong; any other error is that of a value for which something is not meant."""


def _tell_misfit(written: str, *values: object) -> None:
    tell("misfit", written=written, values=", ".join(map(_shown, values[:MOST_SHOWN])))


def _shown(value: object) -> str:
    """A value as a mistake names it: as it is, or by its sort."""
    if value is None:
        return "none"
    return str(value)[:40] if isinstance(value, str | int | Decimal) else type(value).__name__


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose errors are told; what it is given must be there."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        charge(STEP)
        if tells(*args):
            return ""
        try:
            return function(*args, **kwargs)
        except _TOLD as error:
            tell_error(error)
            return ""
        except Exception:
            _tell_misfit(
                f"| {name}",
                *(each for each in args if not isinstance(each, Context | EvalContext | Environment)),
            )
            return ""

    return guarded


def _as_it_is(value: Any, *_: object, **__: object) -> Any:
    return value


@pass_eval_context
def _join(context: EvalContext, values: Any, separator: Any = "", attribute: Any = None) -> str:
    entries = list(values)
    charge(len(str(separator)) * len(entries))
    joined: str = do_join(context, entries, separator, attribute)
    return joined


def _replace(text: Any, old: str, new: str) -> str:
    plain = str(text)
    charge((plain.count(old) if old else len(plain)) * len(new))
    return plain.replace(old, new)
