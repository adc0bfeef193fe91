"""One final disposition for each case: the highest rank of what its answers, messages and notes say.

Source: specs/surveys/README.md 8.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from firstcontact.survey.disposition.codes import rank

BAD_ADDRESS = frozenset({"bounced", "returned_mail", "failed"})
GOOD_ADDRESS = frozenset({"delivered", "callback", "no_answer"})
NO_REPLY, REACHED, LOST = "no_reply_unknown", "no_reply_delivered", "undeliverable"
BY_STATE = {
    "refused": "refused",
    "undeliverable": LOST,
    "quota_exit": "quota_full",
    "ineligible": "ineligible_not_seen",
    "started": "break_off",
}
BY_RULE, BY_PERSON = "rule", "person"


@dataclass(frozen=True)
class Decision:
    """rule: what it rests on; by: rule or person."""

    disposition: str
    rule: str
    by: str = BY_RULE
    on: date | None = None
    note: str | None = None


@dataclass
class Evidence:
    """What is known of one case. responses: dispositions of its responses; outcomes: mode -> outcomes of messages;
    state: of the site; stated: decided by a person."""

    responses: list[str] = field(default_factory=list)
    outcomes: dict[str, list[str]] = field(default_factory=dict)
    state: str | None = None
    stated: list[Decision] = field(default_factory=list)


def decide(evidence: Evidence) -> Decision:
    """The final disposition of a case."""
    return min(_candidates(evidence), key=lambda d: rank(d.disposition))


def _candidates(evidence: Evidence) -> Iterable[Decision]:
    yield from evidence.stated
    yield from (Decision(d, "cleaning") for d in evidence.responses)
    if evidence.state in BY_STATE and not (evidence.state == "started" and evidence.responses):
        yield Decision(BY_STATE[evidence.state], f"state {evidence.state}")
    said = {o for outcomes in evidence.outcomes.values() for o in outcomes}
    if "refusal" in said:
        yield Decision("refused", "message refusal")
    yield _no_reply(evidence.outcomes)


def _no_reply(outcomes: dict[str, list[str]]) -> Decision:
    """Undeliverable where the last message of every mode came back; delivered where one is known to have arrived."""
    last = [o[-1] for o in outcomes.values() if o]
    if last and all(o in BAD_ADDRESS for o in last):
        return Decision(LOST, "messages returned in all modes")
    if any(o in GOOD_ADDRESS for held in outcomes.values() for o in held):
        return Decision(REACHED, "message delivered, no answer")
    return Decision(NO_REPLY, "no answer")
