"""Reports: valid for their consumers, and safe against content that imitates their syntax."""

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from lxml import etree
from wcwidth import wcswidth

from comms.findings import Excerpt, Finding, Severity, Silence, Silenced, Span
from comms.language.phrases import words
from comms.linting.run import Lint, lint_text
from comms.reports import REPORTS, report, unstyled
from comms.rules import RULES
from comms.rules.manual import manual_page
from tests.support import TESTS

SCHEMAS = TESTS / "schemas"

NASTY = 'kind: brief\ntitle: 需求，“一” %0A::error::x\nwhat: 3 件😀\tx\nwhen: {due: "::error file=x::\\r\\n\\e[31m%"}\n'


def linted(text: str = NASTY, language: str = "zh", name: str = "需求,1:2.yaml") -> Lint:
    return lint_text(text.encode(), name, language)


def test_the_frame_lines_up_under_chinese_emoji_and_tabs() -> None:
    text = 'kind: brief\nwho: {requester: "运营部😀\\t\t李婷", ownr: x}\n'
    lines = unstyled(report("text", linted(text), "zh")).splitlines()
    number = next(
        index for index, line in enumerate(lines) if line.endswith("^^^^") and "ownr" in lines[index - 1]
    )
    source, mark = lines[number - 1], lines[number]
    start = wcswidth(mark[: mark.index("^")])
    assert start == wcswidth(source[: source.index("ownr")])
    assert mark.count("^") == len("ownr")


def test_a_long_line_is_cut_around_the_finding() -> None:
    text = "kind: brief\nwho: {requester: " + "长" * 3000 + ", ownr: x}\n"
    for line in unstyled(report("text", linted(text), "zh")).splitlines():
        assert wcswidth(line) < 130
    lines = unstyled(report("text", linted(text), "zh")).splitlines()
    number = next(
        index for index, line in enumerate(lines) if line.endswith("^^^^") and "ownr" in lines[index - 1]
    )
    source, mark = lines[number - 1], lines[number]
    assert wcswidth(mark[: mark.index("^")]) == wcswidth(source[: source.index("ownr")])


def test_the_text_report_reads_as_before(golden: Callable[[str, str], None]) -> None:
    for language in ("zh", "en"):
        golden(f"report.{language}.txt", unstyled(report("text", linted(language=language), language)))


def test_what_would_steer_a_terminal_is_not_shown() -> None:
    text = unstyled(report("text", linted('kind: brief\ntitle: "a\\e[31m\\u202eb"\nfoo: "\\e[2J"\n'), "en"))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_is_an_array_of_objects_with_the_published_keys() -> None:
    found = json.loads(unstyled(report("json", linted(), "zh")))
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
    assert all(set(entry) == keys for entry in found)
    due = next(entry for entry in found if entry["code"] == "F004")
    assert (due["line"], due["column"], due["field"], due["severity"]) == (
        4,
        13,
        "when.due",
        "error",
    )
    assert json.loads(unstyled(report("json", Lint(), "zh"))) == []


def test_each_github_command_is_one_line_that_only_we_opened() -> None:
    *lines, count = unstyled(report("github", linted(), "zh")).splitlines()
    findings = linted().findings
    assert len(lines) == len(findings)
    assert not count.startswith("::")
    for line, finding in zip(lines, findings, strict=True):
        command, properties, data = opened(line)
        assert command == finding.severity
        assert properties["title"].startswith(f"{finding.code} ")
        assert properties["file"] == "需求,1:2.yaml"
        assert data.startswith(f"需求,1:2.yaml:{finding.span.line}:{finding.span.column}: {finding.code} ")
        assert data.endswith(f"\n{finding.hint}")
        assert "\x1b" not in line


def opened(line: str) -> tuple[str, dict[str, str], str]:
    """Parse a workflow command as GitHub's runner does."""
    head, data = line.removeprefix("::").split("::", 1)
    command, _, named = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in named.split(","))
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}  # the last one last
    for escape, meant in escapes.items():
        properties = {key: value.replace(escape, meant) for key, value in properties.items()}
        data = data if meant in ":," else data.replace(escape, meant)
    return command, properties, data


def test_a_percent_sign_reaches_github_as_one() -> None:
    text = NASTY.replace("title: 需求", "titel: 需求")
    (line,) = [line for line in unstyled(report("github", linted(text), "zh")).splitlines() if "W102" in line]
    assert "2.0%25" in line
    assert "2.0%" in opened(line)[2]


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_a_clean_run_prints_nothing_alarming(form: str) -> None:
    text = unstyled(report(form, Lint(files=3), "en"))
    assert "error" not in text


HOSTILE = {
    "quotes": "\"a\" 'b' `c` “一” <script>alert(1)</script> & ]]> <!-- --> {0} {{1}} [x](javascript:y)",
    "commands": "::error file=x::y",
    "service": "##[error]x ##vso[task.setvariable variable=PATH]x ##teamcity[x]",
    "percent": "100% %0A%3A%25",
    "lines": "one\ntwo\r\nthree\rfour\tfive\u2028six\u2029seven\x0beight\x0cnine",
    "controls": "".join(map(chr, [*range(32), *range(0x7F, 0xA0)])),
    "bidi": "a\u202eb\u2066c\u200fd\u061ce",
    "no characters": "\ud800 \udfff \ufffe \uffff \ufeff",
    "chinese": "需求：客服部要改首页😀👨‍👩‍👧",
    "empty": "",
}
NAMES = [
    "a b/需求 #1 50%,x:y?.yaml",
    "two\nlines.yaml",
    "::error ::.yaml",
    "##[error]x.yaml",
    "C:\\briefs\\a.yaml",
    "<stdin>",
    "-",
    "\udce9t\ud800.yaml",
    "quotes\"'&<.yaml",
]


def hostile() -> Lint:
    """Return a run whose every text is hostile, at positions that may not exist."""
    spans = [Span(), Span(3, 5, 3, 9), Span(7, 900, 7, 999), Span(2, 3, 5, 1)]
    excerpts = [None, Excerpt(), Excerpt("\t前\r", "一\t二\u2028三\r", 0), Excerpt("a", "x" * 400, 650)]
    findings = [
        Finding(code, RULES[code].severity, text, text, name, span, ("goals", 0, text), excerpt)
        for code, text in zip(RULES, HOSTILE.values(), strict=False)
        for name in NAMES
        for span, excerpt in zip(spans, excerpts, strict=True)
    ]
    silenced = [Silenced(findings[0], Silence.COMMENT, text) for text in HOSTILE.values()]
    return Lint(findings, [*silenced, Silenced(findings[1], Silence.BASELINE)], files=len(NAMES))


LINTS = {"clean": Lint(files=3), "nothing": Lint(), "nasty": linted(), "hostile": hostile()}
VALIDATORS: dict[str, Any] = {
    "sarif": Draft7Validator(json.loads((SCHEMAS / "sarif.json").read_text(encoding="utf-8"))),
    "gitlab": Draft202012Validator(
        json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    ),
}


@pytest.fixture(params=LINTS)
def lint(request: pytest.FixtureRequest) -> Lint:
    return LINTS[request.param]


def parsed(form: str, lint: Lint, language: str = "en") -> Any:
    text = unstyled(report(form, lint, language))
    return etree.fromstring(text.encode()) if form == "junit" else json.loads(text)


def run_of(lint: Lint, language: str = "en") -> dict[str, Any]:
    (run,) = parsed("sarif", lint, language)["runs"]
    return dict(run)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_a_report_is_valid_against_its_schema(form: str, language: str, lint: Lint) -> None:
    assert not list(VALIDATORS[form].iter_errors(parsed(form, lint, language)))


def test_a_junit_report_is_valid_against_its_schema(lint: Lint) -> None:
    etree.XMLSchema(file=str(SCHEMAS / "junit.xsd")).assertValid(parsed("junit", lint))


@pytest.mark.parametrize("form", REPORTS)
def test_every_report_can_be_written_and_steers_nobody(form: str, lint: Lint) -> None:
    text = unstyled(report(form, lint, "zh"))
    text.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200f\ufffe\uffff]", text)


@pytest.mark.parametrize("form", ["text", "json", "gitlab", "sarif"])
def test_no_content_becomes_a_command_of_github(form: str, lint: Lint) -> None:
    assert not re.search(r"^\s*::", unstyled(report(form, lint, "en")), re.MULTILINE)


def test_no_content_becomes_a_command_of_another_ci_service(lint: Lint) -> None:
    assert not re.search(r"##\w*\[", unstyled(report("text", lint, "en")))


def test_github_reads_of_hostile_findings_what_they_say() -> None:
    lint = hostile()
    *lines, _ = unstyled(report("github", lint, "en")).splitlines()
    assert len(lines) == len(lint.findings)
    for line, finding in zip(lines, lint.findings, strict=True):
        command, properties, data = opened(line)
        assert command == finding.severity
        assert set(properties) - {"col", "endColumn"} == {"file", "line", "endLine", "title"}
        assert data.count("\n") == 1


@pytest.mark.parametrize("form", REPORTS)
def test_five_thousand_findings_take_no_more_than_their_share(form: str) -> None:
    finding = linted().findings[-1]
    few, many = (
        Lint([replace(finding, file=f"{number}.yaml") for number in range(count)]) for count in (500, 5000)
    )
    taken = []
    for run in (few, few, many):  # the first run loads what the report needs
        start = time.process_time()
        unstyled(report(form, run, "zh"))
        taken.append(time.process_time() - start)
    assert taken[2] < taken[1] * 40 + 0.5


def test_a_json_report_gives_texts_whole() -> None:
    lint = hostile()
    for found, finding in zip(parsed("json", lint), lint.findings, strict=True):
        assert (found["message"], found["file"]) == (finding.message, finding.file)


def test_gitlab_gets_errors_as_major_and_warnings_as_minor() -> None:
    finding = linted().findings[0]
    lint = Lint([finding, replace(finding, severity=Severity.WARNING)])
    assert [entry["severity"] for entry in parsed("gitlab", lint)] == ["major", "minor"]


def test_a_fingerprint_stays_when_lines_move_and_is_like_no_other() -> None:
    def marks(lint: Lint) -> list[str]:
        gitlab = [entry["fingerprint"] for entry in parsed("gitlab", lint)]
        sarif = [entry["partialFingerprints"]["commsFinding/v1"] for entry in run_of(lint)["results"]]
        assert gitlab == sarif
        return gitlab

    before = marks(linted())
    assert marks(linted("# a comment\n\n" + NASTY)) == before
    twice = linted().findings * 2
    assert len(set(marks(Lint(twice)))) == len(twice)
    assert marks(linted(name="other.yaml"))[0] != before[0]


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    finding = linted().findings[0]
    names = ["a.yaml", "../b.yaml", str(tmp_path / "c.yaml"), "../below/./d.yaml"]
    lint = Lint([replace(finding, file=name) for name in names])
    paths = ["below/a.yaml", "b.yaml", "c.yaml", "below/d.yaml"]
    assert [entry["location"]["path"] for entry in parsed("gitlab", lint)] == paths
    assert [element.get("classname") for element in parsed("junit", lint).iter("testcase")] == paths
    artifacts = [
        entry["locations"][0]["physicalLocation"]["artifactLocation"] for entry in run_of(lint)["results"]
    ]
    assert artifacts == [{"uri": path, "uriBaseId": "%SRCROOT%"} for path in paths]
    *lines, _ = unstyled(report("github", lint, "en")).splitlines()
    assert [opened(line)[1]["file"] for line in lines] == paths


def test_a_file_outside_the_repository_is_named_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    lint = Lint([replace(linted().findings[0], file="../外 面.yaml")])
    place = run_of(lint)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert "uriBaseId" not in place
    assert unquote(urlsplit(place["uri"]).path) == str(tmp_path / "外 面.yaml")
    assert parsed("gitlab", lint)[0]["location"]["path"] == str(tmp_path / "外 面.yaml")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_is_valid_against_the_published_schema(language: str) -> None:
    where = os.environ.get("COMMS_SARIF_SCHEMA")
    if not where:
        pytest.skip("COMMS_SARIF_SCHEMA does not name the published schema")
    published = Draft4Validator(json.loads(Path(where).read_text(encoding="utf-8")))
    for lint in (linted(language=language), Lint()):
        published.validate(json.loads(unstyled(report("sarif", lint, language))))


def test_a_sarif_uri_is_one_and_leads_back_to_the_file() -> None:
    lint = Lint([replace(linted().findings[0], file=name) for name in NAMES])
    for result, name in zip(run_of(lint)["results"], NAMES, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        parts = urlsplit(uri)
        assert not (parts.scheme or parts.netloc or parts.query or parts.fragment)
        assert unquote(uri) == re.sub("[\ud800-\udfff]", "\ufffd", name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_explains_every_rule_in_the_language_of_the_run(language: str) -> None:
    run = run_of(linted(language=language), language)
    driver = run["tool"]["driver"]
    assert run["language"] == driver["language"] == {"zh": "zh-CN", "en": "en-US"}[language]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [entry["id"] for entry in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        about = manual_page(rule["id"], language)
        assert rule["fullDescription"]["text"] == rule["help"]["text"] == about.text
        assert rule["help"]["markdown"].count("```yaml\n") == len(about.fails) + len(about.passes)
        assert rule["defaultConfiguration"]["level"] == about.severity
        assert rule["shortDescription"]["text"]
        assert "\n" not in rule["shortDescription"]["text"]
    assert all(driver["rules"][entry["ruleIndex"]]["id"] == entry["ruleId"] for entry in run["results"])


def test_a_sarif_region_is_the_place_of_the_finding() -> None:
    lint = linted()
    for result, finding in zip(run_of(lint)["results"], lint.findings, strict=True):
        region, span = result["locations"][0]["physicalLocation"]["region"], finding.span
        assert (region["startLine"], region["startColumn"]) == (span.line, span.column)
        assert (region["endLine"], region["endColumn"]) == (span.end_line, span.end_column)
    assert region["snippet"]["text"] == '"::error file=x::\\r\\n\\e[31m%"'


def test_a_snippet_is_left_out_where_the_excerpt_does_not_hold_the_region() -> None:
    finding = Finding("F001", Severity.ERROR, "m", "h", "a", Span(1, 3, 1, 9), (), Excerpt("", "abcd"))
    others = [replace(finding, excerpt=None), replace(finding, span=Span(1, 1, 2, 1))]
    for result in run_of(Lint([finding, *others]))["results"]:
        assert "snippet" not in result["locations"][0]["physicalLocation"]["region"]
    inside = replace(finding, span=Span(1, 602, 1, 604), excerpt=Excerpt("", "abcd", 600))
    (result,) = run_of(Lint([inside]))["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"] == {"text": "bc"}


def test_silenced_findings_stand_in_sarif_alone_and_say_why() -> None:
    finding = linted().findings[0]
    silenced = [
        Silenced(finding, Silence.COMMENT, "agreed with the buyer"),
        Silenced(finding, Silence.COMMENT),
        Silenced(finding, Silence.BASELINE),
    ]
    lint = Lint([finding], silenced, files=1)
    assert [entry["suppressions"] for entry in run_of(lint)["results"]] == [
        [],
        [{"kind": "inSource", "status": "accepted", "justification": "agreed with the buyer"}],
        [{"kind": "inSource", "status": "accepted"}],
        [{"kind": "external", "status": "accepted"}],
    ]
    assert len(parsed("json", lint)) == len(parsed("gitlab", lint)) == 1
    assert parsed("junit", lint).get("tests") == "1"


def test_content_of_a_sarif_message_is_no_link_and_no_blank() -> None:
    finding = replace(linted().findings[0], message="[click](1) {0}", hint="goals[0]: {a: b}")
    (result,) = run_of(Lint([finding]))["results"]
    assert result["message"]["text"] == r"[click\](1) {{0}}." + "\ngoals[0]: {a: b}"


def test_a_junit_report_counts_its_cases_and_names_each_once(lint: Lint) -> None:
    root = parsed("junit", lint)
    (suite,) = root
    cases = list(suite)
    failures = list(suite.iter("failure"))
    assert len(cases) == max(len(lint.findings), 1)
    assert len(failures) == len(lint.findings)
    for counted in (root, suite):
        assert (int(counted.get("tests")), int(counted.get("failures"))) == (len(cases), len(failures))
    assert len({(entry.get("classname"), entry.get("name")) for entry in cases}) == len(cases)


def test_a_junit_failure_holds_the_finding_as_people_read_it() -> None:
    lint = linted()
    for failure, finding in zip(parsed("junit", lint, "zh").iter("failure"), lint.findings, strict=True):
        assert failure.get("type") == finding.severity
        assert failure.text in unstyled(report("text", Lint([finding]), "zh"))
    assert failure.get("message").startswith("when.due 要写日期")


def test_names_of_junit_cases_stay_when_lines_move() -> None:
    def names(text: str) -> list[str]:
        return [element.get("name") for element in parsed("junit", linted(text)).iter("testcase")]

    assert names("# a comment\n" + NASTY) == names(NASTY)


def test_every_language_has_the_tag_of_a_standard() -> None:
    for language in ("zh", "en"):
        assert words(language)["language"]["tag"].startswith(f"{language}-")


FRAMES = {
    "plain": ("abc def", "def"),
    "full width": ("标题：需求", "需求"),
    "an emoji family": ("👨‍👩‍👧 who: x", "who"),
    "the family itself": ("who: 👨‍👩‍👧", "👨‍👩‍👧"),
    "skin and flag": ("👍🏽🇨🇳 who: x", "who"),
    "accents": ("re\u0301sume\u0301: x", "x"),
    "the accented letter": ("cafe\u0301", "e\u0301"),
    "tabs": ("\t标\t题\twho: x", "who"),
    "a separator of lines": ("a\u2028b\u2029c: x", "x"),
    "zero width": ("a\u200bb\ufeffc: x", "x"),
    "hangul": ("한국어 who: x", "who"),
    "controls": ("a\x1b\x00\x9fb: x", "x"),
    "long": ("长" * 200 + " who: x" + "长" * 200, "who"),
    "long with families": ("👨‍👩‍👧" * 40 + "who" + "e\u0301" * 200, "who"),
    "long with tabs": ("\t字" * 60 + "who" + "\t" * 60, "who"),
}


@pytest.mark.parametrize(("line", "marked"), FRAMES.values(), ids=FRAMES.keys())
def test_the_mark_stands_under_what_it_means(line: str, marked: str) -> None:
    start = line.rindex(marked) + 1
    source, mark = frame_of(line, start, start + len(marked))
    shown_mark = re.sub("[\x00-\x1f]", "\ufffd", marked)
    before = source[: source.rindex(shown_mark)]
    assert wcswidth(mark[: mark.index("^")]) == wcswidth(before)
    assert mark.count("^") == wcswidth(marked)
    assert wcswidth(source) < 115


def frame_of(line: str, start: int, end: int) -> tuple[str, str]:
    finding = Finding(
        "F001", Severity.ERROR, "message", "hint", "a", Span(2, start, 2, end), (), Excerpt("", line)
    )
    _, _, source, mark, _ = unstyled(report("text", Lint([finding]), "en")).split("\n\n")[0].splitlines()
    return source, mark


@pytest.mark.parametrize(
    ("line", "start", "end", "column", "count"),
    [
        ("when:", 6, 6, 5, 1),  # what is missing at the end of a line
        ("when:\r", 6, 7, 5, 1),
        ("abc", 90, 99, 3, 1),  # beyond the line
        ("", 1, 2, 0, 1),
        ("标题", 3, 3, 4, 1),
        ("e\u0301x", 2, 3, 0, 1),  # within a letter: the letter
        ("\u200bx", 1, 2, 0, 1),  # what has no width
        ("abc", 2, 900, 1, 2),
    ],
)
def test_a_mark_stays_on_its_line(line: str, start: int, end: int, column: int, count: int) -> None:
    source, mark = frame_of(line, start, end)
    assert (mark.index("^") - len("  2 | "), mark.count("^")) == (column, count)
    assert not source.endswith(("\r", "\ufffd"))


def test_a_finding_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    finding = Finding(
        "F001", Severity.ERROR, "m", "h", "a", Span(9, 4, 12, 1), (), Excerpt("前 \r", "ab 标题\r")
    )
    lines = unstyled(report("text", Lint([finding]), "en")).splitlines()
    assert lines[2:5] == ["  8 | 前 ", "  9 | ab 标题", "    |    ^^^^"]


def test_a_cut_line_says_so_on_both_sides() -> None:
    source, _ = frame_of("x" * 300 + "who" + "y" * 300, 301, 304)
    assert re.fullmatch(r"  2 \| …x+whoy+…", source)
