"""Downloads for people who work on the site. No cell is ever run as a formula."""

import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from firstcontact.release.columns import csv_cell, safe_cell

__all__ = ["csv_response", "csv_text", "safe_cell"]


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """UTF-8, LF, an attachment called `<name>.csv`. Numbers stay numbers, None is an empty cell."""
    answer = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    safe = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-") or "export"
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "".join(",".join(map(_cell, row)) + "\n" for row in [header, *rows])


def _cell(value: object) -> str:
    if value is None:
        return ""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number else csv_cell(str(value))
