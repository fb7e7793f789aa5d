"""Where teams meet the linter: pre-commit, GitHub's action, the snippets of the documentation, report files."""

import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from cli.app import app
from comms.reading import READERS
from tests.support import EXAMPLES, ROOT, Ran, run, surroundings
from tests.support.here import run_here

GOOD = (
    "kind: brief\ntitle: T\nwhat: 3 banners\nwhy: 62 of 180 complaints\nwhen: 2026-06-05\nwhere: shop\n"
    "who: Tom Okafor\nhow: as in 2025\nhow_much: {hours: 12}\n"
)
BAD = GOOD.replace("why: 62 of 180 complaints\n", "")
MENDABLE = GOOD.replace("2026-06-05", "2026年6月5日")
BY_HAND = "## What\n\nSome words.\n\n## Why\n\nMore words.\n"
ORDER = (EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml").read_text(encoding="utf-8")
CHANGE = (EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml").read_text(encoding="utf-8")
HOOKS = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def places(ran: Ran) -> set[tuple[str, str]]:
    return {(each["file"], each["code"]) for each in json.loads(ran.out)}


# --- files that are named by a program ------------------------------------------------------------

OTHERS = {
    "comms.toml": '[lint]\nexclude = ["drafts/"]\n',
    "package.json": '{"name": "x", "version": "1.0.0"}',
    "compose.yaml": "services:\n  web:\n    image: x\n",
    "pyproject.toml": "[project]\nname = 'x'\n",
    "README.md": "# x\n\nwords\n",
    "notes.txt": GOOD,
    ".github/pull_request_template.md": BY_HAND,
    "drafts/unfinished.yaml": BAD,
    "broken.yaml": "a: [",
}


def test_named_files_that_are_no_requests_are_passed_over_when_asked(tmp_path: Path) -> None:
    write(tmp_path, OTHERS)
    with (tmp_path / "big.json").open("wb") as file:
        file.truncate(40_000_000)  # more than any request has
    assert run_here("lint", *OTHERS, cwd=tmp_path).status == 1, "who names a file means it"
    ran = run_here("lint", "--if-request", *OTHERS, "big.json", cwd=tmp_path)
    assert (ran.status, ran.out) == (
        0,
        "There are no request files among these.\n",
    )
    assert ran.err.count("\n") == 1
    assert "big.json" in ran.err
    ran = run_here("lint", "--if-request", *OTHERS, "nowhere.yaml", cwd=tmp_path)
    assert ran.status == 2, "a path that is not there is a mistake all the same"


def test_a_request_among_the_named_files_is_judged(tmp_path: Path) -> None:
    files = {**OTHERS, "a.yaml": BAD, "sub/b.YML": BAD, "nearly.yaml": BAD.replace("brief", "breif")}
    write(tmp_path, files)
    ran = run_here("lint", "--if-request", "--format", "json", *files, cwd=tmp_path)
    assert places(ran) == {("a.yaml", "W102"), ("sub/b.YML", "W102"), ("nearly.yaml", "F002")}
    assert places(ran) == places(run_here("lint", "--format", "json", cwd=tmp_path)), "as in a folder"


def test_standard_input_is_passed_over_in_the_same_way(tmp_path: Path) -> None:
    write(tmp_path, OTHERS)
    asked = ("lint", "--if-request", "--stdin-filename")
    assert run_here(*asked, "compose.yaml", cwd=tmp_path, stdin=OTHERS["compose.yaml"]).status == 0
    assert run_here(*asked, "drafts/x.yaml", cwd=tmp_path, stdin=BAD).status == 0
    assert run_here(*asked, "x.yaml", cwd=tmp_path, stdin=BAD).status == 1


def test_only_requests_are_mended(tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": OTHERS["comms.toml"], "drafts/a.yaml": MENDABLE, "b.yaml": MENDABLE})
    ran = run_here("lint", "--if-request", "--fix", "drafts/a.yaml", "b.yaml", cwd=tmp_path)
    assert ran.status == 0
    assert (tmp_path / "drafts" / "a.yaml").read_text(encoding="utf-8") == MENDABLE
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == GOOD


def many(folder: Path) -> list[str]:
    """A workspace whose documents depend on each other, far apart in the order of their names."""
    files = {
        "a/order.yaml": ORDER,
        "a/twin.yaml": GOOD.replace("title", "id: BR-2026-0001\ntitle"),
        "z/twin.yaml": GOOD.replace("title: T", "id: BR-2026-0001\ntitle: Other"),
        "z/change.yaml": CHANGE,
        "z/lost.yaml": CHANGE.replace("SO-2026-0611", "SO-2026-0999").replace("CR-2026-0611", "CR-2026-0999"),
        **{f"m/{number:02}.yaml": GOOD for number in range(20)},
    }
    write(folder, {"comms.toml": 'language = "en"\n', **files})
    return sorted(files)


CROSSING = {("a/twin.yaml", "F007"), ("z/twin.yaml", "F007"), ("z/lost.yaml", "F008")}


@pytest.mark.long
def test_shards_find_together_what_one_run_finds(tmp_path: Path) -> None:
    files = many(tmp_path)
    shards = [files[:8], files[8:16], files[16:]]
    with ThreadPoolExecutor(3) as pool:
        found = pool.map(
            lambda each: run("lint", "--if-request", "--format", "json", *each, cwd=tmp_path), shards
        )
    together = set().union(*map(places, found))
    assert together == places(run_here("lint", "--no-cache", "--format", "json", cwd=tmp_path))
    assert together >= CROSSING
    assert ("z/change.yaml", "F008") not in together


# --- pre-commit ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))
def test_a_hook_takes_every_suffix_that_has_a_reader_and_no_other(hook: dict[str, Any]) -> None:
    for suffix in READERS:
        assert re.search(hook["files"], f"requests/a{suffix}")
        assert re.search(hook["files"], f"A{suffix.upper()}")
        assert not re.search(hook["files"], f"a{suffix}x")
    assert sorted(re.findall(r"\w+", hook["files"].partition("(?i)")[2])) == sorted(
        each[1:] for each in READERS
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty git repository; skips where git or pre-commit is missing."""
    pytest.importorskip("pre_commit")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "a repository"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def environment_for(folder: Path) -> dict[str, str]:
    person = {f"GIT_{role}_{key}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    return {
        **surroundings(),
        **person,
        "HOME": str(folder.parent),
        "LANG": "en_US.UTF-8",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
    }


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment_for(folder), check=True, capture_output=True
    )


def pre_commit(folder: Path, *arguments: str) -> Ran:
    """Runs pre-commit over everything that is in the folder."""
    git(folder, "add", "--all")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments, "--all-files", "--color=never", "--verbose"],
        cwd=folder,
        env=environment_for(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def configure(folder: Path, name: str, **changed: object) -> None:
    """A configuration with one hook of ours, run by this interpreter and not by one that it installs."""
    hook = {**HOOKS[name], "language": "system", **changed}
    program, _, rest = hook["entry"].partition(" ")
    assert program == "comms"
    hook["entry"] = f"{shlex.quote(sys.executable)} -m cli.app {rest}"
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")


@pytest.mark.long
def test_the_hook_passes_a_repository_with_other_files_and_stops_a_bad_request(repository: Path) -> None:
    write(repository, {**OTHERS, "requests/with a blank.yaml": GOOD})
    configure(repository, "comms-lint")
    ran = pre_commit(repository, "run")
    assert ran.status == 0, ran.out
    assert "files checked: 1" in ran.out
    write(repository, {"requests/bad.yaml": BAD})
    ran = pre_commit(repository, "run")
    assert ran.status == 1
    assert "requests/bad.yaml:1:1 error W102" in ran.out
    assert "F002" not in ran.out


def test_the_hook_takes_arguments_beside_its_own(repository: Path) -> None:
    write(repository, {**OTHERS, "bad.yaml": BAD})
    configure(repository, "comms-lint", args=["--ignore", "W102"])
    assert pre_commit(repository, "run").status == 0


@pytest.mark.parametrize("serial", [True, False])
def test_the_hook_sees_what_documents_say_of_each_other_however_they_are_dealt_out(
    serial: bool, repository: Path
) -> None:
    from pre_commit.xargs import cpu_count

    many(repository)
    assert HOOKS["comms-lint"]["require_serial"] is True
    configure(repository, "comms-lint", require_serial=serial)
    ran = pre_commit(repository, "run")
    found = {(file, code) for file, code in re.findall(r"^(\S+):\d+:\d+ error (F\d+)", ran.out, re.MULTILINE)}
    assert found == CROSSING
    runs = ran.out.count("files checked:")
    assert runs == 1 if serial or cpu_count() == 1 else runs > 1


@pytest.mark.long
def test_the_other_hook_mends_and_says_so(repository: Path) -> None:
    write(repository, {**OTHERS, "a.yaml": MENDABLE, "drafts/b.yaml": MENDABLE})
    configure(repository, "comms-fix")
    ran = pre_commit(repository, "run")
    assert ran.status == 1
    assert "files were modified by this hook" in ran.out
    assert (repository / "a.yaml").read_text(encoding="utf-8") == GOOD
    assert (repository / "drafts" / "b.yaml").read_text(encoding="utf-8") == MENDABLE
    assert pre_commit(repository, "run").status == 0


@pytest.mark.parametrize("hook", HOOKS)
def test_pre_commit_installs_comms_from_its_repository(hook: str, repository: Path) -> None:
    if os.environ.get("COMMS_TEST_PRE_COMMIT_INSTALL") != "1":
        pytest.skip("needs a package index: set COMMS_TEST_PRE_COMMIT_INSTALL=1")
    source = repository.parent / "comms"
    left_out = shutil.ignore_patterns(".*cache", ".venv", ".git", ".hypothesis", "__pycache__")
    shutil.copytree(ROOT, source, ignore=left_out)
    git(source, "init", "-q")
    git(source, "add", "--all")
    git(source, "commit", "-q", "-m", "all")
    write(repository, {**OTHERS, "good.yaml": GOOD})
    assert pre_commit(repository, "try-repo", str(source), hook).status == 0
    write(repository, {"bad.yaml": BAD})
    ran = pre_commit(repository, "try-repo", str(source), hook)
    assert ran.status == 1
    assert re.search(r"^bad\.yaml:\d+:\d+ error W102", ran.out, re.MULTILINE)


# --- GitHub's action -------------------------------------------------------------------------------


def test_the_action_and_the_hooks_are_what_their_readers_expect() -> None:
    pytest.importorskip("check_jsonschema")
    pytest.importorskip("pre_commit")
    checks = (
        ("check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"),
        ("pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"),
    )
    for check in checks:
        done = subprocess.run(
            [sys.executable, "-m", *check], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_a_workflow_puts_in_never_becomes_part_of_a_script() -> None:
    used = set()
    for step in STEPS:
        for key, value in step.items():
            expressions = re.findall(r"\$\{\{(.*?)\}\}", json.dumps(value))
            assert not expressions or key in ("env", "with", "if"), f"{key} of {step.get('name')}"
            used |= {each.strip() for each in expressions}
        assert "uses" in step or step["shell"] == "bash"
    assert {each for each in used if each.startswith("inputs.")} == {
        f"inputs.{name}" for name in ACTION["inputs"]
    }
    assert all(each["description"] and "default" in each for each in ACTION["inputs"].values())


def act(folder: Path, paths: str = ".", args: str = "", sarif: str = "") -> Ran:
    """Runs the script of the action's last step, as GitHub runs it."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    programs = folder.parent / "programs"
    programs.mkdir(exist_ok=True)
    for name, module in (("comms", " -m cli.app"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)}{module} "$@"\n')
        (programs / name).chmod(0o755)
    environment = {
        **environment_for(folder),
        "GITHUB_ACTIONS": "true",
        "COMMS": str(programs / "comms"),
        "COMMS_PATHS": paths,
        "COMMS_ARGS": args,
        "COMMS_SARIF": sarif,
    }
    assert set(STEPS[-1]["env"]) == {each for each in environment if each.startswith("COMMS")}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[-1]["run"]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    warning = GOOD.replace("62 of 180 complaints", "Ada Brandt wants it")
    return write(
        tmp_path / "workspace",
        {"one two/bad.yaml": BAD, "good/a.yaml": GOOD, "*/b.yaml": warning, "other/c.yaml": BAD},
    )


@pytest.mark.long
def test_the_action_annotates_and_fails_like_the_linter(workspace: Path) -> None:
    ran = act(workspace, "one two\n\ngood\n")
    assert ran.status == 1
    assert ran.out.startswith("::error file=one two/bad.yaml,")
    assert "other" not in ran.out
    assert act(workspace, "good").status == 0
    assert act(workspace, "").out.count("::error") == 2
    assert act(workspace, "nowhere").status == 2
    assert act(workspace, "o*/*.yaml").out.count("::error") == 2, "patterns name what they match"
    assert act(workspace, "**/a.yaml").status == 0


@pytest.mark.long
def test_the_action_hands_over_options_and_expands_nothing(workspace: Path) -> None:
    assert act(workspace, "*").status == 0
    assert act(workspace, "*", args=" --strict\n --ignore S204 ").status == 1
    assert act(workspace, "one two", args="--format text --ignore W102").out == (
        "no findings; files checked: 1\n"
    )
    bad = ("$(touch pwned)", "; touch pwned", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '")
    assert act(workspace, paths="\n".join(bad)).status == 2
    assert act(workspace, paths="good", args=" ".join(bad), sarif="".join(bad)).status == 2
    assert act(workspace, paths="good", sarif="".join(bad)).status == 0
    assert not list(workspace.rglob("pwned"))
    ran = act(workspace, "--version")
    assert ran.status == 2, "a path is never taken for an option"


def test_the_report_of_the_action_leaves_out_what_is_answered_for(workspace: Path) -> None:
    comment = "why: the boss  # comms: ignore[W109] agreed\n"
    answered = GOOD.replace("why: 62 of 180 complaints\n", comment)
    write(workspace, {"one two/answered.yaml": answered})
    ran = act(workspace, "one two", sarif="comms.sarif")
    assert ran.status == 1
    assert ran.out.startswith("::error ")
    log = json.loads((workspace / "comms.sarif").read_text(encoding="utf-8"))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["W102"]
    assert act(workspace, "good", sarif="comms.sarif").status == 0


# --- a report in a file ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "junit"])
def test_a_report_goes_into_a_file_and_the_usual_one_is_shown(form: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    shown = run_here("lint", "a.yaml", "--format", form, cwd=tmp_path)
    ran = run_here("lint", "a.yaml", "--format", form, "--output", "out/report", cwd=tmp_path)
    assert ran.status == 1
    assert ran.out.startswith("a.yaml:1:1 error W102")
    assert (tmp_path / "out" / "report").read_text(encoding="utf-8") == shown.out
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["report"]


def test_the_next_report_replaces_the_last_one_and_a_dash_is_the_screen(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD, "report.txt": "old"})
    ran = run_here("lint", "a.yaml", "-o", "report.txt", cwd=tmp_path)
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == ran.out
    assert run_here("lint", "a.yaml", "-o", "-", cwd=tmp_path).out == ran.out


def test_the_usual_report_is_githubs_where_github_runs_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    ran = run_here(
        "lint", "a.yaml", "--format", "sarif", "-o", "x.sarif", cwd=tmp_path, GITHUB_ACTIONS="true"
    )
    assert ran.out.startswith("::error ")
    assert json.loads((tmp_path / "x.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_report_never_replaces_a_request(tmp_path: Path) -> None:
    banner = (EXAMPLES / "design-brief" / "good" / "banner.zh.yaml").read_text(encoding="utf-8")
    for name, text in (("a.yaml", GOOD), ("bad.yaml", BAD), ("b.yaml", banner), ("hand.md", BY_HAND)):
        write(tmp_path, {name: text})
        ran = run_here("lint", "--format", "json", "-o", name, cwd=tmp_path)
        assert ran.status == 2
        assert name in ran.err
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_a_report_that_speaks_of_kinds_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "kind: breif\n", "b.json": '{"kind": "breif"}'})
    for _ in range(2):
        for form in ("json", "sarif"):
            ran = run_here("lint", "a.yaml", "b.json", "--format", form, "-o", f"{form}.json", cwd=tmp_path)
            assert ran.status == 1, ran.err


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": GOOD, "file": ""})
    ran = run_here("lint", "a.yaml", "--format", "json", "-o", "file/report.json", cwd=tmp_path)
    assert ran.status == 2
    assert "report.json" in ran.err


# --- what the documentation shows ------------------------------------------------------------------

OF_OURS = ("README.md", "README.zh.md", "ci.md", "baseline.md", "templates.md", "letterhead.md")
"""The pages whose settings are those of comms."""
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*/how-to/*.md"))]
CI_PAGES = sorted((ROOT / "docs").glob("*/how-to/ci.md"))


def snippets(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page: language and text."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def scripts(value: object) -> Iterator[str]:
    """The texts of a parsed snippet that are shell scripts."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("run", "script", "before_script", "entry"):
                yield from [each] if isinstance(each, str) else each
            else:
                yield from scripts(each)
    elif isinstance(value, list):
        for each in value:
            yield from scripts(each)


def commands(script: str) -> Iterator[list[str]]:
    """The arguments of each call of comms in a shell script."""
    for line in script.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
        for index, word in enumerate(words):
            if Path(word).name == "comms" and words[index + 1 : index + 2] not in ([], ["@"]):
                yield list(itertools.takewhile(lambda each: each[0] not in "|&;<>()", words[index + 1 :]))


def documented() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for language, text in snippets(page):
            if language in ("sh", "console", "bash"):
                found = [text]
            elif language == "yaml":
                found = [each for data in yaml.safe_load_all(text) for each in scripts(data)]
            elif language == "groovy":
                found = re.findall(r"sh '([^']*)'", text)
            else:
                continue
            for script in found:
                for words in commands(script):
                    yield page.name, words


DOCUMENTED = list(documented())


@pytest.mark.parametrize(("page", "words"), DOCUMENTED, ids=[f"{p}: {' '.join(w)}" for p, w in DOCUMENTED])
def test_a_command_of_the_documentation_is_one_that_comms_takes(page: str, words: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    context, rest = typer.Context(command, info_name="comms"), words
    while hasattr(command, "commands"):
        name, command, rest = command.resolve_command(context, rest)
        context = typer.Context(command, parent=context, info_name=name)
    command.make_context(command.name, list(rest), parent=context.parent)


def test_the_documentation_shows_commands_on_each_of_its_pages() -> None:
    assert set(OF_OURS) <= {page for page, _ in DOCUMENTED}
    assert sum(page == "ci.md" for page, _ in DOCUMENTED) >= 10 * len(CI_PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.name)
def test_the_data_that_the_documentation_shows_can_be_read(page: Path, tmp_path: Path) -> None:
    for language, text in snippets(page):
        if language == "toml" and page.name in OF_OURS:
            write(tmp_path, {"comms.toml": text, "a.yaml": GOOD})
            if "baseline" in tomllib.loads(text).get("lint", {}):
                assert run_here("lint", "--write-baseline", cwd=tmp_path).status == 0
            ran = run_here("lint", "a.yaml", cwd=tmp_path)
            assert ran.status == 0, f"{text}\n{ran.err}"
        elif language == "toml":
            assert tomllib.loads(text)
        elif language == "json":
            assert json.loads(text if text.startswith(("{", "[")) else f"{{{text}}}")  # or a part of one
        elif language == "yaml" and list(yaml.safe_load_all(text)) and text.startswith("kind:"):
            write(tmp_path, {"comms.toml": "", "shown.yaml": text})
            assert run_here("lint", "--strict", "shown.yaml", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("sign", "schema"),
    [("runs-on:", "vendor.github-workflows"), ("artifacts:", "vendor.gitlab-ci"), ("rev:", None)],
)
def test_the_configurations_of_the_documentation_are_what_their_readers_expect(
    sign: str, schema: str | None, tmp_path: Path
) -> None:
    pytest.importorskip("check_jsonschema")
    pytest.importorskip("pre_commit")
    texts = [
        text for page in CI_PAGES for language, text in snippets(page) if language == "yaml" and sign in text
    ]
    assert texts
    for text in texts:
        file = tmp_path / "shown.yaml"
        file.write_text(text, encoding="utf-8")
        check = (
            ["check_jsonschema", "--builtin-schema", schema] if schema else ["pre_commit", "validate-config"]
        )
        done = subprocess.run(
            [sys.executable, "-m", *check, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_documentation_uses_the_hooks_and_inputs_that_there_are() -> None:
    blocks = [
        yaml.safe_load(text) for page in CI_PAGES for language, text in snippets(page) if language == "yaml"
    ]
    hooks = [hook["id"] for data in blocks for each in data.get("repos", ()) for hook in each["hooks"]]
    assert hooks
    assert set(hooks) <= set(HOOKS)
    jobs = [job for data in blocks if "jobs" in data for job in data["jobs"].values()]
    steps = [step for job in jobs for step in job["steps"] if step["uses"].startswith("OWNER/comms@")]
    assert len(steps) == 2 * len(CI_PAGES)
    assert set().union(*(step["with"] for step in steps)) <= set(ACTION["inputs"])
