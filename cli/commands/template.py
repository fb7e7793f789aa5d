"""`comms template`: the shipped templates to start from, mistakes in own ones, the names they may use."""

import sys
from pathlib import Path

from cli.terminal import errors
from comms.errors import CommsError
from comms.language.phrases import say
from comms.rendering.templating.vocabulary import Name, templates_there, vocabulary
from comms.runtime.resources import LANGUAGE_FOLDERS


def show(name: str, folder: Path | None, force: bool) -> int:
    """Prints a shipped template, or writes it into the folder of its language; exit 1 where one is there."""
    from comms.rendering.templating.loader import SUFFIX
    from comms.runtime.files import write_atomic, write_new

    language = errors.language()
    file = f"{_known(name.removesuffix(SUFFIX), language)}{SUFFIX}"
    content = (LANGUAGE_FOLDERS[language] / file).read_bytes()
    if folder is None:
        sys.stdout.write(content.decode())
        return errors.CLEAN
    path = folder / language / file
    if force:
        write_atomic(path, content)
    else:
        write_new(path, content)
    print(path)
    return errors.CLEAN


def _known(name: str, language: str) -> str:
    """The name of a shipped template; raises CommsError with those that there are."""
    from comms.rendering.templating.mistakes import nearest_first

    known = templates_there(language)
    if name not in known:
        raise CommsError("no_such_template", written=name, known=nearest_first(name, known))
    return name


def check(folder: Path) -> int:
    """Tells each mistake of a folder's templates; exit 1 where there is one."""
    from comms.language.display import one_line
    from comms.rendering.templating.check import check_templates

    language = errors.language()
    checked = check_templates(folder)
    counts = {"templates": checked.templates, "documents": checked.documents}
    for each in checked.mistakes:
        print(one_line(say(f"{each.section}.{each.reason}", language, **each.values)))
    if checked.mistakes:
        print(
            say("template_check.summary", language, **counts, mistakes=len(checked.mistakes)), file=sys.stderr
        )
        return errors.FINDINGS
    print(say("template_check.clean", language, **counts))
    return errors.CLEAN


def fields(kind: str) -> int:
    """Lists what a template of a kind may use, sort by sort."""
    from cli.commands.explain import known_kind

    language = errors.language()
    for sort, names in vocabulary(known_kind(kind), language).items():
        print(_title(sort, language))
        _print(names)
        print()
    return errors.CLEAN


def _title(sort: str, language: str) -> str:
    from comms.language.catalog import words

    return str(words(language, "messages")["template_names"][sort])


def _print(names: list[Name]) -> None:
    """The names that need to be explained on a line each, the others together."""
    width = max((len(each.written) for each in names if each.meaning), default=0)
    for each in names:
        if each.meaning:
            print(f"  {each.written:<{width}}  {each.meaning}")
    if alone := [each.written for each in names if not each.meaning]:
        print(f"  {', '.join(alone)}")
