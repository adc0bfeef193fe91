"""The small world around the people of a made-up region: clinicians, practices, areas. Every id is invented."""

from random import Random

Row = dict[str, str]


def npi(number: int) -> str:
    """A valid NPI: nine digits from 100000000 + number and the Luhn digit over 80840 + NPI."""
    body = str(100_000_000 + number)
    total = 0
    for place, digit in enumerate(reversed("80840" + body)):
        doubled = int(digit) * (1 if place % 2 else 2)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


TAXONOMIES = {
    "family": "207Q00000X",
    "internist": "207R00000X",
    "general_np": "363L00000X",
    "rural_pa": "363A00000X",
    "lost_np": "363L00000X",
    "cardiologist": "207RC0000X",
    "hospital_family": "207Q00000X",
    "retired": "207Q00000X",
    "override_yes": "207QA0000X",
    "override_no": "208000000X",
    "paediatrician": "208000000X",
}
NPIS = {name: npi(n) for n, name in enumerate(TAXONOMIES, start=1)}
CENTRE, HOSPITAL_1, HOSPITAL_2, GROUP, ODD, UNLISTED = (npi(n) for n in range(101, 107))
INVALID = "1234567890"
TINS = {
    "prac-a": "111111111",
    "prac-b": "222222222",
    "prac-c": "333333333",
    "prac-d": "444444444",
    "prac-e": "333333333",
}
ZIPS = ["00001", "00002", "00003", "00009"]
TRACT, COUNTY = "99001000100", "99002"


def providers(random: Random) -> list[Row]:
    rows = [
        {"npi": number, "entity_type": "individual", "primary_taxonomy_code": TAXONOMIES[name], "data_source": "roster"}
        for name, number in NPIS.items()
    ]
    by_npi = {row["npi"]: row for row in rows}
    by_npi[NPIS["retired"]]["deactivation_date"] = random.choice(["2023-06-30", "2023-07-01", "2024-03-01"])
    by_npi[NPIS["override_yes"]] |= {"primary_care_override": "yes", "override_reason": "works in primary care"}
    by_npi[NPIS["override_no"]] |= {"primary_care_override": "no", "override_reason": "works elsewhere"}
    facilities = [(CENTRE, "261QF0400X"), (HOSPITAL_1, "282N00000X"), (HOSPITAL_2, "282N00000X"), (GROUP, "207Q00000X")]
    rows += [
        {"npi": n, "entity_type": "organization", "primary_taxonomy_code": t, "data_source": "roster"}
        for n, t in facilities
    ]
    rows.append({"npi": ODD, "entity_type": "unknown", "primary_taxonomy_code": "207Q00000X", "data_source": "roster"})
    return rows


def practices() -> list[Row]:
    def practice(name: str, organization: str, kind: str, zip_code: str, **more: str) -> Row:
        row = {"practice_id": name, "practice_name": f"Practice {name[-1].upper()}", "practice_type": kind}
        row |= {"organization_id": organization, "zip_code": zip_code, "billing_tin": TINS[name]}
        if organization:
            row["organization_name"] = f"Group {organization[-1]}"
        return row | {"start_date": "2020-01-01"} | more

    return [
        practice("prac-a", "org-1", "independent", ZIPS[0]),
        practice("prac-b", "org-1", "hospital_owned", ZIPS[1]),
        practice("prac-c", "org-2", "independent", ZIPS[2]),
        practice("prac-d", "", "health_centre", ZIPS[3], census_tract=TRACT, end_date="2023-09-30"),
        practice("prac-d", "", "health_centre", ZIPS[3], census_tract=TRACT, start_date="2023-10-01"),
        practice("prac-e", "org-2", "unknown", ZIPS[3], start_date="2024-02-29"),
    ]


def memberships(random: Random) -> list[Row]:
    """Who works where: two practices at once, a move, a gap, an unknown share of time."""

    def member(name: str, practice: str, start: str = "2020-01-01", **more: str) -> Row:
        return {"npi": NPIS[name], "practice_id": practice, "start_date": start} | more

    return [
        member("family", "prac-a", clinical_fte="0.600"),
        member("family", "prac-b", clinical_fte=random.choice(["0.600", "0.400", "0.700"])),
        member("internist", "prac-b", end_date="2023-06-30", clinical_fte="1.000"),
        member("internist", "prac-c", "2023-07-01"),
        member("general_np", "prac-a", clinical_fte="0.800"),
        member("rural_pa", "prac-d", role="primary_care"),
        member("lost_np", "prac-e", role=random.choice(["other", "unknown"])),
        member("cardiologist", random.choice(["prac-c", "prac-e"]), clinical_fte="1.000"),
        member("hospital_family", "prac-b", clinical_fte="0.500"),
        member("retired", "prac-a"),
        member("override_yes", "prac-d", "2023-07-02"),
        member("override_no", "prac-b"),
        member("paediatrician", "prac-a", end_date="2022-12-31"),
        member("paediatrician", "prac-a", "2023-03-01", clinical_fte="0.250"),
    ]


def areas() -> list[Row]:
    def area(name: str, kind: str = "service_area", quintile: str = "", rurality: str = "") -> Row:
        row = {"area_id": name, "area_kind": kind, "area_name": f"Area {name}", "rurality_code": rurality}
        return row | {"deprivation_quintile": quintile, "index_name": "made up" if quintile else ""}

    return [
        area("whole", "region"),
        area("east", quintile="1", rurality="urban"),
        area("west", quintile="5", rurality="isolated"),
        area("north"),
        area(TRACT, "tract", "3"),
        area(COUNTY, "county", "5"),
    ]


def populations(random: Random) -> list[Row]:
    everyone = {"sex": "all", "age_band": "all", "race_ethnicity": "all", "income_group": "all", "source": "made up"}
    names = ["east", "west", "north", TRACT, COUNTY]
    return [
        {"area_id": name, "year": str(year), "population": str(random.choice([0, 40, 55, 300]))} | everyone
        for name in names
        for year in (2022, 2023, 2024)
    ]


def zip_areas() -> list[Row]:
    weights = [(0, "east", "1"), (1, "east", "0.4"), (1, "west", "0.6"), (2, "west", "0.5"), (2, "north", "0.5")]
    return [{"zip_code": ZIPS[n], "area_id": area, "weight": weight} for n, area, weight in weights]
