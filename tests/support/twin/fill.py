"""What missing columns are filled with: lines of business and coverage flags."""

from collections import defaultdict
from datetime import date

from support.twin.settings import rank

Rows = list[dict]
COMMERCIAL = {"commercial", "self-insured", "exchange", "marketplace"}
BEGINNINGS = [
    ("medicare adv", "medicare_advantage"),
    ("medicaid man", "medicaid_managed"),
    ("dual", "dual_integrated"),
]
EXACT = {"medicare": "medicare_ffs", "medicaid": "medicaid_ffs", "self-pay": "self_pay"}


def line_of_business_of_payer_type(payer_type: str | None) -> str:
    if payer_type is None:
        return "unknown"
    if payer_type in COMMERCIAL:
        return "commercial"
    for beginning, line_of_business in BEGINNINGS:
        if payer_type.startswith(beginning):
            return line_of_business
    return EXACT.get(payer_type, "other_public")


def fill_eligibility(spans: Rows, pharmacy_payers: set[str]) -> None:
    for span in spans:
        span["line_of_business"] = span["line_of_business"] or line_of_business_of_payer_type(span["payer_type"])
        span["plan"] = span["plan"] or "unspecified"
        span["is_secondary_coverage"] = bool(span["is_secondary_coverage"])
        if span["medical_coverage_flag"] is None:
            span["medical_coverage_flag"] = True
        if span["pharmacy_coverage_flag"] is None:
            span["pharmacy_coverage_flag"] = span["payer"] in pharmacy_payers


def fill_claims(claims: Rows, day_of, spans: Rows) -> None:
    """Line of business of a claim that carries none; a missing paid amount is 0.00."""
    by_person, of_payer = defaultdict(list), defaultdict(set)
    for span in spans:
        by_person[span["person_id"]].append(span)
        of_payer[span["payer"]].add(span["line_of_business"])
    for claim in claims:
        claim["paid_amount"] = claim["paid_amount"] or 0
        if claim["line_of_business"] is None:
            claim["line_of_business"] = _found(claim, day_of(claim), by_person[claim["person_id"]], of_payer)


def _found(claim: dict, day: date, spans: Rows, of_payer: dict[str, set[str]]) -> str:
    covering = [s for s in spans if covers(s["enrollment_start_date"], s["enrollment_end_date"], day)]
    if covering:
        best = min(covering, key=lambda s: (s["payer"] != claim["payer"], rank(s["line_of_business"])))
        return best["line_of_business"]
    known = of_payer[claim["payer"]]
    return next(iter(known)) if len(known) == 1 else "unknown"


def covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day <= end)
