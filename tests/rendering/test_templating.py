"""Custom templates: single templates that replace shipped ones, their mistakes, their limits."""

import os
import re
from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES, say
from comms.linting.run import lint_paths
from comms.rendering import Layout
from comms.rendering.body import body
from comms.rendering.rendition import render
from comms.rendering.templating.check import check_templates
from comms.rendering.templating.mistakes import TemplateMistake
from comms.rendering.templating.vocabulary import vocabulary
from comms.workspace.loading import load_file
from tests.support import EXAMPLES, ROOT
from tests.support.effort import within
from tests.support.here import run_here

ORDER = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
GOOD = sorted(file for kind in KINDS for file in (EXAMPLES / kind / "good").iterdir())
THANKS = """\
{% extends "shipped/order-confirmation.md.j2" %}
{% block thanks %}
感谢贵司一直以来的信任！订单 {{ doc.order_reference }} 已收悉，现确认如下。
{% endblock %}
"""


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def letter(folder: Path | None, file: Path = ORDER, language: str = "zh") -> str:
    case = load_file(file)
    assert case.document is not None
    return body(case.document, Layout(language, workspace=case.workspace, templates=folder))


def mistake(folder: Path, text: str) -> TemplateMistake:
    """Return the mistake of a template that replaces the Chinese order confirmation."""
    with pytest.raises(TemplateMistake) as raised:
        letter(put(folder, "zh/order-confirmation.md.j2", text))
    for language in LANGUAGES:
        assert say(f"template_mistakes.{raised.value.reason}", language, **raised.value.values)
    return raised.value


# --- what a folder overrides -------------------------------------------------------------------


def test_one_block_is_changed_and_all_else_stays_as_it_is_shipped(tmp_path: Path) -> None:
    own = letter(put(tmp_path, "zh/order-confirmation.md.j2", THANKS)).splitlines()
    shipped = letter(None).splitlines()
    changed = [(one, other) for one, other in zip(shipped, own, strict=True) if one != other]
    assert [other for _, other in changed] == [
        "感谢贵司一直以来的信任！订单 CG-20260603 已收悉，现确认如下。"
    ]
    assert changed[0][0].startswith("承蒙惠顾！")


def test_the_sandbox_fills_the_shipped_templates_as_they_are_filled_without_it(tmp_path: Path) -> None:
    for file in GOOD:
        for language in LANGUAGES:
            assert letter(tmp_path, file, language) == letter(None, file, language)


def test_the_folder_of_a_language_goes_before_the_folder_itself(tmp_path: Path) -> None:
    put(tmp_path, "order-confirmation.md.j2", "both")
    assert letter(tmp_path) == letter(tmp_path, language="en") == "both\n"
    put(tmp_path, "zh/order-confirmation.md.j2", "中文")
    assert (letter(tmp_path), letter(tmp_path, language="en")) == ("中文\n", "both\n")


def test_a_shared_template_serves_all_letters_and_one_that_asks_for_its_own_name_gets_the_shipped_one(
    tmp_path: Path,
) -> None:
    shipped = (ROOT / "comms" / "templates" / "en" / "_letter.md.j2").read_text(encoding="utf-8")
    put(tmp_path, "en/_letter.md.j2", shipped.replace("Dear Sir or Madam,", "To whom it may concern,"))
    put(tmp_path, "en/order-confirmation.md.j2", '{% extends "order-confirmation.md.j2" %}')
    put(tmp_path, "order.yaml", "kind: order-confirmation\nbuyer: {name: Lantern House}\n")
    assert "To whom it may concern," in letter(tmp_path, tmp_path / "order.yaml", "en")


def test_a_value_is_escaped_in_an_own_template_too(tmp_path: Path) -> None:
    put(
        tmp_path,
        "brief.md.j2",
        "{{ doc.title }}|{% autoescape false %}{{ doc.title ~ '' }}{% endautoescape %}",
    )
    put(tmp_path, "brief.yaml", "kind: brief\ntitle: <b>**a** {{ 7 * 7 }}\n")
    shown = r"\<b\>\*\*a\*\* {{ 7 \* 7 }}"
    assert letter(tmp_path, tmp_path / "brief.yaml") == f"{shown}|{shown}\n"


def test_the_settings_name_the_folder_and_the_option_goes_before_them(tmp_path: Path) -> None:
    put(tmp_path, "house/order-confirmation.md.j2", "of the settings")
    put(tmp_path, "other/order-confirmation.md.j2", "of the option")
    put(tmp_path, "comms.toml", '[render]\ntemplates = "house"\n')
    put(tmp_path, "order.yaml", ORDER.read_text(encoding="utf-8"))
    assert "of the settings" in run_here("render", "order.yaml", "-o", "-", cwd=tmp_path).out
    assert (
        "of the option"
        in run_here("render", "order.yaml", "--templates", "other", "-o", "-", cwd=tmp_path).out
    )
    ran = run_here("render", "order.yaml", "--templates", "nowhere", "--to", "yaml", "-o", "x", cwd=tmp_path)
    assert ran.status == 2
    assert "nowhere" in ran.err
    assert not (tmp_path / "x").exists()


def test_the_template_that_the_documentation_shows_is_sound_and_changes_what_it_says(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "zh" / "how-to" / "templates.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```jinja\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    put(tmp_path, "zh/order-confirmation.md.j2", shown)
    assert check_templates(tmp_path).mistakes == []
    assert "\n感谢贵司一直以来的信任！订单 CG-20260603 已收悉，现确认如下。\n" in letter(tmp_path)


# --- mistakes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason", "written", "first"),
    [
        ("{{ doc.buyer.nmae }}", "no_field", "doc.buyer.nmae", "name, address"),
        ("{{ totals.totl }}", "no_field", "totals.totl", "total"),
        ("{{ buyer.name }}", "no_name", "buyer", "doc.buyer"),
        ("{{ lable(doc, 'title') }}", "no_name", "lable", "label"),
        ("{{ doc.issued_at | dat }}", "no_filter", "dat", "date"),
        ("{% if doc.id is defind %}{% endif %}", "no_test", "defind", "defined"),
        ("{% include '_leter.md.j2' %}", "no_template", "_leter.md.j2", "_letter.md.j2"),
        ("{% set x = '_leter.md.j2' %}{% include x %}", "no_template", "_leter.md.j2", "_letter.md.j2"),
        ("{% import '_letter.md.j2' as l %}{{ l.stmp() }}", "no_field", "l.stmp", "stamp"),
        (THANKS.replace("block thanks", "block thank"), "no_block", "thank", "thanks"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_one(
    text: str, reason: str, written: str, first: str, tmp_path: Path
) -> None:
    found = mistake(tmp_path, text)
    assert (found.reason, found.values["written"]) == (reason, written)
    assert str(found.values["known"]).startswith(first)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a\n{% fi doc.id %}", "unknown_tag", 2),
        ("a\n\n{% if doc.id %}b", "unclosed", 3),
        ("{% for x in [1] %}\n{% endif %}", "unpaired", 2),
        ("a\n{{ doc.id", "unclosed_value", 2),
        ("a\n\n｛｛ doc.id ｝｝", "full_width", 3),
        ("a\n{{ doc.id | }}", "expected", 2),
        ("{{ doc.id ? }}", "unexpected", 1),
        ("{% if %}", "unexpected", 1),
        ("a\n{{ doc.id | number }}", "misfit", 2),
        ("a\n{{ doc.id + 5 }}", "misfit", 2),
        ("a\n{{ label(doc, 'titel') }}", "misfit", 2),
        ("a\n{% if doc.id < 5 %}{% endif %}", "failed", 2),
        ("a\n{{ [doc.id,\n  doc.titel] | join }}", "no_field", 3),
        ("{{ doc.lines.sku }}", "list_field", 1),
        ("{{ doc.lines[99].sku }}", "no_entry", 1),
        ("{{ doc.lines }}", "a_list", 1),
        ("{{ doc.buyer }}", "no_text", 1),
        ("{{ doc.exchange_rate.pair }}", "no_value", 1),
        ('{% extends "shipped/order-confirmation.md.j2" %}\n\n感谢！\n', "outside", 3),
        ("{{ '%s' % doc.id }}", "no_percent", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, reason: str, line: int, tmp_path: Path) -> None:
    found = mistake(tmp_path, text)
    assert (found.reason, found.values["line"]) == (reason, str(line))
    assert found.values["file"] == str(tmp_path / "zh" / "order-confirmation.md.j2")


def test_a_mistake_that_a_shipped_macro_meets_is_told_where_the_own_template_calls_it(tmp_path: Path) -> None:
    text = '{% import "_letter.md.j2" as letter %}\n\n{{ letter.stamp(doc.nmae) }}'
    found = mistake(tmp_path, text)
    assert (found.values["line"], found.values["written"]) == ("3", "doc.nmae")
    assert "own" not in str(found.values["known"])


def test_a_mistake_ends_the_command_with_its_sentence(tmp_path: Path) -> None:
    put(tmp_path, "own/order-confirmation.md.j2", "\n{{ doc.buyer.nmae }}")
    put(tmp_path, "order.yaml", ORDER.read_text(encoding="utf-8"))
    ran = run_here("render", "order.yaml", "--templates", "own", "-o", "out", cwd=tmp_path)
    assert ran.status == 2
    said = "own/order-confirmation.md.j2:2: There is no field `doc.buyer.nmae`. The fields are: name, address"
    assert said in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text", ["{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{% for x in [1] %}" * 40 + "{% endfor %}" * 40]
)
def test_a_template_that_is_nested_too_deep_is_told(text: str, tmp_path: Path) -> None:
    assert mistake(tmp_path, text).reason == "too_nested"
    assert [mistake.reason for mistake in check_templates(tmp_path).mistakes] == ["too_nested"]


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    for content, reason in ((b"a\n\xff", "not_utf8"), (b"x" * 300_000, "too_big")):
        (tmp_path / "order-confirmation.md.j2").write_bytes(content)
        with pytest.raises(TemplateMistake) as raised:
            letter(tmp_path)
        assert raised.value.reason == reason


# --- what a template must not do ---------------------------------------------------------------

DOUBLING = '{% set ns = namespace(x="aaaaaaaaaa") %}{% for i in range(60) %}'


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 10**10 }}",
        "{{ [1] * 10**10 }}",
        "{{ 10 ** (10**9) }}",
        DOUBLING + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        DOUBLING + "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        DOUBLING + "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
        DOUBLING + "{% set ns.x = (ns.x, ns.x) %}{% endfor %}",
        DOUBLING + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x == 1 }}",
        "{% set ns = namespace(x=3) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(30) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ 'abc' | replace('', 'x' * 1000000) | replace('x', 'y' * 1000000) }}",
        "{{ range(99999) | join('x' * 100000) }}",
    ],
)
@pytest.mark.long
def test_a_template_without_end_is_given_up(text: str, tmp_path: Path) -> None:
    with within(20):
        assert mistake(tmp_path, text).reason == "too_much"


@pytest.mark.parametrize(
    "text",
    [
        "{{ doc.__class__ }}",
        "{{ doc['__class__'] }}",
        "{{ [doc] | map(attribute='__class__') | first }}",
        "{{ doc.model_dump() }}",
        "{{ doc.parse_raw('gASVAA', content_type='pickle', allow_pickle=true) }}",
        "{{ doc.model_copy(update={}) }}",
        "{{ doc.lines.clear() }}",
        "{{ doc.lines.append(1) }}",
        "{{ label.func }}",
        "{{ doc.id.format(doc) }}",
        "{{ doc.id.ljust(10 ** 9) }}",
        "{{ doc.issued_at.strftime('%99999999Y') }}",
        "{{ lipsum(10 ** 6) }}",
        "{{ 5 | round(-1000000000) }}",
        "{{ 'x' | center(10 ** 9) }}",
        "{{ doc.id | safe }}",
        "{% set doc.id = 'x' %}",
        "{% include '../secret' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'shipped/../zh/messages.toml' %}",
        "{% include 'messages.toml/../../secret' %}",
    ],
)
def test_a_template_reaches_nothing_but_the_documents_values(text: str, tmp_path: Path) -> None:
    put(tmp_path, "secret", "secret")
    case = load_file(ORDER)
    assert case.document is not None
    before = case.document.model_dump_json()
    put(tmp_path, "own/zh/order-confirmation.md.j2", text)
    with pytest.raises(TemplateMistake):
        render(case.document, "md", Layout("zh", workspace=case.workspace, templates=tmp_path / "own"))
    assert case.document.model_dump_json() == before


@pytest.mark.skipif(os.name == "nt", reason="symbolic links")
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "secret", "secret")
    put(tmp_path, "own/order-confirmation.md.j2", "{% include 'linked.md.j2' %}")
    (tmp_path / "own" / "linked.md.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateMistake) as raised:
        letter(tmp_path / "own")
    assert raised.value.reason == "leads_out"


# --- the commands ------------------------------------------------------------------------------


def test_a_shipped_template_is_shown_written_and_not_overwritten(tmp_path: Path) -> None:
    shipped = (ROOT / "comms" / "templates" / "zh" / "delay-notice.md.j2").read_text(encoding="utf-8")
    command = ("template", "show", "delay-notice", "--language", "zh")
    assert run_here(*command, cwd=tmp_path).out == shipped
    assert run_here(*command, "-o", "own", cwd=tmp_path).out == "own/zh/delay-notice.md.j2\n"
    file = tmp_path / "own" / "zh" / "delay-notice.md.j2"
    file.write_text("mine", encoding="utf-8")
    assert run_here(*command, "-o", "own", cwd=tmp_path).status == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert run_here(*command, "-o", "own", "--force", cwd=tmp_path).status == 0
    assert file.read_text(encoding="utf-8") == shipped
    wrong = run_here("template", "show", "delay-notce", cwd=tmp_path)
    assert wrong.status == 2
    assert "The templates are: delay-notice" in wrong.err


def test_all_shipped_templates_pass_the_check_as_own_ones(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for file in (ROOT / "comms" / "templates" / language).glob("*.j2"):
            put(tmp_path, f"{language}/{file.name}", file.read_text(encoding="utf-8"))
    checked = check_templates(tmp_path)
    assert checked.mistakes == []
    assert checked.templates == 2 * len(list((ROOT / "comms" / "templates" / "zh").glob("*.j2")))


def test_the_check_tells_all_mistakes_at_once(tmp_path: Path) -> None:
    text = """\
{% extends "shipped/order-confirmation.md.j2" %}
{% block thanks %}
{{ doc.issued_at | dat }} {{ doc.buyr.name }} {{ foo }}
{{ doc.seller.bank.account }}
{{ doc.id | number }}
{% include "terms.md.j2" %}
{{ totals.totl }}
{% endblock %}
"""
    put(tmp_path, "zh/order-confirmation.md.j2", text)
    put(tmp_path, "en/brief.md.j2", "{% if %}")
    put(tmp_path, "en/delay_notice.md.j2", "")
    put(tmp_path, "cn/brief.md.j2", "")
    put(tmp_path, "README.md", "about this folder")
    found = check_templates(tmp_path).mistakes
    told = [
        (Path(str(mistake.values["file"])).name, mistake.values["line"], mistake.reason) for mistake in found
    ]
    order = "order-confirmation.md.j2"
    assert set(told) == {
        ("brief.md.j2", "1", "unused"),
        ("brief.md.j2", "1", "unexpected"),
        ("delay_notice.md.j2", "1", "unused"),
        (order, "3", "no_filter"),
        (order, "3", "no_field"),
        (order, "3", "no_name"),
        (order, "4", "no_value"),
        (order, "5", "misfit"),
        (order, "6", "no_template"),
        (order, "7", "no_field"),
        (order, "7", "no_value"),
    }
    near = {
        str(mistake.values["file"]): mistake.values.get("near")
        for mistake in found
        if mistake.reason == "unused"
    }
    assert near[str(tmp_path / "en" / "delay_notice.md.j2")] == "en/delay-notice.md.j2"


def test_a_value_that_only_some_documents_have_is_asked_for_first(tmp_path: Path) -> None:
    put(tmp_path, "order-confirmation.md.j2", "{{ doc.buyer.name }}")
    (found,) = check_templates(tmp_path).mistakes
    assert (found.reason, found.values["written"], found.values["field"]) == ("no_value", "doc.buyer", "name")
    put(tmp_path, "order-confirmation.md.j2", "{% if doc.buyer %}{{ doc.buyer.name }}{% endif %}")
    assert check_templates(tmp_path).mistakes == []


@pytest.mark.long
def test_the_check_ends_with_what_was_checked(tmp_path: Path) -> None:
    put(tmp_path, "own/zh/order-confirmation.md.j2", THANKS)
    ran = run_here("template", "check", "own", "--language", "zh", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "检查了 1 个模板，用 5 份文件试填，没有问题\n")
    put(tmp_path, "own/zh/order-confirmation.md.j2", THANKS.replace("doc.order", "doc.ordr"))
    ran = run_here("template", "check", "own", cwd=tmp_path)
    assert ran.status == 1
    assert ran.out.startswith("own/zh/order-confirmation.md.j2:3: There is no field `doc.ordr_reference`. ")
    (tmp_path / "empty").mkdir()
    assert run_here("template", "check", "empty", cwd=tmp_path).status == 2
    assert run_here("template", "check", "nowhere", cwd=tmp_path).status == 2


@pytest.mark.parametrize("kind", KINDS)
def test_each_name_that_is_listed_has_its_words_in_each_language(kind: str) -> None:
    for language in LANGUAGES:
        names = vocabulary(kind, language)
        assert all(name.meaning for name in names["fields"] + names["facts"])
        assert names["blocks"]


def test_the_names_of_an_order_confirmation_are_listed(tmp_path: Path) -> None:
    out = run_here("template", "fields", "order-confirmation", "--language", "zh", cwd=tmp_path).out
    for wanted in ("doc.lines[].sku ", "totals ", "[subtotal, discount,", "instalments ", "| date", "thanks"):
        assert wanted in out


# --- the rules that render again ---------------------------------------------------------------


def rendered(folder: Path) -> Path:
    """A rendered order in a workspace with custom templates."""
    put(folder, "comms.toml", '[render]\ntemplates = "own"\n')
    put(folder, "own/zh/order-confirmation.md.j2", THANKS)
    put(folder, "order.yaml", ORDER.read_text(encoding="utf-8"))
    assert run_here("render", "order.yaml", "--to", "md", cwd=folder).status == 0
    (folder / "order.yaml").unlink()
    return folder / "order.md"


def test_a_stale_body_is_judged_and_mended_with_the_workspaces_own_wording(tmp_path: Path) -> None:
    file = rendered(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert "感谢贵司一直以来的信任" in text
    assert codes(file) == []
    file.write_text(text.replace("顺颂商祺", "此致敬礼"), encoding="utf-8")
    assert codes(file) == ["F005"]
    assert run_here("lint", "--fix", "order.md", cwd=tmp_path).status == 0
    assert file.read_text(encoding="utf-8") == text


def test_a_broken_template_leaves_a_stale_body_unjudged(tmp_path: Path) -> None:
    file = rendered(tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("顺颂商祺", "此致敬礼"), encoding="utf-8")
    put(tmp_path, "own/zh/order-confirmation.md.j2", "{{ doc.nmae }}")
    assert codes(file) == []
    ran = run_here("lint", "--fix", "order.md", cwd=tmp_path)
    assert (ran.status, "此致敬礼" in file.read_text(encoding="utf-8")) == (0, True)
    ran = run_here("edit", "order.md", "--set", "revision=2", "--no-input", "--force", cwd=tmp_path)
    assert ran.status == 2
    assert "doc.nmae" in ran.err


def codes(file: Path) -> list[str]:
    return [finding.code for finding in lint_paths([file], "en").findings if finding.code == "F005"]


def test_a_template_that_changes_is_read_anew(tmp_path: Path) -> None:
    assert letter(put(tmp_path, "order-confirmation.md.j2", "one")) == "one\n"
    assert letter(put(tmp_path, "order-confirmation.md.j2", "another")) == "another\n"
    assert letter(put(tmp_path, "zh/order-confirmation.md.j2", "中文")) == "中文\n"


def test_a_folder_that_is_not_there_is_told_by_the_library_too(tmp_path: Path) -> None:
    with pytest.raises(CommsError) as raised:
        letter(tmp_path / "nowhere")
    assert raised.value.reason == "no_templates"
