"""Database connections with the workspace's limits. Nothing else in the library sets them."""

import os

import duckdb

from firstcontact.workspace import Workspace


def settings(ws: Workspace) -> dict[str, str]:
    """Configuration for `duckdb.connect(config=...)`: memory, threads, and a folder to spill into."""
    spill = ws.store / "tmp" / f"spill-{os.getpid()}"
    spill.parent.mkdir(parents=True, exist_ok=True)
    return {
        "memory_limit": ws.config.resources.memory_limit,
        "threads": str(ws.config.resources.cores),
        "temp_directory": str(spill),
        "preserve_insertion_order": "true",
    }


def connect(ws: Workspace, **overrides: str) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the workspace's limits; `overrides` replace single settings."""
    con = duckdb.connect(config={**settings(ws), **{k: str(v) for k, v in overrides.items()}})
    con.execute("SET enable_progress_bar = false")
    return con


def literal(value: object) -> str:
    """A value as SQL text; NULL for None."""
    if value is None:
        return "NULL"
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column or file name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
