"""Small nasty regions: stories about made-up people, told with a seed, written as an input folder.

`small_region(seed, people)` is the plain generator; `regions()` is the Hypothesis strategy, which shrinks to few
stories, so that a failing example names what matters.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from generative import claim_stories, enrolment_stories, hospital_stories, roster, version_stories
from generative.draft import Draft, Person, Row, a_person

EVENTS = [*claim_stories.STORIES, *hospital_stories.STORIES, *version_stories.STORIES]
CLAIM_TABLES = ("medical_claim", "pharmacy_claim")
BASES = ["selected", "assigned", "contract", "practice_roster"]
CATEGORIES = ["1", "2A", "2C", "3A", "3B", "3N", "4A", "4B", "4N", "9Z", ""]

RECIPIENTS = [
    *(("practice", practice) for practice in roster.TINS),
    *(("organization", name) for name in ("org-1", "org-2")),
    *(("clinician", roster.NPIS[name]) for name in ("family", "internist", "retired")),
    ("hospital", "h1"),
    ("other", ""),
]


@dataclass(frozen=True)
class Story:
    """One person: how covered, what happened, and the seed of all choices."""

    seed: int
    coverage: str
    events: tuple[str, ...]


@dataclass
class Region:
    """Rows of text by table. Data reach to `data_through`; `stories` says what was told."""

    tables: dict[str, list[Row]]
    data_through: date
    stories: list[Story]

    def __repr__(self) -> str:
        return f"Region(data_through={self.data_through}, stories={self.stories})"


def small_region(seed: int, people: int) -> Region:
    random = Random(seed)
    stories = [_a_story(random) for _ in range(people)]
    return tell(stories, world=seed, data_through=random.choice([date(2024, 12, 31), date(2024, 10, 31)]))


def _a_story(random: Random) -> Story:
    coverage = random.choice(enrolment_stories.STORIES).__name__
    events = ["office_visits"] + [random.choice(EVENTS).__name__ for _ in range(random.randrange(1, 6))]
    return Story(random.randrange(1 << 30), coverage, tuple(events))


def regions(most_people: int = 12) -> st.SearchStrategy[Region]:
    story = st.builds(
        Story,
        st.integers(0, 999),
        st.sampled_from(sorted({s.__name__ for s in enrolment_stories.STORIES})),
        st.lists(st.sampled_from(sorted({e.__name__ for e in EVENTS})), max_size=4).map(tuple),
    )
    ends = st.sampled_from([date(2024, 12, 31), date(2024, 10, 31)])
    told = st.builds(tell, st.lists(story, min_size=1, max_size=most_people), st.integers(0, 9), ends)
    # Without a file of claims the program says not_applicable, which the twin does not know of.
    return told.filter(lambda region: all(region.tables.get(table) for table in CLAIM_TABLES))


def tell(stories: Iterable[Story], world: int = 0, data_through: date = date(2024, 12, 31)) -> Region:
    """The rows of the stories, in a world of practices and areas."""
    stories = list(stories)
    draft = Draft(Random(world))
    _world(draft)
    for story in stories:
        draft.random = Random(story.seed)
        person = a_person(draft)
        _called(story.coverage, enrolment_stories.STORIES)(person)
        for name in story.events:
            _called(name, EVENTS)(person, draft.a_day(date(2022, 1, 1), date(2024, 12, 10)))
        _maybe_roster(person)
    return Region(draft.tables, data_through, stories)


def _called(name: str, stories: list):
    return next(story for story in stories if story.__name__ == name)


def _world(draft: Draft) -> None:
    draft.tables |= {
        "provider": roster.providers(draft.random),
        "practice": roster.practices(),
        "practice_provider": roster.memberships(draft.random),
        "area": roster.areas(),
        "area_population": roster.populations(draft.random),
        "zip_area": roster.zip_areas(),
    }
    for n in range(12):
        _payment(draft, f"pay{n:02d}")


def _payment(draft: Draft, name: str) -> None:
    random = draft.random
    kind, recipient = random.choice(RECIPIENTS)
    start = draft.a_day(date(2022, 11, 1), date(2024, 9, 30))
    end = draft.a_day(start, date(2024, 12, 31))
    cents = random.randrange(-20_000, 200_000)
    known = random.random() < 0.7
    row = {
        "payment_id": name, "payer": random.choice(["Payer A", "Payer B"]), "recipient_type": kind,
        "line_of_business": random.choice(["commercial", "medicare_advantage", "commercial_partial"]),
        "recipient_id": recipient, "period_start": str(min(start, end)), "period_end": str(max(start, end)),
        "amount": str(Decimal(cents) / 100), "apm_category": random.choice(CATEGORIES), "edition": "e1",
        "primary_care_amount": str(Decimal(cents // 3) / 100) if known else "",
        "primary_care_share_method": "stated_by_payer" if known else "",
    }  # fmt: skip
    draft.add("non_claims_payment", row)


def _maybe_roster(person: Person) -> None:
    random = person.draft.random
    for _ in range(random.choice([0, 0, 0, 1, 2])):
        by = random.choice([{"npi": n} for n in (*roster.NPIS.values(), roster.UNLISTED)] + [{"practice_id": "prac-c"}])
        row = {"person_id": person.id, "payer": person.payer, "basis": random.choice(BASES)} | by
        row |= {"line_of_business": person.line_of_business or "commercial"}
        row |= {
            "start_date": random.choice(["2022-01-01", "2023-06-01"]),
            "end_date": random.choice(["", "2023-12-31"]),
        }
        person.draft.add("roster_attribution", row)


def write(region: Region, folder: Path, parts: int = 1, shuffle: Random | None = None) -> Path:
    """The region as a folder of CSV files and a manifest; with `parts` the claims come in that many files."""
    folder.mkdir(parents=True)
    entries = []
    for table, rows in region.tables.items():
        rows = shuffle.sample(rows, len(rows)) if shuffle else rows
        columns = sorted({column for row in rows for column in row})
        split = parts if table in CLAIM_TABLES else 1
        for n in range(split):
            name = f"{table}/{n}.csv" if split > 1 else f"{table}.csv"
            entries.append(
                _write_file(folder, name, table, columns, rows[n::split]) | {"data_through": region.data_through}
            )
    (folder / "manifest.toml").write_text("".join(_entry(e) for e in entries), encoding="utf-8")
    return folder


def _write_file(folder: Path, name: str, table: str, columns: list[str], rows: list[Row]) -> dict:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    entry = {"file_name": name, "table": table, "row_count": len(rows)}
    entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    if table in CLAIM_TABLES:
        entry["paid_total"] = str(sum((Decimal(r.get("paid_amount", "0")) for r in rows), Decimal("0.00")))
    return entry


def _entry(entry: dict) -> str:
    entry = entry | {"encoding": "utf-8", "delimiter": ",", "date_format": "%Y-%m-%d", "data_source": "src1"}
    lines = [
        f"{key} = {value}" if isinstance(value, int | date) else f'{key} = "{value}"' for key, value in entry.items()
    ]
    return "[[file]]\n" + "\n".join(lines) + "\n\n"
