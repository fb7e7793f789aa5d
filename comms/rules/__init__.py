"""The table of rules; a rule is a function from a case to problems, its docstring the page of the manual."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from comms.findings import Problem, Severity
from comms.runtime.lazy import load

if TYPE_CHECKING:
    from comms.workspace.case import Case


Judge = Callable[["Case"], Iterator[Problem]]
"""The function of a rule: yields the problems of a document."""


class Rule(NamedTuple):
    """A rule with its published name and severity.

    where: module and name of its function, which is imported on demand.
    kinds: the kinds of documents that it applies to; empty means all.
    """

    name: str
    severity: Severity
    where: str
    kinds: tuple[str, ...] = ()

    @property
    def function(self) -> Judge:
        """The function of the rule, imported on first use."""
        return cast(Judge, load(f"comms.rules.{self.where}"))


BRIEFS = ("brief", "design-brief", "restock-brief")
RESTOCK = ("restock-brief",)
ORDER = ("order-confirmation",)
CHANGE = ("change-request",)
NOTICE = ("delay-notice",)
POLICY = ("compensation-policy",)
LETTERS = (*ORDER, *CHANGE, *NOTICE)
E, W = Severity.ERROR, Severity.WARNING

RULES = {
    "F001": Rule("unreadable", E, "files:unreadable"),
    "F002": Rule("unknown-kind", E, "files:unknown_kind"),
    "F003": Rule("unknown-field", E, "files:unknown_field"),
    "F004": Rule("invalid-value", E, "files:invalid_value"),
    "F005": Rule("stale-body", W, "files:stale_body"),
    "F006": Rule("missing-field", E, "files:missing_field"),
    "F007": Rule("duplicate-id", E, "files:duplicate_id"),
    "F008": Rule("unknown-document", E, "references:unknown_document", LETTERS),
    "F009": Rule("circular-reference", E, "references:circular_reference", (*ORDER, *CHANGE)),
    "F010": Rule("older-revision", W, "references:older_revision", (*CHANGE, *NOTICE)),
    "F011": Rule("unexplained-suppression", W, "files:unexplained_suppression"),
    "F012": Rule("unused-suppression", W, "files:unused_suppression"),
    "F013": Rule("cut-off-value", W, "files:cut_off_value"),
    "W101": Rule("what-missing", E, "dimensions:what_missing", BRIEFS),
    "W102": Rule("why-missing", E, "dimensions:why_missing", BRIEFS),
    "W103": Rule("when-missing", E, "dimensions:when_missing", BRIEFS),
    "W104": Rule("where-missing", E, "dimensions:where_missing", BRIEFS),
    "W105": Rule("who-missing", E, "dimensions:who_missing", BRIEFS),
    "W106": Rule("how-missing", E, "dimensions:how_missing", BRIEFS),
    "W107": Rule("how-much-missing", E, "dimensions:how_much_missing", BRIEFS),
    "W108": Rule("no-owner", E, "dimensions:no_owner", BRIEFS),
    "W109": Rule("no-outcome", W, "dimensions:no_outcome", BRIEFS),
    "W110": Rule("impossible-schedule", E, "schedules:impossible_schedule", BRIEFS),
    "W111": Rule("wrong-weekday", E, "schedules:wrong_weekday"),
    "W112": Rule("due-on-holiday", W, "schedules:due_on_holiday", BRIEFS),
    "W113": Rule("quantities-differ", W, "quantities:quantities_differ", BRIEFS),
    "S201": Rule("not-specific", E, "goals:not_specific", BRIEFS),
    "S202": Rule("not-measurable", E, "goals:not_measurable", BRIEFS),
    "S203": Rule("no-evidence", W, "goals:no_evidence", BRIEFS),
    "S204": Rule("not-relevant", W, "goals:not_relevant", BRIEFS),
    "S205": Rule("not-time-bound", E, "goals:not_time_bound", BRIEFS),
    "S206": Rule("impossible-goal", E, "goals:impossible_goal", BRIEFS),
    "V301": Rule("vague-quantity", W, "wording:vague_quantity"),
    "V302": Rule("vague-time", W, "wording:vague_time"),
    "V303": Rule("vague-quality", W, "wording:vague_quality"),
    "V304": Rule("vague-agent", W, "wording:vague_agent"),
    "V305": Rule("open-end", W, "wording:open_end"),
    "V306": Rule("escape-clause", W, "wording:escape_clause"),
    "V307": Rule("unexplained-jargon", W, "wording:unexplained_jargon", LETTERS),
    "V308": Rule("ambiguous-date", W, "wording:ambiguous_date"),
    "R401": Rule("quantity-differs", W, "restock:quantity_differs", RESTOCK),
    "R402": Rule("no-shortage-cost", E, "restock:no_shortage_cost", RESTOCK),
    "O501": Rule("instalments", E, "orders:instalments", ORDER),
    "O502": Rule("late-delivery-terms", E, "orders:late_delivery_terms", ORDER),
    "O503": Rule("credit-rules", E, "orders:credit_rules", ORDER),
    "O504": Rule("release-of-documents", E, "orders:release_of_documents", ORDER),
    "O505": Rule("force-majeure", W, "orders:force_majeure", ORDER),
    "O506": Rule("negotiation-period", W, "orders:negotiation_period", ORDER),
    "O507": Rule("dispute-forum", E, "orders:dispute_forum", ORDER),
    "O508": Rule("written-confirmation", E, "orders:written_confirmation", ORDER),
    "O509": Rule("late-confirmation", W, "orders:late_confirmation", ORDER),
    "O510": Rule("no-tolerance", W, "orders:no_tolerance", ORDER),
    "O511": Rule("no-acceptance", E, "orders:no_acceptance", ORDER),
    "O512": Rule("exchange-rate", W, "orders:exchange_rate", ORDER),
    "O513": Rule("totals", E, "orders:stated_totals", ORDER),
    "O514": Rule("date-on-holiday", W, "orders:date_on_holiday", ORDER),
    "O515": Rule("incoterm-mode", E, "orders:incoterm_mode", ORDER),
    "O516": Rule("deposit-word", W, "orders:deposit_word", ORDER),
    "O517": Rule("credit-dates", E, "orders:credit_dates", ORDER),
    "O518": Rule("late-payment", W, "orders:late_payment", ORDER),
    "O519": Rule("no-reply-date", W, "orders:no_reply_date", ORDER),
    "O520": Rule("order-of-dates", E, "orders:order_of_dates", ORDER),
    "O521": Rule("sku-twice", W, "orders:sku_twice", ORDER),
    "O522": Rule("free-line", W, "orders:free_line", ORDER),
    "O523": Rule("discount-too-high", E, "orders:discount_too_high", ORDER),
    "C601": Rule("no-reason", E, "changes:no_reason", CHANGE),
    "C602": Rule("no-cost-impact", E, "changes:no_cost_impact", CHANGE),
    "C603": Rule("no-schedule-impact", E, "changes:no_schedule_impact", CHANGE),
    "C604": Rule("unsigned-approval", E, "changes:unsigned_approval", CHANGE),
    "C605": Rule("before-differs", E, "changes:before_differs", CHANGE),
    "C606": Rule("unknown-target", E, "changes:unknown_target", CHANGE),
    "C607": Rule("cost-differs", W, "changes:cost_differs", CHANGE),
    "C608": Rule("breaks-order", E, "changes:breaks_order", CHANGE),
    "C609": Rule("past-date", W, "changes:past_dates", CHANGE),
    "C610": Rule("change-of-credit", E, "changes:credit_amendment", CHANGE),
    "D701": Rule("late-notice", W, "delays:late_notice", NOTICE),
    "D702": Rule("no-root-cause", E, "delays:no_root_cause", NOTICE),
    "D703": Rule("no-responsible-party", E, "delays:no_responsible_party", NOTICE),
    "D704": Rule("too-few-remedies", E, "delays:too_few_remedies", NOTICE),
    "D705": Rule("compensation-differs", E, "delays:compensation_differs", NOTICE),
    "D706": Rule("dates-reversed", E, "delays:dates_reversed", NOTICE),
    "D707": Rule("no-next-update", W, "delays:no_next_update", NOTICE),
    "D708": Rule("policy-gap", E, "delays:policy_gap", (*POLICY, *NOTICE)),
    "D709": Rule("unapproved", E, "delays:unapproved", NOTICE),
    "D710": Rule("falling-policy", W, "delays:falling_policy", POLICY),
    "D711": Rule("cap-below-tier", E, "delays:cap_below_tier", POLICY),
    "D712": Rule("notice-dates", W, "delays:notice_dates", NOTICE),
    "D713": Rule("delay-beyond-credit", E, "delays:credit_amendment", NOTICE),
    "P801": Rule("personal-id", E, "privacy:personal_id"),
    "P802": Rule("bank-account", E, "privacy:bank_account"),
    "P803": Rule("personal-phone", W, "privacy:personal_phone"),
}
"""Code -> rule. The codes are public: CI logs, `ignore` lists and `comms explain` use them."""
