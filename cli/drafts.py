"""`comms drafts`: the documents that are not finished, and what to do with them."""

import os
import sys
from datetime import datetime
from pathlib import Path

from cli import errors
from comms.answers import is_yes
from comms.drafts import Draft, all_drafts, changed, claimed, is_open
from comms.errors import CommsError
from comms.rendering.yaml_data import to_yaml
from comms.words import long_time, say, words
from comms.workspace.workspace import open_workspace

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
    from cli.beginning import Wanted
    from cli.edit import go_on
    from cli.new import new_document

    output = output.absolute() if output else None
    if draft.edits:
        return go_on(draft, output, plain)
    if draft.folder and Path(draft.folder).is_dir():
        os.chdir(draft.folder)
    return new_document(Wanted(draft.kind, str(output) if output else None, draft=draft.file, plain=plain))


def listed(known: list[Draft], language: str) -> None:
    """Tells of each draft what it is, how far it is, and since when it waits."""
    if not known:
        print(say("drafts.none", language), file=sys.stderr)
    for number, draft in enumerate(known, 1):
        print(f"{number:>3}  {told(draft, language)}")
        if place := _place(draft, language):
            print(f"     {place}")


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
            written_in=words(language)["language"]["languages"][draft.language],
            answers=draft.answers,
            changed=long_time(moment, language),
        )
    )


def _place(draft: Draft, language: str) -> str:
    """What sets a draft apart: the file that it edits, another folder, and that somebody works on it."""
    from comms.shown import one_line

    remarks = []
    if draft.edits:
        remarks.append(say("drafts.edits", language, path=draft.edits))
    elif draft.folder and not draft.is_of(Path.cwd()):
        remarks.append(say("drafts.elsewhere", language, path=draft.folder))
    if is_open(draft):
        remarks.append(say("drafts.open", language))
    return one_line(str(words(language)["language"]["list"]).join(remarks))


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
    """Deletes a draft that nobody works on; raises CommsError("draft_open")."""
    from cli.new import is_terminal

    with claimed(draft):
        if is_terminal() and not _confirmed(draft):
            print(say("drafts.stays", errors.language()), file=sys.stderr)
            return
        draft.forget()
    print(say("drafts.deleted", errors.language(), id=draft.data.get("id") or draft.kind), file=sys.stderr)
