"""The tables of cues."""

import pytest

from comms.messages.cues import LANGUAGES, cue, table


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cue_finds_its_examples(language: str) -> None:
    missed = [
        (name, example)
        for name, entry in table(language).items()
        for example in entry["examples"]
        if not cue(name).search(example)
    ]
    assert not missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cue_has_an_example(language: str) -> None:
    assert [name for name, entry in table(language).items() if not entry["examples"]] == []


def test_an_unknown_cue_is_an_error() -> None:
    with pytest.raises(KeyError):
        cue("no such cue")
