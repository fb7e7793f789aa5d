"""Third-party programs that judge the output of comms; a test skips where its program is missing."""

import html
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

MARKDOWNLINT_RULES = ROOT / ".markdownlint.jsonc"


def _named_by(variable: str) -> str:
    """Return the program named by an environment variable."""
    if not (path := os.environ.get(variable)):
        pytest.skip(f"{variable} names no program")
    return path


def _installed(*names: str) -> str:
    """Return the first of the programs that is installed."""
    if not (path := next(filter(None, map(shutil.which, names)), None)):
        pytest.skip(f"{' or '.join(names)} is not installed")
    return path


def _printed(*command: str | Path, seconds: int = 180) -> str:
    """Return a program's output; one that takes too long is killed with all its children."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        try:
            out, err = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
    assert running.returncode == 0, err.decode(errors="replace")
    return out.decode()


# --- the Open XML SDK --------------------------------------------------------------------------


def validated(files: Sequence[Path]) -> dict[str, list[str]]:
    """Return the errors of the Open XML SDK's validator by file name; it checks one file per call."""
    validator = _named_by("COMMS_OOXML_VALIDATOR")

    def errors(file: Path) -> list[str]:
        done = subprocess.run([validator, file], check=False, capture_output=True, timeout=120)
        assert done.returncode in (0, 1), done.stderr.decode()
        found = json.loads(done.stdout)["errors"]
        return [f"{entry['path']} {entry['xPath']}: {entry['description']}" for entry in found]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = zip(files, pool.map(errors, files), strict=True)
        return {file.name: messages for file, messages in found if messages}


# --- LibreOffice and poppler -------------------------------------------------------------------


def converted(files: Sequence[Path], folder: Path, to: str = "pdf") -> list[Path]:
    """Convert files with LibreOffice in one call."""
    office = _installed("soffice")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        _printed(office, "--headless", profile, "--convert-to", to, "--outdir", folder, *files)
    return [folder / f"{file.stem}.{to}" for file in files]


def pages_of(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF, in drawing order."""
    return _printed(_installed("pdftotext"), "-raw", pdf, "-").split("\f")[:-1]


def fonts_of(pdf: Path) -> list[tuple[str, bool]]:
    """Return the fonts of a PDF, each with whether it is embedded."""
    listed = _printed(_installed("pdffonts"), pdf).splitlines()[2:]
    flags = re.compile(r"\s(yes|no)\s+(?:yes|no)\s+(?:yes|no)\s+\d+\s+\d+$")
    found = ((line.split()[0], flags.search(line)) for line in listed)
    return [(name, flag is not None and flag[1] == "yes") for name, flag in found]


def sizes_of(pdf: Path) -> set[tuple[int, int]]:
    """Return the sizes of a PDF's pages in millimetres."""
    listed = _printed(_installed("pdfinfo"), "-f", "1", "-l", "-1", pdf)
    found = re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts", listed)
    return {(round(float(wide) * 25.4 / 72), round(float(high) * 25.4 / 72)) for wide, high in found}


def need_chinese_font() -> None:
    if not _printed(_installed("fc-list"), ":lang=zh-cn"):
        pytest.skip("no font for Chinese is installed")


# --- markdownlint ------------------------------------------------------------------------------


def linted(folder: Path) -> list[str]:
    """Return markdownlint's findings in the Markdown files of a folder."""
    linter = _named_by("COMMS_MARKDOWNLINT")
    done = subprocess.run(
        [linter, "--config", MARKDOWNLINT_RULES, "*.md"],
        cwd=folder, check=False, capture_output=True, timeout=180,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr.decode()
    return [line for line in done.stderr.decode().splitlines() if " error MD" in line]


# --- Chromium ----------------------------------------------------------------------------------

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def _chromium(*arguments: str) -> str:
    program = _installed("chromium", "google-chrome")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        return _printed(program, *_QUIET, f"--user-data-dir={home}", *arguments)


_PROBE = """<!DOCTYPE html><meta charset="utf-8">{frames}<pre id="seen"></pre><script>
const seen = frame => {{
  const page = frame.contentDocument, root = page.documentElement;
  return {{
    text: page.body.innerText, wide: root.scrollWidth, room: root.clientWidth,
    requests: frame.contentWindow.performance.getEntriesByType("resource").map(each => each.name),
    links: [...page.querySelectorAll("[src],[srcset],[href],[data],[action],[poster],[background]")].map(each => each.outerHTML),
  }};
}};
onload = () => {{
  document.getElementById("seen").textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(seen));
}};
</script>"""
_FRAME = '<iframe style="width:{width}px;height:800px;border:0" srcdoc="{page}"></iframe>'


def browsed(pages: Sequence[str], width: int, folder: Path) -> list[dict[str, Any]]:
    """Return each page as Chromium lays it out at a window width: its text, its own width, its requests."""
    frames = "".join(_FRAME.format(width=width, page=html.escape(page)) for page in pages)
    probe = folder / f"probe-{width}.html"
    probe.write_text(_PROBE.format(frames=frames), encoding="utf-8")
    dumped = re.search(r'<pre id="seen">(.+?)</pre>', _chromium("--dump-dom", probe.as_uri()), re.DOTALL)
    assert dumped is not None
    found: list[dict[str, Any]] = json.loads(html.unescape(dumped[1]))
    return found


def printed_page(page: Path) -> Path:
    """Print a page to a PDF beside it with Chromium."""
    pdf = page.with_suffix(".pdf")
    _chromium("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    return pdf
