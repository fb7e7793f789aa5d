"""The exit status of what stops a command comes from the type of the error."""

import pytest

from cli.terminal import errors
from comms.errors import CommsError, Refusal, SetupError
from comms.findings import Unreadable
from comms.tasks.apply_change import NotApplied


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refusal("exists", path="a.yaml"), errors.FINDINGS),
        (NotApplied("no_order", order="SO-1"), errors.FINDINGS),
        (Unreadable("empty"), errors.FINDINGS),
        (CommsError("no_such_file", path="a.yaml"), errors.USAGE),
        (CommsError("exists", path="a.yaml"), errors.USAGE),
        (SetupError("no_libreoffice"), errors.USAGE),
    ],
)
def test_a_refusal_is_an_answer_and_everything_else_wrong_usage(error: CommsError, status: int) -> None:
    assert errors.status_of(error) == status


def test_a_refusal_ends_a_command_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def refused() -> int:
        raise Refusal("exists", path="a.yaml")

    errors.speak("en")
    assert errors.run(refused) == errors.FINDINGS
    told = capsys.readouterr().err
    assert told.startswith("comms: ") and "a.yaml" in told and "Traceback" not in told
