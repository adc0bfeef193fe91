"""The numbered steps: one SQL file each, one SELECT in it, one table out of it.

The head of a file says what it is:
    -- step: 07 visit
    -- scope: bucket            (bucket: once for each person bucket; once: over all)
    -- about: One row per person, clinician and date.
The SELECT may read every table of an earlier step, and in a bucket step sees that bucket's rows only.
"""

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Step:
    """One step. `sql` is the SELECT as written; `table` is also the name of the folder that holds its parts."""

    number: str
    table: str
    scope: str
    about: str
    sql: str


def load_steps() -> list[Step]:
    """All steps in the order of their numbers."""
    folder = resources.files("firstcontact.core") / "sql"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [_read(f.read_text(encoding="utf-8")) for f in files]


def _read(text: str) -> Step:
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("-- "):
            break
        key, _, value = line[3:].partition(": ")
        if key in ("step", "scope", "about"):
            head[key] = value.strip()
    number, table = head["step"].split(" ", 1)
    return Step(number, table, head["scope"], head["about"], text)
