"""Fixtures and options of all tests: golden files, the samples of the public format, what takes long."""

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import CONTRACT, GOLDEN

# How long an example takes says how busy the machine is, not whether it is right.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure() -> None:
    """One locale and one screen for all tests, whoever runs them; a test of another one sets it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "en_US.UTF-8"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is left to CI, which sets COMMS_LONG."""
    if "COMMS_LONG" in os.environ:
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with COMMS_LONG only"))


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: garbage is looked for rarely, and not among them."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def contract() -> Path:
    """The folder of the public file format's samples."""
    if not CONTRACT.is_dir():
        pytest.skip("the contract's files are not beside this checkout")
    return CONTRACT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file; `--update` writes it."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == text

    return compare
