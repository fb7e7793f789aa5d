"""The folders of the files that are shipped with the package."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
TEMPLATES = PACKAGE / "templates"

LANGUAGE_FOLDERS = {"zh": TEMPLATES / "zh", "en": TEMPLATES / "en"}
"""Language -> the folder of its words and templates, in the order in which languages are listed."""


def examples_folder() -> Path:
    """Return the folder of the shipped examples: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / "examples"
    return inside if inside.is_dir() else PACKAGE.parent / "examples"
