"""Names of releases (`2026-r1`) and of the pages of groups."""

import re
from hashlib import sha256
from pathlib import Path

from firstcontact.errors import UsageError

RELEASE_ID = re.compile(r"(\d{4})-r([1-9]\d*)")


def is_release_id(text: str) -> bool:
    return RELEASE_ID.fullmatch(text) is not None


def release_order(release: str) -> tuple[int, int]:
    year, k = RELEASE_ID.fullmatch(release).groups()
    return int(year), int(k)


def sealed_releases(root: Path) -> list[str]:
    """Ids of all sealed releases under `releases/`, oldest first."""
    if not root.exists():
        return []
    names = [p.name for p in root.iterdir() if p.is_dir() and not p.is_symlink() and is_release_id(p.name)]
    return sorted(names, key=release_order)


def next_release_id(root: Path, year: int) -> str:
    taken = [k for y, k in map(release_order, sealed_releases(root)) if y == year]
    return f"{year}-r{max(taken, default=0) + 1}"


def require_release_id(release: str) -> str:
    """The id itself; refuses anything that could name another folder."""
    if not is_release_id(release):
        raise UsageError(
            f"'{release}' is not a release id. Release ids look like 2026-r1; 'release ledger' lists them."
        )
    return release


def slug(text: str) -> str:
    """Lower-case path part; a short digest keeps ids apart whose safe letters are the same."""
    safe = re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")[:80]
    plain = bool(safe) and (safe == text or safe == text.lower())
    return safe if plain else f"{safe or 'id'}-{sha256(text.encode()).hexdigest()[:6]}"
