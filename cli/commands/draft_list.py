"""The list of unfinished documents."""

from datetime import datetime
from pathlib import Path

from cli.terminal import printer
from comms.interview.drafts import Draft, is_open, modified_at
from comms.language.formats import long_time
from comms.language.phrases import say, words
from comms.workspace.workspace import open_workspace


def print_drafts(known: list[Draft], language: str) -> None:
    """Print a numbered list of drafts with their progress, last change and whereabouts."""
    if not known:
        printer.tell(say("drafts.none", language))
    for number, draft in enumerate(known, 1):
        printer.show(f"{number:>3}  {draft_line(draft, language)}")
        if place := _remarks(draft, language):
            printer.show(f"     {place}")


def draft_line(draft: Draft, language: str) -> str:
    """Return a one-line description of a draft: number, title, count of answers, time of the last change."""
    from comms.language.display import one_line

    moment = datetime.fromtimestamp(modified_at(draft.file), open_workspace(Path.cwd()).zone)
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


def _remarks(draft: Draft, language: str) -> str:
    """Return remarks on a draft: the file it edits, its folder if another, whether it is open elsewhere."""
    from comms.language.display import one_line

    remarks = []
    if draft.edits:
        remarks.append(say("drafts.edits", language, path=draft.edits))
    elif draft.folder and not draft.is_of(Path.cwd()):
        remarks.append(say("drafts.elsewhere", language, path=draft.folder))
    if is_open(draft):
        remarks.append(say("drafts.open", language))
    return one_line(str(words(language)["language"]["list"]).join(remarks))
