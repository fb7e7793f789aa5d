"""One module prints, and what it prints acts neither on a terminal nor on a CI service."""

import ast
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from cli.app import _main, app
from cli.terminal import errors
from comms.interview.drafts import Draft, new_draft_file
from tests.support import EXAMPLES, ROOT

PRINTER = "cli/terminal/printer.py"
SCREEN = "cli/terminal/screen.py"
"""What is drawn on a terminal by Rich: the interview, coloured reports, progress."""


def prints(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The calls that put text on a screen, each with its line."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        writes = re.fullmatch(r"sys\.(__)?std(out|err)(__)?(\.buffer)?\.write(lines)?", called)
        if called == "print" or writes or re.search(r"(^|\.)(s?echo|print|Console)$", called):
            yield call.lineno, called


def test_each_way_of_printing_is_found() -> None:
    for text in (
        "print(x)",
        "sys.stderr.write(x)",
        "sys.stdout.buffer.write(x)",
        "sys.stdout.writelines(x)",
        "typer.echo(x)",
        "secho(x)",
        "console.print(x)",
        "rich.console.Console()",
    ):
        assert list(prints(ast.parse(text))), text
    assert not list(prints(ast.parse("file.write(x); printer.show(x); blueprint(x)")))


@pytest.mark.parametrize("folder", ["cli", "comms"])
def test_no_module_prints_but_the_one_that_makes_safe_and_the_screen(folder: str) -> None:
    for file in sorted((ROOT / folder).rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if name not in (PRINTER, SCREEN):
            found = list(prints(ast.parse(file.read_text(encoding="utf-8"))))
            assert found == [], f"{name} prints by itself"


HOSTILE = "a\x1b[31m\x07\u202eb\n::error::c##[error]d"
"""Colours, a bell, reversed text, a line break, and commands to CI services."""
NAMED = f"{HOSTILE}.yaml"


class Commands:
    """The program in this process, in a folder of files whose names and contents are hostile."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *arguments: str) -> str:
        """Run a command, and return what it printed."""
        self.monkeypatch.setattr(sys, "argv", ["comms", *arguments])
        errors.run(_main)
        printed = self.capsys.readouterr()
        return printed.out + printed.err

    def copy(self, example: str, name: str = NAMED) -> str:
        shutil.copyfile(EXAMPLES / example, self.folder / name)
        return name


@pytest.fixture
def commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Commands]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TERM", HOSTILE)
    folder = tmp_path / HOSTILE
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield Commands(folder, capsys, monkeypatch)
    errors.speak(None)


def quoted(text: str) -> str:
    """A text as YAML holds it on one line."""
    shown = "".join(f"\\u{ord(each):04x}" if not each.isprintable() else each for each in text)
    return f'"{shown}"'


BRIEF = f"""kind: brief
language: en
id: {quoted(HOSTILE)}
title: {quoted(HOSTILE)}
what: |-
  soon
  ::error::what
howmuch: 5 hours
when: {{due: {quoted(HOSTILE)}}}
who: {{owner: {quoted(HOSTILE)}, {quoted(HOSTILE)}: x}}
"""


def _of_new(run: Commands) -> Iterator[str]:
    (run.folder / NAMED).write_text(BRIEF, encoding="utf-8")
    yield run("new", "brief", "--no-input", "--like", NAMED)
    yield run("new", "brief", "--no-input", "--answers", NAMED)
    yield run("new", "brief", "--no-input", "--set", f"when.due={HOSTILE}")
    yield run("new", "brief", "--no-input", "--set", f"{HOSTILE}=x")
    yield run("new", HOSTILE)
    whole = run.copy("brief/good/stocktake.en.yaml", "whole.yaml")
    yield run(
        "new", "brief", "--no-input", "--answers", whole, "-o", f"out{NAMED}", "--set", f"how={HOSTILE}"
    )
    assert (run.folder / f"out{NAMED}").exists()


def _of_edit(run: Commands) -> Iterator[str]:
    name = run.copy("brief/good/stocktake.en.yaml")
    (run.folder / NAMED).with_suffix(".json").write_text("{}", encoding="utf-8")
    yield run("edit", name, "--set", f"title={HOSTILE}")
    yield run("edit", name, "--set", f"title={HOSTILE}")
    yield run("edit", name, "--set", "who.owner=TBD")
    (run.folder / NAMED).write_text(BRIEF, encoding="utf-8")
    yield run("edit", name, "--set", "title=x")
    yield run("edit", f"no{name}", "--set", "title=x")


def _of_init(run: Commands) -> Iterator[str]:
    yield run("init", "--set", f"{HOSTILE}=x")
    yield run("init", "--set", f"language={HOSTILE}")
    yield run("init", "--set", "language=en")
    (run.folder / "comms.toml").write_text(f"{quoted(HOSTILE)} = 1\n", encoding="utf-8")
    yield run("lint")


def _of_drafts(run: Commands) -> Iterator[str]:
    data = {"kind": "brief", "id": HOSTILE, "title": HOSTILE, "what": "x\n::error::y"}
    Draft("brief", "en", data, file=new_draft_file("brief"), folder=HOSTILE).save()
    yield run("drafts")
    yield run("drafts", "show")
    yield run("drafts", HOSTILE)
    yield run("drafts", "show", f"no{HOSTILE}")
    yield run("drafts", "delete", "1")


def _of_lint(run: Commands) -> Iterator[str]:
    (run.folder / NAMED).write_text(BRIEF, encoding="utf-8")
    yield run("lint")
    difference = run("lint", "--diff", NAMED)
    assert "+how_much" in difference
    yield difference
    yield run("lint", "--write-baseline", "--baseline", f"{HOSTILE}.json")
    yield run("lint", "--fix", NAMED)
    yield run("lint", f"no{NAMED}")
    yield run("lint", "--format", HOSTILE)
    yield run("lint", f"--{HOSTILE}")


def _of_list(run: Commands) -> Iterator[str]:
    (run.folder / NAMED).write_text(BRIEF, encoding="utf-8")
    (run.folder / f"unread{NAMED}").write_text("kind: brief\nwhat: [", encoding="utf-8")
    for form in ("text", "json", "csv"):
        yield run("list", "--format", form)
    yield run("list", f"no{NAMED}")
    yield run("list", "--format", HOSTILE)
    yield run("list", "--kind", HOSTILE)
    yield run("list", "--due", HOSTILE)
    yield run("list", "--owner", f"no{HOSTILE}")


def _of_render(run: Commands) -> Iterator[str]:
    name = run.copy("brief/good/stocktake.en.yaml")
    yield run("render", name, "--to", "md", "--manifest", "-")
    yield run("render", name, "--to", "md")
    (run.folder / NAMED).write_text(BRIEF, encoding="utf-8")
    yield run("render", name, "--to", "html")
    yield run("render", name, "--to", HOSTILE)


def _of_import(run: Commands) -> Iterator[str]:
    (run.folder / f"{HOSTILE}.txt").write_text(
        f"{HOSTILE} 10:23\n{HOSTILE} need 3 posters {HOSTILE}", encoding="utf-8"
    )
    yield run("import", f"{HOSTILE}.txt")
    yield run("import", f"{HOSTILE}.txt", "--explain")
    yield run("import", f"{HOSTILE}.txt", "-o", HOSTILE)
    yield run("import", f"{HOSTILE}.txt", "--kind", HOSTILE)
    yield run("import", HOSTILE)


def _of_schema(run: Commands) -> Iterator[str]:
    yield run("schema", "brief", "-o", f"{HOSTILE}.json")
    yield run("schema", "--all", "-o", HOSTILE)
    yield run("schema", HOSTILE)


def _of_explain(run: Commands) -> Iterator[str]:
    name = run.copy("compensation-policy/good/fixed-amounts.en.yaml")
    yield run("explain", "--policy", name)
    policy = (run.folder / name).read_text(encoding="utf-8")
    (run.folder / name).write_text(f"{policy}title: {quoted(HOSTILE)}\n", encoding="utf-8")
    yield run("explain", "--policy", name)
    yield run("explain", HOSTILE)


def _of_change(run: Commands) -> Iterator[str]:
    old = run.copy("order-confirmation/good/lamps.en.yaml", f"old{NAMED}")
    request = run.copy("change-request/good/more-lamps.en.yaml")
    applied = run("change", "apply", request)
    assert "r2" in applied
    yield applied
    yield run("change", "apply", request)
    (new,) = run.folder.glob("*.r2.yaml")
    text = new.read_text(encoding="utf-8").replace("packaging:", f"marks: {quoted(HOSTILE)}\n  packaging:")
    new.write_text(text, encoding="utf-8")
    yield run("change", "diff", old, new.name)
    yield run("change", "sign", request, "buyer", "--name", HOSTILE)
    yield run("change", "sign", request, HOSTILE, "--name", "x")
    yield run("change", HOSTILE)


def _of_template(run: Commands) -> Iterator[str]:
    yield run("template", "show", "brief", "-o", HOSTILE)
    yield run("template", "show", HOSTILE)
    (run.folder / HOSTILE / "en" / "brief.md.j2").write_text(f"{{{{ {HOSTILE} }}}}", encoding="utf-8")
    yield run("template", "check", HOSTILE)
    yield run("template", "fields", HOSTILE)


def _of_bug(run: Commands) -> Iterator[str]:
    yield run("bug")


def _of_kinds(run: Commands) -> Iterator[str]:
    yield run("kinds", HOSTILE)


OF: dict[str, Callable[[Commands], Iterator[str]]] = {
    "bug": _of_bug,
    "change": _of_change,
    "drafts": _of_drafts,
    "edit": _of_edit,
    "explain": _of_explain,
    "import": _of_import,
    "init": _of_init,
    "kinds": _of_kinds,
    "lint": _of_lint,
    "list": _of_list,
    "new": _of_new,
    "render": _of_render,
    "schema": _of_schema,
    "template": _of_template,
}
TAKES_NOTHING_HOSTILE = {"demo", "lsp"}
"""The tour shows the shipped examples; the language server speaks a protocol."""


def test_every_command_is_tried() -> None:
    assert set(OF) | TAKES_NOTHING_HOSTILE == set(getattr(get_command(app), "commands", {}))


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be given to files there")
@pytest.mark.parametrize("command", OF)
def test_hostile_names_and_contents_are_shown_but_not_obeyed(command: str, commands: Commands) -> None:
    for printed in OF[command](commands):
        assert printed.strip()
        assert "Traceback" not in printed and "comms-" not in printed  # the name of a bug's log
        assert not set("\x1b\x07\u202e") & set(printed), printed
        assert "##[" not in printed, printed
        assert not [line for line in printed.splitlines() if line.lstrip().startswith("::")], printed


def test_a_document_on_standard_output_is_handed_over_as_it_is(commands: Commands) -> None:
    name = commands.copy("brief/good/stocktake.en.yaml")
    commands("edit", name, "--set", "title=a\u202eb", "--set", "how=::error::c")
    assert "a\u202eb" in commands("render", name, "--to", "yaml", "-o", "-")
