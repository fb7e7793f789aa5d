"""`comms demo`: a tour of the program over the shipped examples, as a user would see it."""

import shlex
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from cli.interview.interview import Interview
from cli.terminal import errors
from cli.terminal.prompt import Replay
from cli.terminal.screen import Screen, console, print_pieces
from comms.interview.drafts import Draft
from comms.kinds import KINDS
from comms.language.phrases import FALLBACK, say
from comms.linting.run import lint_paths
from comms.models.order_confirmation import OrderConfirmation
from comms.reading.answers import AnswerContext
from comms.rendering import Layout
from comms.rendering.comparison import comparison
from comms.rendering.plain_text import plain_text
from comms.rendering.rendition import render_all
from comms.reports import report
from comms.runtime.files import write_atomic
from comms.runtime.resources import examples_folder
from comms.tasks.apply_change import apply_change
from comms.workspace.loading import load_file, plain_data
from comms.workspace.workspace import open_workspace

SLIPS = {"what": "TBD", "when.due": "05/06"}
"""Wrong answers by field, given before the right ones to show how they are refused."""

BAD_EXAMPLES = {
    "zh": ("W102-no-reason.zh.md", "W103-when-without-a-date.zh.md", "W108-requester-only.zh.md"),
    "en": ("W102-placeholder.en.yaml", "F003-misspelt-key.en.yaml", "S202-no-unit.en.yaml"),
}
"""The bad examples that the tour lints, by language."""


def tour(folder: Path) -> int:
    """Show an interview, rendered documents, lint reports and a change; write all files into `folder`."""
    language = errors.language()
    screen = Screen(console(stderr=False))
    screen.line(say("demo.title", language, folder=folder), "bold")
    _interview(screen, language)
    _documents(screen, folder, language)
    _lint(screen, folder, language)
    _change(screen, folder, language)
    screen.line()
    screen.line(say("demo.done", language, folder=folder), "bold")
    screen.line(f"  {_program_as_typed()} new design-brief")
    return errors.CLEAN


def _program_as_typed() -> str:
    """Return the program as it is typed in the working folder: `comms` if that runs it, else its path."""
    program = shutil.which(sys.argv[0])
    found = shutil.which("comms")
    if program is None or (found is not None and Path(program).samefile(found)):
        return "comms"
    path = Path(program).absolute()
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _examples_in(language: str) -> str:
    """Return the language of the examples to show: the tour's own, or the fallback if it has none."""
    return language if language in BAD_EXAMPLES else FALLBACK


def _heading(screen: Screen, text: str) -> None:
    screen.line()
    screen.line(text, "bold magenta")
    screen.line()


def _interview(screen: Screen, language: str) -> None:
    """Run the interview with the answers of an example."""
    source = examples_folder() / "design-brief" / "good" / f"banner.{_examples_in(language)}.yaml"
    _heading(screen, say("demo.interview", language, file=source.name))
    data = plain_data(load_file(source))
    kept = {key: data[key] for key in ("kind", "id", "language")}
    now = datetime.fromisoformat(data["when"]["start"]).astimezone()
    context = AnswerContext(language, now, data["how_much"]["budget"]["currency"])
    with tempfile.TemporaryDirectory() as drafts:
        draft = Draft("design-brief", language, kept, file=Path(drafts) / "demo.json")
        Interview(draft, Replay(data, screen, language, SLIPS), screen, context).run()


def _documents(screen: Screen, folder: Path, language: str) -> None:
    _heading(screen, say("demo.write", language))
    for kind in KINDS:
        for source in sorted((examples_folder() / kind / "good").glob(f"*.{_examples_in(language)}.*")):
            case = load_file(source)
            document = case.document
            assert document is not None
            layout = Layout(language, workspace=case.workspace)
            for form, content in render_all(document, ("md", "docx"), layout).items():
                path = folder / f"{document.id or source.name.partition('.')[0]}.{form}"
                write_atomic(path, content)
                screen.line(f"  {path}")


def _lint(screen: Screen, folder: Path, language: str) -> None:
    """Lint copies of good and bad examples, which the user may then correct and lint again."""
    _revision_to_come(folder, language).unlink(
        missing_ok=True
    )  # beside that of a tour before, others are old
    for title, place in (("demo.good", "good"), ("demo.bad", "bad")):
        _heading(screen, say(title, language))
        (folder / place).mkdir(parents=True, exist_ok=True)
        sources = _sources(place, language)
        copies = [Path(shutil.copyfile(source, folder / place / source.name)) for source in sources]
        print_pieces(report("text", lint_paths(copies, language), language))


CHANGED = {"zh": ("mugs.zh.yaml", "more-mugs.zh.yaml"), "en": ("lamps.en.yaml", "more-lamps.en.yaml")}
"""An order among the good examples and a signed request to change it, by language."""


def _revision_to_come(folder: Path, language: str) -> Path:
    """Return the file of the revision that the change request makes."""
    _, request = CHANGED[_examples_in(language)]
    data = plain_data(load_file(examples_folder() / "change-request" / "good" / request))
    return folder / "good" / f"{data['order']}.r{int(data['order_revision']) + 1}.yaml"


def _change(screen: Screen, folder: Path, language: str) -> None:
    """Apply a signed change request to its order, and show both revisions side by side."""
    order, request = (folder / "good" / name for name in CHANGED[_examples_in(language)])
    _heading(screen, say("demo.change", language, file=request.name))
    workspace = open_workspace(request.parent).with_named(order.resolve())
    done, before = apply_change(load_file(request, workspace), language), load_file(order).document
    screen.line(f"  {done.file}")
    screen.line()
    assert isinstance(before, OrderConfirmation)
    screen.line(plain_text(comparison(before, done.order, Layout(language))))


def _sources(place: str, language: str) -> list[Path]:
    if place == "bad":
        return [examples_folder() / "brief" / "bad" / name for name in BAD_EXAMPLES[_examples_in(language)]]
    return [
        file
        for kind in KINDS
        for file in sorted((examples_folder() / kind / "good").glob(f"*.{_examples_in(language)}.*"))
    ]
