"""A site moves from the demo's SQLite to PostgreSQL and back, and no row changes."""

import json
import os
import subprocess
import sys
import tarfile

import pytest

from support import postgres
from support.site import WORKSPACE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.promise("P20"),
    pytest.mark.skipif(not postgres.available(), reason="PostgreSQL is not installed: apt-get install postgresql"),
]


def site(where, *words, url=""):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("FIRSTCONTACT_", "DATABASE_URL", "DJANGO_"))}
    command = [sys.executable, "-m", "firstcontact.cli", "site", *map(str, words), "-w", str(where)]
    environment = clean | ({"DATABASE_URL": url} if url else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tables(path):
    with tarfile.open(path) as found:
        manifest = json.load(found.extractfile("manifest.json"))
    return manifest["engine"], {n: (t["rows"], t["hash"]) for n, t in manifest["tables"].items()}


def test_from_sqlite_to_postgresql_and_back(tmp_path):
    where = tmp_path / "region"
    where.mkdir()
    (where / "firstcontact.toml").write_text((WORKSPACE.root / "firstcontact.toml").read_text(encoding="utf-8"))
    (where / "releases").mkdir()
    one, two, three = (tmp_path / f"{n}.tar.gz" for n in ("one", "two", "three"))
    site(where, "init")
    site(where, "backup", "-o", one)
    with postgres.cluster() as url:
        site(where, "restore", one, url=url)
        site(where, "backup", "-o", two, url=url)
    site(where, "restore", two, "--force")
    site(where, "backup", "-o", three)
    (first, rows), (second, there), (third, back) = map(tables, (one, two, three))
    assert (first, second, third) == ("sqlite", "postgresql", "sqlite")
    assert there == back == rows
    assert list((where / "site").glob("site.sqlite3.before-*"))
