"""Custom wording: a folder's templates in place of the shipped ones, run in a sandbox.

Only what is listed is allowed: filters and functions here, attributes in allowed.py. Everything a template
loops over, joins and writes is charged for, so that it always ends.
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
    is_custom,
    pay_for,
    place,
    record,
    report,
    report_error,
)
from comms.rendering.templating.environment import JINJA_OPTIONS, filters, finalized, functions
from comms.rendering.templating.loader import SHIPPED, SUFFIX, FolderLoader, source_of
from comms.rendering.templating.metering import OPTIONAL, PRICED, metered, priced, refuse_outsized
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first
from comms.rendering.templating.static_checks import faults, template_of
from comms.rendering.templating.undefined import Missing, report_missing

ALLOWED_FILTERS = frozenset(
    "abs capitalize count d default first float groupby int items join last length list lower map max min"
    " reject rejectattr replace select selectattr sort string sum title trim truncate unique upper"
    " wordcount".split()
)
"""Jinja's filters that stay: those that neither mark text as safe nor turn little input into much output."""
MOST_SHOWN = 3
"""Values that a mistake names when a filter, function or operator does not fit them."""
ALLOWED_FUNCTIONS = frozenset({"range", "namespace", "cycler", "joiner"})


def fill(folder: Path, language: str, name: str, values: Mapping[str, object]) -> str:
    """Return the text of a folder's template, or of the shipped one if the folder has none of that name.

    Raises TemplateMistake for the first mistake and for a template that would take too long,
    CommsError("no_templates") if the folder does not exist.
    """
    with filling(Filling(names_for(values, language))):
        return generate(custom_environment(folder, language), name, values)


def generate(environment: "CustomTemplates", name: str, values: Mapping[str, object]) -> str:
    """Return the text of a template, charged to the current filling."""
    pieces = []
    try:
        for piece in environment.get_template(name + SUFFIX).generate(values):
            charge(len(piece))
            pieces.append(piece)
    except TemplateNotFound as error:
        known = nearest_first(str(error.name), environment.list_templates())
        record(TemplateMistake("no_template", place(error.__traceback__), written=error.name, known=known))
    except Exception as error:  # whatever error a template causes is a mistake in it
        report_error(error)
    return "".join(pieces)


def custom_environment(folder: Path, language: str) -> "CustomTemplates":
    """Return the environment of a folder, cached for further documents; changed files are read again."""
    if not folder.is_dir():
        raise CommsError("no_templates", path=str(folder))
    return _kept(folder, language)


@lru_cache(maxsize=8)
def _kept(folder: Path, language: str) -> "CustomTemplates":
    return CustomTemplates(folder, language)


def names_for(values: Mapping[str, object], language: str) -> tuple[str, ...]:
    """Return the names a template may use: its values, the functions, and the document's fields."""
    document = values.get("doc")
    fields = fields_of(type(document)).values() if isinstance(document, Part) else ()
    field_names = (f"doc.{field.name}" for field in fields)
    return (*values, *functions(language), *sorted(ALLOWED_FUNCTIONS), *field_names)


class CustomTemplates(ImmutableSandboxedEnvironment):
    """The sandbox for custom templates and the shipped ones they build on."""

    intercepted_binops = frozenset("+ - * / // ** %".split())

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = FolderLoader(folder, language)
        super().__init__(
            **JINJA_OPTIONS, undefined=Missing, finalize=_finalized, loader=self.folder, optimized=False
        )
        allowed = {name: self.globals[name] for name in self.globals if name in ALLOWED_FUNCTIONS}
        self.globals = {**allowed, **functions(language)}
        kept = {name: function for name, function in FILTERS.items() if name in ALLOWED_FILTERS}
        usable = {**kept, "join": _join, "replace": _replace, **filters(language)}
        self.filters = {
            name: function if name in OPTIONAL else _guarded(name, function)
            for name, function in usable.items()
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
        if not isinstance(__obj, Macro) and report_missing(*args, *kwargs.values()):
            return ""
        pay_for(args)
        try:
            found = super().call(__context, __obj, *args, **kwargs)
            pay_for(found)
        except _REPORTED as error:  # an error inside a macro, reported where it arose
            report_error(error)
            return ""
        except Exception:
            __self._report_misfit(__obj, *args)
            return ""
        return found

    def _report_misfit(self, function: Any, *values: object) -> None:
        name = next((name for name, known in self.globals.items() if known is function), "")
        _report_misfit(f"{name}()", *values)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if report_missing(left, right):
            return ""
        try:
            refuse_outsized(operator, left, right)
            return super().call_binop(context, operator, left, right)
        except _REPORTED as error:
            report_error(error)
            return ""
        except Exception:
            _report_misfit(operator, left, right)
            return ""

    # --- where templates come from ---

    def join_path(self, template: str, parent: str) -> str:
        """Resolve a template that asks for its own name to the shipped one."""
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
        if name is not None and filename is not None and is_custom(filename):
            for mistake in faults(tree, name, filename, self):
                record(mistake)
                self._add_stand_in(mistake)
        metered(tree).set_environment(self)
        return tree

    def _add_stand_in(self, mistake: TemplateMistake) -> None:
        """Define a missing filter, test or template, so that collecting mistakes can continue."""
        name = str(mistake.values.get("written"))
        if mistake.reason == "no_filter":
            self.filters[name] = _unchanged
        elif mistake.reason == "no_test":
            self.tests[name] = _unchanged
        elif mistake.reason == "no_template":
            self._absent.add(name)

    def blocks_of(self, name: str) -> set[str]:
        """Return the names of the blocks of a template and of those it extends."""
        trees = self._trees(name, nodes.Extends)
        return {block.name for tree in trees.values() for block in tree.find_all(nodes.Block)}

    def files_behind(self, name: str) -> set[Path]:
        """Return the files of a template and of all it builds on; raises their syntax errors."""
        return set(self._trees(name, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))

    def _trees(self, name: str, *ways: type[nodes.Node]) -> dict[Path, nodes.Template]:
        """Return the syntax trees of a template and of those it refers to by the given node types."""
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
            waiting += (self.join_path(template, asked) for template in named if template)
        return found

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Leave an error unchanged: its frames show where it arose."""
        raise  # noqa: PLE0704 - Jinja calls this while an exception is handled


def _finalized(value: Any) -> Markup:
    """Return a value for output; a value that is not text is reported, since a letter must not show it."""
    if report_missing(value):
        return Markup("")
    pay_for(value)
    if value is None or isinstance(value, str | int | float | Decimal | date | Undefined):
        return finalized(value)
    if isinstance(value, list | tuple | Iterator):
        report("a_list")
    else:
        report("no_text", known=nearest_first("", names_of(value)))
    return Markup("")


_REPORTED = (CommsError, TemplateError, RecursionError, MemoryError, OverflowError)
"""Errors that explain themselves; any other error means that an operation does not fit its values."""


def _report_misfit(written: str, *values: object) -> None:
    report("misfit", written=written, values=", ".join(map(_shown, values[:MOST_SHOWN])))


def _shown(value: object) -> str:
    """Return a value as a mistake names it: itself if it is short text or a number, otherwise its type."""
    if value is None:
        return "none"
    return str(value)[:40] if isinstance(value, str | int | Decimal) else type(value).__name__


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a filter so that missing arguments and errors are reported as mistakes."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        charge(STEP)
        if report_missing(*args):
            return ""
        try:
            return function(*args, **kwargs)
        except _REPORTED as error:
            report_error(error)
            return ""
        except Exception:
            _report_misfit(
                f"| {name}",
                *(arg for arg in args if not isinstance(arg, Context | EvalContext | Environment)),
            )
            return ""

    return guarded


def _unchanged(value: Any, *_: object, **__: object) -> Any:
    return value


@pass_eval_context
def _join(context: EvalContext, values: Any, separator: Any = "", attribute: Any = None) -> str:
    entries = list(values)
    charge(len(str(separator)) * len(entries))
    joined: str = do_join(context, entries, separator, attribute)
    return joined


def _replace(text: Any, old: str, new: str) -> str:
    original = str(text)
    charge((original.count(old) if old else len(original)) * len(new))
    return original.replace(old, new)
