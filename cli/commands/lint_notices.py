"""What `comms lint` and `comms list` say on standard error about the files that it did not read."""

from typing import TYPE_CHECKING

from cli.terminal import errors, printer

if TYPE_CHECKING:
    from comms.linting.run import Lint


def print_notices(found: "Lint", verbose: bool) -> None:
    """Tell which files could not be examined, and how many were passed over; if `verbose`, list these too."""
    for path, reason in found.notices:
        printer.tell(f"comms: {_say(f'notices.{reason}', path=path)}")
    if verbose:
        _list_passed_over(found.passed_over)
    else:
        _count_passed_over(found)


def _list_passed_over(passed_over: dict[str, list[str]]) -> None:
    for reason, files in _in_order(passed_over).items():
        why = _say(f"passed_over.{reason}")
        for file in files:
            printer.tell(f"comms: {_say('passed_over.file', path=file, why=why)}")


def _count_passed_over(lint: "Lint") -> None:
    """Tell the reasons in one line; what is surely no request is no news, unless a search found no other."""
    from comms.workspace.recognition import FOREIGN, TEMPLATE

    found = _in_order(lint.passed_over)
    if not found or (found.keys() <= {FOREIGN, TEMPLATE} and (lint.files or lint.if_request)):
        return
    counts = [
        _say("passed_over.count", why=_say(f"passed_over.{reason}"), count=len(files))
        for reason, files in found.items()
    ]
    total = sum(map(len, found.values()))
    key = "passed_over.of_named" if lint.if_request else "passed_over.summary"
    printer.tell(f"comms: {_say(key, total=total, counts=counts)}")


def _in_order(passed_over: dict[str, list[str]]) -> dict[str, list[str]]:
    from comms.workspace.recognition import REASONS

    return {reason: passed_over[reason] for reason in REASONS if reason in passed_over}


def _say(key: str, **values: object) -> str:
    from comms.language.phrases import say

    return say(key, errors.language(), **values)
