"""F rules: any file must be readable, of a known kind, valid, complete and consistent."""

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.findings import Problem
from comms.kinds import KINDS, model_of
from comms.language.phrases import FilledSaying
from comms.models.base import Part, fields_of
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath, dotted, value_at
from comms.reading.edits import front_matter_span
from comms.reading.suppressions import Scope, Suppression, suppressions
from comms.rules import RULES
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.options import without_boxes
from comms.terms.personal import mask_numbers

if TYPE_CHECKING:
    from comms.language.differences import Disagreement
    from comms.reading.source import Source
    from comms.reading.stamps import Stamp
    from comms.workspace.case import Case, Invalid


def unreadable(case: "Case") -> Iterator[Problem]:
    """The file cannot be parsed.

    It is empty, is not UTF-8 text, has a syntax error or a duplicate key, is nested too deeply, or is a
    folder. The finding names the encoding, or the mistake and its line: a full-width colon, a tab, a value
    that has to be quoted. No other rule reports on such a file, or on such a document of a file with several.

    FAIL
        kind: brief
        title: [half a list

    FAIL
        kind: brief
        title: one
        title: two

    PASS
        kind: brief
        title: one
    """
    if (error := case.unreadable) is not None:
        yield Problem(variant=error.reason, values=error.values, span=error.span)


def unknown_kind(case: "Case") -> Iterator[Problem]:
    """`kind` is missing, or is not one of the kinds that `comms kinds` lists.

    FAIL
        kind: desing-brief
        title: Size chart

    FAIL
        title: Size chart

    PASS
        kind: brief
        title: Size chart
    """
    if case.unreadable is not None or case.document is not None:
        return
    kind = case.source.data.get("kind")
    known = ", ".join(KINDS)
    if kind is None or kind == "":
        yield Problem(("kind",), "missing", {"known": known})
    elif near := _nearest_kind(str(kind)):
        yield Problem(("kind",), "near", {"written": kind, "near": near, "known": known})
    else:
        yield Problem(("kind",), "", {"written": str(kind)[:40], "known": known})


def _nearest_kind(written: str) -> str | None:
    """Return the kind that is meant by a Chinese name, or spelled like what is written."""
    from comms.reading.kind_names import kind_named

    return kind_named(written) or next(iter(_nearest(written, KINDS)), None)


def unknown_field(case: "Case") -> Iterator[Problem]:
    """The file has a key that its kind does not have; the hint names the most similar one.

    FAIL
        kind: brief
        titel: Size chart

    PASS
        kind: brief
        title: Size chart
    """
    for number, path in enumerate(unknown_keys(case)):
        near = next(iter(nearest_keys(case, path)), None) if number < MISSPELT else None
        yield Problem(path, *_of_unknown_key(case, path, near), on_key=True)


def _of_unknown_key(case: "Case", path: FieldPath, near: str | None) -> tuple[str, dict[str, object]]:
    """Return the variant of the sentence about an unknown key, and its values.

    near: the known key that is spelled like it.
    """
    key = str(path[-1])
    values: dict[str, object] = {"key": key[:60], "near": near}
    fix = _with_blank(case, path)
    if fix is not None and not key.startswith("-"):
        return "no_blank", {**values, "fix": fix}
    if near:
        return "near", values
    if fix is not None:
        return "dash", {**values, "fix": fix}
    kinds = _kinds_with(key) if len(path) == 1 else []
    if kinds:
        return "other_kind", {**values, "kind": case.source.data["kind"], "kinds": " / ".join(kinds)}
    return "", values


_JOINED = LazyPattern(r"(?P<sign>-)[^\s-].*|(?P<key>[a-z_]+):\S.*", re.DOTALL)


def _with_blank(case: "Case", path: FieldPath) -> str | None:
    """Return the line of a key as it should be if a blank is missing behind its dash or first colon.

    YAML takes `who:{owner: A}` and `-name: A` for the keys `who:{owner` and `-name`.
    """
    key, value = str(path[-1]), value_at(case.source.data, path)
    joined = _JOINED.fullmatch(key)
    if joined is None or not isinstance(value, str | None):
        return None
    whole = f"{key}: {value}" if value else f"{key}:"
    if joined["sign"]:
        return f"- {whole[1:]}"[:70]
    rest = whole[len(joined["key"]) + 1 :]
    if joined["key"] not in keys_at(case, path[:-1]):
        return None
    is_group = rest[0] + rest[-1] in ("{}", "[]")
    from comms.reading.yaml_mistakes import quoted

    return f"{joined['key']}: {rest if is_group else quoted(rest)}"[:70]


_MAX_KINDS = 2
"""The most kinds that a key may have for it to tell which one is meant."""


def _kinds_with(key: str) -> list[str]:
    """Return the kinds that have a key, none if too many have it."""
    found = [kind for kind in KINDS if key in fields_of(model_of(kind))]
    return found if len(found) <= _MAX_KINDS else []


MISSPELT = 50
"""The most unknown keys that can be a matter of misspelling."""


def unknown_keys(case: "Case") -> list[FieldPath]:
    """Return the paths of the keys that their parts do not have."""
    return [value.path for value in case.invalid if value.error == "extra_forbidden"]


def nearest_keys(case: "Case", path: FieldPath) -> list[str]:
    """Return the absent keys that are spelled like the last one of a path, the most similar one first."""
    present = value_at(case.source.data, path[:-1])
    return _nearest(str(path[-1]), [key for key in keys_at(case, path[:-1]) if key not in present])


def invalid_value(case: "Case") -> Iterator[Problem]:
    """A value has the wrong type or is out of range, such as 31 June or a negative quantity.

    FAIL
        kind: brief
        when: 2026-06-31

    FAIL
        kind: brief
        title: [a list, where text belongs]

    PASS
        kind: brief
        when: 2026-06-30
    """
    for value in case.invalid:
        if value.error != "extra_forbidden":
            yield invalid_value_problem(value)
    if case.document is not None and case.document.kind == "delay-notice":
        from comms.rules.references import unknown_skus

        yield from unknown_skus(case)


def invalid_value_problem(invalid: "Invalid") -> Problem:
    """Return the problem of a value that the model refused; its variant is the name of pydantic's error."""
    written = mask_numbers(
        " ".join(str(invalid.written).split())
    )  # masked before it is cut, to find whole numbers
    short = written if len(written) <= 40 else written[:40] + "…"
    values = {**invalid.values, "field": dotted(invalid.path), "written": short}
    if invalid.error == "date" and (day := _day_meant(str(invalid.written))):
        return Problem(invalid.path, "date_read", {**values, "day": day})
    return Problem(invalid.path, invalid.error, {**values, "length": len(str(invalid.written))})


_BESIDE_DAY = LazyPattern(
    r"(?:by|due|on|until|till|no later than|at the latest|end of day|eod"
    r"|不晚于|不迟于|最晚|截止日?期?到?|截至|到|前|之前|以前|为止|上午|下午|晚上|中午|交|交付|上线|完成|[\s,:;，。：；.()（）])*+",
    re.IGNORECASE,
)
"""What may stand beside a day in a text that means just this day."""


def _day_meant(written: str) -> str:
    """Return the day that a text states in another form than ours, "" if it may mean any other day."""
    from comms.terms.written_dates import dates_in, find_dates

    if len(written) > _LONGEST_DAY:
        return ""
    found, complete = dates_in(written), [day for _, _, day in find_dates(written)]
    if len(found) != 1 or found[0].is_old or [found[0].day] != complete:  # a period, or several readings
        return ""
    rest = f"{written[: found[0].lead]} {written[found[0].until :]}"
    return found[0].iso if _BESIDE_DAY.fullmatch(rest) else ""


_LONGEST_DAY = 60
"""The most characters of a text that states a day and little else."""


def stale_body(case: "Case") -> Iterator[Problem]:
    """The text of a rendered Markdown or DOCX file no longer matches the data in it.

    In a file that comms wrote, only the data count: the front matter of Markdown, the data embedded in a
    DOCX. Editing the text in an editor or in Word, or the data without rendering again, makes the two
    differ. If the text is right, change the data with `comms edit FILE --force`. If the data are right,
    write the text again with `comms render FILE --to md --force` (or `--to docx`). `comms lint --diff`
    shows all differences. Styles, headers, footers and the way a word processor saves a file do not count
    as text. A rendered file is told from a handwritten one by a stamp in its data.

    PASS
        kind: brief
        title: written by hand, so there is no body to go stale
    """
    if (due := expected_body(case)) is not None and case.source.stamp is not None:
        yield _stale(case.source.stamp, due)


def expected_body(case: "Case") -> str | None:
    """Return the body that a rendered file should have; None if it has it, or if that cannot be known."""
    stamp = case.source.stamp
    if stamp is None or case.document is None or stamp.binds(case.source.data):
        return None
    from comms.rendering.stamp import body_of

    try:
        due = body_of(stamp, case.document, case.workspace)
    except CommsError:  # a referenced document is missing, or a custom template is faulty
        return None
    is_same = "".join(due.split()) == "".join(stamp.body.split())  # white space carries no meaning
    return None if is_same else due


def _stale(stamp: "Stamp", due: str) -> Problem:
    """Return the problem of a body that differs from the due one, with the first differing passages."""
    from comms.language.differences import disagreements

    found = disagreements(stamp.body, due)
    shown = [_disagreement(difference) for difference in found[:MAX_DIFFERENCES_SHOWN]]
    more = len(found) - len(shown)
    values = {"shown": shown, "more": more, "form": stamp.form}
    return Problem(("comms",), "more" if more else "differs" if shown else "", values)


MAX_DIFFERENCES_SHOWN = 2


def _disagreement(difference: "Disagreement") -> FilledSaying:
    sentence = "text_only" if not difference.due else "data_only" if not difference.said else "changed"
    return FilledSaying("messages", f"stale.{sentence}", difference._asdict())


def missing_field(case: "Case") -> Iterator[Problem]:
    """A required field (other than the seven dimensions) is absent, empty or a placeholder.

    FAIL
        kind: brief
        what: 1 size chart, SVG

    PASS
        kind: brief
        title: Size chart
    """
    for path in case.absent.get("F006", ()):
        # a handwritten request takes its title from its first heading
        variant = "heading" if path == ("title",) and case.source.sections is not None else ""
        yield Problem(path, variant, {"field": dotted(path), "key": path[-1]})


def duplicate_id(case: "Case") -> Iterator[Problem]:
    """Two documents have the same id and revision, so it is unclear which one counts.

    Both are reported. A rendered copy of the same data, such as the DOCX next to its YAML, does not count
    as a second document.

    PASS
        kind: brief
        id: BR-2026-0001
        revision: 2
    """
    if case.twins and case.document is not None:
        values = {"id": case.document.id, "revision": case.document.revision or 1}
        others = [*case.twins[:MAX_NAMED], *(["…"] if len(case.twins) > MAX_NAMED else [])]
        stem = PurePath(case.source.name).stem
        here = f"{case.source.name}:"
        is_copy = all(PurePath(twin).stem == stem and not twin.startswith(here) for twin in case.twins)
        variant = "copy" if is_copy else ""
        yield Problem(("id",), variant=variant, values={**values, "others": ", ".join(others)})


def unexplained_suppression(case: "Case") -> Iterator[Problem]:
    """A comment suppresses findings without giving a reason, or cannot do what it says.

    Write `# comms: ignore[V302] reason` at the end of the line, or `<!-- comms: ignore[V302] reason -->` in
    Markdown, so that later readers of the file see the reason. `ignore-file[V302]` applies to the whole
    file, `ignore-start[V302]` to the lines down to `ignore-end`. A comment whose code does not exist, or a
    region with one end only, suppresses nothing and is reported too.

    FAIL
        kind: brief
        how: as soon as possible  # comms: ignore[V302]

    FAIL
        kind: brief
        # comms: ignore-start[V302] the words of the law
        how: as soon as possible

    PASS
        kind: brief
        how: as soon as possible  # comms: ignore[V302] the words of the law
    """
    if case.unreadable is not None or not case.source.may_suppress:
        return
    for comment in suppressions(case.source):
        if (fault := _fault(comment)) is not None:
            variant, codes = fault
            values = {
                "begin": comment.opening,
                "end": comment.closing,
                "word": Scope.LINE.value if comment.scope is Scope.UNKNOWN else comment.scope.value,
                "codes": codes[:60],
            }
            yield Problem(variant=variant, values=values, span=comment.span)


def _fault(comment: Suppression) -> tuple[str, str] | None:
    """Return what is wrong with a comment, as a variant of the sentence, and the codes that it is about."""
    codes = ",".join(comment.codes) or "V302"
    if comment.scope is Scope.UNKNOWN:
        return "unknown_word", codes
    if comment.scope is Scope.END:
        return "no_start", codes
    if not comment.codes:
        return "no_code", codes
    if unknown := _unknown_codes(comment.codes):
        return "unknown", ", ".join(unknown)
    if is_placeholder(without_boxes(comment.reason)):
        return "", codes
    return ("no_end", codes) if comment.scope is Scope.START and not comment.lines else None


def unused_suppression(case: "Case") -> Iterator[Problem]:
    """A comment suppresses nothing: what it was written for is gone, or it stands in the wrong place.

    Delete the comment, or those of its codes that are named, so that it does not hide what somebody writes
    later. All rules count, also those that a run or the settings leave out.

    FAIL
        kind: brief
        how: by 5 June 2026, 18:00  # comms: ignore[V302] the words of the law

    PASS
        kind: brief
        how: as soon as possible  # comms: ignore[V302] the words of the law
    """
    for unused in case.unused_suppressions:
        if _fault(unused.comment) is not None:
            continue
        is_part = len(unused.codes) < len(unused.comment.codes)
        variant = "part" if is_part else "" if unused.comment.scope is Scope.LINE else "wide"
        yield Problem(
            variant=variant, values={"codes": ", ".join(unused.codes)[:60]}, span=unused.comment.span
        )


def _unknown_codes(prefixes: Iterable[str]) -> list[str]:
    return [prefix for prefix in prefixes if not any(code.startswith(prefix) for code in RULES)]


def cut_off_value(case: "Case") -> Iterator[Problem]:
    """A value in YAML ends before a `#` that was probably meant as a part of it.

    A blank and `#` begin a comment, so `fix issue #1234` says no more than `fix issue`, and `#FF6600` nothing
    at all. Put the value in quotation marks. Comments with a blank behind `#` are not reported.

    FAIL
        kind: brief
        what: 3 charts for order #1234

    PASS
        kind: brief
        what: "3 charts for order #1234"  # as agreed
    """
    text = case.source.text
    if case.unreadable is not None or " #" not in text:
        return
    from comms.reading.yaml_cuts import cuts_in

    for cut in cuts_in(text, *_yaml_in(case.source)):
        yield Problem(values={"lost": cut.lost[:40], "fix": cut.fix}, span=cut.span)


def _yaml_in(source: "Source") -> tuple[int, int]:
    """Return the start and the end of the YAML in a source's text."""
    suffix = PurePath(source.name).suffix.lower()
    if suffix in (".yaml", ".yml"):
        return 0, len(source.text)
    return front_matter_span(source.text) if suffix in (".md", ".markdown") else (0, 0)


MAX_NAMED = 5


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that are spelled like `word`, the most similar one first."""
    choices = list(known)
    lower = word[:60].lower()
    spellings = (lower.replace("-", "_").replace(" ", "_"), lower)
    matches = (match for spelling in spellings for match in difflib.get_close_matches(spelling, choices))
    return list(dict.fromkeys(matches))


def keys_at(case: "Case", path: FieldPath) -> Iterable[str]:
    """Return the keys that the part at a path may have; none if the path leads to no part."""
    model: type[Part] = model_of(case.source.data["kind"])
    for step in path:
        if isinstance(step, str):
            field: Any = fields_of(model).get(step)
            if field is None or field.part is None:
                return ()
            model = field.part
    return fields_of(model)
