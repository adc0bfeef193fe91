"""person: one value for each attribute, of the span that ends last."""

from collections import defaultdict
from datetime import date

Rows = list[dict]
RACES = {
    "american indian or alaska native": "american_indian",
    "asian": "asian",
    "black or african american": "black",
    "hispanic or latino": "hispanic",
    "middle eastern or north african": "middle_eastern",
    "native hawaiian or pacific islander": "pacific_islander",
    "white": "white",
    "more than one": "multiple",
}
LANGUAGES = {"en": "english", "eng": "english", "es": "spanish", "spa": "spanish"}
SEXES = ("female", "male")


def people(spans: Rows, data_through: date) -> dict[str, dict]:
    of_person = defaultdict(list)
    for span in spans:
        of_person[span["person_id"]].append(span)
    return {person: _person(rows, data_through) for person, rows in of_person.items()}


def _person(spans: Rows, data_through: date) -> dict:
    def best(column: str):
        return _best(spans, column, data_through)

    return {
        "birth_date": best("birth_date"),
        "death_date": best("death_date"),
        "sex": best("gender") if best("gender") in SEXES else "unknown",
        "race_ethnicity": race_ethnicity(best("race"), best("ethnicity")),
        "language": language(best("language")),
        "disability": {None: "unknown", True: "yes", False: "no"}[best("disability_flag")],
    }


def _best(spans: Rows, column: str, data_through: date):
    """Latest end, then latest start, then smallest payer, then smallest text; nothing unknown beats a value."""
    known = [s for s in spans if s[column] is not None and str(s[column]).lower() != "unknown"]
    if not known:
        return None

    def order(span: dict) -> tuple:
        end = span["enrollment_end_date"] or data_through
        return (-end.toordinal(), -span["enrollment_start_date"].toordinal(), span["payer"], str(span[column]))

    return min(known, key=order)[column]


def race_ethnicity(race: str | None, ethnicity: str | None) -> str:
    """Hispanic first where ethnicity is separate."""
    if ethnicity == "hispanic":
        return "hispanic"
    return RACES.get((race or "").lower(), "unknown")


def language(code: str | None) -> str:
    return "unknown" if code is None else LANGUAGES.get(code, "other")
