"""`comms demo`: the whole tour over the shipped examples, showing what a person would see."""

import tempfile
from datetime import date
from pathlib import Path

from cli import errors
from cli.interview import Interview
from cli.prompt import Replay
from cli.show import Screen, console, print_pieces
from comms.answers import Manner
from comms.checking import load_file, plain_data
from comms.drafts import Draft
from comms.examples import examples_folder
from comms.kinds import KINDS
from comms.linting import lint_paths
from comms.rendering import Layout, render
from comms.reports import report
from comms.saving import write_atomic
from comms.words import say


def tour(folder: Path) -> int:
    """Interview, documents of each kind, good files and bad ones; everything goes into `folder`."""
    language = errors.language()
    screen = Screen(console(stderr=False))
    screen.line(say("demo.title", language, folder=folder), "bold")
    _interview(screen, folder, language)
    _documents(screen, folder, language)
    _lint(screen, language, good=True)
    _lint(screen, language, good=False)
    screen.line()
    screen.line(say("demo.done", language, folder=folder), "bold")
    return errors.CLEAN


def _heading(screen: Screen, text: str) -> None:
    screen.line()
    screen.line(text, "bold magenta")


def _interview(screen: Screen, folder: Path, language: str) -> None:
    """Replays the answers of an example through the interview that a person would have."""
    source = examples_folder() / "design-brief" / "good" / f"banner.{language}.yaml"
    _heading(screen, say("demo.interview", language, file=source.name))
    data = plain_data(load_file(source))
    kept = {key: data[key] for key in ("kind", "id", "language")}
    with tempfile.TemporaryDirectory() as drafts:
        draft = Draft("design-brief", language, kept, file=Path(drafts) / "demo.json")
        manner = Manner(language, date.fromisoformat(data["when"]["start"]), data["how_much"]["budget"]["currency"])
        Interview(draft, Replay(data, screen, language), screen, manner).run()
    del folder


def _documents(screen: Screen, folder: Path, language: str) -> None:
    _heading(screen, say("demo.write", language))
    for kind in KINDS:
        for source in sorted((examples_folder() / kind / "good").glob(f"*.{language}.*")):
            document = load_file(source).document
            if document is None:
                continue
            for form in ("md", "docx"):
                path = folder / f"{document.id or source.name.partition('.')[0]}.{form}"
                write_atomic(path, render(document, form, Layout(language)))
                screen.line(f"  {path}")


def _lint(screen: Screen, language: str, good: bool) -> None:
    _heading(screen, say("demo.good" if good else "demo.bad", language))
    if good:
        paths = [examples_folder() / kind / "good" for kind in KINDS]
    else:
        paths = [examples_folder() / "brief" / "bad" / name for name in _TOLD]
    found = lint_paths(paths, language)
    for finding in found.findings:
        finding_file = Path(finding.file)
        if finding_file.is_relative_to(examples_folder()):
            continue
    print_pieces(report("text", found, language))


_TOLD = ("W102-no-reason.zh.yaml", "W103-when-without-a-date.zh.md", "F003-misspelt-key.en.yaml")
