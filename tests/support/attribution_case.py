"""People, a roster and visits for tests of attribution: `Case(...).visits(...).run(method).lines()`."""

from pathlib import Path

from firstcontact.core.attribution import Method, load_method
from firstcontact.workspace import Config, Workspace
from support.core_steps import Bench, types_of

BEFORE = (
    "attribution_config", "attribution_year", "attribution_month", "clinician_practice", "roster_row",
    "attribution_basis",
)  # fmt: skip
STEPS = ("attribution_roster", "attribution_score", "attribution_choice", "attribution")
VISIT_TYPES = types_of(
    "visit_id BIGINT; person_id INTEGER; clinician_npi INTEGER; practice_id INTEGER; service_date DATE; month DATE;"
    "allowed DECIMAL(18,2); is_primary_care BOOLEAN; is_telehealth BOOLEAN; is_wellness BOOLEAN;"
    "is_office_or_preventive BOOLEAN"
)
PEOPLE = "person_id | line_of_business | payer | enrollment_start_date | enrollment_end_date\n" + "\n".join(
    f"p{i} | commercial | A | 2023-01-01 | 2024-12-31" for i in range(1, 8)
)
MEMBERS = """
practice_id | npi | start_date | clinical_fte
k1 | n1 | 2020-01-01 | 1.0
k1 | n2 | 2020-01-01 | 0.4
k2 | n2 | 2020-01-01 | 0.6
k2 | n4 | 2020-01-01 | 0.5
k1 | n4 | 2020-01-01 | 0.5
"""
RESULT = """
    SELECT person_id, clinician_npi, method, score, runner_up_score, decided_by FROM attribution
    WHERE year_start = '2024-01-01' ORDER BY person_id, line_of_business"""


def shipped(name: str) -> Method:
    return load_method(Workspace(Path("no-workspace"), Config(attribution={"method": name})))


class Case:
    """People, a roster and visits; `run` applies a method."""

    def __init__(self, people: str = PEOPLE, roster: str = "", members: str = "", **settings: str) -> None:
        self.bench = Bench(**settings)
        self.bench.give("in_provider", "npi\nn1\nn2\nn3\nn4")
        self.bench.give("in_eligibility", people)
        if roster:
            self.bench.give("in_roster_attribution", roster)
        if members:
            self.bench.give("in_practice_provider", members)
        self.bench.people().run("practice_member")
        self.bench.create("clinician", {"npi": "INTEGER", "entity_type": "VARCHAR", "deactivation_date": "DATE"})
        self.bench.con.execute("INSERT INTO clinician SELECT k, 'individual', NULL FROM range(1, 5) AS r(k)")
        self.bench.create("visit_base", VISIT_TYPES)

    def visits(self, text: str) -> "Case":
        self.bench.give("visit_base", text, VISIT_TYPES)
        self.bench.con.execute("""
            UPDATE visit_base SET month = date_trunc('month', service_date), allowed = COALESCE(allowed, 100),
                is_primary_care = COALESCE(is_primary_care, TRUE), is_telehealth = COALESCE(is_telehealth, FALSE),
                is_wellness = FALSE, is_office_or_preventive = TRUE""")
        return self

    def run(self, method: Method | str) -> "Case":
        method = shipped(method) if isinstance(method, str) else method
        for name, table in method.tables().items():
            self.bench.con.register(name, table)
        self.bench.run(*BEFORE, *STEPS)
        return self

    def lines(self, query: str = RESULT) -> list[str]:
        return self.bench.lines(query)
