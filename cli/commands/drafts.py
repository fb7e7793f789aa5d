"""`comms drafts`: list, show, resume and delete unfinished documents."""

import os
import sys
from pathlib import Path

from cli.commands.draft_list import draft_line, print_drafts
from cli.terminal import errors, printer
from comms.errors import CommsError
from comms.interview.drafts import Draft, all_drafts, broken_drafts, locked
from comms.language.phrases import say
from comms.reading.answers import is_yes
from comms.rendering.yaml_data import to_yaml

ACTIONS = ("list", "show", "resume", "delete")


def drafts(action: str, numbers: list[str], output: Path | None, plain: bool, editor: bool = False) -> int:
    """List the drafts, the latest first, or show, resume or delete those named.

    numbers: positions in the list or document numbers; the latest draft if none is given, except to delete.
    """
    if action not in ACTIONS:
        raise CommsError("no_such_action", written=action, known=", ".join(ACTIONS))
    known = all_drafts()
    if action == "list":
        print_drafts(known, errors.language())
        for file in broken_drafts():
            errors.say_error("errors.broken_draft", path=file)
        return errors.CLEAN
    chosen = [_chosen(known, number) for number in numbers or ["1"][: action != "delete"]]
    if not chosen:
        raise CommsError("which_draft", count=len(known))
    if action == "resume":
        return _resume(chosen[0], output, plain, editor)
    for draft in chosen:
        _delete(draft) if action == "delete" else _show(draft)
    return errors.CLEAN


def _resume(draft: Draft, output: Path | None, plain: bool, editor: bool) -> int:
    """Resume a draft in the folder where it was begun, since its paths and references are relative to it."""
    from cli.commands.edit import resume_edit
    from cli.commands.new import new_document
    from cli.commands.options import NewOptions

    output = output.absolute() if output else None
    if draft.edits:
        return resume_edit(draft, output, plain, editor)
    if draft.folder and Path(draft.folder).is_dir():
        os.chdir(draft.folder)
    return new_document(
        NewOptions(draft.kind, str(output) if output else None, draft=draft.file, plain=plain, editor=editor)
    )


def _chosen(known: list[Draft], written: str) -> Draft:
    """Return the draft with a position in the list, with a document number, or in a file of that name."""
    if written.isdecimal() and 0 < int(written) <= len(known):
        return known[int(written) - 1]
    named = [draft for draft in known if written in (draft.data.get("id"), draft.file.stem)]
    if not named:
        raise CommsError("no_such_draft", written=written, count=len(known))
    if len(named) > 1:  # the number of a new document becomes final when it is saved
        raise CommsError("two_drafts", written=written, count=len(named))
    return named[0]


def _show(draft: Draft) -> None:
    printer.show_lines(to_yaml(draft.data))


def _confirmed(draft: Draft) -> bool:
    """Ask for confirmation that a draft's answers may be deleted."""
    language = errors.language()
    printer.tell(say("drafts.confirm", language, draft=draft_line(draft, language)), end=" ")
    return is_yes(sys.stdin.readline())


def _delete(draft: Draft) -> None:
    """Delete a draft after confirmation; raise Refusal("draft_open") if another process has it open."""
    from cli.terminal.device import is_terminal

    with locked(draft):
        if is_terminal() and not _confirmed(draft):
            printer.tell(say("drafts.stays", errors.language()))
            return
        draft.forget()
    printer.tell(say("drafts.deleted", errors.language(), id=draft.data.get("id") or draft.kind))
