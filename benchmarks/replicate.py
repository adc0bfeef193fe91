"""The same region K times over with new people and claims: fast to make, and every count is K times as big."""

from pathlib import Path

import duckdb

from firstcontact.example.write import MARK, sha256

NEW_IDS = {
    "eligibility": ("person_id", "member_id"),
    "medical_claim": ("person_id", "claim_id", "prior_claim_id"),
    "pharmacy_claim": ("person_id", "claim_id"),
    "roster_attribution": ("person_id",),
}


def replicate(inputs: Path, times: int) -> None:
    """Add times - 1 copies of each Parquet part, with `-k` after every id, and write the manifest again."""
    con = duckdb.connect(config={"memory_limit": "2GiB", "preserve_insertion_order": "true"})
    con.execute("SET enable_progress_bar = false")
    for table, columns in NEW_IDS.items():
        for part in sorted((inputs / table).glob("[0-9]*.parquet")):
            for k in range(1, times):
                _copy(con, part, part.with_name(f"{part.stem}-{k:03d}.parquet"), columns, k)
    _write_manifest(inputs)


def _copy(con: duckdb.DuckDBPyConnection, part: Path, copy: Path, columns: tuple[str, ...], k: int) -> None:
    renamed = ", ".join(f"{c} || '-{k}' AS {c}" for c in columns)
    con.execute(f"COPY (SELECT * REPLACE ({renamed}) FROM read_parquet('{part}')) TO '{copy}' (FORMAT parquet)")


def _write_manifest(inputs: Path) -> None:
    """Every entry of a part again for each of its copies, under the copy's name and checksum."""
    entries = (inputs / "manifest.toml").read_text(encoding="utf-8").removeprefix(MARK).split("[[file]]\n")[1:]
    lines = []
    for entry in entries:
        name = entry.partition('file_name = "')[2].partition('"')[0]
        lines.append(entry)
        stem, dot, suffix = name.rpartition(".")
        for copy in sorted(inputs.glob(f"{stem}-[0-9]*{dot}{suffix}")):
            new = f"{Path(name).parent}/{copy.name}"
            old_sum = entry.partition('sha256 = "')[2].partition('"')[0]
            lines.append(entry.replace(f'"{name}"', f'"{new}"').replace(old_sum, sha256(copy)))
    (inputs / "manifest.toml").write_text(MARK + "\n[[file]]\n" + "[[file]]\n".join(lines), encoding="utf-8")
