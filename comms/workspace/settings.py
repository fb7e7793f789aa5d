"""The settings of a workspace, from comms.toml or `[tool.comms]` in pyproject.toml."""

import difflib
import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from comms.errors import CommsError
from comms.language.phrases import FilledSaying, Saying
from comms.models.base import LanguageName
from comms.paths import dotted

SETTINGS_FILE = "comms.toml"
PROJECT = "pyproject.toml"
"""The files that may hold settings."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class HouseHeadings(_Table):
    """The table [lint.headings]: headings of the house's own forms, by what they ask for."""

    title: list[Word] = []
    what: list[Word] = []
    why: list[Word] = []
    when: list[Word] = []
    where: list[Word] = []
    who: list[Word] = []
    how: list[Word] = []
    how_much: list[Word] = []

    @model_validator(mode="after")
    def _with_one_meaning_each(self) -> Self:
        asked: dict[str, str] = {}
        for heading, key in self.pairs:
            other = asked.setdefault(unicodedata.normalize("NFKC", heading).casefold(), key)
            if other != key:
                values = {"heading": heading, "one": other, "other": key}
                raise PydanticCustomError("heading_twice", "a heading with two meanings", values)
        return self

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each heading with what it asks for."""
        return tuple((heading, key) for key in type(self).model_fields for heading in getattr(self, key))


class LintSettings(_Table):
    """The table [lint]: which rules run, their severity, and the house's own words.

    select, ignore, per_file_ignores and severity name rules by code or the beginning of a code; the
    patterns of per_file_ignores and exclude are those of .gitignore, relative to the folder of comms.toml.
    """

    select: list[str] = []
    ignore: list[str] = []
    per_file_ignores: dict[str, list[str]] = Field({}, alias="per-file-ignores")
    exclude: list[str] = []
    severity: dict[str, Literal["error", "warning", "off"]] = {}
    vague_words: list[Word] = Field([], alias="vague-words")
    jargon: dict[Word, Word] = {}
    baseline: str | None = None
    headings: HouseHeadings = Field(default_factory=HouseHeadings.model_construct)


class Deadlines(_Table):
    """The table [deadlines]: the hours within which a letter must be sent."""

    order_confirmation_hours: int = 24
    delay_notice_hours: int = 4


class InterviewSettings(_Table):
    """The table [interview]: whether an interview asks for what is required only, or for everything."""

    style: Literal["short", "full"] = "short"


class RenderSettings(_Table):
    """The table [render]: the folder of the house's own templates and the file of its letterhead."""

    templates: str | None = None
    letterhead: str | None = None


class Settings(_Table):
    """The whole of comms.toml."""

    language: LanguageName | None = None
    timezone: str | None = None
    holidays: str | None = None
    currency: str | None = None
    company: dict[str, Any] = {}
    defaults: dict[str, dict[str, Any]] = {}
    # constructed without validation, since building a validator takes longer than a lint
    lint: LintSettings = Field(default_factory=LintSettings.model_construct)
    deadlines: Deadlines = Field(default_factory=Deadlines.model_construct)
    render: RenderSettings = Field(default_factory=RenderSettings.model_construct)
    interview: InterviewSettings = Field(default_factory=InterviewSettings.model_construct)


def settings_in(folder: Path) -> Settings | None:
    """Return the settings in a folder, None if it has none; comms.toml takes precedence."""
    if (file := folder / SETTINGS_FILE).is_file():
        return _settings(file, _toml(file))
    if (file := folder / PROJECT).is_file():
        tools = _toml(file).get("tool")
        table = tools.get("comms") if isinstance(tools, dict) else None
        return _settings(file, table) if table is not None else None
    return None


def _toml(file: Path) -> dict[str, Any]:
    try:
        return _parsed(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise CommsError("settings_not_utf8", file=str(file)) from None
    except OSError as error:
        raise CommsError("bad_settings", file=str(file), why=error.strerror or str(error)) from None
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line, column = place.groups() if place else (1, 1)
        raise CommsError("settings_not_toml", file=str(file), line=line, column=column) from None


_TOML_PLACE = re.compile(r"at line (\d+), column (\d+)")


@lru_cache(maxsize=16)  # one run reads the settings of its folder several times
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=str)


def _settings(file: Path, table: Any) -> Settings:
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        raise _mistake(file, error.errors(include_url=False)[0]) from None


EXPECTED = {
    "list_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "string_type": "text",
    "string_too_short": "word",
}
"""The expected value, as messages.toml calls it, by pydantic's name of the error; else a whole number."""


def _mistake(file: Path, error: Any) -> CommsError:
    """Return the error for a mistake in the settings."""
    loc = tuple(str(step) for step in error["loc"] if step != "[key]")
    where: dict[str, object] = {"file": str(file), "setting": _named(error["loc"])}
    if error["type"] == "heading_twice":
        return CommsError("heading_twice", **where, **error["ctx"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(loc[-1], _keys(loc[:-1]), 1, 0.5)
        near = near or [f"lint.{key}" for key in _keys(("lint",)) if key == loc[-1]]
        return CommsError("unknown_setting", **where, near=near[0] if near else ", ".join(_keys(loc[:-1])))
    if error["type"] == "literal_error":
        return CommsError("setting_choice", **where, known=error["ctx"]["expected"].replace(" or ", ", "))
    expected = EXPECTED.get(error["type"], "whole")
    return CommsError("wrong_setting", **where, expected=Saying("messages", f"settings.{expected}"))


def _named(loc: tuple[str | int, ...]) -> str | FilledSaying:
    """Return a setting as people name it, an entry of a list by its number from 1."""
    steps = tuple(step for step in loc if step != "[key]")
    if not steps or not isinstance(steps[-1], int):
        return dotted(steps)
    return FilledSaying("messages", "settings.entry", {"number": steps[-1] + 1, "list": dotted(steps[:-1])})


def _keys(table: tuple[str, ...]) -> list[str]:
    """Return the keys that a table of the settings may have."""
    model: Any = Settings
    for step in table:
        model = {(field.alias or name): field.annotation for name, field in model.model_fields.items()}[step]
    return [field.alias or name for name, field in model.model_fields.items()]
