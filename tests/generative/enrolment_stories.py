"""How a person is covered: each story writes the coverage spans of one person."""

from datetime import date, timedelta

from generative import roster
from generative.draft import LAST, PAYERS, Person


def whole(person: Person) -> None:
    person.span("2022-01-01", None)


def whole_reported_clinician(person: Person) -> None:
    """The payer names a clinician, sometimes one that is unknown or gone."""
    npi = person.draft.random.choice([*roster.NPIS.values(), roster.UNLISTED])
    kind = person.draft.random.choice(["selected", "assigned", "none"])
    person.span("2022-01-01", None, pcp_npi=npi, pcp_assignment_type=kind)


def overlapping(person: Person) -> None:
    person.span("2022-01-15", "2023-04-10")
    person.span("2023-03-01", "2024-12-31")


def two_payers(person: Person) -> None:
    other = next(p for p in PAYERS if p != person.payer)
    person.span("2022-01-01", "2024-12-31")
    person.span("2023-02-01", "2024-02-20", payer=other, zip_code=roster.ZIPS[0])


def gap(person: Person) -> None:
    day = person.draft.a_day(date(2023, 2, 1), date(2024, 6, 1))
    days = person.draft.random.choice([1, 20, 45, 62])
    person.span("2022-01-01", str(day))
    person.span(str(day + timedelta(days=days + 1)), "9999-12-31")


def one_day(person: Person) -> None:
    day = str(person.draft.a_day())
    person.span(day, day)


def switch(person: Person) -> None:
    """Another line of business from some day on, inside a month."""
    day = person.draft.a_day(date(2023, 2, 2), date(2024, 6, 1))
    person.span("2022-01-01", str(day))
    person.span(
        str(day), None, payer="Payer C", line_of_business="medicaid_managed", race="White", zip_code=roster.ZIPS[1]
    )


def secondary_too(person: Person) -> None:
    person.span("2022-01-01", None, line_of_business="medicare_ffs", is_secondary_coverage="n")
    person.span("2022-06-01", "2024-08-31", payer="Payer C", line_of_business="medicaid_ffs", is_secondary_coverage="y")


def secondary_ranks_higher(person: Person) -> None:
    """The secondary coverage has the higher line of business; for a time it stands alone."""
    person.span("2022-01-01", "2024-05-31", line_of_business="medicaid_managed")
    person.span(
        "2022-01-01", None, payer="Payer B", line_of_business="medicare_advantage", is_secondary_coverage="true"
    )


def dies(person: Person) -> None:
    day = person.draft.a_day(date(2023, 1, 1), date(2024, 12, 1))
    person.span("2022-01-01", "2024-12-31", death_date=str(day))


def born(person: Person) -> None:
    day = person.draft.a_day(date(2023, 1, 1), date(2024, 6, 30))
    person.facts["birth_date"] = str(day)
    person.span(str(day.replace(day=1)), None)


def no_pharmacy_then_only_pharmacy(person: Person) -> None:
    person.span("2022-01-01", "2023-06-30", pharmacy_coverage_flag="false")
    person.span("2023-07-01", "2024-03-31", pharmacy_coverage_flag="true")
    person.span("2024-04-01", None, medical_coverage_flag="0", pharmacy_coverage_flag="1")


def by_payer_type(person: Person) -> None:
    words = ["Commercial", "Medicare", "Medicare Advantage", "medicaid managed care", "Dual eligible", "Tricare", ""]
    person.line_of_business = ""
    person.span("2022-01-01", None, payer_type=person.draft.random.choice(words), plan="")


def after_the_data(person: Person) -> None:
    """Spans that end after the data do, and one that starts after they do."""
    person.span("2023-05-17", "2025-06-30")
    person.span("2025-01-01", None, gender="female", language="es")


def turned_around(person: Person) -> None:
    """A span that ends before it starts is set aside; the other counts."""
    person.span("2023-05-01", "2023-04-01")
    person.span("2022-02-01", str(LAST))


STORIES = [
    whole, whole, whole, whole_reported_clinician, overlapping, two_payers, gap, one_day, switch, secondary_too,
    secondary_ranks_higher, dies, born, no_pharmacy_then_only_pharmacy, by_payer_type, after_the_data, turned_around,
]  # fmt: skip
