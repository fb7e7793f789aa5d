"""`comms drafts`: the documents that are not finished, and what to do with them."""

import os
import sys
from pathlib import Path

from cli.commands.draft_list import listed, told
from cli.terminal import errors
from comms.errors import CommsError
from comms.interview.drafts import Draft, all_drafts, claimed
from comms.language.phrases import say
from comms.reading.answers import is_yes
from comms.rendering.yaml_data import to_yaml

ACTIONS = ("list", "show", "resume", "delete")


def drafts(action: str, numbers: list[str], output: Path | None, plain: bool) -> int:
    """Lists the drafts, the latest first, or does something with those of the numbers named."""
    if action not in ACTIONS:
        raise CommsError("no_such_action", written=action, known=", ".join(ACTIONS))
    known = all_drafts()
    if action == "list":
        listed(known, errors.language())
        return errors.CLEAN
    chosen = [_chosen(known, each) for each in numbers or ["1"][: action != "delete"]]
    if not chosen:
        raise CommsError("which_draft", count=len(known))
    if action == "resume":
        return _resume(chosen[0], output, plain)
    for draft in chosen:
        _delete(draft) if action == "delete" else _show(draft)
    return errors.CLEAN


def _resume(draft: Draft, output: Path | None, plain: bool) -> int:
    """Goes on with a draft in the folder where it was begun: its places and references count from there."""
    from cli.commands.edit import go_on
    from cli.commands.new import new_document
    from cli.commands.options import NewOptions

    output = output.absolute() if output else None
    if draft.edits:
        return go_on(draft, output, plain)
    if draft.folder and Path(draft.folder).is_dir():
        os.chdir(draft.folder)
    return new_document(
        NewOptions(draft.kind, str(output) if output else None, draft=draft.file, plain=plain)
    )


def _chosen(known: list[Draft], written: str) -> Draft:
    """The draft of a number in the list, or of a document's own number."""
    if written.isdecimal() and 0 < int(written) <= len(known):
        return known[int(written) - 1]
    named = [each for each in known if each.data.get("id") == written]
    if not named:
        raise CommsError("no_such_draft", written=written, count=len(known))
    return named[0]


def _show(draft: Draft) -> None:
    sys.stdout.write(to_yaml(draft.data))


def _confirmed(draft: Draft) -> bool:
    """Whether the person means to lose a draft's answers."""
    language = errors.language()
    print(say("drafts.confirm", language, draft=told(draft, language)), end=" ", file=sys.stderr, flush=True)
    return is_yes(sys.stdin.readline())


def _delete(draft: Draft) -> None:
    """Deletes a draft that nobody works on; raises Refusal("draft_open")."""
    from cli.terminal.device import is_terminal

    with claimed(draft):
        if is_terminal() and not _confirmed(draft):
            print(say("drafts.stays", errors.language()), file=sys.stderr)
            return
        draft.forget()
    print(say("drafts.deleted", errors.language(), id=draft.data.get("id") or draft.kind), file=sys.stderr)
