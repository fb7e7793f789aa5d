"""The documentation: its sessions are played, its reference is whole in each language, its links lead somewhere."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import reference
from reference import commands, kinds, settings, statuses
from reference.markup import words as reference_words
from website import NAVIGATION, lay_out

import comms
from comms.editors.json_schema import schema_text
from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES, field_words
from comms.language.phrases import words as program_words
from comms.models.base import Shape
from comms.reading import MAX_BYTES, READERS
from comms.rendering import RENDERERS
from comms.reports import REPORTS
from comms.rules import RULES, orders
from comms.rules.delays import MIN_REMEDIES
from comms.terms.restock import TOLERANCE
from comms.workspace.settings import Deadlines
from tests.support import ROOT
from tests.support.sessions import LEFT_OUT, Command, play, steps_of

DOCS = ROOT / "docs"
PLAYED = [
    (language, page)
    for language in LANGUAGES
    for page in sorted((DOCS / language).rglob("*.md"))
    if "```console\n$ " in page.read_text(encoding="utf-8")
]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}


LONG = ("en", "letters")
"""A page whose session takes long, and is the same as that of the other language but for its words."""


@pytest.mark.parametrize(
    ("language", "page"),
    [
        pytest.param(
            language,
            page,
            id=str(page.relative_to(DOCS)),
            marks=[pytest.mark.long] if (language, page.stem) == LONG else [],
        )
        for language, page in PLAYED
    ],
)
def test_a_page_does_what_it_shows(language: str, page: Path, tmp_path: Path) -> None:
    play(page.read_text(encoding="utf-8"), language, tmp_path)


def test_each_tutorial_is_played_in_each_language() -> None:
    tutorials = {f"{language}/{name}" for language in LANGUAGES for name in NAVIGATION["tutorials"]}
    assert {f"{page.parts[-3]}/{page.stem}" for _, page in PLAYED} == tutorials


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_readme_shows_of_a_session_is_played_in_a_tutorial(language: str) -> None:
    blocks = re.findall(r"^```text\n\$ (.*?)^```$", READMES[language].read_text("utf-8"), re.M | re.S)
    played = {
        line
        for where, page in PLAYED
        if where == language
        for step in steps_of(page.read_text(encoding="utf-8"))
        if isinstance(step, Command)
        for line in step.shown
    }
    shown = [line for block in blocks for line in block.splitlines()[1:]]
    assert len(shown) > 10
    assert set(shown) <= played


# --- what plays them ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "shown", "same"),
    [
        ("one\ntwo\n", "one\ntwo", True),
        ("one\ntwo\n", "one", False),
        ("one\n", "one\ntwo", False),
        ("one\ntwo\nthree\n", f"one\n{LEFT_OUT}\nthree", True),
        ("one\ntwo\nthree\n", f"one\n{LEFT_OUT}\nfour", False),
        ("a.b\n", "a+b", False),
    ],
)
def test_a_session_is_compared_line_by_line(printed: str, shown: str, same: bool, tmp_path: Path) -> None:
    (tmp_path / "printed").write_text(printed, encoding="utf-8")
    page = f"```console\n$ cat ../printed\n{shown}\n```\n"
    if same:
        play(page, "en", tmp_path)
    else:
        with pytest.raises(AssertionError):
            play(page, "en", tmp_path)


def test_a_command_goes_on_behind_a_backslash(tmp_path: Path) -> None:
    play("```console\n$ echo one \\\n    two\none two\n```\n", "en", tmp_path)


# --- the reference -----------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """A language and the generated pages in it."""
    return request.param, reference.pages(request.param)


Made = tuple[str, dict[str, str]]


def test_each_rule_has_its_page_with_its_cases(made: Made) -> None:
    _, pages = made
    for code, rule in RULES.items():
        page = pages[f"reference/rules/{code.lower()}.md"]
        assert page.startswith(f"# {code} {rule.name}\n")
        assert f"]({code.lower()}.md)" in pages["reference/rules/index.md"]
        for kind in rule.kinds:
            assert f"](../kinds/{kind}.md)" in page


def test_each_field_of_each_kind_stands_on_its_page_with_question_and_rule(made: Made) -> None:
    language, pages = made
    for kind in KINDS:
        page = pages[f"reference/kinds/{kind}.md"]
        for path, field in kinds.paths(model_of(kind)):
            (row,) = [
                each for each in page.splitlines() if each.startswith(f"| `{path.removesuffix('[]')}`<br>")
            ]
            about = field_words(field.owner, field.key, language)
            assert reference.markup.prose(about.question) in row
            assert field.ask.missing is None or f"[{field.ask.missing}]" in row
            assert all(f"`{choice}`" in row for choice in field.choices)
            assert field.choices or not about.example or about.example.replace("`", "'") in row


def test_each_kind_has_an_example_and_its_schema(made: Made) -> None:
    language, pages = made
    for kind in KINDS:
        assert pages[f"reference/kinds/{kind}.schema.json"] == schema_text(kind, language)
        assert f"`examples/{kind}/good/" in pages[f"reference/kinds/{kind}.md"]


def test_each_shape_of_an_answer_has_its_name(made: Made) -> None:
    language, _ = made
    assert set(reference_words(language)["shapes"]) == {str(each) for each in Shape}


def test_each_command_stands_there_with_each_of_its_options(made: Made) -> None:
    language, pages = made
    sections = re.split(r"^## ", pages["reference/commands.md"], flags=re.MULTILINE)[1:]
    found = dict(zip((name for name, _ in commands.commands()), sections, strict=True))
    assert {"comms lint", "comms change apply", "comms template fields"} <= set(found)
    for name, command in commands.commands():
        assert found[name].startswith(f"`{name}` ")
        for parameter in command.params:
            written = [parameter.metavar] if parameter.param_type_name == "argument" else parameter.opts
            assert all(f"`{each}`" in found[name] for each in written)
        assert reference.markup.prose(program_words(language, "help")[command.name]["help"]) in found[name]


def test_each_setting_stands_there_and_no_other(made: Made) -> None:
    language, pages = made
    paths = [path for path, _ in settings.settings()]
    assert {"language", "lint.per-file-ignores", "deadlines.delay_notice_hours"} <= set(paths)
    assert set(reference_words(language)["settings"]["keys"]) == set(paths)
    for path in paths:
        assert f"| `{path.rpartition('.')[2]}` |" in pages["reference/settings.md"]


def test_each_public_name_stands_there_and_no_other(made: Made) -> None:
    language, pages = made
    assert set(reference_words(language)["api"]["purposes"]) == set(comms.__all__)
    for name in comms.__all__:
        assert f"## `comms.{name}`" in pages["reference/api.md"]


def test_each_exit_status_stands_there(made: Made) -> None:
    language, pages = made
    assert set(reference_words(language)["statuses"]["meanings"]) == set(statuses.STATUSES)
    for number in statuses.STATUSES.values():
        assert f"| `{number}` |" in pages["reference/exit-status.md"]


def test_the_words_of_the_reference_are_the_same_in_each_language() -> None:
    def keys(book: object, path: str = "") -> set[str]:
        if not isinstance(book, dict):
            return {path}
        return set().union(*(keys(value, f"{path}.{key}") for key, value in book.items()))

    one, *others = (keys(reference_words(language)) for language in LANGUAGES)
    assert all(each == one for each in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_format_names_each_format(language: str) -> None:
    page = (DOCS / language / "reference" / "file-format.md").read_text(encoding="utf-8")
    assert all(f"`{suffix}`" in page for suffix in READERS)
    assert all(f"`.{suffix}`" in page for suffix in RENDERERS)
    assert all(f"`{name}`" in page or f"--format {name}" in page for name in REPORTS)
    assert f"{MAX_BYTES // 2**20} MB" in page
    assert all(f"`{model_of(kind).id_prefix}`" in page for kind in KINDS if kind != "compensation-policy")


FIGURES: dict[str, tuple[object, ...]] = {
    "R401": (TOLERANCE * 100,),
    "O502": (orders.MIN_DAILY_RATE, orders.MAX_DAILY_RATE, orders.MIN_WEEKLY_RATE, orders.MAX_WEEKLY_RATE),
    "O506": (orders.MIN_NEGOTIATION_DAYS,),
    "O509": (Deadlines().order_confirmation_hours,),
    "O512": (orders.LONG_ORDER_DAYS,),
    "O516": (orders.MAX_DEPOSIT_PERCENT,),
    "O517": (orders.MAX_PRESENTATION_DAYS,),
    "D701": (Deadlines().delay_notice_hours,),
    "D704": (MIN_REMEDIES,),
}
"""The figures that rules hold, by the rule beside which the documentation gives their source."""


@pytest.mark.parametrize("code", FIGURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_the_trade_are_those_of_the_rules(language: str, code: str) -> None:
    page = (DOCS / language / "background" / "domain.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith("|") and f"[{code}]" in line]
    numbers = re.findall(r"\d+(?:\.\d+)?", row.partition(f"[{code}]")[0])
    assert [f"{Decimal(str(each)).normalize():f}" for each in FIGURES[code]] == numbers[-len(FIGURES[code]) :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_counts_the_rules(language: str) -> None:
    assert re.search(rf"^{len(RULES)} (rules|条规则)", READMES[language].read_text("utf-8"), re.MULTILINE)


# --- the site ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of both languages as they are given to the generator."""
    folder = tmp_path_factory.mktemp("site")
    for language in LANGUAGES:
        lay_out(language, folder)
    return folder


def links(text: str) -> Iterator[str]:
    """The targets of links and pictures, but for those in code."""
    prose = re.sub(r"^( *)(`{3,}).*?^\1\2$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", prose)


def test_both_languages_have_the_same_pages(site: Path) -> None:
    one, *others = (
        {each.relative_to(site / language) for each in (site / language).rglob("*.md")}
        for language in LANGUAGES
    )
    assert len(one) > 100
    assert all(each == one for each in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_pages_lead_to_a_page(language: str, site: Path) -> None:
    pages = sorted((site / language).rglob("*.md"))
    found = [(page, link) for page in pages for link in links(page.read_text(encoding="utf-8"))]
    assert len(found) > 500
    local = [(page, link.partition("#")[0]) for page, link in found if "://" not in link]
    assert [(page.name, link) for page, link in local if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda each: each.name)
def test_links_of_a_page_at_the_root_lead_to_a_file(page: Path) -> None:
    local = [link.partition("#")[0] for link in links(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in local if link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_in_the_menu(language: str, site: Path) -> None:
    menu = {f"{section}/{name}" for section, names in NAVIGATION.items() for name in names}
    by_hand = {
        str(each.relative_to(site / language).with_suffix("")) for each in (site / language).rglob("*.md")
    }
    generated = ("reference/rules/", "reference/kinds/")
    assert {each for each in by_hand if not each.startswith(generated)} == {*menu, "index"}


@pytest.mark.long
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    import website

    assert website.main(tmp_path) == 0
    for language in LANGUAGES:
        pages = list((tmp_path / "site" / language).rglob("*.html"))
        assert len(pages) > 100
        loaded = [
            address
            for page in pages
            for address in re.findall(
                r'<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]*)"', page.read_text("utf-8")
            )
        ]
        assert loaded == [], "the site fetches nothing from elsewhere"


@pytest.mark.parametrize("file", ["SECURITY.md", "SECURITY.zh.md"])
def test_the_tests_that_the_threat_model_names_are_there(file: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / file).read_text(encoding="utf-8")))
    assert named
    assert named <= {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
