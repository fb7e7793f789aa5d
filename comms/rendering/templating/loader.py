"""Finds templates in the folder of their language, the custom folder itself, or the shipped ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound
from jinja2.loaders import split_template_path

from comms.rendering.templating.mistakes import TemplateMistake
from comms.runtime.resources import LANGUAGE_FOLDERS

SUFFIX = ".md.j2"
SHIPPED = "shipped/"
"""The prefix of a template's name that selects the shipped one even if the folder has its own."""
MOST_BYTES = 256 * 1024


class FolderLoader(BaseLoader):
    """Loads a template from the folder of its language, the folder itself, or the shipped ones."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folders = (folder / language, folder)
        self.shipped = LANGUAGE_FOLDERS[language]

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:
        """Load a template by name; raises TemplateMistake for one too deeply nested to be compiled."""
        try:
            return super().load(environment, name, globals)
        except (RecursionError, MemoryError, SyntaxError):
            raise TemplateMistake("too_nested", (str(self.file_of(name)), 1)) from None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        file = self.file_of(template)
        if file is None:
            raise TemplateNotFound(template)
        state = _state(file)
        return source_of(file), str(file), lambda: self.file_of(template) == file and _state(file) == state

    def list_templates(self) -> list[str]:
        """Return the names of all templates, custom ones first."""
        folders = (*self.folders, self.shipped)
        return list(dict.fromkeys(file.name for folder in folders for file in sorted(folder.glob("*.j2"))))

    def file_of(self, template: str) -> Path | None:
        """Return the file of a template, or None; raises TemplateMistake if it lies outside the folder."""
        try:
            steps = split_template_path(template)
        except TemplateNotFound:
            return None
        if not template.startswith(SHIPPED):
            for folder in self.folders:
                if (file := folder.joinpath(*steps)).is_file():
                    return self._kept_inside(file)
        file = self.shipped / steps[-1] if steps else self.shipped
        return file if len(steps) == 1 + template.startswith(SHIPPED) and file.is_file() else None

    def _kept_inside(self, file: Path) -> Path:
        if not file.resolve().is_relative_to(self.folders[-1].resolve()):
            raise TemplateMistake("leads_out", (str(file), 1))
        return file


def _state(file: Path) -> tuple[int, int]:
    """Return the modification time and size of a file, which change when it is written."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def source_of(file: Path) -> str:
    """Read a template; raises TemplateMistake if it is too big, not UTF-8, or unreadable."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TemplateMistake("too_big", (str(file), 1), most=MOST_BYTES // 1024)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TemplateMistake("not_utf8", (str(file), line)) from None
    except OSError as error:
        raise TemplateMistake("failed", (str(file), 1), why=error.strerror or str(error)) from None
