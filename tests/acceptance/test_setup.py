"""What a fresh checkout installs."""

import tomllib
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def requirements() -> Iterable[str]:
    yield from PROJECT["build-system"]["requires"]
    yield from PROJECT["project"]["dependencies"]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        yield from extra


def pinned() -> dict[str, Requirement]:
    return {canonicalize_name(each.name): each for each in map(Requirement, PINS)}


@pytest.mark.parametrize("line", PINS)
def test_a_pin_is_one_version_and_names_neither_an_address_nor_a_path(line: str) -> None:
    pin = Requirement(line)
    (version,) = pin.specifier
    assert (version.operator, pin.url, pin.extras) == ("==", None, set())
    assert not set(line) & set("/\\@*")


@pytest.mark.parametrize("line", list(requirements()))
def test_every_dependency_is_pinned_within_its_range(line: str) -> None:
    wanted = Requirement(line)
    (version,) = pinned()[canonicalize_name(wanted.name)].specifier
    assert wanted.specifier.contains(version.version), "make lock"


def test_a_package_is_pinned_once() -> None:
    assert len(pinned()) == len(PINS)
