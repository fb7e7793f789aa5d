"""`comms template`: shows shipped templates, checks the user's own, and lists the names they may use."""

from pathlib import Path

from cli.terminal import errors, printer
from comms.errors import CommsError
from comms.language.phrases import say
from comms.rendering.templating.vocabulary import Name, templates_there, vocabulary
from comms.runtime.resources import LANGUAGE_FOLDERS


def show(name: str, folder: Path | None, force: bool) -> int:
    """Print a shipped template, or write it into the subfolder of its language.

    Raises CommsError for an unknown name, and Refusal for a file that exists, unless `force` is set.
    """
    from comms.rendering.templating.loader import SUFFIX
    from comms.runtime.files import write

    language = errors.language()
    file = f"{_known(name.removesuffix(SUFFIX), language)}{SUFFIX}"
    content = (LANGUAGE_FOLDERS[language] / file).read_bytes()
    if folder is None:
        printer.hand_over(content)
        return errors.CLEAN
    path = folder / language / file
    write(path, content, force)
    printer.show(path)
    return errors.CLEAN


def _known(name: str, language: str) -> str:
    """Return the name of a shipped template; raise CommsError with the known names for any other."""
    from comms.rendering.templating.mistakes import nearest_first

    known = templates_there(language)
    if name not in known:
        raise CommsError("no_such_template", written=name, known=nearest_first(name, known))
    return name


def check(folder: Path) -> int:
    """Print the mistakes in a folder's templates; return 1 if there are any."""
    from comms.rendering.templating.check import check_templates

    language = errors.language()
    checked = check_templates(folder)
    counts = {"templates": checked.templates, "documents": checked.documents}
    for mistake in checked.mistakes:
        printer.show(say(f"{mistake.section}.{mistake.reason}", language, **mistake.values))
    if checked.mistakes:
        printer.tell(say("template_check.summary", language, **counts, mistakes=len(checked.mistakes)))
        return errors.FINDINGS
    printer.show(say("template_check.clean", language, **counts))
    return errors.CLEAN


def fields(kind: str) -> int:
    """Print the names that templates of a kind may use, grouped by sort."""
    from cli.commands.explain import known_kind

    language = errors.language()
    for sort, names in vocabulary(known_kind(kind), language).items():
        printer.show(_title(sort, language))
        _show(names)
        printer.show()
    return errors.CLEAN


def _title(sort: str, language: str) -> str:
    from comms.language.catalog import words

    return str(words(language, "messages")["template_names"][sort])


def _show(names: list[Name]) -> None:
    """Show names with a meaning on a line each, the others on one line."""
    width = max((len(name.written) for name in names if name.meaning), default=0)
    for name in names:
        if name.meaning:
            printer.show(f"  {name.written:<{width}}  {name.meaning}")
    if alone := [name.written for name in names if not name.meaning]:
        printer.show(f"  {', '.join(alone)}")
