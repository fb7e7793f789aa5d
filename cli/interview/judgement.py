"""The case, findings and proposals of a draft in its present state, each computed once."""

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
"""The number of judgements kept: a refused answer returns the draft to a state that was judged before."""


class Judgement:
    """The case, findings and proposals of one state of a draft."""

    def __init__(self, case: Case, kind: str, context: AnswerContext) -> None:
        self.case = case
        self._kind = kind
        self._context = context
        self._proposals: dict[FieldPath, Proposal | None] = {}

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings of all rules, in the words of the questions."""
        language, model = self._context.language, model_of(self._kind)
        return [by_names(finding, model, language) for finding in check(self.case, language)]

    def proposal(self, field: Field, path: FieldPath) -> Proposal | None:
        """Return the answer proposed for the field at `path`, or None."""
        if path not in self._proposals:
            self._proposals[path] = propose(field, path, self.case, self._context)
        return self._proposals[path]


class Judge:
    """Source of a draft's judgements, one for each state of its answers.

    States are recognised by their content, so code that changes an answer need not invalidate anything.
    """

    def __init__(self, draft: Draft, context: AnswerContext, workspace: Workspace) -> None:
        self._draft = draft
        self._context = context
        self._workspace = workspace
        self._judgements: dict[str, Judgement] = {}

    def judgement(self) -> Judgement:
        """Return the judgement of the draft in its present state."""
        state = repr(self._draft.data)
        found = self._judgements.pop(state, None) or self._judged()
        self._judgements[state] = found  # the most recent comes last
        if len(self._judgements) > STATES_KEPT:
            del self._judgements[next(iter(self._judgements))]
        return found

    def _judged(self) -> Judgement:
        # a copy, since rules may read the data after the draft has changed
        source = Source("", "", deepcopy(self._draft.data))
        case = load_case(source, self._workspace, self._context.today)
        return Judgement(case, self._draft.kind, self._context)
