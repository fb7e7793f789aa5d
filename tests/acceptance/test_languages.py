"""A language is a folder and its name: a toy language that lies in a folder of the test speaks everywhere."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from comms.language.locale import language_of
from comms.runtime.resources import LANGUAGE_FOLDERS
from tests.support import EXAMPLES, ROOT, Ran

TOY = "eo"
"""The toy's name; its sentences are the English ones between « and »."""

STRUCTURE = ("language", "kinds", "steps", "by_hand", "honorifics")
"""Tables of words.toml that are not sentences but say how a language writes and what it reads."""

START = f"""
import sys
from pathlib import Path
from comms.runtime.resources import LANGUAGE_FOLDERS
LANGUAGE_FOLDERS[{TOY!r}] = Path(sys.argv.pop(1))
from cli.app import main
sys.argv[0] = "comms"
main()
"""


def marked(value: Any) -> Any:
    """Sentences between « and »; what is no text stays."""
    if isinstance(value, dict):
        return {key: marked(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [marked(entry) for entry in value]
    return f"«{value}»" if isinstance(value, str) and value else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy's folder: each sentence of messages, rules, help and words is marked."""
    toy = tmp_path_factory.mktemp("languages") / TOY
    shutil.copytree(LANGUAGE_FOLDERS["en"], toy)
    for book in ("messages", "rules", "help", "words"):
        file = toy / f"{book}.toml"
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        toyed = {key: value if key in STRUCTURE else marked(value) for key, value in said.items()}
        if book == "words":
            toyed["language"] |= {"name": "Toy", "tag": TOY, "names": ["toy"], "home_currency": "EUR"}
            toyed["kinds"] = marked(said["kinds"])
        file.write_text(tomlkit.dumps(toyed), encoding="utf-8")
    return toy


@pytest.fixture
def comms(folder: Path, tmp_path: Path) -> Any:
    def run(*arguments: str | Path, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", START, str(folder), *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            env={
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(ROOT),
                "HOME": str(tmp_path),
                "XDG_STATE_HOME": str(tmp_path / ".state"),
                **environment,
            },
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_the_command_line_and_the_locale_choose_it(comms: Any) -> None:
    assert "«" in comms("kinds", "--language", TOY).out
    assert "«" in comms("kinds", LANG=f"{TOY}.UTF-8").out
    assert "«" not in comms("kinds", LANG="en_GB.UTF-8").out
    refused = comms("kinds", "--language", "tlh")
    assert refused.status == 2 and TOY in refused.err


def test_help_is_told_in_it(comms: Any) -> None:
    assert "«" in comms("--help", "--language", TOY).out or "«" in comms("--help", LANG=TOY).out
    assert "«" in comms("new", "--help", LANG=TOY).out


def test_findings_are_told_in_it(comms: Any) -> None:
    bad = EXAMPLES / "brief" / "bad" / "W102-placeholder.en.yaml"
    ran = comms("lint", bad, "--language", TOY, "--format", "json")
    (finding,) = json.loads(ran.out)
    assert ran.status == 1 and finding["code"] == "W102"
    assert finding["message"].startswith("«") and finding["hint"].startswith("«")


def test_errors_are_told_in_it(comms: Any) -> None:
    ran = comms("lint", "nothing.yaml", LANG=TOY)
    assert ran.status == 2 and "«" in ran.err


def test_a_document_in_it_is_made_judged_and_read_back(comms: Any, tmp_path: Path) -> None:
    answers = {
        "title": "Size chart",
        "what": "3 banners",
        "why": "62 of 180 complaints name the size",
        "when": "2026-06-05",
        "where": "shop",
        "who": "Tom Okafor",
        "how": "as in May",
        "how_much.budget": "300",
        "how_much.hours": "12",
    }
    sets = [word for key, value in answers.items() for word in ("--set", f"{key}={value}")]
    made = comms("new", "brief", "--language", TOY, "--no-input", "--to", "yaml,md,docx", "-o", "out", *sets)
    assert made.status == 0, made.err
    (written,) = (tmp_path / "out").glob("*.yaml")
    text = written.read_text(encoding="utf-8")
    assert f"language: {TOY}" in text and "EUR" in text
    markdown = written.with_suffix(".md").read_text(encoding="utf-8")
    assert "«" in markdown.partition("\n---\n")[2]
    assert comms("lint", "out", "--language", TOY).status == 0


def test_settings_and_schemas_know_it(comms: Any, tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text(f'language = "{TOY}"\n', encoding="utf-8")
    assert "«" in comms("kinds").out
    schema = json.loads(comms("schema", "brief").out)
    assert TOY in re.findall(r'"([a-z]{2})"', json.dumps(schema["properties"]["language"]))


def test_a_tag_names_a_language_by_its_first_letters() -> None:
    tags = {
        "zh_CN.UTF-8": "zh",
        "zh-Hans": "zh",
        "en-GB": "en",
        "en": "en",
        "C": None,
        "de_DE": None,
        "": None,
    }
    assert {tag: language_of(tag) for tag in tags} == tags
    assert language_of("enm") is None
