"""Makes the pictures of the README from the shipped examples; needs LibreOffice and poppler."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from comms.rendering import Layout
from comms.rendering.rendition import render
from comms.runtime.resources import examples_folder
from comms.workspace.loading import load_file

PICTURES = {
    "brief.zh.png": ("design-brief/good/banner.zh.yaml", "zh"),
    "restock.en.png": ("restock-brief/good/mugs.en.yaml", "en"),
    "order.zh.png": ("order-confirmation/good/mugs.zh.yaml", "zh"),
    "delay.en.png": ("delay-notice/good/dyeing.en.yaml", "en"),
}


def picture(source: Path, language: str, target: Path, folder: Path) -> None:
    """The first page of a document as a PNG."""
    case = load_file(source)
    document = case.document
    assert document is not None
    page = folder / "page.pdf"
    page.write_bytes(render(document, "pdf", Layout(language, workspace=case.workspace)))
    made = ["pdftoppm", "-r", "80", "-png", "-singlefile", "-f", "1", "-l", "1"]
    subprocess.run([*made, str(page), str(target.with_suffix(""))], check=True)


def main() -> None:
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        sys.exit("LibreOffice (soffice) and poppler (pdftoppm) are needed to make the pictures")
    for name, (source, language) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            picture(examples_folder() / source, language, Path(__file__).parent / name, Path(folder))


if __name__ == "__main__":
    main()
