"""One link for each case: hashes into the wave, the links themselves into one file that only its owner can read.

Source: specs/surveys/README.md 5.
"""

import csv
import io
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.sampling.tokens import new_token, token_hash

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
STAMP = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        ("token_hash", pa.string()),
        ("case_id", pa.string()),
        ("contact_event_id", pa.string()),
        ("kind", pa.string()),
        ("issued_at", STAMP),
        ("expires_at", STAMP),
        ("revoked_at", STAMP),
        ("first_post_at", STAMP),
    ]
)


def issue(
    cases: pa.Table, base: str, issued_at: datetime, expires_at: datetime | None, make: Callable[[], str] = new_token
) -> tuple[pa.Table, str]:
    """A link token for each case: the table `token` (hashes only) and the text of links.csv.

    cases: sample_case; base: the site's address, such as https://survey.example.org.
    """
    held = [(c, u, make()) for c, u in zip(cases["case_id"].to_pylist(), cases["unit_id"].to_pylist(), strict=True)]
    rows = [
        {"token_hash": token_hash(t), "case_id": c, "kind": "link", "issued_at": issued_at, "expires_at": expires_at}
        for c, _, t in held
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["case_id", "unit_id", "link"])
    writer.writerows((c, u, link(base, t)) for c, u, t in held)
    return pa.Table.from_pylist(rows, schema=SCHEMA), text.getvalue()


def link(base: str, token: str) -> str:
    return f"{base.rstrip('/')}/s/{token}/"


def check_address(base: str) -> None:
    if not base.startswith(("https://", "http://")):
        raise UsageError(f"--links '{base}' is not an address. Give the site's, such as https://survey.example.org.")


def end_of_day(day: date, time_zone: str) -> datetime:
    """The last moment of the day in its time zone, in UTC. Raises FirstContactError for an unknown zone."""
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise FirstContactError(f"time_zone '{time_zone}' is not known. Use a name such as America/New_York.") from None
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def write_once(folder: Path, text: str) -> Path:
    """Writes links.csv, or links-2.csv ... beside earlier ones; readable by its owner only, never overwritten."""
    folder.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
    for number in range(1, 10_000):
        path = folder / ("links.csv" if number == 1 else f"links-{number}.csv")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path
    raise FirstContactError(f"{folder} holds 9,999 files of links. Remove those that were sent.")
