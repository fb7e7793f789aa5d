"""A draft is judged once a state, however often its findings and proposals are asked for."""

from pathlib import Path

import pytest

from cli.interview import judgement
from cli.interview.judgement import Judge
from comms.interview.drafts import Draft
from comms.language.field_names import field_at
from comms.models.order_confirmation import OrderConfirmation
from comms.paths import put
from comms.reading.answers import AnswerContext
from comms.workspace.workspace import NOWHERE
from tests.support.interviews import NOW


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    data = {"kind": "brief", "title": "Size chart", "language": "en"}
    return Draft("brief", "en", data, file=tmp_path / "draft.json")


@pytest.fixture
def judge(draft: Draft) -> Judge:
    return Judge(draft, AnswerContext("en", NOW, "CNY"), NOWHERE)


def test_a_state_is_judged_once(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    check = judgement.check
    monkeypatch.setattr(judgement, "check", lambda *given: runs.append(given) or check(*given))
    first = judge.judgement()
    assert {finding.code for finding in first.findings} >= {"W101", "W102"}
    assert judge.judgement() is first and judge.judgement().findings is first.findings
    assert len(runs) == 1


def test_an_answer_makes_another_state_and_taking_it_back_the_one_before(draft: Draft, judge: Judge) -> None:
    first = judge.judgement()
    put(draft.data, ("what",), "3 banners")
    second = judge.judgement()
    assert second is not first and "W101" not in {finding.code for finding in second.findings}
    put(draft.data, ("what",), None)
    assert judge.judgement() is first


def test_a_judgement_speaks_of_its_own_state_however_late_it_is_asked(draft: Draft, judge: Judge) -> None:
    first = judge.judgement()
    put(draft.data, ("what",), "3 banners")
    assert "W101" in {finding.code for finding in first.findings}


def test_the_values_of_two_types_are_two_states(draft: Draft, judge: Judge) -> None:
    put(draft.data, ("revision",), 1)
    first = judge.judgement()
    put(draft.data, ("revision",), True)
    assert judge.judgement() is not first


def test_only_the_latest_states_are_kept(draft: Draft, judge: Judge) -> None:
    first = judge.judgement()
    for number in range(judgement.STATES_KEPT):
        put(draft.data, ("title",), f"Size chart {number}")
        judge.judgement()
    put(draft.data, ("title",), "Size chart")
    assert judge.judgement() is not first


def test_a_proposal_is_worked_out_once_a_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    propose = judgement.propose
    monkeypatch.setattr(judgement, "propose", lambda *given: asked.append(given) or propose(*given))
    draft = Draft("order-confirmation", "en", {"kind": "order-confirmation"}, file=tmp_path / "draft.json")
    judge = Judge(draft, AnswerContext("en", NOW, "USD"), NOWHERE)
    field = field_at(OrderConfirmation, ("issued_at",))
    first = judge.judgement().proposal(field, ("issued_at",))
    assert first is not None and judge.judgement().proposal(field, ("issued_at",)) is first
    assert len(asked) == 1
