"""What happens to a person: each story writes the claims of one episode of care, on one day or a few."""

from datetime import date, timedelta

from generative import roster
from generative.draft import Person

DAY = timedelta(days=1)

PC_CODES = ["99213", "99214", "g0439", "99395", "99203", "99442", "99495", "T1015", "99337", "99343", "90471", "80053"]


def office_visits(person: Person, day: date) -> None:
    random = person.draft.random
    for _ in range(random.randrange(1, 6)):
        name = random.choice(list(roster.NPIS))
        tin = random.choice(["", "", *roster.TINS.values()])
        place = random.choice(["11", "11", "11", "22", "19", "23", "21", "50", "81", "2", "10", "77", ""])
        source = random.choice(["src1", "src1", "src2"])
        person.office(
            person.draft.a_day(), name, random.choice(PC_CODES), place, billing_tin=tin, data_source=source,
            hcpcs_modifier_1=random.choice(["", "", "25", "95"]), payer_position=random.choice(["", "primary"]),
        )  # fmt: skip


def loyal(person: Person, day: date) -> None:
    """Many visits to few clinicians: what continuity is made of."""
    random = person.draft.random
    names = random.sample(["family", "internist", "general_np", "rural_pa", "paediatrician"], 2)
    for _ in range(random.randrange(2, 9)):
        person.office(
            person.draft.a_day(date(2023, 1, 1)),
            random.choice(names),
            billing_tin=random.choice(["", roster.TINS["prac-b"]]),
        )


def same_day(person: Person, day: date) -> None:
    """Two lines of one visit, and a second clinician of the same practice."""
    first = person.office(day, "family", "99213", billing_tin=roster.TINS["prac-a"])
    person.office(
        day, "family", "99396", claim_id=first["claim_id"], claim_line_number="2", billing_tin=roster.TINS["prac-a"]
    )
    person.office(day, "general_np", "99212")


def odd_clinicians(person: Person, day: date) -> None:
    """No NPI, an invalid one, one that is not listed, an organisation, a billing clinician."""
    person.office(day, rendering_npi="")
    person.office(day + DAY, rendering_npi=roster.INVALID, billing_npi=roster.NPIS["internist"])
    person.office(day + 2 * DAY, rendering_npi=roster.UNLISTED)
    person.office(day + 3 * DAY, rendering_npi=roster.GROUP, billing_npi=roster.UNLISTED)
    person.office(day + 4 * DAY, rendering_npi=roster.ODD, billing_npi=roster.GROUP, billing_tin=roster.TINS["prac-a"])


def retired_codes(person: Person, day: date) -> None:
    for code, edge in (("99343", date(2022, 12, 31)), ("99442", date(2024, 12, 31)), ("98005", date(2024, 12, 31))):
        person.office(edge, "internist", code, "12")
        person.office(edge + DAY, "internist", code, "12")


def clinic_fee(person: Person, day: date) -> None:
    """An office visit at a hospital clinic with its fee; two visits, one fee; a fee on another day."""
    person.office(day, "family", "99214", "22")
    person.office(day, "internist", "99213", "19")
    for when in (day, day + DAY):
        person.facility(when, "0131", hcpcs_code="G0463", revenue_center_code="510")


def health_centre(person: Person, day: date) -> None:
    random = person.draft.random
    bill = random.choice(["771", "711", "731"])
    attending = random.choice(["", roster.NPIS["rural_pa"], roster.NPIS["cardiologist"]])
    code = random.choice(["99213", "G0467", "T1015", "80053"])
    person.facility(
        day, bill, hcpcs_code=code, facility_npi=roster.CENTRE, attending_npi=attending, revenue_center_code="521"
    )


def hospital_doctor(person: Person, day: date) -> None:
    for n in range(4):
        person.office(day + n * DAY, "hospital_family", "99232", "21")
    person.office(day, "internist", "99223", "21")


def secondary_payer(person: Person, day: date) -> None:
    person.office(day, "family", "99214")
    person.office(day, "family", "99214", payer="Payer C", line_of_business="medicaid_ffs", payer_position="secondary")


def other_claim_types(person: Person, day: date) -> None:
    person.claim("dental", day, hcpcs_code="D0120")
    person.claim("vision", day, hcpcs_code="92014")
    person.claim("undetermined", day, hcpcs_code="99213", rendering_npi=roster.NPIS["family"])


def no_line_of_business(person: Person, day: date) -> None:
    person.office(day, line_of_business="", payer=person.draft.random.choice(["Payer A", "Payer B", "Payer C"]))
    person.fill(day, line_of_business="")


def arrangements(person: Person, day: date) -> None:
    for kind in ("ffs", "capitated", "bundled", "global_budget", "drg", "other", "unknown"):
        person.office(day, "internist", "99213", payment_arrangement=kind)
    person.office(
        day, "family", "99213", capitated_encounter_flag="Y", paid_amount="0.00", allowed_amount="", copayment_amount=""
    )
    person.office(day, "family", "99214", capitated_encounter_flag="1", payment_arrangement="bundled")


def long_term(person: Person, day: date) -> None:
    for bill in ("211", "321", "811", "121", "831", "891", "721"):
        person.facility(day, bill, revenue_center_code="0191")


def fills(person: Person, day: date) -> None:
    random = person.draft.random
    for _ in range(random.randrange(1, 5)):
        person.fill(
            person.draft.a_day(), quantity=random.choice(["30", "0", "-30", "", "12.5"]),
            days_supply=random.choice(["30", "90", "7", "", "45"]),
        )  # fmt: skip


def billed_in_own_name(person: Person, day: date) -> None:
    """Nobody is said to have rendered the visit; the clinician or an organization billed it."""
    for source in ("src1", "src2"):
        for name in ("family", "general_np", "cardiologist"):
            person.office(day, rendering_npi="", data_source=source, billing_npi=roster.NPIS[name])
        person.office(day, rendering_npi=roster.HOSPITAL_1, data_source=source, billing_npi=roster.NPIS["general_np"])


def capitated_with_a_copayment(person: Person, day: date) -> None:
    person.office(day, capitated_encounter_flag="true", paid_amount="0.00", allowed_amount="", copayment_amount="15.00")


STORIES = [
    office_visits, office_visits, office_visits, loyal, loyal, same_day, odd_clinicians, retired_codes, clinic_fee,
    health_centre, hospital_doctor, secondary_payer, other_claim_types, no_line_of_business, arrangements, long_term,
    fills, billed_in_own_name, capitated_with_a_copayment,
]  # fmt: skip
