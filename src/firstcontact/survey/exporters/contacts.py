"""Personal data that people typed, in a file of their own, joined to the answers by nothing but response_id.

Source: specs/surveys/README.md 13.6.
"""

from firstcontact.survey.answers import is_substantive
from firstcontact.survey.exporters.csv_file import csv_bytes, guarded
from firstcontact.survey.exporters.read import Export


def contacts(export: Export) -> bytes:
    """CSV: response_id and the items marked `pii`, for responses that hold any."""
    items = [i.link_id for i in export.instrument.items if i.pii]
    rows = []
    for row in export.rows:
        cells = [row.response.cells.get(i) for i in items]
        if any(map(is_substantive, cells)):
            rows.append([row.response.response_id, *(guarded(str(c)) if is_substantive(c) else "" for c in cells)])
    return csv_bytes(["response_id", *items], rows)
