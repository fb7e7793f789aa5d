"""`comms explain` and `comms kinds`: the manual of the rules and the list of kinds in the terminal."""

from collections.abc import Iterable
from pathlib import Path

from cli.terminal import errors, printer
from comms.errors import CommsError


def known_kind(kind: str) -> str:
    """Return a kind if it exists; otherwise raise CommsError naming the nearest one."""
    import difflib

    from comms.kinds import KINDS

    if kind in KINDS:
        return kind
    near = difflib.get_close_matches(kind.lower(), KINDS, 1, 0.5)
    if near:
        raise CommsError("no_such_kind", written=kind, near=near[0])
    raise CommsError("unknown_kind", written=kind, known=", ".join(KINDS))


def kinds() -> int:
    """Print the kinds with their purposes."""
    from comms.kinds import KINDS
    from comms.language.phrases import words

    book = words(errors.language())
    width = max(map(len, KINDS))
    for kind in KINDS:
        printer.show(f"{kind:<{width}}  {book['kinds'][kind]} — {book['kind_purposes'][kind]}")
    return errors.CLEAN


def explain_policy(file: Path) -> int:
    """Print the tiers of a compensation policy with a worked example, after its findings.

    file: a policy file, or the id of a policy. Raises CommsError for a file that holds no policy.
    """
    from comms.linting.run import lint_paths
    from comms.models.compensation_policy import CompensationPolicy
    from comms.rendering import Layout
    from comms.rendering.body import body
    from comms.rendering.plain_text import plain_text
    from comms.reports import report, unstyled
    from comms.workspace.loading import load_file

    file = _policy_file(file)
    case = load_file(file)
    if not isinstance(case.document, CompensationPolicy):
        raise CommsError("not_a_policy", path=str(file))
    found = lint_paths([file], errors.language())
    if found.findings:
        printer.tell_lines(unstyled(report("text", found, errors.language())))
    layout = Layout(errors.language(), workspace=case.workspace)
    printer.show_lines(plain_text(body(case.document, layout)))
    return errors.FINDINGS if found.failed() else errors.CLEAN


def _policy_file(file: Path) -> Path:
    """Return the named file, or the file of the policy with that id; `standard` is the shipped policy."""
    from comms.workspace.references import SHIPPED, STANDARD, policy_of
    from comms.workspace.workspace import open_workspace

    if file.exists():
        return file
    found = policy_of(str(file), open_workspace(Path.cwd()))
    if found.case is not None:
        return Path(found.case.source.name)
    return SHIPPED if str(file) == STANDARD else file


def explain(code: str | None) -> int:
    """Print the manual page of a rule, or a list of the rules whose codes start with `code`."""
    from comms.language.phrases import say, words
    from comms.linting.selection import chosen_rules
    from comms.rules import RULES
    from comms.rules.manual import manual_page

    language = errors.language()
    if code is None or code.upper() not in RULES:
        _list_rules(chosen_rules([code.upper()] if code else []), language)
        return errors.CLEAN
    shown = manual_page(code.upper(), language)
    colon = words(language)["language"]["colon"].strip()
    title = f"{shown.code} {shown.name}{colon} {say(f'lint.{shown.severity}', language)}"
    printer.show_lines(f"{title}\n\n{shown.text}\n")
    for title, cases in (("fails", shown.fails), ("passes", shown.passes)):
        for case in cases:
            printer.show_lines(f"\n{say(f'explain.{title}', language)}{colon}\n\n")
            printer.show_lines("".join(f"    {line}\n" for line in case.splitlines()))
    hint = words(language, "rules")[shown.code]["hint"]
    if "{" not in hint:  # a hint with placeholders makes sense only with a finding
        printer.show_lines(f"\n{say('lint.hint', language)}{colon} {hint}\n")
    return errors.CLEAN


def _list_rules(codes: Iterable[str], language: str) -> None:
    from comms.language.phrases import say
    from comms.rules.manual import manual_page

    for code in codes:
        found = manual_page(code, language)
        severity = say(f"lint.{found.severity}", language)
        printer.show(f"{code}  {severity:<7}  {found.name:<18}  {_first_sentence(found.text)}")


def _first_sentence(text: str) -> str:
    first = text.split("\n\n", maxsplit=1)[0].replace("\n", " ")
    return first.split("。")[0] + "。" if "。" in first else first
