"""The workspace: comms.toml, or `[tool.comms]` of pyproject.toml, in a folder or the nearest above it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comms.errors import CommsError
from comms.language.locale import locale_language
from comms.workspace.settings import NAME, Settings, settings_in

if TYPE_CHECKING:
    from comms.terms.workdays import WorkCalendar


@dataclass(frozen=True, eq=False)
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
        if (settings := settings_in(folder)) is not None:
            return Workspace(folder, settings, whole=True)
    return Workspace(start, Settings.model_construct())
