"""`comms init`: writes comms.toml from the user's answers."""

import os
from pathlib import Path

from cli.terminal import errors, printer
from cli.terminal.device import asker, is_plain, is_terminal, refuse_other_encodings
from cli.terminal.moves import Move, MovedByKey, Stopped, navigation_in
from cli.terminal.screen import Screen
from comms.errors import CommsError, Refusal
from comms.language.phrases import say, words
from comms.reading import read_file
from comms.runtime.files import replace, write
from comms.workspace.defaults import starting_point
from comms.workspace.loading import load_case
from comms.workspace.settings import SETTINGS_FILE
from comms.workspace.setup import (
    SETTINGS,
    Setting,
    proposed_value,
    read_setting,
    settings_text,
    with_defaults,
)
from comms.workspace.workspace import open_workspace


def init(sets: tuple[str, ...], no_input: bool, plain: bool, force: bool) -> int:
    """Ask for the settings that are not given, and write comms.toml into the working folder.

    Raises Refusal if the file exists, and CommsError if there are no settings and nobody can be asked.
    """
    file = Path.cwd() / SETTINGS_FILE
    if not force and file.exists():
        raise _exists()
    values = dict(_given(text) for text in sets)
    if not no_input and is_terminal():
        refuse_other_encodings()
        values = _SettingsDialog(values, plain).run()
    elif not values:
        raise CommsError("init_nothing", keys=", ".join(setting.key for setting in SETTINGS))
    language = values.get("language") or errors.language()
    _write(file, settings_text(values, language).encode(), force)
    printer.tell(f"✓ {say('interview.saved', language, path=os.path.relpath(file))}")
    return errors.CLEAN


def init_from(example: Path, force: bool) -> int:
    """Put the answers that a document shares with the next ones of its kind into comms.toml.

    Raises CommsError for a file that holds no document, and Refusal if comms.toml has answers for its kind.
    """
    file = Path.cwd() / SETTINGS_FILE
    document = load_case(read_file(example)).document
    if document is None:
        raise CommsError("edit_not_ours", path=str(example))
    open_workspace(Path.cwd())  # refuses settings that cannot be read
    before = file.read_bytes() if file.exists() else None
    text = settings_text({}, errors.language()) if before is None else before.decode("utf-8-sig")
    content = with_defaults(text, document.kind, starting_point(document), force).encode()
    if before is None:
        _write(file, content, force=False)
    else:
        replace(file, before, content)
    printer.tell(
        f"✓ {say('init.defaults', errors.language(), path=os.path.relpath(file), kind=document.kind)}"
    )
    return errors.CLEAN


def _exists() -> Refusal:
    return Refusal("init_exists", path=SETTINGS_FILE)


def _write(file: Path, content: bytes, force: bool) -> None:
    try:
        write(file, content, force)
    except Refusal:  # written while the questions were answered
        raise _exists() from None


def _given(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    found = next((setting for setting in SETTINGS if setting.key == key.strip()), None)
    if not equals:
        raise CommsError("bad_set", text=text)
    if found is None:
        raise CommsError(
            "unknown_setting",
            file=SETTINGS_FILE,
            setting=key,
            near=", ".join(setting.key for setting in SETTINGS),
        )
    return found.key, read_setting(found, value)


class _SettingsDialog:
    """Dialog that asks for one setting after the other; `<` goes back."""

    def __init__(self, values: dict[str, str], plain: bool) -> None:
        self.values = values
        self.language = values.get("language") or errors.language()
        self.screen = Screen(plain=is_plain(plain))
        self.ask = asker(self.language, plain)
        self.asked = [setting for setting in SETTINGS if setting.key not in values]

    def run(self) -> dict[str, str]:
        self.screen.note(say("init.intro", self.language))
        place = 0
        while place < len(self.asked):
            place = max(place + (1 if self._ask_setting(self.asked[place]) else -1), 0)
        return self.values

    def _ask_setting(self, setting: Setting) -> bool:
        """Ask for a setting and store its value; return False if the user goes back."""
        about = words(self.language, "messages")["settings_asked"][setting.key]
        self._show(about)
        preset = self.values.get(setting.key) or proposed_value(setting, self.language)
        while True:
            text = self._read_text(about["label"], preset)
            navigation = navigation_in(text)
            if navigation and navigation.move is Move.BACK:
                return False
            if navigation and navigation.move in (Move.FORWARD, Move.SKIP):
                return True
            if navigation:
                self._show(about)
                continue
            if not text.strip() or text.strip() == "-":
                self.values.pop(setting.key, None)
                return True
            try:
                self.values[setting.key] = read_setting(setting, text)
            except CommsError as refusal:
                self.screen.refused(
                    say(f"{refusal.section}.{refusal.reason}", self.language, **refusal.values), ""
                )
                preset = text
                continue
            if setting.key == "language":  # the following questions are in this language
                self.language = self.values["language"]
            return True

    def _show(self, about: dict[str, str]) -> None:
        """Show the question for a setting, with an example if there is one."""
        self.screen.line(about["question"], "bold")
        if example := about.get("example"):
            self.screen.note(f"{say('interview.example', self.language)} {example}")

    def _read_text(self, label: str, preset: str) -> str:
        colon = str(words(self.language)["language"]["colon"]).strip()
        try:
            return self.ask(None, label + colon, preset)
        except MovedByKey as turned:
            return turned.move
        except Stopped:
            raise KeyboardInterrupt from None
