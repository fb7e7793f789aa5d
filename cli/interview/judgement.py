"""A draft judged as it stands: its case, its findings and its proposals, each worked out once."""

from copy import deepcopy
from functools import cached_property

from comms.findings import Finding
from comms.interview.drafts import Draft
from comms.interview.proposals import Proposal, propose
from comms.kinds import model_of
from comms.language.field_names import by_names
from comms.linting.check import check
from comms.models.base import Field
from comms.paths import FieldPath
from comms.reading.answers import AnswerContext
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case
from comms.workspace.workspace import Workspace

STATES_KEPT = 4
"""An answer that is refused takes the draft back to the state before it, which is judged already."""


class Judgement:
    """What is known of one state of a draft."""

    def __init__(self, case: Case, kind: str, context: AnswerContext) -> None:
        self.case = case
        self._kind = kind
        self._context = context
        self._proposals: dict[FieldPath, Proposal | None] = {}

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings of all rules, in the words of the questions."""
        language, model = self._context.language, model_of(self._kind)
        return [by_names(finding, model, language) for finding in check(self.case, language)]

    def proposal(self, field: Field, path: FieldPath) -> Proposal | None:
        """The answer that is proposed at `path`; None where nothing is."""
        if path not in self._proposals:
            self._proposals[path] = propose(field, path, self.case, self._context)
        return self._proposals[path]


class Judge:
    """Judges a draft: one judgement for each state of its answers.

    A state is known by its content, so that whatever changes an answer need not say so.
    """

    def __init__(self, draft: Draft, context: AnswerContext, workspace: Workspace) -> None:
        self._draft = draft
        self._context = context
        self._workspace = workspace
        self._judgements: dict[str, Judgement] = {}

    def judgement(self) -> Judgement:
        """The judgement of the draft as it stands now."""
        state = repr(self._draft.data)
        found = self._judgements.pop(state, None) or self._judged()
        self._judgements[state] = found  # the latest last
        if len(self._judgements) > STATES_KEPT:
            del self._judgements[next(iter(self._judgements))]
        return found

    def _judged(self) -> Judgement:
        # a copy: rules may read the data after the draft has gone on
        source = Source("", "", deepcopy(self._draft.data))
        return Judgement(load_case(source, self._workspace), self._draft.kind, self._context)
