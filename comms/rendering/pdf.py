"""PDF: converts the document's DOCX with LibreOffice, without windows, network access or macros."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from comms.errors import CommsError, SetupError
from comms.language.display import one_line
from comms.language.phrases import words
from comms.rendering.docx import document as docx

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition

SECONDS = 120
"""Time limit for a letter; most take two seconds, the first after a start of the machine takes ten."""
NAMES = ("soffice", "libreoffice")
"""Names of the program on the PATH."""
PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path(r"C:\Program Files\LibreOffice\program\soffice.exe"),
    Path(r"C:\Program Files (x86)\LibreOffice\program\soffice.exe"),
)
"""Places of LibreOffice on systems where it is not on the PATH."""
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),  # nothing is fetched
    ("Office.Common/Filter/PDF/Export", "UseTaggedPDF", "true"),  # for screen readers
    ("Office.Common/Filter/PDF/Export", "DisplayPDFDocumentTitle", "true"),
)
"""Settings of the profile: path, name and value; only newer versions accept them on the command line."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_at_work = Lock()


def render(rendition: "Rendition") -> bytes:
    """Return the document as a tagged PDF; the same input and version of LibreOffice give the same bytes.

    Raises SetupError("no_libreoffice"), SetupError("no_chinese_font"), CommsError("pdf_late") or
    CommsError("pdf_failed").
    """
    program = office()
    if _CHINESE.search(rendition.body):
        _require_chinese_font()
    # without data, which newer versions of LibreOffice would copy into the PDF
    return _converted(program, docx.without_data(rendition), rendition.layout.language)


def office() -> str:
    """Return the path of LibreOffice; raises SetupError("no_libreoffice")."""
    named = (shutil.which(name) for name in NAMES)
    placed = (str(place) for place in PLACES if place.is_file())
    found = next(filter(None, (*named, *placed)), None)
    if found is None:
        raise SetupError("no_libreoffice")
    return found


def _require_chinese_font() -> None:
    """Raise SetupError("no_chinese_font") if there is none: LibreOffice would silently draw boxes.

    Only Linux may lack such a font, and there fontconfig lists the fonts.
    """
    fonts = shutil.which("fc-list")
    if fonts and not _output_of([fonts, ":lang=zh-cn", "family"]):
        raise SetupError("no_chinese_font")


def _converted(program: str, letter: bytes, language: str) -> bytes:
    """Return the PDF of a DOCX."""
    with tempfile.TemporaryDirectory(prefix="comms-pdf-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "letter.docx")
        source.write_bytes(letter)
        with _at_work:  # a profile serves one LibreOffice at a time
            profile = f"-env:UserInstallation={_profile(os.getpid(), language).as_uri()}"
            told = _output_of(
                [program, profile, *_OPTIONS, "--convert-to", "pdf", "--outdir", folder, str(source)]
            )
        try:
            return _timeless(source.with_suffix(".pdf").read_bytes())
        except FileNotFoundError:  # the exit status does not show a failure
            raise CommsError("pdf_failed", why=one_line(told)[-300:] or "—") from None


_CREATED = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_IDENTITY = re.compile(rb"(?<=[</])[0-9A-F]{32}\b")


def _timeless(pdf: bytes) -> bytes:
    """Return a PDF with a fixed time and an id derived from its content; no byte changes its position."""
    before, mark, trailer = _CREATED.sub(b"19800101000000", pdf).rpartition(b"trailer")
    identity = hashlib.sha256(before).hexdigest()[:32].upper().encode()
    return before + mark + _IDENTITY.sub(identity, trailer)


@cache
def _profile(_process: int, language: str) -> Path:
    """Return a LibreOffice profile, removed when the process ends; the user's own may be in use meanwhile.

    _process: the id of this process; a forked child inherits the cache but needs its own profile.
    """
    folder = Path(tempfile.mkdtemp(prefix="comms-office-"))
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=0)  # unlike atexit, runs in workers too
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_settings(language), encoding="utf-8")
    return folder


def _settings(language: str) -> str:
    """Return the settings of a profile as XML; the locale becomes the language of the whole PDF."""
    locale = ("Setup/L10N", "ooSetupSystemLocale", words(language)["language"]["tag"])
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in (*_SETTINGS, locale)
    )
    opening = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{items}</oor:items>\n'


def _output_of(command: list[str]) -> str:
    """Return the output of a program; it is killed with its children if it is late or we are interrupted."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise CommsError("pdf_failed", why=error.strerror or str(error)) from None
    with process:
        try:
            return process.communicate(timeout=SECONDS)[0].decode(errors="replace")
        except subprocess.TimeoutExpired:
            raise CommsError("pdf_late", seconds=SECONDS) from None
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a program that still runs with its children: soffice is a script, and its children would go on."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
