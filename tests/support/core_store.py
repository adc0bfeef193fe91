# ruff: noqa: E501  (SQL of made-up rows)
"""A made-up core store for tests of the engine: Parquet parts by the schema of core/tables.yaml.

`write_store` takes rows as dictionaries and fills what they leave out; `synthetic_region` makes many rows with SQL.
"""

from datetime import date
from pathlib import Path

import duckdb

from firstcontact.core.build import CoreStore
from firstcontact.engine.schema import schema, scopes, tables

AREAS, PAYERS, LINES, PRACTICES = 4, 3, 10, 6
AGE_BANDS = ["unknown", "0-17", "18-44", "45-64", "65-74", "75+"]
SEXES = ["unknown", "female", "male"]
RACES = [
    "unknown",
    "american_indian",
    "asian",
    "black",
    "hispanic",
    "middle_eastern",
    "pacific_islander",
    "white",
    "multiple",
]
LANGUAGES = ["unknown", "english", "spanish", "other"]
DISABILITY = ["unknown", "yes", "no"]
LINE_IDS = ["unknown", "commercial", "commercial_partial", "medicare_ffs", "medicare_advantage", "medicaid_ffs",
            "medicaid_managed", "dual_integrated", "other_public", "self_pay"]  # fmt: skip
QUINTILES = ["unknown", "1", "2", "3", "4", "5"]
RURALITY = ["unknown", "urban", "large_rural", "small_rural", "isolated"]
PRACTICE_TYPES = ["unknown", "independent", "health_system"]


def attributes(areas: int = AREAS, payers: int = PAYERS, practices: int = PRACTICES) -> dict[str, list[str]]:
    """attribute -> ids by key, key 0 first."""
    return {
        "area": ["unknown", *(f"a{i:02d}" for i in range(1, areas + 1))],
        "payer": ["unknown", *(f"payer{i:02d}" for i in range(1, payers + 1))],
        "line_of_business": LINE_IDS,
        "practice": ["unattributed", *(f"k{i:05d}" for i in range(1, practices + 1))],
        "age_band": AGE_BANDS,
        "sex": SEXES,
        "race_ethnicity": RACES,
        "language": LANGUAGES,
        "disability": DISABILITY,
    }


def layout(ids: dict[str, list[str]]) -> dict[str, tuple[int, int]]:
    """attribute -> (multiplier, cardinality)."""
    found, multiplier = {}, 1
    for name, values in ids.items():
        found[name] = (multiplier, len(values))
        multiplier *= len(values)
    return found


def cell(places: dict[str, tuple[int, int]], **keys: int) -> int:
    """cell_key of the given attribute keys, 0 for the others."""
    return sum(keys.get(name, 0) * multiplier for name, (multiplier, _) in places.items())


def reference_rows(ids: dict[str, list[str]], years: list[int]) -> dict[str, list[dict]]:
    """The small tables that every store needs."""
    organizations = ["unattributed", *(f"o{i:03d}" for i in range(1, max(2, len(ids["practice"]) // 3) + 1))]
    practices, areas = range(len(ids["practice"])), range(len(ids["area"]))
    kinds = ids | {
        "organization": organizations,
        "practice_type": PRACTICE_TYPES,
        "deprivation_quintile": QUINTILES,
        "rurality": RURALITY,
    }
    return {
        "cell_layout": [{"attribute": a, "multiplier": m, "cardinality": c} for a, (m, c) in layout(ids).items()],
        "group_value": [{"kind": k, "key": i, "id": v, "name": v, "sort_order": i} for k, values in kinds.items() for i, v in enumerate(values)],
        "practice_attribute": [{"practice": p, "organization": p and 1 + (p - 1) % (len(organizations) - 1), "practice_type": p and 1 + p % 2,
                                "area": p and 1 + (p - 1) % (len(areas) - 1 or 1)} for p in practices],
        "area_attribute": [{"area": a, "deprivation_quintile": a and 1 + (a - 1) % 5, "rurality": a and 1 + (a - 1) % 4} for a in areas],
        "measured_period": [{"year_start": date(y, 1, 1), "year_end": date(y, 12, 31)} for y in years],
        "parameter": [{"name": n, "value": v, "value_type": "text", "source": "test"} for n, v in PARAMETERS.items()],
        "practice": [{"practice_id": p, "practice_name": f"Practice {p}", "organization_id": 1 + (p - 1) % (len(organizations) - 1),
                      "area_id": 1 + (p - 1) % (len(areas) - 1 or 1), "start_date": date(2000, 1, 1), "primary_care_clinicians": 2} for p in practices if p],
        "area": [{"area_id": a, "area_name": f"Area {a}", "area_kind": "county", "deprivation_quintile": 1 + (a - 1) % 5} for a in areas if a],
    }  # fmt: skip


PARAMETERS = {
    "min_months": "11", "continuity_gap_months": "1", "include_telehealth": "true", "runout_months": "6", "confidence": "0.95",
    "per_working_day": "false", "spend_requires_enrolment": "true",
}  # fmt: skip


def write_store(root: Path, rows: dict[str, list[dict]], buckets: int = 1, threads: int = 2) -> CoreStore:
    """A store with these rows; every other table is empty. Rows of people go to the bucket of their person_id."""
    store = new_store(root, buckets, threads)
    con = duckdb.connect()
    for table, columns in schema().items():
        if table == "variant":
            continue
        declared = ", ".join(f"{c} {t}" for c, t in columns.items())
        con.execute(f"CREATE TABLE {table} ({declared})")
        for row in rows.get(table, []):
            filled = fill(table, row)
            marks = ", ".join("?" for _ in columns)
            con.execute(f"INSERT INTO {table} VALUES ({marks})", [filled[c] for c in columns])
        write_parts(con, store, table, f"SELECT * FROM {table}")
    con.close()
    return store


def new_store(root: Path, buckets: int = 1, threads: int = 2, memory: str = "2GiB") -> CoreStore:
    settings = {"memory_limit": memory, "threads": str(threads), "temp_directory": str(root / "tmp")}
    return CoreStore(root, buckets, dict(scopes()), settings)


def write_parts(con: duckdb.DuckDBPyConnection, store: CoreStore, table: str, select: str) -> None:
    (store.root / table).mkdir(parents=True, exist_ok=True)
    if scopes()[table] == "once":
        con.execute(f"COPY ({select}) TO '{store.part(table)}' (FORMAT parquet)")
        return
    for bucket in range(store.buckets):
        con.execute(
            f"COPY (SELECT * FROM ({select}) WHERE person_id % {store.buckets} = {bucket}) TO '{store.part(table, bucket)}' (FORMAT parquet)"
        )


def fill(table: str, row: dict) -> dict:
    """The row with every column: NULL where the schema allows it, else false, 0, an empty text or a first day."""
    unknown = set(row) - set(tables()[table])
    if unknown:
        raise KeyError(f"{table} has no column {sorted(unknown)}")
    return {column: row.get(column, default(declared)) for column, declared in tables()[table].items()}


def default(declared: str) -> object:
    if declared.endswith("?"):
        return None
    bare = declared.split("(")[0]
    return {"BOOLEAN": False, "VARCHAR": "", "DATE": date(1970, 1, 1)}.get(bare, 0)


def synthetic_region(root: Path, people: int = 500, buckets: int = 1, years: tuple[int, ...] = (2022, 2023, 2024), practices: int = PRACTICES,
                     areas: int = AREAS, payers: int = 8, threads: int = 2, memory: str = "2GiB", first: int = 1) -> CoreStore:  # fmt: skip
    """A region whose rows follow from hashes of the person's number: same arguments, same rows."""
    ids = attributes(areas, payers, practices)
    store = new_store(root, buckets, threads, memory)
    con = duckdb.connect(config={"memory_limit": "3GiB", "temp_directory": str(root / "tmp")})
    con.execute("SET enable_progress_bar = false")
    for table, rows in reference_rows(ids, list(years)).items():
        _small(con, store, table, rows)
    for bucket in range(buckets):
        _people(con, store, ids, people, bucket, years, first)
    for table, select in _capacity(ids, years).items():
        _fill_table(con, store, table, select)
    for table in sorted(set(schema()) - {"variant"}):
        if not any((store.root / table).glob("*.parquet")):
            _small(con, store, table, [])
    con.close()
    return store


def _small(con: duckdb.DuckDBPyConnection, store: CoreStore, table: str, rows: list[dict]) -> None:
    declared = ", ".join(f"{c} {t}" for c, t in schema()[table].items())
    con.execute(f"CREATE OR REPLACE TABLE {table} ({declared})")
    for row in rows:
        filled = fill(table, row)
        con.execute(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in filled)})", list(filled.values()))
    write_parts(con, store, table, f"SELECT * FROM {table}")


def _fill_table(
    con: duckdb.DuckDBPyConnection, store: CoreStore, table: str, select: str, bucket: int | None = None
) -> None:
    """Write a SELECT of some columns as a whole table of the schema."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE made AS {select}")
    have = {r[0] for r in con.execute("DESCRIBE made").fetchall()}
    columns = ", ".join(
        f"CAST({c if c in have else _literal(tables()[table][c])} AS {t}) AS {c}" for c, t in schema()[table].items()
    )
    (store.root / table).mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY (SELECT {columns} FROM made) TO '{store.part(table, bucket)}' (FORMAT parquet)")


def _literal(declared: str) -> str:
    value = default(declared)
    return (
        "NULL"
        if value is None
        else f"DATE '{value}'"
        if isinstance(value, date)
        else f"'{value}'"
        if isinstance(value, str)
        else str(value)
    )


def _people(
    con: duckdb.DuckDBPyConnection,
    store: CoreStore,
    ids: dict[str, list[str]],
    people: int,
    bucket: int,
    years: tuple[int, ...],
    first: int,
) -> None:
    size = {k: len(v) for k, v in ids.items()}
    places = layout(ids)
    pick = "CAST(hash(person_id * 100 + {0}) % {1} AS BIGINT)"
    con.execute(f"""CREATE OR REPLACE TEMP TABLE p AS SELECT CAST(i AS INTEGER) AS person_id FROM range({first}, {first + people}) AS t(i)
                    WHERE i % {store.buckets} = {bucket}""")
    con.execute(f"""CREATE OR REPLACE TEMP TABLE who AS SELECT person_id,
        {pick.format(1, size["area"])} AS area, {pick.format(2, size["sex"])} AS sex, {pick.format(3, size["race_ethnicity"])} AS race,
        {pick.format(4, size["language"])} AS language, {pick.format(5, size["disability"])} AS disability,
        {pick.format(6, size["payer"] - 1)} + 1 AS payer, {pick.format(7, 9)} + 1 AS line, {pick.format(8, 90)} AS age0,
        {pick.format(9, size["practice"])} AS practice, {pick.format(10, 12)} AS late, {pick.format(11, 8)} AS second FROM p""")
    band = "CASE WHEN age < 18 THEN 1 WHEN age < 45 THEN 2 WHEN age < 65 THEN 3 WHEN age < 75 THEN 4 ELSE 5 END"
    cell_sql = " + ".join(f"{c} * {places[a][0]}" for a, c in {
        "area": "area", "payer": "payer", "line_of_business": "line", "practice": "practice_now", "age_band": band, "sex": "sex",
        "race_ethnicity": "race", "language": "language", "disability": "disability"}.items())  # fmt: skip
    con.execute(f"""CREATE OR REPLACE TEMP TABLE months AS
        WITH m AS (SELECT CAST(MAKE_DATE({years[0]} + CAST(i // 12 AS INTEGER), CAST(i % 12 + 1 AS INTEGER), 1) AS DATE) AS month, i FROM range({12 * len(years)}) AS t(i)),
        rows AS (
            SELECT w.*, m.month, m.i, TRUE AS is_primary FROM who AS w, m WHERE m.i >= w.late
            UNION ALL
            SELECT w.* REPLACE (w.line % 9 + 1 AS line, w.payer % {size["payer"] - 1} + 1 AS payer), m.month, m.i, FALSE FROM who AS w, m
            WHERE w.second = 0 AND m.i >= w.late AND m.i % 2 = 0)
        SELECT *, CAST(age0 + (i + late) // 12 AS INTEGER) AS age, MAKE_DATE(YEAR(month), 1, 1) AS year_start,
               CAST(CASE WHEN hash(person_id * 7 + YEAR(month)) % 10 = 0 THEN (practice + 1) % {size["practice"]} ELSE practice END AS BIGINT) AS practice_now,
               CAST(person_id AS BIGINT) * 16 + line AS coverage_id, hash(person_id, line) % 5 > 0 AS pharmacy, hash(person_id, line, 3) % 20 > 0 AS medical
        FROM rows""")
    con.execute(f"CREATE OR REPLACE TEMP TABLE cells AS SELECT *, {cell_sql} AS cell_key FROM months")
    lines = "[" + ", ".join(f"'{x}'" for x in LINE_IDS) + "][line + 1]"
    bands = "[" + ", ".join(f"'{x}'" for x in AGE_BANDS) + f"][{band} + 1]"
    _fill_table(con, store, "person_month", f"""SELECT person_id, coverage_id, month, year_start, {lines} AS line_of_business, 30 AS covered_days, 30 AS days_in_month,
        medical, pharmacy, TRUE AS is_counted, is_primary, 1 AS months, age, {bands} AS age_band, NULLIF(practice_now, 0) AS practice_id, cell_key FROM cells ORDER BY person_id, line, month""", bucket)  # fmt: skip
    _fill_table(con, store, "person_year", f"""SELECT person_id, year_start, MAX_BY(coverage_id, month) AS coverage_id, MAX_BY({lines}, month) AS line_of_business,
        COUNT(*) FILTER (WHERE medical) AS medical_months, COUNT(*) FILTER (WHERE pharmacy) AS pharmacy_months, MAX(age) AS age_at_year_end, MAX_BY(cell_key, month) AS cell_key
        FROM cells WHERE is_primary GROUP BY person_id, year_start ORDER BY ALL""", bucket)  # fmt: skip
    _fill_table(con, store, "coverage_year", f"""SELECT person_id, coverage_id, year_start, ANY_VALUE({lines}) AS line_of_business,
        COUNT(*) FILTER (WHERE medical) AS medical_months, COUNT(*) FILTER (WHERE pharmacy) AS pharmacy_months, MAX_BY(cell_key, month) AS cell_key
        FROM cells GROUP BY person_id, coverage_id, year_start ORDER BY ALL""", bucket)  # fmt: skip
    _fill_table(con, store, "attribution", """SELECT person_id, coverage_id, year_start, TRUE AS is_eligible,
        NULLIF(hash(coverage_id, year_start) % 4, 0) AS practice_id, 'visits' AS method, 'x' AS config_id FROM cells GROUP BY person_id, coverage_id, year_start ORDER BY ALL""", bucket)  # fmt: skip
    _events(con, store, bucket)


def _events(con: duckdb.DuckDBPyConnection, store: CoreStore, bucket: int) -> None:
    event = "CAST(person_id AS BIGINT) * 100000 + i * 100 + k"
    common = f"{event} AS event_id, person_id, coverage_id, month, year_start, cell_key, k, i"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE events AS SELECT {common}, hash(person_id, i, k) AS h FROM cells, range(3) AS t(k) WHERE medical AND is_primary"
    )
    _fill_table(con, store, "visit", """SELECT event_id AS visit_id, person_id, coverage_id, month, year_start, month AS service_date, cell_key, 1 AS payer, 1 + h % 5 AS clinician_npi,
        1 + h % 3 AS practice_id, h % 7 > 0 AS is_primary_care, h % 11 = 0 AS is_wellness, h % 5 = 0 AS is_telehealth, TRUE AS in_month
        FROM events WHERE h % 10 < 3""", bucket)  # fmt: skip
    _fill_table(con, store, "ed_visit", """SELECT event_id AS ed_visit_id, person_id, coverage_id, month, year_start, month AS service_date, cell_key, 1 AS payer,
        h % 4 > 0 AS treat_and_release, TRUE AS in_month, 'facility' AS source, CAST((h % 500) / 1000.0 AS DECIMAL(9,6)) AS primary_care_treatable,
        CAST(0.25 AS DECIMAL(9,6)) AS non_emergent FROM events WHERE h % 997 < 12""", bucket)  # fmt: skip
    pqi = ", ".join(
        f"h % {7 + i} = 0 AS {name}" for i, name in enumerate(c for c in schema()["stay"] if c.startswith("pqi_"))
    )
    _fill_table(con, store, "stay", f"""SELECT event_id AS stay_id, event_id AS episode_id, person_id, coverage_id, month, year_start, month AS admit_date, cell_key, 1 AS payer,
        TRUE AS in_month, {pqi} FROM events WHERE h % 1009 < 9""", bucket)  # fmt: skip
    _fill_table(con, store, "rx_fill", """SELECT event_id AS fill_id, person_id, coverage_id, month, year_start, month AS dispensing_date, cell_key, 1 AS payer, TRUE AS in_month,
        CAST((1 + h % 90) / 30.0 AS DECIMAL(18,6)) AS fills_30 FROM events WHERE h % 10 < 4""", bucket)  # fmt: skip
    dollars = ", ".join(f"CAST((CAST(hash(coverage_id, month, '{c}') % 90000 AS BIGINT) - 4000) / 100.0 AS DECIMAL(18,2)) AS {c}"
                        for c in schema()["spend_cube"] if schema()["spend_cube"][c].startswith("DECIMAL"))  # fmt: skip
    _fill_table(con, store, "spend_cube", f"""SELECT person_id, coverage_id, month, year_start, '' AS line_of_business, 1 AS payers, {dollars}
        FROM cells WHERE hash(coverage_id, month) % 10 < 4 ORDER BY coverage_id, month""", bucket)  # fmt: skip


def _capacity(ids: dict[str, list[str]], years: tuple[int, ...]) -> dict[str, str]:
    places = layout(ids)
    practices, areas, payers = (len(ids[k]) - 1 for k in ("practice", "area", "payer"))
    each_year = (
        f"(SELECT MAKE_DATE(CAST(y AS INTEGER), 1, 1) AS year_start FROM range({years[0]}, {years[-1] + 1}) AS t(y))"
    )
    months = f"(SELECT CAST(MAKE_DATE({years[0]} + CAST(i // 12 AS INTEGER), CAST(i % 12 + 1 AS INTEGER), 1) AS DATE) AS month FROM range({12 * len(years)}) AS t(i))"
    return {
        "practice_year": f"""SELECT p AS practice_id, year_start, 10 + p AS attributed_people, p * {places["practice"][0]} + (1 + p % {areas}) * {places["area"][0]} AS cell_key
            FROM range(1, {practices + 1}) AS t(p), {each_year}""",
        "panel": f"""SELECT 'practice' AS unit_kind, p AS unit_id, month, MAKE_DATE(YEAR(month), 1, 1) AS year_start, 30 + p % 7 AS people, 2 AS primary_care_clinicians,
            1.5 AS clinical_fte FROM range(1, {practices + 1}) AS t(p), {months}""",
        "area_year": f"""SELECT a AS area_id, year_start, CASE WHEN a = 0 THEN 0 ELSE 10000 * a END AS population, 5 + a AS primary_care_clinicians, 3 + a AS primary_care_physicians,
            2 AS primary_care_np_pa, CAST(4.25 AS DECIMAL(18,6)) AS primary_care_fte, a * {places["area"][0]} AS cell_key FROM range(0, {areas + 1}) AS t(a), {each_year}""",
        "payment": f"""SELECT n AS payment_id, month, MAKE_DATE(YEAR(month), 1, 1) AS year_start, 1 + n % {payers} AS payer, 'commercial' AS line_of_business,
            CASE WHEN n % 3 = 0 THEN 1 + n % {practices} END AS practice_id, CASE WHEN n % 3 = 1 THEN 1 + n % 2 END AS organization_id,
            CAST(100 + n AS DECIMAL(18,2)) AS amount, CASE WHEN n % 4 > 0 THEN CAST(40 + n AS DECIMAL(18,2)) END AS primary_care_amount,
            CASE WHEN n % 5 > 0 THEN ['2C', '3A', '3B', '4B'][1 + n % 4] END AS apm_category, 'one' AS edition,
            (1 + n % {payers}) * {places["payer"][0]} + {places["line_of_business"][0]} + CASE WHEN n % 3 = 0 THEN (1 + n % {practices}) * {places["practice"][0]} ELSE 0 END AS cell_key
            FROM range(1, 31) AS t(n), {months}""",
    }  # fmt: skip
