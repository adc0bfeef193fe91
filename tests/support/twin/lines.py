"""service_line: one final medical line with its clinician, practice, place and spend amount."""

from decimal import Decimal

from support.twin import codes
from support.twin.dates import month_of
from support.twin.places import Practices
from support.twin.values import valid_npi

Rows = list[dict]
SHARES = ("coinsurance_amount", "copayment_amount", "deductible_amount")
MODIFIERS = tuple(f"hcpcs_modifier_{n}" for n in range(1, 6))


def service_day(claim: dict):
    return claim["claim_line_start_date"] or claim["claim_start_date"]


def service_lines(claims: Rows, providers: dict[str, dict], practices: Practices) -> Rows:
    return [_line(claim, providers, practices) for claim in claims]


def _line(claim: dict, providers: dict[str, dict], practices: Practices) -> dict:
    line = dict(claim)
    day = service_day(claim)
    clinician = clinician_of(claim, providers)
    line["service_date"], line["month"] = day, month_of(day)
    line["claim_key"] = "|".join((claim["data_source"], claim["claim_type"], claim["claim_id"]))
    line["line_key"] = (claim["data_source"], claim["claim_type"], claim["claim_id"], claim["claim_line_number"])
    line["clinician"] = clinician
    line["practice"] = practices.of_line(clinician, day, claim["billing_tin"])
    line["payer_position"] = claim["payer_position"] or "primary"
    line["pos_group"] = codes.group_of("pos_group_", claim["place_of_service_code"], day)
    line["tob_prefix2"] = claim["bill_type_code"][:2] if claim["bill_type_code"] else None
    line["tob_group"] = codes.group_of("tob_group_", line["tob_prefix2"], day)
    line["cost_share"] = cost_share(claim)
    line["capitated"] = bool(claim["capitated_encounter_flag"]) or claim["payment_arrangement"] == "capitated"
    is_encounter = line["capitated"] and claim["allowed_amount"] is None and claim["paid_amount"] == 0
    line["spend"] = Decimal(0) if is_encounter else spend_amount(claim)
    return line


def clinician_of(claim: dict, providers: dict[str, dict]) -> str | None:
    """Rendering, else billing, else (institutional) attending, each a valid NPI of an individual."""
    if _individual(claim["rendering_npi"], providers, unlisted=True):
        return claim["rendering_npi"]
    if _individual(claim["billing_npi"], providers, unlisted=False):
        return claim["billing_npi"]
    if claim["claim_type"] == "institutional" and _individual(claim["attending_npi"], providers, unlisted=True):
        return claim["attending_npi"]
    return None


def _individual(npi: str | None, providers: dict[str, dict], unlisted: bool) -> bool:
    if not valid_npi(npi):
        return False
    return providers[npi]["entity_type"] == "individual" if npi in providers else unlisted


def cost_share(claim: dict) -> Decimal | None:
    known = [claim[c] for c in SHARES if claim[c] is not None]
    return sum(known, Decimal(0)) if known else None


def spend_amount(claim: dict) -> Decimal:
    """Allowed; else paid plus what the member pays; else paid."""
    if claim["allowed_amount"] is not None:
        return claim["allowed_amount"]
    return claim["paid_amount"] + (cost_share(claim) or 0)


def has_code(line: dict, name: str) -> bool:
    return line["hcpcs_code"] is not None and codes.on_list(name, line["hcpcs_code"], line["service_date"])


def has_revenue(line: dict, name: str) -> bool:
    code = line["revenue_center_code"]
    return code is not None and codes.on_list(name, code, line["service_date"])


def is_telehealth(line: dict) -> bool:
    day = line["service_date"]
    place = line["place_of_service_code"]
    return (
        has_code(line, "telehealth_service")
        or any(line[m] and codes.on_list("telehealth_modifier", line[m], day) for m in MODIFIERS)
        or (place is not None and codes.on_list("telehealth_place", place, day))
    )


def is_health_centre(line: dict) -> bool:
    return line["tob_group"] in ("health_centre", "rural_health") or line["place_of_service_code"] in ("50", "72")
