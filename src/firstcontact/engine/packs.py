"""Which definition pack stands behind a number, and whether it is complete."""

from dataclasses import dataclass, field

from firstcontact.core import bound_packs
from firstcontact.workspace import Workspace

BOUNDS = ("narrow", "broad", "reference")
# Columns of spend_cube that a bound's pack decides.
COLUMNS = {f"{prefix}{bound}": bound for bound in BOUNDS for prefix in ("", "cost_share_", "spend_known_", "in_")} | {
    "professional_primary_care": "broad",
    "professional_other": "broad",
}


@dataclass(frozen=True)
class PackUsed:
    """The pack of one bound. `incomplete`: names of lists that keep it from being complete; `lists`: name -> sha256."""

    id: str
    version: str
    complete: bool
    incomplete: tuple[str, ...] = ()
    lists: dict[str, str | None] = field(default_factory=dict, compare=False)

    @property
    def label(self) -> str:
        return f"{self.id} v{self.version}"

    @property
    def words(self) -> str:
        """Why an incomplete pack has no number."""
        return f"definition incomplete: {', '.join(self.incomplete) or self.id}"


def read_packs(ws: Workspace) -> dict[str, PackUsed]:
    """bound -> pack, as `[packs]` of firstcontact.toml names them."""
    return {
        bound: PackUsed(p.id, p.version, p.status == "complete", tuple(p.incomplete), p.list_hashes)
        for bound, p in bound_packs(ws).items()
    }


def bound_of(columns: frozenset[str]) -> str | None:
    """The bound that decides a measure's dollars, from the spending columns it reads; the first by name."""
    found = sorted({COLUMNS[c] for c in columns if c in COLUMNS})
    return found[0] if found else None
