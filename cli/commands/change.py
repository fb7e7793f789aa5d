"""`comms change`: apply a change request, sign it, compare two revisions."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import errors, printer
from comms.errors import CommsError, Refusal
from comms.language.phrases import say, written
from comms.models.change_request import SIDES
from comms.models.order_confirmation import OrderConfirmation
from comms.tasks.apply_change import NotApplied, add_signature, apply_change
from comms.workspace.case import Case
from comms.workspace.loading import load_case, load_file, plain_data
from comms.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.models.change_request import ChangeRequest


class Misused(CommsError):
    """Error for arguments that the command cannot work with."""

    section = "change"


def apply(request: Path, order: Path | None) -> int:
    """Write the order's next revision and print its path; say so if the request was applied before."""
    language = errors.language()
    try:
        done = apply_change(_case(request, order), language)
    except NotApplied as refusal:
        _show_refusal(refusal, request, language)
        return errors.FINDINGS
    key = "applied_before" if done.before else "applied"
    values = {"request": request.name, "revision": done.order.number, "path": done.file}
    printer.tell(say(f"change.{key}", language, **values))
    printer.show(done.file)
    return errors.CLEAN


def _case(file: Path, order: Path | None) -> Case:
    return load_file(file, open_workspace(file.parent).with_named(*errors.named(order)))


def _show_refusal(refusal: NotApplied, request: Path, language: str) -> None:
    _show_findings(refusal.findings, language)
    values = {"file": request.name, **refusal.values}
    printer.tell(f"comms: {say(f'change.{refusal.reason}', language, **values)}")
    for conflict in refusal.conflicts:
        shown = {
            "field": conflict.field,
            **{key: _shown_value(getattr(conflict, key), language) for key in ("before", "now", "after")},
        }
        printer.tell(f"  {say('change.conflict_value', language, **shown)}")


def _show_findings(findings: "list[Finding]", language: str) -> None:
    from comms.linting.run import Lint
    from comms.reports import report, unstyled

    if findings:
        printer.tell_lines(unstyled(report("text", Lint(findings, files=1), language)))


def _shown_value(value: object, language: str) -> str:
    from comms.language.display import one_line

    return "—" if value is None else one_line(written(value, language))


def sign(request: Path, side: str, name: str, title: str | None, on: str | None) -> int:
    """Add the signature of one side to the file of the change request, also if the other one signs meanwhile.

    on: the day of the signature as typed; today if None. Raises Misused for an unknown side, and
    NotApplied for a YAML file with comments.
    """
    from comms.runtime.files import again_if_changed

    language = errors.language()
    if side not in SIDES:
        raise Misused("unknown_side", written=side)
    terms = _terms(load_file(request))
    fresh = again_if_changed(lambda: _signed(request, terms, side, name, title, on))
    printer.tell(say("change.signed", language, path=request))
    if not fresh.unsigned:
        printer.tell(say("change.approved", language, path=request))
    return errors.CLEAN


def _terms(case: Case) -> dict[str, object]:
    """Return all that a request says besides its signatures."""
    return {key: value for key, value in plain_data(case).items() if key not in ("approvals", "decision")}


def _signed(
    request: Path, terms: dict[str, object], side: str, name: str, title: str | None, on: str | None
) -> "ChangeRequest":
    """Write the signature on what the file holds now; raises Refusal if that is not what was to be signed.

    A file that changes before it is written raises ChangedMeanwhile.
    """
    from comms.reading import content_of, read_bytes
    from comms.rendering import Layout, format_of
    from comms.rendering.rendition import render
    from comms.rendering.schema_line import schema_line_of
    from comms.runtime.files import replace
    from comms.terms.dates import parse_date

    before = content_of(request)
    case = load_case(read_bytes(before, str(request)), open_workspace(request.parent))
    if _terms(case) != terms:
        raise Refusal("changed_meanwhile", path=str(request))
    today = case.workspace.today()
    day = parse_date(on, today) if on else today
    fresh = add_signature(case, side, name, title, day, today)
    form = format_of(request.suffix)
    if form is None:
        raise CommsError("no_such_format", written=request.suffix, known="yaml, json, md, docx")
    head = schema_line_of(case.source.text) if form == "yaml" else ""
    _refuse_comments(case, side, name, day)
    layout = Layout(fresh.language or errors.language(), workspace=case.workspace)
    replace(request, before, head.encode() + render(fresh, form, layout))
    return fresh


def _refuse_comments(case: Case, side: str, name: str, day: date) -> None:
    """Raise NotApplied for a YAML file with comments (other than the schema line): rewriting loses them."""
    from comms.reading.yaml_file import has_comments
    from comms.rendering.schema_line import schema_line_of

    text = case.source.text.removeprefix(schema_line_of(case.source.text))
    if case.source.name.endswith((".yaml", ".yml")) and has_comments(text):
        lines = f"- {{party: {side}, name: {name}, signed_on: {day}}}"
        raise NotApplied("has_comments", path=case.source.name, lines=lines)


def diff(old: Path, new: Path, to: str | None, output: str | None, language: str | None, force: bool) -> int:
    """Print two revisions side by side, or save the comparison if a format or a file is named."""
    from comms.rendering import Layout
    from comms.rendering.comparison import comparison
    from comms.rendering.plain_text import plain_text
    from comms.workspace.numbers import stem_of

    before, after = _order(old), _order(new)
    layout = Layout(language or after.language or errors.language(), workspace=open_workspace(new.parent))
    markdown = comparison(before, after, layout)
    if output is None and to is None:
        printer.show_lines(plain_text(markdown))
        return errors.CLEAN
    stem = stem_of(f"{after.id}.r{before.number}-r{after.number}", after.kind)
    return _save(markdown, stem, to, output, layout, force)


def _order(file: Path) -> OrderConfirmation:
    document = load_file(file).document
    if not isinstance(document, OrderConfirmation):
        raise Misused("not_orders", path=file)
    return document


def _save(markdown: str, stem: str, to: str | None, output: str | None, layout: "object", force: bool) -> int:
    from comms.rendering import Layout
    from comms.rendering.docx.document import PackageInfo, render_markdown
    from comms.rendering.outputs import targets
    from comms.runtime.files import refuse_existing, write

    assert isinstance(layout, Layout)
    paths = targets(None if output == "-" else output, to, stem)
    if unknown := [form for form in paths if form not in ("md", "docx")]:
        raise CommsError("no_such_format", written=unknown[0], known="md, docx")
    contents = {
        form: render_markdown(markdown, layout, PackageInfo(stem)) if form == "docx" else markdown.encode()
        for form in paths
    }
    if output == "-":
        for content in contents.values():
            printer.hand_over(content)
        return errors.CLEAN
    if not force:
        refuse_existing(paths.values())
    for form, path in paths.items():
        write(path, contents[form], force)
        printer.show(path)
    return errors.CLEAN
