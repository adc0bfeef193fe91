"""The worked examples of the practice model, read from the specs where they stand beside the repository."""

import csv

from support.shared import SHARED

EXAMPLES = SHARED / "specs" / "practice-model" / "examples"


def example_rows(name: str) -> list[dict[str, str]]:
    """Rows of an example CSV as text; none where the specs are absent."""
    path = EXAMPLES / name
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))
