"""What holds the structure: who may import whom, what loads when, that nothing is declared without its words."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comms.findings import Severity
from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES, field_words, words
from comms.linting.run import lint_paths
from comms.models.base import Part, Shape, fields_of
from comms.reading import READERS
from comms.rendering import RENDERERS
from comms.reports import REPORTS
from comms.rules import RULES
from comms.rules.manual import manual_page
from comms.runtime.lazy import load
from comms.runtime.resources import LANGUAGE_FOLDERS
from tests.support import EXAMPLES, ROOT

TERMINAL = {"cli", "typer", "rich", "questionary", "prompt_toolkit"}
HEAVY = {"questionary", "docx", "jinja2", "markdown_it", "babel", "holidays", "openpyxl", "pypinyin"}


@pytest.mark.parametrize("file", sorted((ROOT / "comms").rglob("*.py")), ids=lambda each: each.name)
def test_the_library_imports_no_terminal(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        assert not {name.partition(".")[0] for name in names} & TERMINAL


def modules_after(*arguments: str) -> set[str]:
    """The top-level modules that are loaded once a command has run."""
    script = (
        "import sys, cli.app\n"
        f"sys.argv = ['comms', *{list(arguments)!r}]\n"
        "try: cli.app.main()\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    assert not modules_after("--help") & (HEAVY | {"pydantic", "yaml", "rich"})


def test_linting_yaml_loads_nothing_heavy(tmp_path: Path) -> None:
    good = EXAMPLES / "design-brief" / "good" / "banner.zh.yaml"
    bad = EXAMPLES / "brief" / "bad" / "W101-placeholder.en.yaml"
    # in a workspace that names no country: where one does, the dates are looked up in its calendar
    files = [str(shutil.copy(file, tmp_path)) for file in (good, bad)]
    assert not modules_after("lint", *files) & (HEAVY | {"rich", "prompt_toolkit"})


@pytest.mark.parametrize(
    "table", [KINDS, READERS, RENDERERS, REPORTS], ids=["kinds", "readers", "renderers", "reports"]
)
def test_each_entry_of_a_table_can_be_loaded(table: dict[str, str]) -> None:
    assert all(load(where) for where in table.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_model_templates_and_examples(kind: str) -> None:
    assert fields_of(model_of(kind))["kind"].choices == (kind,)
    for language in LANGUAGES:
        assert (LANGUAGE_FOLDERS[language] / f"{kind}.md.j2").is_file()
        assert words(language)["kinds"][kind]
        assert words(language)["kind_purposes"][kind]
        assert list((EXAMPLES / kind / "good").glob(f"*.{language}.*"))
        assert list((EXAMPLES / kind / "bad").rglob(f"*.{language}.*"))


def parts_of(part: type[Part]) -> set[type[Part]]:
    return {part}.union(*(parts_of(each.part) for each in fields_of(part).values() if each.part))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_field_has_its_words_in_each_language(kind: str, language: str) -> None:
    for part in parts_of(model_of(kind)):
        for key, field in fields_of(part).items():
            about = field_words(field.owner, key, language)
            assert about.label, f"{part.__name__}.{key} has no label in {language}"
            in_interview = field.ask.step or part is not model_of(kind)
            if in_interview and field.shape not in (Shape.PART, Shape.PARTS) and key != "currency":
                assert about.question, f"{part.__name__}.{key} has no question in {language}"
                assert about.example, f"{part.__name__}.{key} has no example in {language}"
            if field.shape is Shape.CHOICE and in_interview:
                assert set(about.choices or ()) == set(field.choices)


def keys(book: object, path: str = "") -> set[str]:
    if not isinstance(book, dict):
        return {path}
    return set().union(*(keys(value, f"{path}.{key}") for key, value in book.items())) if book else set()


@pytest.mark.parametrize("book", ["words", "messages", "help", "rules", "wording", "tables"])
def test_both_languages_say_the_same_things(book: str) -> None:
    one, other = (
        {each for each in keys(words(language, book)) if not each.endswith(".page")} for language in LANGUAGES
    )
    overrides = {each for each in one ^ other if each.endswith((".example", ".question", ".item"))}
    assert one ^ other == overrides


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_page_a_hint_and_an_example_of_its_own(code: str) -> None:
    for language in LANGUAGES:
        book = words(language, "rules")[code]
        assert book["message"] and book["hint"]
        assert manual_page(code, language).text
    assert words("zh", "rules")[code]["page"]
    assert list(EXAMPLES.glob(f"*/bad/{code}-*")), f"no bad example of {code}"


@pytest.mark.parametrize("code", RULES)
def test_the_cases_of_a_page_are_what_they_claim(code: str, tmp_path: Path) -> None:
    found = manual_page(code, "en")
    for case in found.fails:
        assert code in {each.code for each in findings(case, tmp_path)}, case
    for case in found.passes:
        assert code not in {each.code for each in findings(case, tmp_path)}, case
    assert found.passes
    # what takes a rendered file, or the settings of a workspace, is shown by its example instead
    assert found.fails or code in ("F005", "F007", "O512", "O514", "W112")


def findings(case: str, folder: Path) -> list[object]:
    for number, document in enumerate(re.split(r"^---\n", case, flags=re.MULTILINE)):
        (folder / f"{number}.yaml").write_text(document, encoding="utf-8")
    return list(lint_paths([folder / "0.yaml"], "en").findings)


def test_the_codes_and_severities_are_those_that_are_published() -> None:
    warnings = {code for code, rule in RULES.items() if rule.severity is Severity.WARNING}
    briefs = {"F005", "W109", "W112", "W113", "S203", "S204", "R401"}
    orders = {f"O5{number:02}" for number in (5, 6, 9, 10, 12, 14, 16, 18, 19, 21, 22)}
    wording = {f"V30{number}" for number in range(1, 9)}
    assert warnings == briefs | orders | wording | {"F011", "F012", "F013"} | {
        "F010",
        "C607",
        "C609",
        "D701",
        "D707",
        "D710",
        "D712",
        "P803",
    }
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
