"""The file that gives an award to practices. Every line in doubt is named: line, column, value, rule."""

import csv
import io
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from firstcontact_site.config.frame import reader

COLUMN = "practice_id"
LARGEST = 1_000_000
MOST_NAMED = 20


def practices_of(file: UploadedFile) -> list[str]:
    """Ids in the column `practice_id` of a CSV file; other columns are not read. Raises ValidationError."""
    if file.size > LARGEST:
        raise ValidationError("The file is larger than 1 MB.")
    try:
        return practices_in(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        line = file_line(e)
        raise ValidationError(f"Line {line}: the file is not UTF-8 text. Save it as CSV UTF-8.") from None


def file_line(error: UnicodeDecodeError) -> int:
    return error.object[: error.start].count(b"\n") + 1


def practices_in(text: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if COLUMN not in (rows.fieldnames or []):
        first = ", ".join(rows.fieldnames or [])[:80] or "nothing"
        raise ValidationError(f"Line 1: there is no column '{COLUMN}'; the file has {first}.")
    pairs = [(rows.line_num, (row[COLUMN] or "").strip()) for row in rows]
    wrong = list(_doubts(pairs))
    if not pairs:
        wrong = ["Line 2: the file names no practice."]
    if wrong:
        more = [f"{len(wrong) - MOST_NAMED} more lines are in doubt."] if len(wrong) > MOST_NAMED else []
        raise ValidationError([*wrong[:MOST_NAMED], *more])
    return sorted(id_ for _, id_ in pairs)


def _doubts(pairs: Iterable[tuple[int, str]]) -> Iterable[str]:
    release = reader().current()
    known = {group["group_id"] for group in release.groups("practice")} if release else None
    seen: dict[str, int] = {}
    for line, id_ in pairs:
        rule = _rule(id_, known, seen)
        if rule:
            yield f"Line {line}, column {COLUMN}, value '{id_[:40]}': {rule}"
        seen.setdefault(id_, line)


def _rule(id_: str, known: set[str] | None, seen: dict[str, int]) -> str:
    if not id_:
        return "an id is required."
    if id_ in seen:
        return f"stands in line {seen[id_]} already."
    return "" if known is None or id_ in known else "the live release has no such practice."
