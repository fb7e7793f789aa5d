"""The settings of a workspace: comms.toml, or `[tool.comms]` of pyproject.toml, read and checked."""

import difflib
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from comms.errors import CommsError
from comms.language.phrases import Saying
from comms.paths import dotted

NAME = "comms.toml"
PROJECT = "pyproject.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class LintSettings(_Table):
    """[lint]: which rules run, how much they weigh, and the words of the house.

    select, ignore, per_file_ignores and severity name rules by their codes or the beginnings of codes;
    the patterns of per_file_ignores and exclude are those of .gitignore, from the folder of comms.toml.
    """

    select: list[str] = []
    ignore: list[str] = []
    per_file_ignores: dict[str, list[str]] = Field({}, alias="per-file-ignores")
    exclude: list[str] = []
    severity: dict[str, Literal["error", "warning", "off"]] = {}
    vague_words: list[Word] = Field([], alias="vague-words")
    jargon: dict[Word, Word] = {}
    baseline: str | None = None


class Deadlines(_Table):
    """[deadlines]: hours within which a letter must go out."""

    order_confirmation_hours: int = 24
    delay_notice_hours: int = 4


class RenderSettings(_Table):
    """[render]: folders and files of the house's own layout."""

    templates: str | None = None
    letterhead: str | None = None


class Settings(_Table):
    """comms.toml."""

    language: Literal["zh", "en"] | None = None
    timezone: str | None = None
    holidays: str | None = None
    currency: str | None = None
    company: dict[str, Any] = {}
    defaults: dict[str, dict[str, Any]] = {}
    # constructed, not validated: defaults need no validator, and building one takes longer than a lint
    lint: LintSettings = Field(default_factory=LintSettings.model_construct)
    deadlines: Deadlines = Field(default_factory=Deadlines.model_construct)
    render: RenderSettings = Field(default_factory=RenderSettings.model_construct)


def settings_in(folder: Path) -> Settings | None:
    """The settings that a folder holds; comms.toml counts where both files stand."""
    if (file := folder / NAME).is_file():
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


@lru_cache(maxsize=16)  # a run asks for the settings of its folder several times
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=str)


def _settings(file: Path, table: Any) -> Settings:
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        raise _mistake(file, table, error.errors(include_url=False)[0]) from None


EXPECTED = {
    "list_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "string_type": "text",
    "string_too_short": "word",
}
"""pydantic's names of errors -> what messages.toml calls that which belongs there; else a whole number."""


def _mistake(file: Path, table: Any, error: Any) -> CommsError:
    """A mistake in the settings, told in the reader's language."""
    loc = tuple(str(each) for each in error["loc"] if each != "[key]")
    where: dict[str, object] = {"file": str(file), "setting": dotted(loc)}
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(loc[-1], _keys(loc[:-1]), 1, 0.5)
        near = near or [f"lint.{each}" for each in _keys(("lint",)) if each == loc[-1]]
        return CommsError("unknown_setting", **where, near=near[0] if near else ", ".join(_keys(loc[:-1])))
    if error["type"] == "literal_error":
        return CommsError("setting_choice", **where, known=error["ctx"]["expected"].replace(" or ", ", "))
    expected = EXPECTED.get(error["type"], "whole")
    return CommsError("wrong_setting", **where, expected=Saying("messages", f"settings.{expected}"))


def _keys(table: tuple[str, ...]) -> list[str]:
    """The keys that a table of the settings may have."""
    model: Any = Settings
    for step in table:
        model = {(each.alias or name): each.annotation for name, each in model.model_fields.items()}[step]
    return [each.alias or name for name, each in model.model_fields.items()]
