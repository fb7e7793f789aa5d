"""`comms drafts`: the documents that are not finished, and what to do with them."""

import sys
from datetime import datetime
from pathlib import Path

from cli import errors
from comms.drafts import Draft, all_drafts, changed
from comms.findings import CommsError
from comms.rendering.yaml_data import to_yaml
from comms.words import long_time, say
from comms.workspace import open_workspace

ACTIONS = ("list", "show", "resume", "delete")


def drafts(action: str, numbers: list[str], plain: bool) -> int:
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
        from cli.beginning import Wanted
        from cli.new import new_document

        if chosen[0].edits:
            from cli.edit import go_on

            return go_on(chosen[0], plain)
        return new_document(Wanted(chosen[0].kind, draft=chosen[0].file, plain=plain))
    for draft in chosen:
        _delete(draft) if action == "delete" else _show(draft)
    return errors.CLEAN


def listed(known: list[Draft], language: str) -> None:
    """Tells of each draft what it is, how far it is, and since when it waits."""
    if not known:
        print(say("drafts.none", language), file=sys.stderr)
    for number, draft in enumerate(known, 1):
        print(f"{number:>3}  {told(draft, language)}")


def told(draft: Draft, language: str) -> str:
    """A draft in a line: its number, its title, how many answers it holds, and when it was changed."""
    from comms.shown import one_line

    moment = datetime.fromtimestamp(changed(draft.file)).astimezone(open_workspace(Path.cwd()).zone)
    return one_line(
        say(
            "drafts.line",
            language,
            id=draft.data.get("id") or draft.kind,
            title=str(draft.data.get("title") or draft.data.get("order_reference") or "—")[:40],
            answers=draft.answers,
            changed=long_time(moment, language),
        )
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


def _delete(draft: Draft) -> None:
    draft.forget()
    print(say("drafts.deleted", errors.language(), id=draft.data.get("id") or draft.kind), file=sys.stderr)
