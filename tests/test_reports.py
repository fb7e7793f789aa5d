"""Reports: valid for their readers, and content steers none of them."""

import json
from collections.abc import Callable

import pytest
from wcwidth import wcswidth

from comms.linting import Lint, lint_text
from comms.reports import plain, report

NASTY = 'kind: brief\ntitle: 需求，“一” %0A::error::x\nwhat: 3 件😀\tx\nwhen: {due: "::error file=x::\\r\\n\\e[31m%"}\n'


def linted(text: str = NASTY, language: str = "zh", name: str = "需求,1:2.yaml") -> Lint:
    return lint_text(text.encode(), name, language)


def test_the_frame_lines_up_under_chinese_emoji_and_tabs() -> None:
    text = 'kind: brief\nwho: {requester: "运营部😀\\t\t李婷", ownr: x}\n'
    lines = plain(report("text", linted(text), "zh")).splitlines()
    number = next(
        index for index, line in enumerate(lines) if line.endswith("^^^^") and "ownr" in lines[index - 1]
    )
    source, mark = lines[number - 1], lines[number]
    start = wcswidth(mark[: mark.index("^")])
    assert start == wcswidth(source[: source.index("ownr")])
    assert mark.count("^") == len("ownr")


def test_a_long_line_is_cut_around_the_finding() -> None:
    text = "kind: brief\nwho: {requester: " + "长" * 3000 + ", ownr: x}\n"
    for line in plain(report("text", linted(text), "zh")).splitlines():
        assert wcswidth(line) < 130
    lines = plain(report("text", linted(text), "zh")).splitlines()
    number = next(
        index for index, line in enumerate(lines) if line.endswith("^^^^") and "ownr" in lines[index - 1]
    )
    source, mark = lines[number - 1], lines[number]
    assert wcswidth(mark[: mark.index("^")]) == wcswidth(source[: source.index("ownr")])


def test_the_text_report_reads_as_before(golden: Callable[[str, str], None]) -> None:
    for language in ("zh", "en"):
        golden(f"report.{language}.txt", plain(report("text", linted(language=language), language)))


def test_what_would_steer_a_terminal_is_not_shown() -> None:
    text = plain(report("text", linted('kind: brief\ntitle: "a\\e[31m\\u202eb"\nfoo: "\\e[2J"\n'), "en"))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_is_an_array_of_objects_with_the_published_keys() -> None:
    found = json.loads(plain(report("json", linted(), "zh")))
    keys = {
        "code",
        "severity",
        "message",
        "hint",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "field",
    }
    assert found
    assert all(set(each) == keys for each in found)
    due = next(each for each in found if each["code"] == "F004")
    assert (due["line"], due["column"], due["field"], due["severity"]) == (
        4,
        13,
        "when.due",
        "error",
    )
    assert json.loads(plain(report("json", Lint(), "zh"))) == []


def test_each_github_command_is_one_line_that_only_we_opened() -> None:
    lines = plain(report("github", linted(), "zh")).splitlines()
    findings = linted().findings
    assert len(lines) == len(findings)
    for line, finding in zip(lines, findings, strict=True):
        command, properties, data = (
            line.removeprefix("::").split("::", 1)[0].partition(" ")[0],
            line,
            line,
        )
        assert command == finding.severity
        assert f"title={finding.code} " in properties
        assert "file=需求%2C1%3A2.yaml," in properties
        message = data.split("::", 2)[2]
        assert message.replace("%25", "").replace("%0A", "").replace("%0D", "").count("%") == 0
        assert "\x1b" not in line


def test_a_percent_sign_reaches_github_as_one() -> None:
    text = NASTY.replace("title: 需求", "titel: 需求")
    (line,) = [each for each in plain(report("github", linted(text), "zh")).splitlines() if "W102" in each]
    assert "2.0%25" in line


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_clean_run_prints_nothing_alarming(form: str) -> None:
    text = plain(report(form, Lint(files=3), "en"))
    assert "error" not in text
