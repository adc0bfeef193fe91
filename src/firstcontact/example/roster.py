"""Attribution lists as plans send them: most people are on them, some rows end early, some name only half."""

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import dates, ids, texts
from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions
from firstcontact.example.calendar import NO_DAY
from firstcontact.example.coverage import FIRST, PRODUCTS, SECOND
from firstcontact.example.scene import Scene

BASES = ("selected", "assigned", "contract", "practice_roster")
WITHOUT_ROSTER = ("medicare_ffs", "medicaid_ffs")


def roster_table(scene: Scene, npi: list[str]) -> pa.Table:
    """One row per person and plan that keeps a list, over the time of the coverage."""
    people, coverage, calendar = scene.people, scene.coverage, scene.calendar
    person, slot = np.nonzero(coverage.covered[:, (FIRST, SECOND)].any(axis=2))
    product = coverage.product[person, slot]
    keeps = ~np.isin(PRODUCTS.line[product], [LINES_OF_BUSINESS.index(lob) for lob in WITHOUT_ROSTER])
    facts = assumptions()["roster"]
    u = scene.streams("roster.row").random((len(person), 6))
    at = np.flatnonzero(keeps & (u[:, 0] < facts["listed"]))
    person, slot, product, u = person[at], slot[at], product[at], u[at]
    months = coverage.covered[person, slot]
    first, last = months.argmax(axis=1), calendar.months - 1 - months[:, ::-1].argmax(axis=1)
    early = u[:, 1] < facts["ends_early"]
    last = np.where(early, first + (last - first) // 2, last)
    ends = np.where(last == calendar.months - 1, NO_DAY, calendar.starts[last + 1] - 1)
    usual = scene.usual_clinician[person]
    clinician = np.where(u[:, 2] < facts["other_clinician"], scene.near(person, u[:, 3]), usual)
    practice = scene.world.workforce.practice[clinician]
    return pa.table(
        {
            "person_id": ids("P", people.number[person], 9),
            "payer": texts(PRODUCTS.payer[product], PRODUCTS.payers),
            "line_of_business": texts(PRODUCTS.line[product], list(LINES_OF_BUSINESS)),
            "start_date": dates(np.maximum(calendar.starts[first], people.birth[person])),
            "end_date": dates(ends),
            "npi": texts(np.where(u[:, 4] < facts["practice_only"], -1, clinician), npi),
            "practice_id": texts(
                np.where(u[:, 4] > 1 - facts["clinician_only"], -1, practice), scene.world.practices.ids
            ),
            "basis": texts(np.floor(u[:, 5] * len(BASES)).astype(np.int8), list(BASES)),
        }
    )
