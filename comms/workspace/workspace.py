"""Workspaces: a folder with its settings and the documents in it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comms.errors import CommsError
from comms.language.locale import locale_language
from comms.language.phrases import FALLBACK, LANGUAGES, words
from comms.workspace.settings import SETTINGS_FILE, Settings, settings_in

if TYPE_CHECKING:
    from comms.terms.workdays import WorkCalendar


@dataclass(frozen=True, eq=False)
class Workspace:
    """The settings in force, the folder that they apply to, and the documents in it.

    folder: None for a text without a file, for which nothing can be looked up.
    whole: whether the folders below belong to it, which they do if settings mark its root.
    named: files that hold documents in other places, as named by `--order`.
    """

    folder: Path | None
    settings: Settings
    whole: bool = False
    named: tuple[Path, ...] = ()

    def language(self, asked: str | None = None) -> str:
        """Return the language in force: as asked for, or of the settings, or of the locale, or English."""
        chosen = asked or self.settings.language or locale_language()
        return chosen if chosen in LANGUAGES else FALLBACK

    def currency(self, language: str) -> str:
        """Return the currency of an amount that names none."""
        return self.settings.currency or str(words(language)["language"]["home_currency"])

    @cached_property
    def zone(self) -> tzinfo:
        """The time zone of the settings, or that of the machine; raises CommsError("bad_settings")."""
        if self.settings.timezone is None:
            return datetime.now().astimezone().tzinfo or UTC
        try:
            return ZoneInfo(self.settings.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.mistake("timezone", self.settings.timezone) from None

    def today(self) -> date:
        """Return the day that it is now in the time zone of the settings."""
        return datetime.now(self.zone).date()

    @cached_property
    def calendar(self) -> "WorkCalendar":
        """The working days and public holidays of the settings; raises CommsError("bad_settings")."""
        from comms.terms.workdays import work_calendar

        try:
            return work_calendar(self.settings.holidays)
        except ValueError:
            raise self.mistake("holidays", self.settings.holidays) from None

    def with_named(self, *files: Path) -> "Workspace":
        """Return the same workspace with files that hold documents in other places."""
        return replace(self, named=(*self.named, *files))

    @property
    def letterhead(self) -> Path | None:
        """The letterhead that the settings name, whether the file exists or not."""
        return self._beside(self.settings.render.letterhead)

    @property
    def templates(self) -> Path | None:
        """The folder of templates that the settings name, whether it exists or not."""
        return self._beside(self.settings.render.templates)

    def _beside(self, name: str | None) -> Path | None:
        return (self.folder or Path()) / name if name else None

    def mistake(self, key: str, value: object) -> CommsError:
        """Return the error to raise for a setting that cannot be used."""
        return CommsError(
            "bad_settings", file=str((self.folder or Path()) / SETTINGS_FILE), why=f"{key} = {value!r}"
        )


NOWHERE = Workspace(None, Settings.model_construct())
"""The workspace of a text without a file: no settings, no other documents."""


def open_workspace(start: Path) -> Workspace:
    """Return the workspace around a folder: the nearest one above with settings, or else the folder itself.

    Raises CommsError("bad_settings") for settings with mistakes.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (settings := settings_in(folder)) is not None:
            return Workspace(folder, settings, whole=True)
    return Workspace(start, Settings.model_construct())
