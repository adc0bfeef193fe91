"""groups.parquet and strata.parquet: the groups of a run with what people look them up by, and the names of strata."""

import duckdb
import pyarrow as pa

from firstcontact.engine.cells import GROUP_KINDS

PRACTICES = """
SELECT 'practice' AS group_kind, g.id AS group_id, COALESCE(p.practice_name, g.name) AS group_name,
       o.id AS organization_id, a.id AS area_id, o.id AS parent_id, ar.area_name AS place, p.zip_code AS zip_code,
       p.practice_type AS practice_type, p.accepting_new_patients AS accepting_new_patients,
       p.primary_care_clinicians AS clinicians, p.end_date AS closed_on,
       p.latitude AS latitude, p.longitude AS longitude,
       CAST(NULL AS INTEGER) AS deprivation_quintile, CAST(NULL AS BIGINT) AS population
FROM group_value AS g
LEFT JOIN practice AS p ON p.practice_id = g.key
LEFT JOIN group_value AS o ON o.kind = 'organization' AND o.key = p.organization_id
LEFT JOIN group_value AS a ON a.kind = 'area' AND a.key = p.area_id
LEFT JOIN area AS ar ON ar.area_id = p.area_id
WHERE g.kind = 'practice'"""

AREAS = """
SELECT 'area', g.id, COALESCE(a.area_name, g.name), NULL, NULL, p.id, NULL, NULL, NULL, NULL,
       y.primary_care_clinicians, NULL, a.latitude, a.longitude, a.deprivation_quintile, y.population
FROM group_value AS g
LEFT JOIN area AS a ON a.area_id = g.key
LEFT JOIN group_value AS p ON p.kind = 'area' AND p.key = a.parent_area_id
LEFT JOIN (SELECT area_id, primary_care_clinicians, population FROM area_year
           WHERE year_start = (SELECT MAX(year_start) FROM area_year)) AS y ON y.area_id = g.key
WHERE g.kind = 'area'"""

ORGANIZATIONS = """
SELECT 'organization', g.id, g.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       (SELECT SUM(p.primary_care_clinicians) FROM practice AS p WHERE p.organization_id = g.key),
       NULL, NULL, NULL, NULL, NULL
FROM group_value AS g WHERE g.kind = 'organization'"""

REGION = """
SELECT 'region', ?, ?, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       (SELECT SUM(p.primary_care_clinicians) FROM practice AS p), NULL, NULL, NULL, NULL,
       (SELECT SUM(population) FROM area_year WHERE year_start = (SELECT MAX(year_start) FROM area_year))"""


def groups_table(con: duckdb.DuckDBPyConnection, region_id: str, region_name: str) -> pa.Table:
    """One row per region, area, organization and practice, with unattributed and unknown."""
    union = " UNION ALL ".join([PRACTICES, AREAS, ORGANIZATIONS, REGION])
    return con.sql(
        f"SELECT * FROM ({union}) ORDER BY group_kind, group_id", params=[region_id, region_name]
    ).to_arrow_table()


def strata_table(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """stratum_kind, stratum, name, sort_order of every stratum that can occur."""
    kinds = ", ".join(f"'{k}'" for k in GROUP_KINDS)
    return con.sql(
        "SELECT kind AS stratum_kind, id AS stratum, name, sort_order FROM group_value "
        f"WHERE kind NOT IN ({kinds}) ORDER BY kind, sort_order, id"
    ).to_arrow_table()


def stratum_order(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """(kind, id) -> place of the stratum in its kind."""
    rows = con.execute("SELECT kind, id, sort_order FROM group_value").fetchall()
    return {(kind, id_): place for kind, id_, place in rows}
