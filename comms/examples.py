"""The examples that are shipped: documentation, tests and the tour at once."""

from pathlib import Path


def examples_folder() -> Path:
    """The folder of the examples: inside an installed package, beside it in a checkout."""
    inside = Path(__file__).parent / "examples"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "examples"
