"""Final dispositions, their classes and ranks.

Source: specs/surveys/README.md 8.
"""

from dataclasses import dataclass

CLASS_OF = {
    "complete": "I",
    "eligible_closed": "I",
    "partial_used": "P",
    "break_off": "R",
    "refused": "R",
    "no_reply_delivered": "NC",
    "unable": "O",
    "other_eligible": "O",
    "no_reply_unknown": "UO",
    "undeliverable": "UH",
    "ineligible_not_seen": "NE",
    "ineligible_under_age": "NE",
    "ineligible_not_primary_care": "NE",
    "duplicate_frame": "NE",
    "quota_full": "NE",
}
BY_PARAMETER = ("deceased", "language_not_offered")
DISPOSITIONS = (*CLASS_OF, *BY_PARAMETER)
RANKED = ("complete", "eligible_closed", "partial_used", "ineligible", "refused", "break_off")
INELIGIBLE = frozenset({d for d, c in CLASS_OF.items() if c == "NE"} | {"deceased"})
UNDECIDED = ("no_reply_delivered", "undeliverable", "no_reply_unknown")


@dataclass(frozen=True)
class Classes:
    """Where manuals differ. deceased_class None: NE in patient waves, O elsewhere."""

    deceased_class: str | None = None
    language_class: str = "O"

    def of(self, disposition: str, population: str) -> str:
        if disposition == "deceased":
            return self.deceased_class or ("NE" if population == "patient" else "O")
        if disposition == "language_not_offered":
            return self.language_class
        return CLASS_OF[disposition]


def rank(disposition: str) -> int:
    """Place in the order complete > partial_used > ineligible > refused > break_off > other > no reply; 0 is first."""
    name = "ineligible" if disposition in INELIGIBLE else disposition
    if name in RANKED:
        return RANKED.index(name)
    return len(RANKED) + (1 + UNDECIDED.index(name) if name in UNDECIDED else 0)
