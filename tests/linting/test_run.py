"""The files that a lint run examines, the rules that apply to them, and its results."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.findings import Severity, Silence
from comms.linting import run as lint_run
from comms.linting.baseline import Baseline, prune_baseline, read_baseline, write_baseline
from comms.linting.cache import Cache, cache_file
from comms.linting.request import LintRequest
from comms.linting.run import Lint, lint_paths, lint_text
from comms.linting.selection import Selection
from comms.workspace.workspace import open_workspace
from tests.support import EXAMPLES, run
from tests.support.effort import within
from tests.support.here import run_here

BRIEF = "kind: brief\ntitle: T\nwhat: 3 banners\nwhy: 62 of 180 complaints\nwhen: 2026-06-05\nwhere: shop\n"
GOOD = BRIEF + "who: Tom Okafor\nhow: as in 2025\nhow_much: {hours: 12}\n"
BAD = GOOD.replace("62 of 180 complaints", "Ada Brandt wants it")
"""A request with finding W109."""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found(lint: Lint) -> list[tuple[str, str]]:
    return [(Path(finding.file).name, finding.code) for finding in lint.findings]


def lint(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    return found(lint_paths([folder], "en", *arguments))  # type: ignore[arg-type]


def test_what_git_ignores_is_not_met(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/info/exclude": "private.yaml\n",
            ".gitignore": "build/\n*.tmp.yaml\n!kept.tmp.yaml\n",
            "a.yaml": BAD,
            "private.yaml": BAD,
            "b.tmp.yaml": BAD,
            "kept.tmp.yaml": BAD,
            "build/c.yaml": BAD,
            "sub/.gitignore": "/d.yaml\n",
            "sub/d.yaml": BAD,
            "sub/e.yaml": BAD,
            "sub/deeper/d.yaml": BAD,
        },
    )
    names = [name for name, _ in lint(tmp_path)]
    assert names == ["a.yaml", "kept.tmp.yaml", "e.yaml", "d.yaml"]
    assert [name for name, _ in lint(tmp_path / "sub")] == ["e.yaml", "d.yaml"]
    assert lint(tmp_path / "build") == [("c.yaml", "W109")], "a folder that is named is looked into"
    assert lint(tmp_path / "private.yaml") == [("private.yaml", "W109")], "so is a file"


def test_the_ignore_files_agree_with_git(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    patterns = (
        "*.yaml\n!/a.yaml\n!sub/\nsub/b?.yaml\n!sub/b1.yaml\n**/deep/\n/top/*.md\n# comment\n\\#x.yaml\n"
    )
    names = [
        "a.yaml",
        "z.yaml",
        "sub/b1.yaml",
        "sub/b2.yaml",
        "x/deep/c.md",
        "top/t.md",
        "top/in/t.md",
        "#x.yaml",
    ]
    write(tmp_path, {".gitignore": patterns, **dict.fromkeys(names, BAD)})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout.decode()
    from comms.workspace.discovery import files_in

    ours = {os.path.relpath(found.real, tmp_path.resolve()) for found in files_in(tmp_path)}
    assert ours == {name for name in listed.split("\0") if name and not name.endswith(".gitignore")}


def test_the_settings_leave_files_out_and_rules_out_of_files(tmp_path: Path) -> None:
    settings = (
        '[lint]\nexclude = ["drafts/"]\nper-file-ignores = { "archive/**" = ["W1"], "b.yaml" = ["W109"] }\n'
    )
    write(
        tmp_path,
        {
            "comms.toml": settings,
            **dict.fromkeys(("a.yaml", "b.yaml", "drafts/c.yaml", "archive/2025/d.yaml"), BAD),
        },
    )
    assert lint(tmp_path) == [("a.yaml", "W109")]
    assert lint(tmp_path / "drafts" / "c.yaml") == [("c.yaml", "W109")]


def test_pyproject_holds_the_settings_where_there_is_no_comms_toml(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": '[tool.comms.lint]\nignore = ["W109"]\n', "a/b.yaml": BAD})
    assert lint(tmp_path) == []
    write(tmp_path, {"pyproject.toml": "[tool.other]\n"})
    assert lint(tmp_path) == [("b.yaml", "W109")]
    write(tmp_path, {"comms.toml": "", "pyproject.toml": '[tool.comms.lint]\nignore = ["W109"]\n'})
    assert lint(tmp_path) == [("b.yaml", "W109")]


def test_each_folder_is_judged_by_the_settings_around_it(tmp_path: Path) -> None:
    write(tmp_path, {"one/comms.toml": '[lint]\nignore = ["W109"]\n', "one/a.yaml": BAD, "two/b.yaml": BAD})
    assert lint(tmp_path) == [("b.yaml", "W109")]


def test_a_severity_can_be_overridden_the_longest_prefix_counts(tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": '[lint.severity]\nW = "warning"\nW109 = "error"\n', "a.yaml": BAD})
    outcome = lint_paths([tmp_path], "en")
    assert [finding.severity for finding in outcome.findings] == [Severity.ERROR]
    assert outcome.failed()


@pytest.mark.parametrize(
    "line", ['ignore = ["X9"]', 'per-file-ignores = {"a" = ["W9x"]}', 'severity = {Q = "error"}']
)
def test_a_code_in_the_settings_that_no_rule_has_is_told(line: str, tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": f"[lint]\n{line}\n", "a.yaml": BAD})
    with pytest.raises(CommsError) as error:
        lint(tmp_path)
    assert error.value.reason == "no_such_rule_in"


def test_what_the_command_line_selects_runs_whatever_the_settings_leave_out(tmp_path: Path) -> None:
    text = BAD.replace("where: shop", "where: TBD")
    write(tmp_path, {"comms.toml": '[lint]\nselect = ["S"]\nignore = ["W104"]\n', "a.yaml": text})
    assert lint(tmp_path) == []
    chosen = lint_paths([tmp_path], "en", Selection(("W",)))
    assert sorted(found(chosen)) == [("a.yaml", "W104"), ("a.yaml", "W109")]
    assert found(lint_paths([tmp_path], "en", Selection(("w",), ("no-outcome",)))) == [("a.yaml", "W104")]
    write(tmp_path, {"comms.toml": '[lint]\nignore = ["W104"]\n'})
    assert found(lint_paths([tmp_path], "en", Selection((), ("W109",)))) == []


def test_own_vague_words_and_jargon_come_from_the_settings(tmp_path: Path) -> None:
    settings = '[lint]\nvague-words = ["wow effect"]\njargon = { "DSR" = "seller rating" }\n'
    notice = "kind: delay-notice\nactions_taken: [the DSR fell, the DSR (seller rating) rose]\n"
    write(tmp_path, {"comms.toml": settings, "a.yaml": GOOD.replace("as in 2025", "a Wow Effect")})
    (finding,) = lint_paths([tmp_path], "en").findings
    assert (finding.code, finding.span.column, finding.span.end_column) == ("V303", 8, 18)
    write(tmp_path, {"a.yaml": notice})
    jargon = [finding for finding in lint_paths([tmp_path], "en").findings if finding.code == "V307"]
    assert [(finding.span.line, finding.span.column) for finding in jargon] == [(2, 21)]
    assert "seller rating" in jargon[0].hint


def test_two_files_with_one_number_are_found_whichever_of_them_is_named(tmp_path: Path) -> None:
    one, two = GOOD + "id: BR-2026-0001\n", BAD + "id: BR-2026-0001\n"
    write(tmp_path, {"comms.toml": "", "a.yaml": one, "deep/b.yaml": two, "c.yaml": GOOD})
    assert lint(tmp_path) == [("a.yaml", "F007"), ("b.yaml", "W109"), ("b.yaml", "F007")]
    assert lint(tmp_path / "a.yaml") == [("a.yaml", "F007")]
    assert lint(tmp_path / "deep") == [("b.yaml", "W109"), ("b.yaml", "F007")]
    shards = [lint(tmp_path / name) for name in ("a.yaml", "deep/b.yaml", "c.yaml")]
    assert [finding for shard in shards for finding in shard] == lint(tmp_path)


def test_the_numbers_of_two_workspaces_are_their_own(tmp_path: Path) -> None:
    text = GOOD + "id: BR-2026-0001\n"
    write(tmp_path, {"one/comms.toml": "", "one/a.yaml": text, "two/comms.toml": "", "two/b.yaml": text})
    assert lint(tmp_path) == []


def test_a_number_that_is_there_twice_can_be_answered_for(tmp_path: Path) -> None:
    text = GOOD + "id: BR-2026-0001  # comms: ignore[F007] until the old one is deleted on 5 June 2026\n"
    write(tmp_path, {"comms.toml": "", "a.yaml": text, "b.yaml": BAD + "id: BR-2026-0001\n"})
    outcome = lint_paths([tmp_path], "en")
    assert found(outcome) == [("b.yaml", "W109"), ("b.yaml", "F007")]
    assert [silenced.finding.code for silenced in outcome.silenced] == ["F007"]


def test_standard_input_is_judged_as_the_file_that_it_stands_for(tmp_path: Path) -> None:
    write(
        tmp_path, {"comms.toml": '[lint]\nper-file-ignores = { "old/**" = ["W109"] }\n', "old/a.yaml": GOOD}
    )
    for name, status in (("old/a.yaml", 0), ("new.yaml", 1), ("new.md", 1)):
        ran = run_here("lint", "--strict", "--stdin-filename", name, cwd=tmp_path, stdin=BAD)
        assert (ran.status, name in ran.out) == (status, status == 1)
    assert run_here("lint", "-", cwd=tmp_path, stdin=BAD).status == 2
    assert run_here("lint", "old", "--stdin-filename", "new.yaml", cwd=tmp_path, stdin=BAD).status == 2


def test_standard_input_is_no_twin_of_its_own_file(tmp_path: Path) -> None:
    text = GOOD + "id: BR-2026-0001\n"
    write(tmp_path, {"comms.toml": "", "a.yaml": text})
    workspace = open_workspace(tmp_path)
    name = str(tmp_path / "a.yaml")
    assert found(lint_text((text + "revision: 1\n").encode(), name, "en", workspace=workspace)) == []
    other = str(tmp_path / "b.yaml")
    assert found(lint_text(text.encode(), other, "en", workspace=workspace)) == [("b.yaml", "F007")]


def test_a_baseline_allows_what_was_there_and_tells_what_is_new(tmp_path: Path) -> None:
    write(tmp_path, {"sub/a.yaml": BAD})
    file = tmp_path / "baseline.json"
    write_baseline(file, lint_paths([tmp_path], "en").findings)
    stored = json.loads(file.read_text())
    assert (stored["version"], stored["files"]) == (1, {"sub/a.yaml": {"W109": 1}})
    write(tmp_path, {"sub/a.yaml": "\n\n# moved\n" + BAD.replace("where: shop", "where: TBD"), "b.yaml": BAD})
    outcome = lint_paths([tmp_path], "en").without(read_baseline(file))
    assert found(outcome) == [("b.yaml", "W109"), ("a.yaml", "W104")]
    assert [(silenced.finding.code, silenced.by) for silenced in outcome.silenced] == [
        ("W109", Silence.BASELINE)
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": {"a": {"W": "x"}}}']
)
def test_a_file_that_is_no_baseline_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(CommsError) as error:
        read_baseline(tmp_path / "b.json")
    assert error.value.reason == "bad_baseline"


@pytest.mark.long
def test_the_baseline_works_from_the_command_line_and_from_the_settings(tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": '[lint]\nbaseline = "allowed.json"\n', "a.yaml": BAD, "allowed.json": "?"})
    assert run_here("lint", "--strict", cwd=tmp_path).status == 2
    assert run_here("lint", "--write-baseline", cwd=tmp_path).status == 2, "it may be somebody's file"
    (tmp_path / "allowed.json").unlink()
    assert "--write-baseline" in run_here("lint", "--strict", cwd=tmp_path).err
    assert run_here("lint", "--write-baseline", cwd=tmp_path).status == 0
    assert run_here("lint", "--strict", cwd=tmp_path).status == 0
    assert run_here("lint", "--strict", "--baseline", "none.json", cwd=tmp_path).status == 2
    sarif = json.loads(run_here("lint", "--format", "sarif", cwd=tmp_path).out)
    (result,) = sarif["runs"][0]["results"]
    assert result["suppressions"][0]["kind"] == "external"


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    numbered = {
        f"{number % 7}/{number:03}.yaml": (BAD if number % 5 == 0 else GOOD)
        + f"id: BR-2026-{number % 119:04}\n"
        for number in range(120)
    }
    write(tmp_path, {"comms.toml": "", **numbered})
    one, two = (
        run("lint", "-j", jobs, "--no-cache", "--format", "json", cwd=tmp_path) for jobs in ("1", "2")
    )
    assert one.out == two.out
    assert len(json.loads(one.out)) == 24 + 2


def cached(folder: Path, cache: Path) -> Lint:
    return lint_run.lint(LintRequest((folder,), "en"), lambda files: Cache(cache))


def test_the_cache_gives_the_same_answer(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    fresh = lint_paths([tmp_path / "examples"], "en")
    assert len(fresh.findings) > 100
    for _ in range(2):
        again = cached(tmp_path / "examples", tmp_path / "cache.lines")
        assert (again.findings, again.silenced, again.files) == (fresh.findings, fresh.silenced, fresh.files)


def test_the_cache_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"in/a.yaml": BAD, "in/notes.yaml": "a: 1\n"})
    cached(tmp_path / "in", tmp_path / "cache.lines")
    monkeypatch.setattr("comms.linting.check.check", None)
    assert found(cached(tmp_path / "in", tmp_path / "cache.lines")) == [("a.yaml", "W109")]


def test_what_was_kept_for_other_folders_goes_after_a_month_by_the_times_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, folder = tmp_path / "cache.lines", write(tmp_path / "in", {"a.yaml": BAD})
    monkeypatch.setattr("time.time", lambda: 5e9)  # a clock that differs from the file server's
    day = 24 * 3600
    for name, age in (("old", 31 * day), ("young", 29 * day)):
        other = tmp_path / f"{name}.lines"
        other.touch()
        os.utime(other, (other.stat().st_mtime - age,) * 2)
    cached(folder, cache)
    assert sorted(file.name for file in tmp_path.glob("*.lines")) == ["cache.lines", "young.lines"]


def test_a_renamed_file_has_its_own_name_in_the_answer(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.yaml": BAD})
    cached(tmp_path / "in", tmp_path / "cache.lines")
    (tmp_path / "in" / "a.yaml").rename(tmp_path / "in" / "b.yaml")
    assert found(cached(tmp_path / "in", tmp_path / "cache.lines")) == [("b.yaml", "W109")]


def test_nothing_stale_comes_from_the_cache(tmp_path: Path) -> None:
    cache, folder = tmp_path / "cache.lines", write(tmp_path / "in", {"a.yaml": BAD})
    assert found(cached(folder, cache)) == [("a.yaml", "W109")]
    write(folder, {"comms.toml": '[lint]\nignore = ["W109"]\n'})
    assert found(cached(folder, cache)) == []
    write(folder, {"comms.toml": '[lint]\nvague-words = ["as in 2025"]\n'})
    assert found(cached(folder, cache)) == [("a.yaml", "W109"), ("a.yaml", "V303")]
    write(folder, {"a.yaml": GOOD, "comms.toml": ""})
    assert found(cached(folder, cache)) == []


def test_what_depends_on_another_document_is_asked_anew(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "in")
    folder, cache = tmp_path / "in" / "change-request" / "good", tmp_path / "cache.lines"
    order = tmp_path / "in" / "order-confirmation" / "good" / "mugs.zh.yaml"
    assert found(cached(folder, cache)) == []
    text = order.read_text(encoding="utf-8")
    order.unlink()
    assert ("more-mugs.zh.yaml", "F008") in found(cached(folder, cache))
    order.write_text(text, encoding="utf-8")
    assert found(cached(folder, cache)) == []


@pytest.mark.parametrize("settings", ["", '[lint]\nexclude = ["order.yaml"]\n'], ids=["listed", "excluded"])
def test_what_depends_on_another_document_is_remembered_until_that_one_changes(
    settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = (EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml").read_text(encoding="utf-8")
    request = (EXAMPLES / "change-request" / "good" / "more-lamps.en.yaml").read_text(encoding="utf-8")
    folder, cache = tmp_path / "in", tmp_path / "cache.lines"
    write(folder, {"comms.toml": settings, "order.yaml": order, "request.yaml": request})
    assert found(cached(folder, cache)) == []
    with monkeypatch.context() as patched:
        patched.setattr("comms.linting.check.check", None)
        assert found(cached(folder, cache)) == []
        with pytest.raises(TypeError):  # the order is not among the files of the run, which may have changed
            cached(folder / "request.yaml", cache)
    write(folder, {"order.yaml": order.replace("id: SO-2026-0620", "id: SO-2026-0999")})
    assert ("request.yaml", "F008") in found(cached(folder, cache))
    write(folder, {"order.yaml": order})
    assert found(cached(folder, cache)) == []
    write(folder, {"more.yaml": order})  # a copy: another file that claims the number
    assert ("request.yaml", "F008") in found(cached(folder, cache))


def test_summaries_come_from_the_cache_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"in/a.yaml": GOOD + "id: BR-2026-0001\n", "in/b.yaml": f"{GOOD}---\n{BAD}"})
    request = LintRequest((tmp_path / "in",), "en", summarize=True)
    fresh = lint_run.lint(request, lambda files: Cache(tmp_path / "cache.lines"))
    monkeypatch.setattr("comms.linting.check.check", None)
    again = lint_run.lint(request, lambda files: Cache(tmp_path / "cache.lines"))
    assert again.documents == fresh.documents
    assert [(Path(file.path).name, summary.line) for file, summary in again.documents] == [
        ("a.yaml", 1),
        ("b.yaml", 1),
        ("b.yaml", GOOD.count("\n") + 1),
    ]


def test_copies_in_other_formats_are_told_apart_by_what_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = EXAMPLES / "brief" / "good" / "stocktake.en.yaml"
    folder = write(tmp_path / "in", {"comms.toml": "", "a.yaml": brief.read_text(encoding="utf-8")})
    assert run_here("render", "a.yaml", "--to", "json", cwd=folder).status == 0
    monkeypatch.setattr("comms.linting.duplicate_ids.content_of", None)
    assert found(cached(folder, tmp_path / "cache.lines")) == []


def test_a_twin_is_found_though_both_files_are_in_the_cache(tmp_path: Path) -> None:
    folder, cache = tmp_path / "in", tmp_path / "cache.lines"
    write(folder, {"comms.toml": "", "a.yaml": GOOD + "id: BR-2026-0001\n"})
    assert found(cached(folder, cache)) == []
    write(folder, {"b.yaml": GOOD.replace("12", "13") + "id: BR-2026-0001\n"})
    for _ in range(2):
        assert found(cached(folder, cache)) == [("a.yaml", "F007"), ("b.yaml", "F007")]
    (folder / "a.yaml").unlink()
    assert found(cached(folder, cache)) == []


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 1}', "[" * 100_000, "x y\n\n z"])
def test_a_broken_cache_is_no_cache(content: str, tmp_path: Path) -> None:
    write(tmp_path, {"in/a.yaml": BAD, "cache.lines": content})
    assert found(cached(tmp_path / "in", tmp_path / "cache.lines")) == [("a.yaml", "W109")]
    assert found(cached(tmp_path / "in", tmp_path / "cache.lines")) == [("a.yaml", "W109")]


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.yaml": BAD, "file": ""})
    assert found(cached(tmp_path / "in", tmp_path / "file" / "cache.lines")) == [("a.yaml", "W109")]


def test_the_cache_is_where_the_platform_keeps_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if os.name == "posix" and "darwin" not in os.uname().sysname.lower():
        assert cache_file(tmp_path).is_relative_to(tmp_path / "comms")
    assert cache_file(tmp_path) != cache_file(tmp_path / "other")


def test_what_cannot_be_looked_at_is_passed_over_with_a_word(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "round").mkdir()
    (tmp_path / "round" / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.yaml")
    ran = run_here("lint", ".", cwd=tmp_path)
    assert ran.out.count("W109") == 1
    assert "Traceback" not in ran.err
    assert all(name in ran.err for name in ("loop.yaml", "gone.yaml", "pipe.yaml"))
    assert run_here("lint", "pipe.yaml", cwd=tmp_path).status == 1, "what is named is judged"
    assert run_here("lint", "loop.yaml", cwd=tmp_path).status in (1, 2)


def test_a_file_that_vanishes_after_the_walk_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    write(tmp_path, {"a.yaml": BAD, "b.yaml": BAD})
    reached = lint_run.Targets.of

    def then_deleted(self: lint_run.Targets, paths: list[Path]):  # type: ignore[no-untyped-def]
        targets = reached(self, paths)
        (tmp_path / "a.yaml").unlink()
        return targets

    monkeypatch.setattr(lint_run.Targets, "of", then_deleted)
    outcome = lint_paths([tmp_path], "en")
    assert found(outcome) == [("b.yaml", "W109")]
    assert [reason for _, reason in outcome.notices] == ["no_file"]


def test_a_file_is_judged_once_however_it_is_reached(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    outcome = lint_paths([tmp_path, tmp_path / "a.yaml", tmp_path / "." / "link.yaml"], "en")
    assert found(outcome) == [("a.yaml", "W109")]


FAULTY = "kind: brief\ntitle: T\nwhat: 3 banners  # kept\nwhen: 2026年6月5日\nhow_much: {hours: １２}\n"


def test_fix_mends_what_is_safe_and_reports_the_rest(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": FAULTY, "notes.yaml": "a: 1\n"})
    ran = run_here("lint", "--fix", "--format", "json", cwd=tmp_path)
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert "when: 2026-06-05\n" in text and "{hours: 12}" in text and "what: 3 banners  # kept\n" in text
    assert {finding["code"] for finding in json.loads(ran.out)} == {"W102", "W104", "W105", "W106"}
    assert "why:" in text
    assert (tmp_path / "notes.yaml").read_text() == "a: 1\n"
    before = (tmp_path / "a.yaml").stat().st_mtime_ns
    run_here("lint", "--fix", cwd=tmp_path)
    assert (tmp_path / "a.yaml").stat().st_mtime_ns == before, "nothing is written twice"


def test_diff_shows_what_fix_would_do_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": FAULTY, "sub/b.yaml": GOOD})
    ran = run_here("lint", "--diff", cwd=tmp_path)
    assert ran.status == 1
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == FAULTY
    (tmp_path / "fix.patch").write_text(ran.out, encoding="utf-8")
    assert run_here("lint", "--diff", "sub", cwd=tmp_path) == type(ran)(0, "", "")
    if shutil.which("git"):
        subprocess.run(["git", "apply", "fix.patch"], cwd=tmp_path, check=True)
        assert run_here("lint", "--diff", cwd=tmp_path).out == ""


def test_fix_mends_only_the_rules_that_are_chosen(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": FAULTY})
    run_here("lint", "--fix", "--select", "F004", cwd=tmp_path)
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert "when: 2026-06-05\n" in text and "why:" not in text


def test_standard_input_cannot_be_mended(tmp_path: Path) -> None:
    assert run_here("lint", "--fix", "--stdin-filename", "a.yaml", cwd=tmp_path, stdin=FAULTY).status == 2


def test_a_link_stays_a_link_when_its_file_is_mended(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.yaml": FAULTY})
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real" / "a.yaml")
    run_here("lint", "--fix", "link.yaml", cwd=tmp_path)
    assert (tmp_path / "link.yaml").is_symlink()
    assert "2026-06-05" in (tmp_path / "real" / "a.yaml").read_text(encoding="utf-8")


def test_a_file_with_thousands_of_findings_tells_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    text = GOOD.replace("as in 2025", "|\n" + "  some samples, soon\n" * 1_000)
    write(tmp_path, {"a.yaml": text})
    for language, word in (("en", "Further findings"), ("zh", "还有")):
        told = lint_paths([tmp_path], language).findings
        quantities = [finding for finding in told if finding.code == "V301"]
        assert len(quantities) == 100
        assert "900" in quantities[-1].hint and word in quantities[-1].hint
        assert "900" not in quantities[0].hint


def test_a_baseline_of_a_part_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.yaml": BAD, "two/b.yaml": BAD.replace("where: shop", "where: TBD")})
    run_here("lint", "--write-baseline", cwd=tmp_path)
    run_here("lint", "--write-baseline", "one", cwd=tmp_path)
    run_here("lint", "--write-baseline", "two", "--select", "W109", cwd=tmp_path)
    counts = read_baseline(tmp_path / "comms-baseline.json").counts
    assert counts == {"one/a.yaml": {"W109": 1}, "two/b.yaml": {"W104": 1, "W109": 1}}
    (tmp_path / "one" / "a.yaml").unlink()
    run_here("lint", "--write-baseline", "two", cwd=tmp_path)
    assert "one/a.yaml" not in read_baseline(tmp_path / "comms-baseline.json").counts


def test_a_baseline_counts_what_is_not_told(tmp_path: Path) -> None:
    def many(count: int) -> str:
        return GOOD.replace("as in 2025", "|\n" + "  soon\n" * count)

    write(tmp_path, {"a.yaml": many(150)})
    file = tmp_path / "baseline.json"
    write_baseline(file, lint_paths([tmp_path], "en").findings)
    assert read_baseline(file).counts["a.yaml"]["V302"] == 150
    assert lint_paths([tmp_path], "en").without(read_baseline(file)).findings == []
    write(tmp_path, {"a.yaml": many(151)})
    assert lint_paths([tmp_path], "en").without(read_baseline(file)).findings


def test_what_is_answered_for_takes_no_place_from_the_rest(tmp_path: Path) -> None:
    keys = "".join(f"  x{number}: 1\n" for number in range(150))
    text = GOOD.replace("who: Tom Okafor\n", f"who:  # comms: ignore[F003] imported\n  owner: Tom\n{keys}")
    write(tmp_path, {"a.yaml": text + "zzz: 5\n"})
    outcome = lint_paths([tmp_path], "en")
    assert [(finding.code, finding.field) for finding in outcome.findings] == [("F003", "zzz")]
    assert len(outcome.silenced) == 150


def test_a_file_that_is_named_is_judged_though_its_folder_is_named_too(tmp_path: Path) -> None:
    write(tmp_path, {"notes.yaml": "a: 1\n"})
    for paths in ([tmp_path, tmp_path / "notes.yaml"], [tmp_path / "notes.yaml", tmp_path]):
        assert found(lint_paths(paths, "en")) == [("notes.yaml", "F002")]


def test_what_front_matter_says_beside_the_sections_is_read_for_vague_words(tmp_path: Path) -> None:
    front = "---\nkind: brief\ntitle: T\nhow: as soon as possible\n---\n\n## How\n\nby post\n"
    write(tmp_path, {"a.md": front})
    codes = [(finding.code, finding.span.line) for finding in lint_paths([tmp_path], "en").findings]
    assert ("V302", 4) in codes


def test_front_matter_of_a_wiki_is_no_obstacle(tmp_path: Path) -> None:
    body = "\n## What\n\n3 banners\n\n## Why\n\n1 of 2\n\n## Where\n\nshop\n"
    write(
        tmp_path,
        {
            "a.md": "\ufeff---\ntitle: T\nauthor: Ada\n---\n" + body,
            "b.md": "---\ntitle: T\n---\n\n## Usage\n",
        },
    )
    codes = {(name, code) for name, code in lint(tmp_path)}
    assert codes == {("a.md", code) for code in ("W103", "W105", "W106", "W107")}


@pytest.mark.parametrize("entry", ["5", "{", '{"x": 1}', "[1, 2]", '["a", "b", "c"]', "[" * 100_000])
def test_entries_that_are_not_ours_are_no_answer(entry: str, tmp_path: Path) -> None:
    cache = tmp_path / "cache.lines"
    cached(write(tmp_path / "in", {"a.yaml": BAD}), cache)
    (key,) = (line.split()[0] for line in cache.read_text().splitlines())
    for line in (f"{key} {entry}\n", f"{key} 00000000 {entry}\n"):
        cache.write_text(line)
        assert found(cached(tmp_path / "in", cache)) == [("a.yaml", "W109")]


def test_a_damaged_entry_is_no_answer_wherever_the_damage_is(tmp_path: Path) -> None:
    cache, folder = tmp_path / "cache.lines", write(tmp_path / "in", {"a.yaml": BAD})
    fresh = cached(folder, cache).findings
    written = cache.read_text(encoding="utf-8")
    for place in range(len(written.split()[0]) + 1, len(written), 19):
        for damage in ("0", "[", "é", ""):
            cache.write_text(written[:place] + damage + written[place + 1 :], encoding="utf-8")
            assert cached(folder, cache).findings == fresh


def test_an_entry_of_wrong_types_is_no_answer(tmp_path: Path) -> None:
    cache, folder = tmp_path / "cache.lines", write(tmp_path / "in", {"a.yaml": BAD})
    fresh = cached(folder, cache).findings
    key, checksum, entry = cache.read_text(encoding="utf-8").rstrip("\n").split(" ", 2)
    for place in (0, 1, 2):
        for odd in (None, 5, True, "text", [], {}, [None], [[]], [[None] * 8], {"a": 1}):
            changed = json.loads(entry)
            changed[place] = odd
            if changed == json.loads(entry):
                continue
            line = f"{key} {checksum} {json.dumps(changed, separators=(',', ':'))}\n"
            cache.write_text(line, encoding="utf-8")
            assert cached(folder, cache).findings == fresh


def test_a_severity_may_be_off(tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": '[lint.severity]\nW109 = "off"\n', "a.yaml": BAD})
    assert lint(tmp_path) == []


def test_own_words_end_where_words_end_and_are_not_told_twice(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "comms.toml": '[lint]\nvague-words = ["pop", "高大上", "soon"]\n',
            "a.yaml": GOOD.replace("as in 2025", "population of the shop, soon, 高大上一点，更pop"),
        },
    )
    told = [(finding.code, finding.span.column) for finding in lint_paths([tmp_path], "en").findings]
    assert [code for code, _ in told].count("V302") == 1
    assert len(set(told)) == len(told) and all(column > 15 for _, column in told)


def test_a_text_that_was_clear_in_one_workspace_is_read_with_the_words_of_another(tmp_path: Path) -> None:
    brief = "kind: brief\nhow: the banner as in 2025\n"
    write(tmp_path, {"plain/comms.toml": "", "plain/request.yaml": brief})
    write(
        tmp_path, {"house/comms.toml": '[lint]\nvague-words = ["as in 2025"]\n', "house/request.yaml": brief}
    )
    folders = [tmp_path / "plain", tmp_path / "house"]
    found = [(finding.code, Path(finding.file).parent.name) for finding in lint_paths(folders, "en").findings]
    assert [pair for pair in found if pair[0] == "V303"] == [("V303", "house")]


def test_standard_input_under_the_name_of_a_link_is_judged_as_its_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "here/comms.toml": '[lint]\nselect = ["W1"]\n',
            "there/comms.toml": '[lint]\nignore = ["W109"]\nvague-words = ["crisp"]\n',
            "there/a.yaml": BAD.replace("as in 2025", "crisp"),
        },
    )
    (tmp_path / "here" / "link.yaml").symlink_to(tmp_path / "there" / "a.yaml")
    named = run_here("lint", "link.yaml", "--format", "json", cwd=tmp_path / "here")
    text = (tmp_path / "there" / "a.yaml").read_text()
    piped = run_here(
        "lint", "--stdin-filename", "link.yaml", "--format", "json", cwd=tmp_path / "here", stdin=text
    )
    assert piped == named
    assert [finding["code"] for finding in json.loads(named.out)] == ["V303"]


# --- baselines that have aged ------------------------------------------------------------------------


def accepted(folder: Path) -> tuple[Path, Baseline]:
    file = folder / "comms-baseline.json"
    write_baseline(file, lint_paths([folder], "en").findings)
    return file, read_baseline(file)


def test_what_no_longer_occurs_is_stale_and_can_be_pruned(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD.replace("where: shop", "where: TBD"), "b.yaml": BAD, "gone.yaml": BAD})
    file, baseline = accepted(tmp_path)
    write(tmp_path, {"a.yaml": BAD, "b.yaml": GOOD})
    (tmp_path / "gone.yaml").unlink()
    present = lint_paths([tmp_path], "en").findings
    assert baseline.stale(present) == 3
    prune_baseline(file, present)
    assert read_baseline(file).counts == {"a.yaml": {"W109": 1}}
    assert read_baseline(file).stale(present) == 0


def test_pruning_accepts_nothing_new(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    file, _ = accepted(tmp_path)
    write(tmp_path, {"a.yaml": BAD.replace("where: shop", "where: TBD"), "b.yaml": BAD})
    prune_baseline(file, lint_paths([tmp_path], "en").findings)
    assert read_baseline(file).counts == {"a.yaml": {"W109": 1}}


def test_a_renamed_file_keeps_its_place_in_the_baseline(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD.replace("where: shop", "where: TBD"), "b.yaml": BAD})
    file, baseline = accepted(tmp_path)
    (tmp_path / "sub").mkdir()
    moved = (tmp_path / "a.yaml").rename(tmp_path / "sub" / "renamed.yaml")
    moved.write_text("# moved\n" + moved.read_text(encoding="utf-8"), encoding="utf-8")
    present = lint_paths([tmp_path], "zh").findings
    assert baseline.split(present)[0] == []
    assert baseline.stale(present) == 0
    prune_baseline(file, present)
    assert read_baseline(file).counts == {"b.yaml": {"W109": 1}, "sub/renamed.yaml": {"W104": 1, "W109": 1}}
    assert read_baseline(file).split(present)[0] == []


def test_a_new_file_does_not_take_the_place_of_one_that_was_deleted(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD})
    _, baseline = accepted(tmp_path)
    (tmp_path / "a.yaml").unlink()
    write(tmp_path, {"new.yaml": GOOD.replace("62 of 180 complaints", "the client insists")})
    present = lint_paths([tmp_path], "en").findings
    assert [finding.code for finding in baseline.split(present)[0]] == ["W109"]
    assert baseline.stale(present) == 1


def test_a_baseline_without_marks_is_read_as_before(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD, "baseline.json": '{"version": 1, "files": {"a.yaml": {"W109": 1}}}'})
    baseline = read_baseline(tmp_path / "baseline.json")
    assert baseline.split(lint_paths([tmp_path / "a.yaml"], "en").findings)[0] == []


def test_the_command_tells_what_is_stale_and_prunes_it(tmp_path: Path) -> None:
    write(tmp_path, {"comms.toml": '[lint]\nbaseline = "allowed.json"\n', "a.yaml": BAD, "b.yaml": BAD})
    run_here("lint", "--write-baseline", cwd=tmp_path)
    write(tmp_path, {"a.yaml": GOOD})
    told = run_here("lint", "--strict", cwd=tmp_path)
    assert told.status == 0 and "allowed.json accepts findings that no longer occur: 1" in told.err
    part = run_here("lint", "b.yaml", cwd=tmp_path)
    assert "no longer occur" not in part.err, "the other file was not looked at"
    pruned = run_here("lint", "--prune-baseline", cwd=tmp_path)
    assert pruned.status == 0 and "removed from" in pruned.err
    assert read_baseline(tmp_path / "allowed.json").counts == {"b.yaml": {"W109": 1}}
    assert run_here("lint", "--prune-baseline", "--baseline", "none.json", cwd=tmp_path).status == 2


def test_what_a_run_does_not_look_at_is_neither_stale_nor_pruned(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD, "d.yaml": BAD.replace("where: shop", "where: TBD")})
    run_here("lint", "--write-baseline", cwd=tmp_path)
    (tmp_path / "n").mkdir()
    for name in ("a.yaml", "d.yaml"):
        (tmp_path / name).rename(tmp_path / "n" / name)
    assert "no longer occur" not in run_here("lint", "n/a.yaml", cwd=tmp_path).err
    run_here("lint", "--prune-baseline", "n/a.yaml", cwd=tmp_path)
    whole = run_here("lint", "--strict", "--baseline", "comms-baseline.json", cwd=tmp_path)
    assert (whole.status, whole.err) == (0, "")


def test_a_part_of_the_rules_keeps_the_marks_of_the_others(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": BAD.replace("where: shop", "where: TBD")})
    run_here("lint", "--write-baseline", cwd=tmp_path)
    before = read_baseline(tmp_path / "comms-baseline.json")
    run_here("lint", "--write-baseline", "--select", "W109", cwd=tmp_path)
    after = read_baseline(tmp_path / "comms-baseline.json")
    assert (after.counts, after.marks) == (before.counts, before.marks)


# --- size ------------------------------------------------------------------------------------

SIGNS = list("`[(<*_|#>&~\"':-.\\!?,;/{“（【，")
"""What begins or ends something, so that a search for the other end may go through all of the text."""
UNITS = ["尽快", "大约3张", "下周五前，", "soon ", "Friday, ", "138-0013-8000 "]
"""What has to be judged by what is around it."""


def of_size(unit: str, size: int) -> dict[str, str]:
    """Return a request in Markdown and one in YAML with a text that repeats a unit."""
    text = (unit * size)[:size]
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    return {
        "a.md": f"# Banner\n\n## What\n\n{text}\n\n## Why\n\nx\n",
        "a.yaml": f"kind: brief\nwhat: |-\n{lines}",
    }


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
def test_a_text_of_many_equal_words_is_judged_in_time(unit: str) -> None:
    for name, text in of_size(unit, 20_000).items():
        with within(2):  # a quarter on an idle desk
            assert lint_text(text.encode(), name, "en").findings


@pytest.mark.long
@pytest.mark.parametrize("unit", [*SIGNS, *(sign + " " for sign in SIGNS), *(sign + "\n" for sign in SIGNS)])
def test_a_text_of_many_equal_signs_is_judged_in_time(unit: str) -> None:
    for name, text in of_size(unit, 50_000).items():
        with within(2):
            assert lint_text(text.encode(), name, "en").findings
