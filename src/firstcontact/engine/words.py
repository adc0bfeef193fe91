"""The catalogue as people read it, and the beginning of a new measure."""

from datetime import date
from pathlib import Path

from firstcontact.engine.definition import BaseMeasure
from firstcontact.engine.definitions import Definition, catalogue, find
from firstcontact.engine.spec_cases import spec_of
from firstcontact.errors import UsageError
from firstcontact.workspace import Workspace

DOMAINS = ("finance", "capacity", "performance", "equity")


def show(ws: Workspace | None, measure_id: str) -> str:
    """One definition in words, with its query and worked cases."""
    definition = find(catalogue(ws), measure_id)
    meta = definition.meta
    lines = [f"{meta.title} ({meta.id}, version {meta.version}, {meta.status})", "", meta.why_it_matters.strip(), ""]
    if isinstance(meta, BaseMeasure):
        lines += [f"Numerator:   {meta.numerator.strip()}", f"Denominator: {meta.denominator.strip()}"]
        lines += [
            f"Unit: {meta.unit_of_count}. Value: {meta.value}. Window: {meta.window}. Rows: {', '.join(meta.rows)}."
        ]
    else:
        lines += [f"Over: {', '.join(meta.over)}. Formula: {meta.formula}."]
    lines += [f"Direction: {meta.direction.replace('_', ' ')}. Groups: {', '.join(meta.groups)}."]
    lines += [f"Results: {', '.join(definition.variants)}"] if meta.variants else []
    lines += ["", "Caveats:"] + [f"- {c.strip()}" for c in meta.caveats] if meta.caveats else []
    lines += ["", "Sources:"] + [f"- {s.title} ({s.href or s.citation}; {s.read})" for s in meta.sources]
    lines += ["", definition.sql.strip()] if definition.sql else []
    return "\n".join(lines + _cases(definition, ws))


def _cases(definition: Definition, ws: Workspace | None) -> list[str]:
    spec = spec_of(definition, ws.definitions if ws else Path())
    lines = []
    for case in (spec or {}).get("cases", []):
        lines += ["", f"Case: {case['name']}"]
        for table, rows in {**case.get("given", {}), "expected": case.get("expect", "")}.items():
            lines += [f"  {table}"] + [f"    {line}" for line in str(rows).strip().splitlines()]
    return lines


YAML = """\
# A draft: write the words, then run 'firstcontact measures lint'.
id: {id}
{replaces}version: '1'
title: {title}
domain: {domain}
why_it_matters: Say in a sentence what people lose when this number is bad.
numerator: People with at least one primary care visit in the year.
denominator: People with enough months of medical coverage in the year.
unit_of_count: person
value: ratio
numerator_unit: people
denominator_unit: people
direction: context_only
window: year
reads: [person_year, visit]
codelists: []
parameters: [min_months]
groups: [region, area, practice, age_band, sex, race_ethnicity]
publish_if: {{people_at_least: 30}}
sources:
  - {{title: Own definition, citation: written in this workspace, read: own}}
caveats:
  - Say what the number does not see.
authored: {{by: analyst, on: {today}}}
checked: null
review_by: {review}
status: own
"""

SQL = """\
-- One row per person and year with enough counted months.
SELECT m.person_id AS unit_id,
       m.year_start AS period,
       CASE WHEN COALESCE(v.visits, 0) > 0 THEN 1 ELSE 0 END AS numerator,
       1 AS denominator
FROM person_year AS m
LEFT JOIN (SELECT person_id, year_start, COUNT(*) AS visits
           FROM visit
           WHERE is_primary_care
           GROUP BY person_id, year_start) AS v
  ON v.person_id = m.person_id AND v.year_start = m.year_start
WHERE m.medical_months >= (SELECT CAST(value AS INTEGER) FROM parameter WHERE name = 'min_months')
"""

SPEC = """\
measure: {id}
parameters: {{min_months: 11}}
cases:
  - name: One visit is enough
    given:
      person_year: |
        person_id | year_start | medical_months
        p1        | 2024-01-01 | 12
      visit: |
        visit_id | person_id | year_start | is_primary_care
        a        | p1        | 2024-01-01 | true
    expect: |
      unit_id | period     | numerator | denominator
      p1      | 2024-01-01 | 1         | 1
  - name: A visit that is not primary care does not count, but the person does
    given:
      person_year: |
        person_id | year_start | medical_months
        p1        | 2024-01-01 | 12
      visit: |
        visit_id | person_id | year_start | is_primary_care
        a        | p1        | 2024-01-01 | false
    expect: |
      unit_id | period     | numerator | denominator
      p1      | 2024-01-01 | 0         | 1
  - name: Ten months of coverage are not enough to be asked
    given:
      person_year: |
        person_id | year_start | medical_months
        p1        | 2024-01-01 | 10
    expect: |
      unit_id | period | numerator | denominator
"""


def new_measure(where: Workspace | Path, measure_id: str, domain: str, today: date | None = None) -> list[Path]:
    """Write YAML, SQL and worked cases of a draft that runs. `where`: a workspace, or its folder.

    Raises UsageError for a domain that does not exist, an id that is no id, or a measure that is there already.
    """
    from firstcontact.engine.definition import _identifier

    definitions = where.definitions if isinstance(where, Workspace) else Path(where) / "definitions"
    if domain not in DOMAINS:
        raise UsageError(f"'{domain}' is not one of {', '.join(DOMAINS)}.")
    try:
        _identifier(measure_id)
    except ValueError as e:
        raise UsageError(f"The id {e}.") from None
    folder = definitions / "measures" / domain
    spec = definitions / "tests" / "spec" / "measures" / domain / f"{measure_id}.yaml"
    if (folder / f"{measure_id}.yaml").exists():
        raise UsageError(f"There is a measure '{measure_id}' in '{folder}' already. Edit it, or choose another id.")
    day = today or date.today()
    words = {
        "id": measure_id,
        "replaces": f"replaces: {measure_id}\n" if measure_id in {d.id for d in catalogue()} else "",
        "domain": domain,
        "title": measure_id.replace("_", " ").capitalize(),
        "today": day,
        "review": day.replace(year=day.year + 1, day=min(day.day, 28)),
    }
    written = {
        folder / f"{measure_id}.yaml": YAML.format(**words),
        folder / f"{measure_id}.sql": SQL,
        spec: SPEC.format(**words),
    }
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return list(written)
