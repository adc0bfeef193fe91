"""A CSV file as a table of text; nothing is guessed."""

from pathlib import Path

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.csv_text import check_header, decode, records


def read_csv(path: Path) -> pa.Table:
    """All columns as text. Raises FirstContactError for a file that is absent, not UTF-8, empty or ragged."""
    rows = list(records(decode(path), path.name))
    if not rows:
        raise FirstContactError(f"{path.name} is empty. A header and one row for each unit are needed.")
    header = rows[0][1]
    check_header(header, path.name)
    for number, cells in rows[1:]:
        if len(cells) != len(header):
            raise FirstContactError(
                f"{path.name} row {number} has {len(cells)} fields, the header {len(header)}. A field with a comma "
                "needs quotes; correct the row."
            )
    columns = list(zip(*(cells for _, cells in rows[1:]), strict=True)) or [()] * len(header)
    return pa.table([pa.array(c, pa.string()) for c in columns], names=header)
