"""The benchmarks measure functions of the program by name, and these names must exist."""

import importlib
from functools import reduce

import pytest

from tests.support import ROOT


def test_the_functions_that_the_benchmark_of_letters_measures_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    stages = importlib.import_module("letters").STAGES
    places = [place.partition(":") for group in stages.values() for place in group]
    assert places
    for module, _, name in places:
        assert callable(reduce(getattr, name.split("."), importlib.import_module(module))), (module, name)
