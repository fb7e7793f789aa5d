"""The schemas of the kinds: they refuse what the models refuse, and editors find them."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from comms.editors.json_schema import schema
from comms.findings import Unreadable
from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES
from comms.models.base import missing_answers
from comms.paths import FieldPath, dotted
from comms.reading import read_bytes, read_file
from comms.workspace.loading import load_case
from tests.support import CONTRACT_FILES, EXAMPLES
from tests.support.here import run_here

FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER


class Core(yaml.SafeLoader):
    """Loads YAML by the 1.2 core schema, as editors do: 00123 is a number, a date is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way


for tag, pattern in (
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
    ("null", r"~|null|Null|NULL|"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), None)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(kind, "en"), format_checker=FORMATS)


VALIDATORS = {kind: validator(kind) for kind in KINDS}
EXAMPLE_FILES = sorted(
    file for file in EXAMPLES.glob("*/*/**/*") if file.suffix in (".yaml", ".json", ".toml")
)


def seen_by_editors(file: Path) -> Any:
    if file.suffix == ".yaml":
        return yaml.load(file.read_text(encoding="utf-8"), Core)
    return json.loads(file.read_text(encoding="utf-8")) if file.suffix == ".json" else None


def agrees(file: Path) -> bool:
    """Whether the schema agrees with the model on a file; False if it accepts what the model refuses."""
    case = load_case(read_file(file))
    if case.document is None:
        return True
    due = [path for _, path in missing_answers(case.document)]
    for data in filter(None, (case.source.data, seen_by_editors(file))):
        errors = list(VALIDATORS[case.document.kind].iter_errors(data))
        if case.invalid:
            assert errors, "the model refuses a value, and the schema takes it"
        if not case.invalid and not due:
            assert not errors, errors[0].message
        if due and not case.invalid and not errors:
            return False
    return True


@pytest.mark.parametrize("file", EXAMPLE_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_schema_says_of_each_example_what_the_model_says(file: Path) -> None:
    try:
        agreed = agrees(file)
    except Unreadable:
        return
    if not agreed:  # a placeholder, or an answer that is only due beside another one
        assert file.parent.name == "bad"


@pytest.mark.parametrize("name", [file for file in CONTRACT_FILES if not file.startswith("request-by-hand")])
def test_the_schemas_accept_the_files_of_the_public_format(name: str, contract: Path) -> None:
    assert agrees(contract / name)
    data = read_file(contract / name).data
    VALIDATORS[data["kind"]].validate(data)


VALUES: tuple[Any, ...] = (
    "abc", "12", 12, -1, 0, "0", "-1", 1.5, "1.50", "0.00", "1.2.3", ".5", 100.5, "00123", "1,000", "1e3",
    True, [], {}, ["a"], {"x": 1}, "USD", "usd", "buyer",
    "2026-02-30", "2026-06-05", "2026-06-05T10:00+08:00", "2026-06-05T10:00",
)  # fmt: skip


def paths_in(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths_in(inner, (*path, step))


def with_value(data: Any, path: FieldPath, value: Any) -> Any:
    data = inner = copy.deepcopy(data)
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


def without_required(part: Any) -> Any:
    """Return a schema without required keys, so that a document may hold a single answer."""
    if isinstance(part, dict):
        return {key: without_required(inner) for key, inner in part.items() if key != "required"}
    return [without_required(inner) for inner in part] if isinstance(part, list) else part


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_in_a_field_the_schema_refuses_what_the_model_refuses(kind: str) -> None:
    """A JSON text as our reader and as an editor parse it."""
    lenient = jsonschema.Draft202012Validator(without_required(schema(kind, "en")), format_checker=FORMATS)
    known: set[str] = set()
    for file in sorted((EXAMPLES / kind / "good").glob("*.yaml")):
        whole = read_file(file).data
        for path in paths_in(whole):
            name = re.sub(r"\[[^\]]*\]", "[]", dotted(path))
            if path == ("kind",) or name in known:
                continue
            known.add(name)
            alone = {"kind": kind, path[0]: whole[str(path[0])]}
            for value in VALUES:
                text = json.dumps(with_value(alone, path, value))
                refused = bool(load_case(read_bytes(text.encode(), "x.json")).invalid)
                assert lenient.is_valid(json.loads(text)) is not refused, (name, value)
    assert len(known) > 8


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_names_every_key(kind: str, language: str) -> None:
    found = schema(kind, language)
    jsonschema.Draft202012Validator.check_schema(found)
    unknown = {"kind": kind, "no_such_key": 1}
    assert any(error.validator == "additionalProperties" for error in VALIDATORS[kind].iter_errors(unknown))
    for part in (found, *found["$defs"].values()):
        for variant in part.get("anyOf", [part]):
            assert all(about["title"] for about in variant.get("properties", {}).values())


# --- writing them ----------------------------------------------------------------------------------


@pytest.mark.long
def test_the_schemas_of_all_kinds_are_written_into_a_folder(tmp_path: Path) -> None:
    ran = run_here("schema", "--all", "-o", "schemas", "--language", "zh", cwd=tmp_path)
    assert ran.status == 0
    assert ran.out.splitlines() == [f"schemas/{kind}.json" for kind in KINDS]
    for kind in KINDS:
        text = (tmp_path / "schemas" / f"{kind}.json").read_text(encoding="utf-8")
        assert json.loads(text) == schema(kind, "zh")
        assert text == run_here("schema", kind, "--language", "zh", cwd=tmp_path).out
    assert run_here("lint", "--strict", "schemas", cwd=tmp_path).out.startswith("There are no request files")


def test_the_schema_of_one_kind_goes_where_it_is_sent(tmp_path: Path) -> None:
    assert run_here("schema", "brief", "-o", "deep/er/x.json", cwd=tmp_path).out == "deep/er/x.json\n"
    assert run_here("schema", "brief", "-o", "folder", cwd=tmp_path).out == "folder/brief.json\n"
    assert (
        run_here("schema", "brief", "-o", "-", cwd=tmp_path).out == (tmp_path / "deep/er/x.json").read_text()
    )


def test_a_schema_replaces_another_file_by_force_only(tmp_path: Path) -> None:
    assert run_here("schema", "brief", "-o", "x.json", cwd=tmp_path).status == 0
    assert run_here("schema", "brief", "-o", "x.json", cwd=tmp_path).status == 0, "nothing would change"
    ran = run_here("schema", "design-brief", "-o", "x.json", cwd=tmp_path)
    assert ran.status == 1
    assert "x.json" in ran.err
    assert json.loads((tmp_path / "x.json").read_text())["title"] == schema("brief", "en")["title"]
    assert run_here("schema", "design-brief", "-o", "x.json", "--force", cwd=tmp_path).status == 0
    (tmp_path / "design-brief.json").write_text("mine")
    assert run_here("schema", "--all", "-o", ".", cwd=tmp_path).status == 1
    assert not (tmp_path / "brief.json").exists(), "all of them or none"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--all"),
        (("--all",), "-o"),
        (("--all", "-o", "-"), "-o"),
        (("--all", "brief", "-o", "x"), "--all"),
        (("--all", "-o", "x.json"), "folder"),
        (("breif", "-o", "x.json"), "brief"),
    ],
)
def test_a_schema_that_nobody_can_mean_is_wrong_usage(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    ran = run_here("schema", *arguments, cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert not list(tmp_path.glob("*.json"))


# --- the line for editors --------------------------------------------------------------------------

LINE = "# yaml-language-server: $schema="
SETS = (
    "title=T", "what=3 banners", "why=62 of 180 complaints", "when.due=2026-06-05", "where=shop",
    "who.owner=Tom", "how=as in 2025", "how_much.hours=12",
)  # fmt: skip


def new(folder: Path, *arguments: str, status: int = 0) -> str:
    """Run `comms new brief` and return its output."""
    sets = [part for setting in SETS for part in ("--set", setting)]
    ran = run_here("new", "brief", *sets, *arguments, cwd=folder)
    assert ran.status == status, ran.err
    return ran.err


def first_line(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0]


def test_a_new_file_begins_with_the_place_of_its_schema_which_is_written_there(tmp_path: Path) -> None:
    assert "schemas/brief.json" in new(tmp_path, "-o", "requests/a.yaml", "--schema", "schemas/brief.json")
    assert first_line(tmp_path / "requests" / "a.yaml") == f"{LINE}../schemas/brief.json"
    assert json.loads((tmp_path / "schemas" / "brief.json").read_text()) == schema("brief", "en")
    assert run_here("lint", "--strict", ".", cwd=tmp_path).status == 0


def test_a_schema_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "brief.json").write_text("mine")
    new(tmp_path, "-o", "a.yaml", "--schema", "schemas")
    assert first_line(tmp_path / "a.yaml") == f"{LINE}schemas/brief.json"
    assert (tmp_path / "schemas" / "brief.json").read_text() == "mine"


def test_the_address_of_a_schema_on_the_network_is_taken_as_it_is(tmp_path: Path) -> None:
    new(tmp_path, "-o", "a.yaml", "--schema", "https://example.com/brief.json")
    assert first_line(tmp_path / "a.yaml") == f"{LINE}https://example.com/brief.json"
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith(".")] == ["a.yaml"]


def test_only_the_yaml_file_has_the_line(tmp_path: Path) -> None:
    new(tmp_path, "--to", "md,yaml,json", "--schema", "https://example.com/brief.json")
    (file,) = tmp_path.glob("BR-*.yaml")
    assert first_line(file).startswith(LINE)
    assert json.loads(file.with_suffix(".json").read_text())
    assert file.with_suffix(".md").read_text().startswith("---\n")
    assert read_file(file).data == read_file(file.with_suffix(".json")).data


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--schema", "x.json"), "--to yaml"),
        (("-o", "a.md", "--schema", "x.json"), "--to yaml"),
        (("-o", "a.yaml", "--schema", "x.json\nkind: novel"), "without spaces"),
        (("-o", "a.yaml", "--schema", "https://e.com/\rkind: novel"), "without spaces"),
        (("-o", "a.yaml", "--schema", "https://e.com/\u2028x"), "without spaces"),
        (("-o", "a.yaml", "--schema", "https://e.com/\x85x"), "without spaces"),
        (("-o", "a.yaml", "--schema", "my schemas/x.json"), "without spaces"),
    ],
)
def test_a_line_that_cannot_be_written_is_told_before_anything_is(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    assert told in new(tmp_path, *arguments, status=2)
    assert not [file for file in tmp_path.iterdir() if not file.name.startswith(".")]


def test_a_schema_does_not_go_where_the_document_goes(tmp_path: Path) -> None:
    assert "a.yaml" in new(tmp_path, "-o", "a.yaml", "--schema", "./a.yaml", status=1)
    assert not (tmp_path / "a.yaml").exists()


def test_a_file_beside_its_schema_may_lie_in_a_folder_with_a_blank(tmp_path: Path) -> None:
    new(tmp_path, "-o", "my briefs/a.yaml", "--schema", "my briefs/x.json")
    assert first_line(tmp_path / "my briefs" / "a.yaml") == f"{LINE}x.json"


def test_signing_and_applying_a_change_keep_the_line(tmp_path: Path) -> None:
    request = tmp_path / "request.yaml"
    for kind, example, name in (
        ("change-request", "other-foot.en.yaml", "request.yaml"),
        ("order-confirmation", "lamps.en.yaml", "lamps.yaml"),
    ):
        text = (EXAMPLES / kind / "good" / example).read_text(encoding="utf-8")
        (tmp_path / name).write_text(f"{LINE}../x.json\n{text}", encoding="utf-8")
    for side, day in (("seller", "2026-06-23"), ("buyer", "2026-06-24")):
        sign = ("change", "sign", "request.yaml", side, "--name", "X", "--on", day)
        assert run_here(*sign, cwd=tmp_path).status == 0
        assert first_line(request) == f"{LINE}../x.json"
    assert run_here("change", "apply", "request.yaml", cwd=tmp_path).status == 0
    assert first_line(tmp_path / "SO-2026-0620.r2.yaml") == f"{LINE}../x.json"
    assert run_here("change", "apply", "request.yaml", cwd=tmp_path).status == 0, "done before"


def test_another_comment_beside_the_line_still_stops_a_signature(tmp_path: Path) -> None:
    text = (EXAMPLES / "change-request" / "good" / "other-foot.en.yaml").read_text(encoding="utf-8")
    commented = f"{LINE}x.json\n# a note\n{text}"
    (tmp_path / "request.yaml").write_text(commented, encoding="utf-8")
    sign = ("change", "sign", "request.yaml", "seller", "--name", "X", "--on", "2026-06-23")
    assert run_here(*sign, cwd=tmp_path).status == 1
    assert (tmp_path / "request.yaml").read_text(encoding="utf-8") == commented
