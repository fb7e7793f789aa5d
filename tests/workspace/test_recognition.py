"""In a folder a file that means to be a request is judged; any other is passed over for a reason that is told."""

import re
from pathlib import Path

import pytest

from comms.linting.run import lint_paths
from comms.reading import markdown_file
from comms.reading.markdown_body import body_of
from comms.reading.section_marks import Body
from comms.workspace.recognition import FOREIGN, REASONS, reason_to_pass_over
from tests.support.effort import within
from tests.support.here import run_here
from tests.support.requests import BY_HAND, GOOD

FRONT = "---\ntitle: Size: chart\n---\n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "kind: brief\n"),
        ("a.YML", "kind: brief\n"),
        ("a.yaml", "kind: breif\n"),
        ("a.yaml", "kind：brief\n"),
        ("a.yaml", "kind： “brief”\n"),
        ("a.yaml", "kind:\u00a0brief\n"),
        ("a.yaml", "\ufeff\ufeffkind: brief\n"),
        ("a.yaml", "\u200bkind: brief\n"),
        ("a.yaml", "---\n'kind' : \"brief\"\n"),
        ("a.yaml", "title: t\nkind: brief\nwhat: [\n"),
        ("a.yaml", "kind: Deployment\n---\nkind: brief\n"),
        ("a.yaml", "title: " + "x" * 10_000 + "\nkind: brief\n"),
        ("a.json", '{"title": "' + "x" * 10_000 + '", "kind": "brief"}'),
        ("a.toml", "title = 't'\nkind = 'brief'\n"),
        ("a.md", "---\nkind: brief\n---\n"),
        ("a.md", "---\nkind: brief\n"),
        ("a.md", BY_HAND),
        ("a.md", FRONT + BY_HAND),
        ("a.md", "---\n" + BY_HAND),
        ("a.MARKDOWN", BY_HAND),
        ("issues/template-of-the-banner.md", BY_HAND),
        (
            "a.md",
            "### Item Name\n\n3 banners\n\n### Why do you need it?\n\n2 %\n\n### Vendor\n\nx\n\n### Notes\n\nx\n",
        ),
        (
            "a.md",
            "**Describe the new panel**\n\n4 charts\n\n**Where will it be shown?**\n\nlobby\n\n**By when is it due?**\n\n2026-06-05\n",
        ),
        ("a.md", "### 设备名称\n\n交换机\n\n### 用途与安装位置\n\n三楼\n\n### 预算金额\n\n9800 元\n"),
    ],
)
def test_what_means_to_be_a_request_is_one(name: str, text: str) -> None:
    wide = ("utf-16", "utf-16-be", "utf-16-le", "utf-32-le", "utf-32-be")
    for codec in ("utf-8", *wide, *(() if re.search("[\u00a0\ufeff\u200b]", text) else ("gb18030",))):
        assert reason_to_pass_over(text.encode(codec), name) == "", codec


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.yaml", "apiVersion: v1\nkind: ChangeRequest\nmetadata: {name: x}\n", "kubernetes"),
        ("a.json", '{\n  "apiVersion": "v1",\n  "kind": "ChangeRequest"\n}', "kubernetes"),
        ("a.yaml", GOOD.replace("kind: brief\n", ""), "no_kind"),
        ("a.yaml", GOOD.replace("kind: brief", "kind: poster"), "no_kind"),
        ("a.yaml", "what：a\nwhy：b\nwhen：c\n", "no_kind"),
        ("a.json", '{\n "what": "a",\n "why": "b",\n "who": "c"\n}', "no_kind"),
        ("a.json", '{"title": "a", "what": "b", "when": "2026-12-24"}', "no_kind"),
        ("a.json", '{"标题": "图", "何事": "一张", "何时": "2026-12-24"}', "no_kind"),
        ("a.yaml", "标题: 图\n何事: 一张\n何时: 2026-12-24\n", "no_kind"),
        ("a.yaml", "标题：图\n何事：一张\n负责人：王五\n", "no_kind"),
        ("a.yaml", "标题: 图\n作者: 王五\n版本: 3\n", "foreign"),
        ("a.json", '{"title": {"type": "x"}, "what": {"type": "x"}, "when": {"type": "x"}}', "foreign"),
        ("a.yaml", "kind: 水果\nname: 苹果\n", "foreign"),
        ("a.yaml", "kind: 合并申请\nname: x\n", "foreign"),
        ("a.md", "---\nkind: poster\n---\n\n" + BY_HAND, "no_kind"),
        ("a.md", "# Banner\n\n## What\n\n3 banners\n", "few_answers"),
        ("a.md", "# 横幅\n\n## 需求内容\n\n3 张\n", "few_answers"),
        (
            "a.md",
            "# Wiki\n\n## Summary\n\nx\n\n## Motivation\n\nx\n\n## Risks\n\nx\n\n## Test plan\n\nx\n",
            "few_answers",
        ),
        (
            "a.md",
            "# FAQ\n\n## How much does it cost?\n\nx\n\n## When should I use it?\n\nx\n\n## Why is it slow?\n\nx\n",
            "foreign",
        ),
        ("a.md", "# tool\n\n## Goals of the tool\n\nspeed\n", "foreign"),
        ("a.md", "# Photo request\n\n## Shoot location\n\nhall\n", "few_answers"),
        ("PULL_REQUEST_TEMPLATE.md", BY_HAND, "template"),
        ("docs/pull_request_template.md", BY_HAND, "template"),
        (".github/ISSUE_TEMPLATE/design.md", BY_HAND, "template"),
        (".github/ISSUE_TEMPLATE.md", BY_HAND, "template"),
        (".gitlab/issue_templates/Design.md", BY_HAND, "template"),
        (".gitlab/merge_request_templates/Default.md", "## What\n\n3 banners\n", "template"),
        ("PULL_REQUEST_TEMPLATE.md", "## Checklist\n\n- [ ] tests\n", "foreign"),
        ("comms.toml", "[lint.headings]\nwhat = ['活儿']\nwhen = ['节点']\nwho = ['谁']\n", "foreign"),
        ("a.md", "# comms\n\n## Why\n\nfun\n\n## Installation\n\nx\n", "foreign"),
        ("a.md", "# Notes\n\nkind: brief is how a request begins\n", "foreign"),
        ("a.yaml", "kind: Deployment\napiVersion: v1\n", "foreign"),
        ("a.yaml", "- hosts: all\n  tasks:\n    - name: x\n      when: y\n", "foreign"),
        ("a.yaml", "mankind: brief\n", "foreign"),
        ("a.json", '{"name": "x"}', "foreign"),
        ("a.toml", "[tool]\n", "foreign"),
        ("a.yaml", "", "foreign"),
        ("~$a.docx", "a lock file", "foreign"),
        ("a.docx", "PK\x03\x04", "word"),
    ],
)
def test_any_other_file_is_passed_over_for_a_reason(name: str, text: str, reason: str) -> None:
    assert reason in REASONS
    assert reason_to_pass_over(text.encode(), name) == reason


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("需求单", "brief"),
        ("提测单", "brief"),
        ("通用需求单", "brief"),
        ("设计需求单", "design-brief"),
        ("设计需求", "design-brief"),
        ("备货单", "restock-brief"),
        ("订单确认函", "order-confirmation"),
    ],
)
def test_a_kind_under_its_chinese_name_is_judged_with_the_kind_that_is_meant(
    tmp_path: Path, written: str, meant: str
) -> None:
    (tmp_path / "a.yaml").write_text(f"kind: {written}\ntitle: 图\n", encoding="utf-8")
    (tmp_path / "b.json").write_text(f'{{"kind": "{written}"}}', encoding="utf-8")
    found = lint_paths([tmp_path], "en").findings
    assert [(finding.code, f"`{meant}`" in finding.message) for finding in found] == [("F002", True)] * 2


def test_a_request_with_chinese_keys_is_told_that_its_kind_is_missing(tmp_path: Path) -> None:
    text = "类型: 需求单\n标题: 海报\n何事: 一张\n何时: 2026-12-24\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (found,) = lint_paths([tmp_path], "en").findings
    assert (found.code, found.message) == ("F002", "`kind` is missing, so the kind of document is unknown")


@pytest.mark.parametrize("kind", ["brief", "order-confirmation"])
def test_a_schema_of_ours_is_no_request(kind: str) -> None:
    from comms.editors.json_schema import schema_text

    assert reason_to_pass_over(schema_text(kind, "en").encode(), "brief.json") == "foreign"


def test_a_file_in_another_encoding_that_names_a_kind_is_told_in_a_folder(tmp_path: Path) -> None:
    for codec in ("utf-16", "utf-16-le", "utf-32", "gb18030", "big5"):
        (tmp_path / f"{codec}.yaml").write_bytes("kind: brief\ntitle: 尺寸表\n".encode(codec))
        (tmp_path / f"{codec}.md").write_bytes("## 何事\n\n三張圖\n\n## 何因\n\n退貨\n".encode(codec))
    found = lint_paths([tmp_path], "en")
    assert found.files == 10
    assert {finding.code for finding in found.findings} == {"F001"}


def folder(tmp_path: Path, *names: str) -> Path:
    contents = {
        "good.yaml": GOOD,
        "README.md": "# A project\n\n## Installation\n",
        "crd.yaml": "apiVersion: v1\nkind: ChangeRequest\n",
        "half.md": "## What\n\n3 banners\n",
        "data.json": "{}",
    }
    for name in names:
        (tmp_path / name).write_text(contents[name], encoding="utf-8")
    return tmp_path


def test_one_line_tells_how_many_files_were_passed_over_and_why(tmp_path: Path) -> None:
    here = folder(tmp_path, "good.yaml", "README.md", "crd.yaml", "half.md", "data.json")
    ran = run_here("lint", ".", cwd=here)
    assert ran.status == 0
    assert ran.err.count("\n") == 1
    assert "passed over: 4 (" in ran.err
    assert "Kubernetes resource: 1" in ran.err
    assert "no sign of a request: 2" in ran.err
    assert "没有检查的文件：4 个" in run_here("lint", ".", "--language", "zh", cwd=here).err
    assert run_here("lint", ".", "--format", "json", cwd=here).out.strip() == "[]"


def test_verbose_lists_every_file_with_its_reason(tmp_path: Path) -> None:
    here = folder(tmp_path, "good.yaml", "README.md", "crd.yaml")
    lines = run_here("lint", "--verbose", ".", cwd=here).err.splitlines()
    assert lines == [
        "comms: crd.yaml was passed over: Kubernetes resource.",
        "comms: README.md was passed over: no sign of a request.",
    ]
    assert run_here("lint", "--verbose", "good.yaml", cwd=here).err == ""


def test_files_of_other_programs_are_no_news_beside_a_request(tmp_path: Path) -> None:
    assert run_here("lint", ".", cwd=folder(tmp_path, "good.yaml", "README.md", "data.json")).err == ""


def test_a_folder_without_any_request_says_what_is_there(tmp_path: Path) -> None:
    ran = run_here("lint", ".", cwd=folder(tmp_path, "README.md", "data.json"))
    assert "passed over: 2 (no sign of a request: 2)" in ran.err


@pytest.mark.parametrize("form", ["text", "github", "junit"])
@pytest.mark.parametrize(("language", "always"), [("en", "always checked"), ("zh", "一定会检查")])
def test_nobody_is_told_that_a_named_file_is_checked_where_it_is_not(
    tmp_path: Path, form: str, language: str, always: str
) -> None:
    here = folder(tmp_path, "crd.yaml")
    common = ("--format", form, "--language", language)
    ran = run_here("lint", "--if-request", "crd.yaml", *common, cwd=here)
    assert always not in ran.out
    assert ("--if-request" in ran.err) and ("一律检查；加" not in ran.err) and (always not in ran.err)
    assert always in run_here("lint", ".", *common, cwd=here).out


def test_a_named_file_is_passed_over_with_a_word_only_if_asked_to(tmp_path: Path) -> None:
    here = folder(tmp_path, "crd.yaml", "good.yaml")
    assert run_here("lint", "crd.yaml", cwd=here).status == 1
    ran = run_here("lint", "--if-request", "crd.yaml", "good.yaml", cwd=here)
    assert (ran.status, "Kubernetes resource: 1" in ran.err) == (0, True)


def test_what_git_ignores_or_the_settings_exclude_is_not_counted(tmp_path: Path) -> None:
    here = folder(tmp_path, "good.yaml", "crd.yaml", "half.md")
    (here / ".gitignore").write_text("crd.yaml\n")
    (here / "comms.toml").write_text('[lint]\nexclude = ["half.md"]\n')
    assert run_here("lint", ".", cwd=here).err == ""


def test_the_reason_comes_from_the_cache_too(tmp_path: Path) -> None:
    from comms.linting.cache import Cache
    from comms.linting.request import LintRequest
    from comms.linting.run import lint

    request = LintRequest((folder(tmp_path, "good.yaml", "crd.yaml"),), "en")
    runs = [lint(request, lambda files: Cache(tmp_path / "kept.lines")).passed_over for _ in range(2)]
    assert runs[0] == runs[1] == {"kubernetes": [str(tmp_path / "crd.yaml")]}


def test_a_request_of_a_folder_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def counted(text: str, above: int) -> Body:
        parsed.append(text)
        return body_of(text, above)

    monkeypatch.setattr(markdown_file, "body_of", counted)
    (tmp_path / "size-chart.md").write_text(BY_HAND + "\nThe chart is one page.\n", "utf-8")
    assert lint_paths([tmp_path], "en").files == 1
    assert len(parsed) == 1


def test_a_text_is_read_anew_for_another_house() -> None:
    text = "# Size chart\n\n## Zweck\n\nfewer returns\n\n## Auftrag\n\n3 charts\n"
    house = (("Zweck", "why"), ("Auftrag", "what"))
    reasons = [reason_to_pass_over(text.encode(), "x.md", names) for names in ((), house, ())]
    assert reasons == [FOREIGN, "", FOREIGN]


def test_other_programs_data_of_any_size_are_told_apart_in_time() -> None:
    texts = ("kind: Pod\n" * 60_000, 'kind: "' * 80_000, '{"kinds": [' + '"a kind",' * 60_000, " " * 600_000)
    with within(1):
        assert {reason_to_pass_over(text.encode(), "a.yaml") for text in texts} == {"foreign"}


def test_a_request_with_the_text_of_a_template_is_judged(tmp_path: Path) -> None:
    for name in ("PULL_REQUEST_TEMPLATE.md", "request.md"):
        (tmp_path / name).write_text(BY_HAND, encoding="utf-8")
    for _ in range(2):  # the second time from the cache
        ran = run_here("lint", "--verbose", ".", cwd=tmp_path)
        assert ran.err.splitlines()[0] == (
            "comms: PULL_REQUEST_TEMPLATE.md was passed over: template of a code host, to be filled in."
        )
        assert "request.md was passed over" not in ran.err
