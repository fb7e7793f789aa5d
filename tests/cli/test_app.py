"""The program as it is run without a terminal: output, exit status, files."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml
from typer.main import get_command

from cli.app import _main, app
from cli.terminal.usage import _SENTENCES
from comms.kinds import KINDS
from comms.reading import read_file
from comms.rules import RULES
from tests.support import EXAMPLES, ROOT, Ran, run
from tests.support.here import run_here

BANNER = EXAMPLES / "design-brief" / "good" / "banner.zh.yaml"
BAD = EXAMPLES / "brief" / "bad" / "W102-no-reason.zh.md"


def test_a_clean_file_is_status_0_and_findings_are_status_1(tmp_path: Path) -> None:
    assert run("lint", BANNER, cwd=tmp_path).status == 0
    ran = run("lint", BAD, cwd=tmp_path)
    assert ran.status == 1
    assert "W102" in ran.out
    assert ran.err == ""


def test_a_warning_fails_only_a_strict_run(tmp_path: Path) -> None:
    warning = EXAMPLES / "brief" / "bad" / "W109-why-without-a-number.en.yaml"
    assert run_here("lint", warning, cwd=tmp_path).status == 0
    assert run_here("lint", "--strict", warning, cwd=tmp_path).status == 1


def test_rules_are_selected_and_ignored_by_prefix(tmp_path: Path) -> None:
    assert run_here("lint", BAD, "--select", "S,F", cwd=tmp_path).status == 0
    assert run_here("lint", BAD, "--ignore", "W1", cwd=tmp_path).status == 0
    assert run_here("lint", BAD, "--select", "W102", cwd=tmp_path).status == 1
    wrong = run_here("lint", BAD, "--ignore", "W999", cwd=tmp_path)
    assert wrong.status == 2
    assert "W999" in wrong.err


def test_the_language_of_messages_is_asked_for_configured_or_the_locales(tmp_path: Path) -> None:
    assert '"Why" is missing' in run_here("lint", BAD, cwd=tmp_path).out
    assert "缺少“何因”" in run_here("lint", BAD, cwd=tmp_path, LANG="zh_CN.UTF-8").out
    (tmp_path / "comms.toml").write_text('language = "zh"\n')
    assert "缺少“何因”" in run_here("lint", BAD, cwd=tmp_path).out
    (tmp_path / "below").mkdir()
    assert "缺少“何因”" in run_here("lint", BAD, cwd=tmp_path / "below").out
    assert '"Why" is missing' in run_here("lint", BAD, "--language", "en", cwd=tmp_path).out


def test_github_is_the_format_under_github_actions(tmp_path: Path) -> None:
    assert run_here("lint", BAD, cwd=tmp_path, GITHUB_ACTIONS="true").out.startswith("::error ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lint", "nowhere.yaml"), "nowhere.yaml"),
        (("lint", "--format", "xml", "."), "text, json, github"),
        (("new", "desing-brief"), "design-brief"),
        (("new", "novel"), "brief, design-brief, restock-brief"),
        (("new", "brief", "--language", "fr"), "zh, en"),
        (("lint", "--language", "fr"), "zh, en"),
        (("render", "x.yaml", "--language", "fr"), "zh, en"),
        (("new", "brief", "--set", "nothing"), "PATH=VALUE"),
        (("new", "brief", "--set", "titel=x"), "title"),
        (("new", "brief", "--set", "when.due=05/06"), "can mean"),
        (("new", "brief", "--to", "rtf"), "md, docx, html, eml, pdf, txt, chat, yaml, json"),
        (("new", "brief", "--answers", "nowhere.yaml"), "nowhere.yaml"),
        (("render", "nowhere.yaml", "--to", "md"), "nowhere.yaml"),
        (("schema", "novel"), "brief, design-brief, restock-brief"),
        (("explain", "W1O2"), "W102"),
        (("frobnicate",), "frobnicate"),
        (("lint", "--frobnicate"), "--frobnicate"),
    ],
)
def test_wrong_usage_is_status_2_and_one_line_that_helps(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    ran = run_here(*arguments, cwd=tmp_path)
    assert ran.status == 2
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_a_comms_toml_with_a_mistake_is_status_2(tmp_path: Path) -> None:
    for text in ("language = [", 'langauge = "zh"', 'language = "fr"'):
        (tmp_path / "comms.toml").write_text(text)
        ran = run_here("lint", BANNER, cwd=tmp_path)
        assert ran.status == 2
        assert "comms.toml" in ran.err


def test_a_missing_answer_is_listed_with_the_option_that_gives_it(tmp_path: Path) -> None:
    ran = run_here("new", "design-brief", cwd=tmp_path)
    assert ran.status == 2
    for option in (
        "title=",
        "what=",
        "when.due=2026-06-05",
        "who.owner=",
        "'deliverables[0].count=1'",
    ):
        assert f"--set {option}" in ran.err or f"--set '{option}" in ran.err
    assert not list(tmp_path.glob("*.md"))


SETS = (
    "title=轮播图",
    "what=3 张图",
    "why=点击率 2% 提到 3%",
    "when.due=2026年6月5日",
    "where=首页",
    "who.owner=周航",
    "how=暖色",
    "how_much.budget=1.2万",
)


def options(*sets: str) -> list[str]:
    return [part for text in sets for part in ("--set", text)]


def overwritten(name: str, folder: Path) -> Ran:
    """The outcome of making a brief over an existing file."""
    return run_here("new", "brief", "--language", "zh", "-o", name, "--force", *options(*SETS), cwd=folder)


def test_a_document_is_made_from_options_alone(tmp_path: Path) -> None:
    ran = run_here(
        "new",
        "brief",
        "--language",
        "zh",
        "--to",
        "md,docx,yaml,json",
        *options(*SETS),
        cwd=tmp_path,
    )
    assert (ran.status, ran.out) == (0, "")
    (number,) = {file.stem for file in tmp_path.glob("BR-*")}
    assert {file.suffix for file in tmp_path.glob("BR-*")} == {".md", ".docx", ".yaml", ".json"}
    data = read_file(tmp_path / f"{number}.yaml").data
    assert data["when"] == {"due": "2026-06-05"}
    assert data["how_much"]["budget"] == {"amount": "12000", "currency": "CNY"}
    assert not list((tmp_path / ".state").rglob("*.json")), "a document without questions leaves no draft"
    ran = run_here("new", "brief", *options(*SETS), cwd=tmp_path)
    assert len({file.stem for file in tmp_path.glob("BR-*")}) == 2, "the next document takes the next number"


def test_answers_come_from_a_file_in_any_format(tmp_path: Path) -> None:
    for number, source in enumerate((BANNER, EXAMPLES / "design-brief" / "good" / "size-chart.en.md")):
        ran = run_here("new", "design-brief", "--answers", source, "-o", f"{number}.yaml", cwd=tmp_path)
        assert ran.status == 0, ran.err
    assert read_file(tmp_path / "0.yaml").data["title"] == "双 11 首页轮播图"


def test_wrong_answers_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    bad = [text for text in SETS if not text.startswith("what=")]
    ran = run_here("new", "brief", "--language", "zh", *options(*bad, "what=待定"), cwd=tmp_path)
    assert ran.status == 2
    ran = run_here(
        "new",
        "brief",
        "--language",
        "zh",
        *options(*SETS, "goals[0].target=5", "goals[0].baseline=5"),
        cwd=tmp_path,
    )
    assert ran.status == 2, "the goal lacks its other answers"
    assert "S206" in ran.err
    assert not list(tmp_path.glob("BR-*"))


def test_an_answers_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: brief\ntitle: a: b\n")
    ran = run_here("new", "brief", "--answers", "a.yaml", cwd=tmp_path)
    assert ran.status == 1
    assert "a.yaml:2:9" in ran.err


def test_an_existing_file_is_refused_before_anything_else(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("mine")
    ran = run_here("new", "brief", "-o", "x.md", cwd=tmp_path)
    assert ran.status == 1
    assert "x.md" in ran.err
    assert "--set" not in ran.err
    assert (tmp_path / "x.md").read_text() == "mine"
    assert overwritten("x.md", tmp_path).status == 0
    assert "轮播图" in (tmp_path / "x.md").read_text()


def test_standard_output_takes_the_document(tmp_path: Path) -> None:
    ran = run_here(
        "new", "brief", "--language", "zh", "-o", "-", "--to", "yaml", *options(*SETS), cwd=tmp_path
    )
    assert ran.status == 0
    assert yaml.safe_load(ran.out)["title"] == "轮播图"


def test_rendering_goes_beside_the_source_or_where_it_is_sent(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(BANNER.read_bytes())
    ran = run_here("render", "a.yaml", "--to", "md,docx", cwd=tmp_path)
    assert (ran.status, ran.out.split()) == (0, ["a.md", "a.docx"])
    assert run_here("render", "a.yaml", "--to", "md", cwd=tmp_path).status == 0, "it says the same already"
    with (tmp_path / "a.md").open("a") as file:
        file.write("edited\n")
    assert run_here("render", "a.yaml", "--to", "md", cwd=tmp_path).status == 1
    assert run_here("render", "a.yaml", "--to", "md", "--force", cwd=tmp_path).status == 0
    assert run_here("render", "a.docx", "--to", "json", "-o", "out", cwd=tmp_path).status == 0
    assert (tmp_path / "out" / "a.json").is_file()
    assert run_here("render", "a.md", "-o", "b.yaml", cwd=tmp_path).status == 0
    again = run_here("render", "b.yaml", "--to", "yaml", "-o", "-", cwd=tmp_path)
    assert again.out == (tmp_path / "b.yaml").read_text()
    assert "## The request" in run_here("render", "a.yaml", "--language", "en", "-o", "-", cwd=tmp_path).out


def test_a_document_with_errors_is_rendered_as_a_draft_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(BAD.read_bytes())
    ran = run_here("render", "a.md", "--to", "docx", cwd=tmp_path)
    assert ran.status == 1
    assert "W102" in ran.err
    assert not (tmp_path / "a.docx").exists()
    assert run_here("render", "a.md", "--to", "docx", "--draft", cwd=tmp_path).status == 0
    assert "草稿" in run_here("render", "a.md", "--draft", "--language", "zh", "-o", "-", cwd=tmp_path).out


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("kind: brief\ntitle: [")
    (tmp_path / "good.yaml").write_bytes(BANNER.read_bytes())
    ran = run_here("render", "bad.yaml", "good.yaml", "--to", "json", cwd=tmp_path)
    assert ran.status == 1
    assert (tmp_path / "good.json").is_file()


def test_a_write_keeps_the_mode_and_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("old")
    (tmp_path / "x.md").chmod(0o600)
    assert overwritten("x.md", tmp_path).status == 0
    assert stat.S_IMODE((tmp_path / "x.md").stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".*part"))


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m cli.app explain | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "C"},
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_chinese_survives_a_locale_that_knows_none(tmp_path: Path) -> None:
    ran = run("lint", BAD, "--language", "zh", cwd=tmp_path, LANG="C", LC_ALL="C", PYTHONUTF8="0")
    assert "缺少“何因”" in ran.out


def _commands(group: Any, above: str = "") -> list[str]:
    names = []
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        names += _commands(command, f"{above}{name} ") if inner else [f"{above}{name}"]
    return names


COMMANDS = _commands(get_command(app))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_speaks_the_language_of_the_locale(language: str, tmp_path: Path) -> None:
    locale = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[language]
    sentence = {"zh": "逐步提问", "en": "Write a document"}[language]
    assert sentence in run("--help", cwd=tmp_path, LANG=locale).out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_has_its_help(name: str, language: str, tmp_path: Path) -> None:
    ran = run_here(*name.split(), "--help", "--language", language, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")


def test_kinds_are_listed(tmp_path: Path) -> None:
    out = run_here("kinds", "--language", "zh", cwd=tmp_path).out
    assert [line.split()[0] for line in out.splitlines()] == list(KINDS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_accepts_what_the_linter_accepts(
    kind: str, language: str, tmp_path: Path
) -> None:
    schema = json.loads(run_here("schema", kind, "--language", language, cwd=tmp_path).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert all(field["title"] for field in schema["properties"].values())
    assert any(field.get("description") for field in schema["properties"].values())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    for file in (EXAMPLES / kind / "good").glob("*.yaml"):
        validator.validate(read_file(file).data)
    for code in ("F003", "F004", "F006", "W101", "W103", "W108", "S201", "S205", "R402"):
        for file in (EXAMPLES / kind / "bad").glob(f"{code}-*.yaml"):
            if "unknown-sku" in file.name:  # only the order knows its SKUs
                continue
            data = without_placeholders(read_file(file).data)
            assert not validator.is_valid(data), file.name


def without_placeholders(data: object) -> object:
    """What a schema cannot know: that TBD answers nothing."""
    if isinstance(data, dict):
        return {
            key: without_placeholders(value)
            for key, value in data.items()
            if value not in ("TBD", "待定", "?", "", "暂无")
        }
    return [without_placeholders(value) for value in data] if isinstance(data, list) else data


def test_every_rule_is_explained_in_both_languages(tmp_path: Path) -> None:
    assert len(run_here("explain", cwd=tmp_path).out.splitlines()) == len(RULES)
    page = run_here("explain", "w103", "--language", "zh", cwd=tmp_path).out
    assert page.startswith("W103 when-missing")
    assert "when: {start: 2026-05-20}" in page
    assert "calendar date" in run_here("explain", "W103", cwd=tmp_path).out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_the_tour_shows_everything_and_writes_each_kind(language: str, tmp_path: Path) -> None:
    ran = run("demo", "--language", language, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert "✗" in ran.out
    assert "W102" in ran.out
    for prefix in ("DB", "RB"):
        for suffix in ("md", "docx"):
            assert list((tmp_path / "demo").glob(f"{prefix}-*.{suffix}"))


@pytest.mark.long
def test_the_tour_says_the_same_each_time_after_one_in_another_language_too(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text("")  # the tour's documents, too, are of a workspace
    said = [run("demo", "--language", language, cwd=tmp_path).out for language in ("en", "zh", "en", "zh")]
    assert said[:2] == said[2:]
    assert "no findings" in said[0]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script for a shell")
@pytest.mark.parametrize("place", ["a b/bin", "bin"])
def test_the_tour_ends_with_a_line_that_works_when_it_is_typed(place: str, tmp_path: Path) -> None:
    program = tmp_path / place / "comms"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{_AS_INSTALLED}' \"$0\" \"$@\"\n")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}

    def typed(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    last = typed(f"'./{place}/comms' demo").stdout.splitlines()[-1].strip()
    assert last == {"bin": "comms new design-brief", "a b/bin": "'a b/bin/comms' new design-brief"}[place]
    started = typed(f"{last} --no-input")
    assert (started.returncode, "--set" in started.stderr) == (2, True)


_AS_INSTALLED = "import sys; sys.argv = sys.argv[1:]; from cli.app import main; main()"


def test_a_fault_of_ours_is_one_line_and_a_log(tmp_path: Path) -> None:
    script = (
        "import sys, cli.terminal.errors, cli.commands.explain\n"
        "cli.commands.explain.kinds = lambda: 1 / 0\n"
        "import cli.app\nsys.argv = ['comms', 'kinds']\ncli.app.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "C", "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.glob("comms-*.log")
    assert str(log) in done.stderr
    assert "ZeroDivisionError" in log.read_text()


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("lint", "--frmat", "x"), "Did you mean --format?", "您要的是不是 --format？"),
        (("lint", "--zzzz"), "There is no option --zzzz", "没有 --zzzz 这个选项"),
        (("lnt",), "Did you mean lint?", "您要的是不是 lint？"),
        (("zzzz",), "There is no command zzzz. `comms --help`", "没有 zzzz 这个命令"),
        (("change", "zzzz"), "There is no command zzzz. `comms change --help`", "没有 zzzz 这个命令"),
        (("change", "aply"), "There is no command aply. Did you mean apply?", "您要的是不是 apply？"),
        (("template", "it's"), "There is no command it's", "没有 it's 这个命令"),
        (("lint", "--format"), "--format has no value", "--format 后面没有写值"),
        (("lint", "--strict=5"), "--strict takes no value", "--strict 后面不能写值"),
        (("lint", "-j", "x"), "--jobs needs a whole number", "--jobs 要写整数，不小于 0"),
        (("new",), "The kind of document is missing", "没有写文件类型"),
        (("schema", "a", "b"), "Leave out: b", "请去掉：b"),
    ],
)
def test_wrong_usage_is_told_in_the_language_asked_for(
    arguments: tuple[str, ...], english: str, chinese: str, tmp_path: Path
) -> None:
    for language, sentence in (("en", english), ("zh", chinese)):
        ran = run_here(*arguments, cwd=tmp_path, LANG=language)
        assert (ran.status, ran.out) == (2, "")
        assert sentence in ran.err


@pytest.mark.parametrize("group", [(), ("change",), ("template",)])
def test_a_group_without_a_command_shows_its_help_and_has_done_nothing(
    group: tuple[str, ...], tmp_path: Path
) -> None:
    for language in ("en_US.UTF-8", "zh_CN.UTF-8"):
        asked = run_here(*group, "--help", cwd=tmp_path, LANG=language)
        ran = run_here(*group, cwd=tmp_path, LANG=language)
        assert (asked.status, asked.err) == (0, "")
        assert (ran.status, ran.out, ran.err) == (2, "", asked.out)


@pytest.mark.parametrize("nothing", ["--", ""])
@pytest.mark.parametrize("group", [(), ("change",), ("template",)])
def test_what_names_no_command_is_as_good_as_nothing(
    group: tuple[str, ...], nothing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for arguments in (group, (*group, nothing)):
        monkeypatch.setattr(sys, "argv", ["comms", *arguments])
        told.append((_main(), capsys.readouterr()))
    assert told[0] == told[1] and told[0][0] == 2


def test_every_mistake_that_typer_can_tell_apart_is_one_that_we_word() -> None:
    from typer._click import exceptions

    told = {name for name, value in vars(exceptions).items() if isinstance(value, type)}
    usage = {name for name in told if issubclass(getattr(exceptions, name), exceptions.UsageError)}
    assert set(_SENTENCES) - {"NoCommand"} <= usage
    assert issubclass(exceptions.UsageError, typer.TyperException)  # what the program catches


def test_an_option_for_the_language_counts_before_the_mistakes_beside_it(tmp_path: Path) -> None:
    assert "没有 --zzzz 这个选项" in run_here("lint", "--language", "zh", "--zzzz", cwd=tmp_path).err
    assert "没有 --zzzz 这个选项" in run_here("lint", "--zzzz", "--language=zh", cwd=tmp_path).err


def test_help_speaks_the_language_asked_for(tmp_path: Path) -> None:
    assert "检查文件或整个文件夹" in run_here("lint", "--help", "--language", "zh", cwd=tmp_path).out
    assert "Check documents" in run_here("lint", "--help", "--language", "en", cwd=tmp_path).out
