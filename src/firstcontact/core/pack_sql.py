"""From definition packs to SQL: which list plays which role, and one full condition on the line for each bound."""

from firstcontact.core.pack_model import Pack
from firstcontact.core.packs import BOUNDS
from firstcontact.core.reference import Reference

DEFAULT_ROSTER = (
    "pc_taxonomy_core", "pc_taxonomy_ext_general_practice", "pc_taxonomy_ext_np_general", "pc_taxonomy_ext_pa",
)  # fmt: skip
EXCLUDED = {
    "secondary_payer": "l.payer_position = 'primary'",
    "denied": "NOT l.is_denied",
    "inpatient": "COALESCE(p.pos_group <> 'inpatient', true) AND COALESCE(b.tob_group <> 'inpatient', true)",
    "swing_bed": "COALESCE(l.tob_prefix2 NOT IN ('18', '28'), true)",
    "surgical_centre": (
        "COALESCE(p.pos_group <> 'surgical_centre', true) AND COALESCE(b.tob_group <> 'surgical_centre', true)"
    ),
}


def list_roles(packs: dict[str, Pack], reference: Reference) -> list[tuple[str, str]]:
    """(role, list) for every list of the bounds' packs and for the clinician roster; a role is <bound>_<part>."""
    roles = [(f"{bound}_{part}", name) for bound in BOUNDS for part, name in _roles(packs[bound])]
    roster, switched_on = _roster(packs["broad"], reference), _switched_on(reference)
    roles += [("roster_taxonomy", name) for name in roster + switched_on]
    return sorted(set(roles + [("broad_clinician", name) for name in switched_on]))


def _roles(pack: Pack) -> list[tuple[str, str]]:
    parts: dict[str, list[str]] = {
        "service": pack.services,
        "place": pack.places.include,
        "place_out": pack.places.exclude,
        "bill": pack.bill_types.include,
        "bill_out": pack.bill_types.exclude,
    }
    if pack.clinicians:
        parts |= {"clinician": pack.clinicians.lists, "facility": pack.clinicians.facilities}
    if pack.diagnosis_any:
        parts["diagnosis"] = pack.diagnosis_any.lists
    if pack.provider_history:
        parts |= {"history": [pack.provider_history.list], "exempt": pack.provider_history.exempt_lists}
    for add_on in pack.add_ons:
        parts |= {"trigger": add_on.trigger.services, "trigger_place": add_on.trigger.places}
        parts |= {"added": add_on.add.services, "added_bill": add_on.add.bill_types}
    for rule in pack.always_in:
        parts |= {"always": rule.services, "always_bill": rule.bill_types}
    return [(part, name) for part, names in parts.items() for name in names]


def _roster(broad: Pack, reference: Reference) -> list[str]:
    """Taxonomy lists of a primary care clinician: the broad pack's, or the default where it names specialties."""
    taxonomies = {r["list"] for r in reference.lists if r["code_system"] == "nucc"}
    chosen = [n for n in (broad.clinicians.lists if broad.clinicians else []) if n in taxonomies]
    return chosen or list(DEFAULT_ROSTER)


def _switched_on(reference: Reference) -> list[str]:
    """Taxonomies that a parameter adds to the broad bound and the roster."""
    return ["pc_taxonomy_ext_obgyn"] if reference.is_on("include_obgyn") else []


def line_condition(bound: str, pack: Pack) -> str:
    """True where a line counts by payer, service, clinician and place. Aliases as in service_line."""
    rules = _days(pack) + [EXCLUDED[e] for e in pack.exclusions if e in EXCLUDED]
    rules += [_service(bound, pack), _clinician(bound, pack), *_places(bound, pack)]
    return " AND ".join(r for r in rules if r)


def bound_condition(bound: str, pack: Pack) -> str:
    """True where a line counts in the bound: the line's own condition, the add-on or the health centre rule."""
    ways = [f"({line_condition(bound, pack)} AND {history_condition(bound, pack)})"]
    if pack.add_ons:
        ways.append(f"({added_condition(bound, pack)} AND {bound}_trigger.person_id IS NOT NULL)")
    if pack.always_in:
        ways.append(
            f"({_primary(pack)} AND l.claim_type = 'institutional' AND h.{bound}_always AND b.{bound}_always_bill)"
        )
    return f"COALESCE({' OR '.join(ways)}, false)"


def added_condition(bound: str, pack: Pack) -> str:
    return f"{_primary(pack)} AND l.claim_type = 'institutional' AND h.{bound}_added AND b.{bound}_added_bill"


def trigger_condition(bound: str, pack: Pack) -> str:
    """A kept line that pulls in the same person's facility line of the day."""
    return (
        f"COALESCE(h.{bound}_trigger AND p.{bound}_trigger_place AND {line_condition(bound, pack)}"
        f" AND {history_condition(bound, pack)}, false)"
    )


def history_condition(bound: str, pack: Pack) -> str:
    """The clinician has a line of the history list, is exempt, or the data hold none at all (the guard)."""
    if not pack.provider_history:
        return "true"
    guard = f" OR NOT w.{bound}_seen" if pack.provider_history.guard == "skip_when_absent" else ""
    exempt = f"(CASE WHEN s.code IS NOT NULL THEN s.{bound}_exempt ELSE COALESCE(c.{bound}_exempt, false) END)"
    return f"({exempt} OR COALESCE(wr.{bound}_seen, false){guard})"


def addon_join(bound: str, pack: Pack) -> str:
    """The join that tells a facility line whether a kept visit of the same person and day pulls it in."""
    if not pack.add_ons:
        return ""
    alias = f"{bound}_trigger"
    return (
        f"LEFT JOIN (SELECT * FROM addon_trigger WHERE bound = '{bound}') AS {alias}"
        f" ON {alias}.person_id = l.person_id AND {alias}.service_date = l.service_date"
    )


def screened_out(packs: dict[str, Pack]) -> str:
    """True where only the history rule keeps a line out: what the screen removes is printed with every run."""
    removed = [
        f"(COALESCE({line_condition(b, p)}, false) AND NOT {history_condition(b, p)} AND NOT {bound_condition(b, p)})"
        for b, p in packs.items()
        if p.provider_history
    ]
    return " OR ".join(removed) or "false"


def _primary(pack: Pack) -> str:
    primary = ["l.payer_position = 'primary'"] if "secondary_payer" in pack.exclusions else []
    return " AND ".join(_days(pack) + primary) or "true"


def _days(pack: Pack) -> list[str]:
    """Service dates that the pack may be applied to."""
    first = [f"l.service_date >= DATE '{pack.valid_from}'"] if pack.valid_from else []
    return first + ([f"l.service_date <= DATE '{pack.valid_to}'"] if pack.valid_to else [])


def _service(bound: str, pack: Pack) -> str:
    ways = [f"COALESCE(h.{bound}_service, false)"] if pack.services else []
    if pack.diagnosis_any:
        lists = ", ".join(f"'{n}'" for n in pack.diagnosis_any.lists)
        ways.append(f"COALESCE(l.diagnosis_code_1 IN (SELECT code FROM codelist WHERE list IN ({lists})), false)")
    return f"({' OR '.join(ways)})" if ways else ""


def _clinician(bound: str, pack: Pack) -> str:
    if not pack.clinicians:
        return ""
    alias = "bill" if pack.clinicians.position == "billing" else "c"
    by_taxonomy = f"COALESCE({alias}.{bound}_clinician, false)"
    if "hospitalist" in pack.exclusions:
        by_taxonomy = f"(({by_taxonomy} OR COALESCE(c.override = 'yes', false)) AND COALESCE(y.is_primary_care, false))"
    named = (
        f"l.{pack.clinicians.position}_npi IS NOT NULL"  # a line without its clinician counts in the denominator only
    )
    by_specialty = f"({named} AND COALESCE(s.{bound}_clinician, false))"
    reported = "l.data_source IN (SELECT data_source FROM specialty_source)"
    # The provider of such a pack is the one that the claim reports, never who billed in its place.
    both = f"(CASE WHEN {reported} THEN {by_specialty} ELSE {by_taxonomy} AND {_is_reported(pack)} END)"
    person = {"specialty": by_specialty, "taxonomy": by_taxonomy, "both": both}[pack.clinicians.by]
    bill = f" OR COALESCE(b.{bound}_bill, false)" if pack.bill_types.include else ""
    person = f"(l.claim_type = 'professional'{bill}) AND {person}"
    facility = f" OR COALESCE(bill.{bound}_facility, false) OR COALESCE(fac.{bound}_facility, false)"
    return f"({person}{facility if pack.clinicians.facilities else ''})"


def _is_reported(pack: Pack) -> str:
    position = f"l.{pack.clinicians.position}_npi" if pack.clinicians else "NULL"
    return (
        f"{position} IS NOT NULL" if position == "l.billing_npi" else f"COALESCE({position} = l.clinician_npi, false)"
    )


def _places(bound: str, pack: Pack) -> list[str]:
    rules = []
    if pack.places.include:
        rules.append(f"COALESCE(p.{bound}_place, false)")
    if pack.places.exclude:
        rules.append(f"NOT COALESCE(p.{bound}_place_out, false)")
    if pack.bill_types.exclude:
        rules.append(f"NOT COALESCE(b.{bound}_bill_out, false)")
    return rules
