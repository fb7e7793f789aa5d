"""The workspace: comms.toml, or `[tool.comms]` of pyproject.toml, in a folder or the nearest above it."""

import difflib
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from comms.errors import CommsError
from comms.locale_language import locale_language
from comms.paths import dotted
from comms.words import Saying

if TYPE_CHECKING:
    from comms.register import Register
    from comms.terms.workdays import WorkCalendar

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


@dataclass(frozen=True)
class Workspace:
    """The settings in force, the folder that they hold for, and the documents in it.

    folder: None where a text has no place, so that nothing can be looked up.
    whole: the folders below belong to it too, since comms.toml says where it begins.
    named: files that hold documents wherever they are (`--order`).
    """

    folder: Path | None
    settings: Settings
    whole: bool = False
    named: tuple[Path, ...] = ()

    def language(self, asked: str | None = None) -> Literal["zh", "en"]:
        """The language in force: the one asked for, that of comms.toml, that of the locale, English."""
        chosen = asked or self.settings.language or locale_language()
        return "zh" if chosen == "zh" else "en"

    def currency(self, language: str) -> str:
        """The currency of an amount that names none."""
        return self.settings.currency or {"zh": "CNY"}.get(language, "USD")

    @cached_property
    def register(self) -> "Register | None":
        """The documents of the workspace; None where there is no folder to look in."""
        from comms.register import Register

        if self.folder is None and not self.named:
            return None
        return Register(self.folder, self.whole, self.named)

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of comms.toml, or that of the machine; raises CommsError("bad_settings")."""
        if self.settings.timezone is None:
            return datetime.now().astimezone().tzinfo or UTC
        try:
            return ZoneInfo(self.settings.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.mistake("timezone", self.settings.timezone) from None

    @cached_property
    def calendar(self) -> "WorkCalendar":
        """Working days and public holidays of comms.toml's country; raises CommsError("bad_settings")."""
        from comms.terms.workdays import work_calendar

        try:
            return work_calendar(self.settings.holidays)
        except ValueError:
            raise self.mistake("holidays", self.settings.holidays) from None

    def with_named(self, *files: Path) -> "Workspace":
        """The same workspace, with files that hold documents beside those of its folder."""
        return replace(self, named=(*self.named, *files))

    @property
    def letterhead(self) -> Path | None:
        """The file that comms.toml names for a letterhead, whether it is there or not."""
        return self._beside(self.settings.render.letterhead)

    @property
    def templates(self) -> Path | None:
        """The folder that comms.toml names for own templates, whether it is there or not."""
        return self._beside(self.settings.render.templates)

    def _beside(self, name: str | None) -> Path | None:
        return (self.folder or Path()) / name if name else None

    def mistake(self, key: str, value: object) -> CommsError:
        """The error to raise for a setting that cannot be used."""
        return CommsError("bad_settings", file=str((self.folder or Path()) / NAME), why=f"{key} = {value!r}")


NOWHERE = Workspace(None, Settings.model_construct())
"""The workspace of a text that has no place: no settings, no other documents."""


def open_workspace(start: Path) -> Workspace:
    """The workspace around a folder; raises CommsError("bad_settings") for settings with mistakes."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (settings := _settings_in(folder)) is not None:
            return Workspace(folder, settings, whole=True)
    return Workspace(start, Settings.model_construct())


def _settings_in(folder: Path) -> Settings | None:
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
