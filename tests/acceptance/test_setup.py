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


PYTHONS = ("3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0")
SYSTEMS = ({"os_name": "posix", "sys_platform": "linux"}, {"os_name": "nt", "sys_platform": "win32"})
ENVIRONMENTS = [
    {"python_full_version": python, "python_version": python.rpartition(".")[0], **system}
    for python in PYTHONS
    for system in SYSTEMS
]


def pins_of(name: str) -> list[Requirement]:
    """The pins of a package, each for some environments where there are several."""
    pins = map(Requirement, PINS)
    return [pin for pin in pins if canonicalize_name(pin.name) == canonicalize_name(name)]


@pytest.mark.parametrize("line", PINS)
def test_a_pin_is_one_version_and_names_neither_an_address_nor_a_path(line: str) -> None:
    pin = Requirement(line)
    (version,) = pin.specifier
    assert (version.operator, pin.url, pin.extras) == ("==", None, set())
    assert not set(line) & set("/\\@*")


@pytest.mark.parametrize("line", list(requirements()))
def test_every_dependency_is_pinned_within_its_range(line: str) -> None:
    wanted = Requirement(line)
    pins = pins_of(wanted.name)
    assert pins, "make lock"
    for pin in pins:
        (version,) = pin.specifier
        assert wanted.specifier.contains(version.version), "make lock"


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda given: " ".join(given.values()))
def test_a_package_has_one_pin_in_each_environment(environment: dict[str, str]) -> None:
    in_force = [
        canonicalize_name(pin.name)
        for pin in map(Requirement, PINS)
        if pin.marker is None or pin.marker.evaluate(environment)
    ]
    assert len(in_force) == len(set(in_force))
