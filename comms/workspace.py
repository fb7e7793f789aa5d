"""The workspace: comms.toml in the working folder or the nearest folder above it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from comms.findings import CommsError, dotted
from comms.locale_language import locale_language

NAME = "comms.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)


class LintSettings(_Table):
    """[lint]: which rules run, and the words of the house."""

    select: list[str] = []
    ignore: list[str] = []
    per_file_ignores: dict[str, list[str]] = Field({}, alias="per-file-ignores")
    vague_words: list[str] = Field([], alias="vague-words")
    jargon: dict[str, str] = {}


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


@dataclass(frozen=True, slots=True)
class Workspace:
    """The settings in force and the folder that they hold for."""

    folder: Path
    settings: Settings

    def language(self, asked: str | None = None) -> Literal["zh", "en"]:
        """The language in force: the one asked for, that of comms.toml, that of the locale, English."""
        chosen = asked or self.settings.language or locale_language()
        return "zh" if chosen == "zh" else "en"

    def currency(self, language: str) -> str:
        """The currency of an amount that names none."""
        return self.settings.currency or {"zh": "CNY"}.get(language, "USD")


def open_workspace(start: Path) -> Workspace:
    """The workspace around a folder; raises CommsError("bad_settings") for a comms.toml with mistakes."""
    for folder in (start, *start.parents):
        if (file := folder / NAME).is_file():
            return Workspace(folder=folder, settings=_settings(file))
    return Workspace(folder=start, settings=Settings.model_construct())


def _settings(file: Path) -> Settings:
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CommsError(
            "bad_settings", file=str(file), why=f"{dotted(first['loc'])}: {first['msg']}"
        ) from None
    except (ValueError, OSError, RecursionError) as error:
        raise CommsError("bad_settings", file=str(file), why=str(error)) from None
