"""What is said about leaving a question without an answer is true of every question of every kind."""

import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from cli.interview.interview import Interview
from cli.interview.leaving import _SAID
from cli.terminal.moves import DraftKept
from cli.terminal.screen import Screen
from comms.interview.drafts import Draft
from comms.interview.questions import Question, steps_of
from comms.kinds import KINDS, model_of
from comms.language.phrases import field_words, say
from comms.paths import FieldPath, dotted, value_at
from comms.reading.answers import AnswerContext, as_typed
from comms.workspace.loading import load_file, plain_data
from tests.support import EXAMPLES
from tests.support.interviews import NOW

PATIENT = 3
"""How often a question is answered before the interview is given up."""


class Leaver:
    """Leaves every question without an answer that may be, as it is told to, and answers the others."""

    def __init__(self, draft: Draft, example: dict[str, object], seen: io.StringIO) -> None:
        self.draft, self.example, self.seen = draft, example, seen
        self.promised: FieldPath = ()
        self.kept: list[str] = []
        self.asked: list[FieldPath] = []
        self.steps: set[str] = set()

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        shown = self.seen.getvalue()
        self.seen.seek(0)
        self.seen.truncate()
        self._check()
        if question is None:
            raise DraftKept
        self.asked.append(question.path)
        self.steps.add(question.step)
        assert len(self.asked) < 300, self.asked[-20:]
        for empty, *filled in _SAID.values():
            says_filled = any(self._is_said(each, shown) for each in filled)
            if self._is_said(empty, shown) or says_filled:
                assert says_filled == bool(preset), (question.path, preset, shown)
                self.promised = question.path
                return "-" if preset else ""
        if self.asked.count(question.path) > PATIENT:
            raise DraftKept
        field, language = question.field, self.draft.language
        given = as_typed(field, value_at(self.example, question.path), language)
        is_first = self.asked.count(question.path) == 1
        example = re.split("、|, ", field_words(field.owner, field.key, language).example)[0]
        return (preset if is_first else "") or given or example

    def _is_said(self, key: str, shown: str) -> bool:
        sentence = say(f"interview.{key}", self.draft.language, means="@").partition("@")[0]
        return sentence in shown.replace("\n", "")

    def _check(self) -> None:
        """Check that the last answer that could be left out has been."""
        if self.promised:
            assert dotted(self.promised) in self.draft.left, self.promised
            assert value_at(self.draft.data, self.promised) is None
            self.kept.append(dotted(self.promised))
        self.promised = ()


def left(kind: str, language: str, folder: Path, is_filled: bool) -> list[str]:
    """Return the questions of a kind that were left without an answer; filled: all lines hold one at first."""
    files = sorted((EXAMPLES / kind / "good").glob(f"*.{language}.*"))
    case = load_file((files or sorted((EXAMPLES / kind / "good").iterdir()))[-1])
    example = plain_data(case)
    kept = {key: example[key] for key in ("kind", "id") if key in example} | {"language": language}
    draft = Draft(kind, language, kept, like=example if is_filled else {}, file=folder / "draft.json")
    seen = io.StringIO()
    leaver = Leaver(draft, example, seen)
    moment = example.get("detected_at") or example.get("issued_at")
    now = datetime.fromisoformat(str(moment)) if moment else NOW
    screen, context = Screen(Console(file=seen, width=400)), AnswerContext(language, now, "CNY")
    with pytest.raises(DraftKept):
        Interview(draft, leaver, screen, context, case.workspace).run()
    assert leaver.steps == set(steps_of(model_of(kind))), "the interview came to its end"
    return leaver.kept


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "is_filled"), [("zh", False), ("en", True)])
def test_what_is_said_about_leaving_a_question_is_true(
    kind: str, language: str, is_filled: bool, tmp_path: Path
) -> None:
    assert left(kind, language, tmp_path, is_filled)
