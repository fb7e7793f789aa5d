"""PDF: made by LibreOffice where it is installed; otherwise an error says what to do."""

import base64
import io
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP

from cli.commands.options import RenderOptions
from cli.commands.render import render as to_files
from comms.errors import CommsError
from comms.models.brief import Brief
from comms.rendering import Layout, pdf
from comms.rendering.rendition import render
from comms.workspace.loading import load_file
from tests.support import EXAMPLES, run
from tests.support.effort import eventually
from tests.support.here import run_here

ORDER = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
NOTICE = EXAMPLES / "delay-notice" / "good" / "dyeing.en.yaml"
with_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler is not installed",
)
with_scripts = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")


def made(file: Path) -> bytes:
    case = load_file(file)
    assert case.document is not None
    return render(case.document, "pdf", Layout(case.document.language or "en", workspace=case.workspace))


def told(program: str, content: bytes, folder: Path, *options: str) -> str:
    """Return the output of one of poppler's programs for a PDF."""
    file = folder / "told.pdf"
    file.write_bytes(content)
    return subprocess.run([program, file, *options], check=True, capture_output=True).stdout.decode()


@with_office
def test_a_letter_is_a_tagged_pdf_with_its_title_its_figures_and_a_chinese_font(tmp_path: Path) -> None:
    content = made(ORDER)
    properties = told("pdfinfo", content, tmp_path)
    assert "订单确认函 SO-2026-0611" in properties
    assert "Tagged:          yes" in properties
    assert b"/Lang(zh-CN)" in content
    text = told("pdftotext", content, tmp_path, "-")
    assert "SO-2026-0611" in text
    assert "136,982.67" in text  # (76,800 + 45,080) × 97 % + 3,000, and 13 % of tax
    fonts = told("pdffonts", content, tmp_path)
    assert "CJK" in fonts or "YaHei" in fonts, "Chinese is shown as boxes"


@pytest.mark.long
@with_office
def test_letters_made_at_once_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        threads = list(pool.map(made, [ORDER, NOTICE, ORDER]))
        commands = list(
            pool.map(
                lambda file: run("render", file, "--to", "pdf", "-o", tmp_path, cwd=tmp_path), [ORDER, NOTICE]
            )
        )
    assert [(command.status, command.err) for command in commands] == [(0, "")] * 2
    assert "DN-2026-0620-02" in told("pdftotext", threads[1], tmp_path, "-")
    assert all(content.startswith(b"%PDF-") for content in threads)
    assert threads[0] == threads[2], "the same letter is the same file, whenever it is made"


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without LibreOffice: the folder that its PATH names."""
    monkeypatch.setattr(pdf, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def stand_in(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def reason(document: Brief) -> CommsError:
    with pytest.raises(CommsError) as refusal:
        render(document, "pdf", Layout("en"))
    return refusal.value


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_there_is_no_pdf() -> None:
    assert reason(Brief()).reason == "no_libreoffice"


@pytest.mark.skipif(
    any(file.exists() for file in pdf.PLACES), reason="LibreOffice is not found by PATH alone"
)
@pytest.mark.parametrize("command", [("render", ORDER), ("new", "brief")], ids=["render", "new"])
def test_a_sentence_says_what_to_install_before_anything_is_asked_or_written(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = run_here(*command, "--to", "md,pdf", "-o", tmp_path / "out", cwd=tmp_path, PATH="")
    assert ran.status == 2
    assert "apt install libreoffice-writer" in ran.err
    assert not (tmp_path / "out").exists()


@with_scripts
def test_what_libreoffice_says_is_told_where_it_makes_no_pdf(no_office: Path) -> None:
    stand_in(no_office, "soffice", "echo source file could not be loaded")
    failure = reason(Brief())
    assert (failure.reason, failure.values) == ("pdf_failed", {"why": "source file could not be loaded"})


@with_scripts
def test_libreoffice_is_ended_with_all_that_it_started_once_it_is_late(
    no_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = no_office / "started"
    stand_in(no_office, "libreoffice", f"/bin/sleep 600 & echo $! > {started}; wait")
    for seconds in (0.5, 5, 50):  # a busy machine may take longer to begin it
        monkeypatch.setattr(pdf, "SECONDS", seconds)
        assert reason(Brief()).reason == "pdf_late"
        if started.exists():
            break
    state = Path(f"/proc/{int(started.read_text())}/stat")
    eventually(lambda: not state.exists() or state.read_text().split()[2] == "Z")


@with_scripts
def test_chinese_without_a_chinese_font_is_refused(no_office: Path) -> None:
    stand_in(no_office, "soffice", "exit 0")
    stand_in(no_office, "fc-list", "exit 0")
    assert reason(Brief(title="补拍主图")).reason == "no_chinese_font"
    assert reason(Brief(title="Stocktake")).reason == "pdf_failed"


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_terminal_is_not_garbled(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(CommsError, match="stdout_binary"):
        to_files(RenderOptions((ORDER,), to=form, output="-"))


@pytest.mark.long
@with_office
def test_nothing_is_fetched_that_a_letterhead_links_to() -> None:
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    letter = linking_to(f"http://127.0.0.1:{server.server_port}/logo.png")
    assert pdf._converted("soffice", letter, "en").startswith(b"%PDF-")
    server.shutdown()
    server.server_close()
    assert asked == []


def linking_to(address: str) -> bytes:
    """Return a DOCX with a picture that is stored elsewhere."""
    letter = docx.Document()
    letter.add_picture(io.BytesIO(PICTURE))
    (picture,) = letter.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    where = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del picture.attrib[f"{where}embed"]
    picture.set(f"{where}link", letter.part.relate_to(address, RELATIONSHIP.IMAGE, is_external=True))
    buffer = io.BytesIO()
    letter.save(buffer)
    return buffer.getvalue()


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
