"""Draws practices from published distributions. Source: specs/practice-model/model.md 12.

Every uniform number comes from the hash of the seed, a name and the practice's id, so the first n practices of a
larger population are the same.
"""

import numpy as np

from firstcontact.practice.csv_rows import read_rows
from firstcontact.practice.draws.hashing import uniform_by_practice
from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.parameters.shipped import shipped
from firstcontact.practice.population.draft import Draft, empty, write_quantity
from firstcontact.practice.scenario.model import Generate
from firstcontact.practice.scenario.quantity import Quantity

# ends that the published classes leave open: assumed
FEWEST_FTE_MD, MOST_FTE_MD = 0.5, 25.0
SMALLEST_PANEL, LARGEST_PANEL = 300.0, 3500.0
SIZE_OF_STAFFING = {"7_13": "gt7", "gt13": "gt7"}


def generate_draft(asked: Generate, seed: int) -> Draft:
    """A draft with practices G000001 ... in order."""
    draft = empty([f"G{i:06d}" for i in range(1, asked.n + 1)])
    ids = list(draft["practice_id"])

    def u(name: str) -> np.ndarray:
        return uniform_by_practice(seed, name, ids)

    draft["region"][:], draft["locality"][:] = asked.region, asked.locality
    draft.columns["setting"] = _pick(asked.settings, u("setting"))
    draft.columns["specialty"] = _pick(asked.specialty, u("specialty"))
    fte_md = _sizes(draft, u("size_class"), u("fte_md"))
    _panels(draft, asked, fte_md * _panel_per_fte(u("panel_bin"), u("panel_per_fte")))
    _staff(draft, asked, fte_md, u)
    _set(draft, "overhead_usd_year", None, asked.overhead_usd_per_fte_md, fte_md)
    _set(draft, "physician_pay_usd_year", None, asked.physician_pay_usd_year, np.ones(draft.n))
    return draft


def _pick(shares: dict[str, float], u: np.ndarray) -> np.ndarray:
    """One name per practice, by the cumulative shares in the order of the scenario's closed list."""
    names = list(shares)
    total = np.cumsum([shares[name] for name in names])
    return np.array(names, dtype=object)[_cell(total, u)]


def _cell(cumulative: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index of the share that holds u, after the shares are normalised by their sum."""
    return np.minimum(np.searchsorted(cumulative / cumulative[-1], u, side="right"), len(cumulative) - 1)


def _sizes(draft: Draft, u_class: np.ndarray, u_fte: np.ndarray) -> np.ndarray:
    columns = ("size_class", "fte_md_low", "fte_md_high", "share_of_practices", "year", "status", "source_id")
    rows = read_rows(shipped("practice_size_shares"), columns)
    low = np.array([max(float(r["fte_md_low"]), FEWEST_FTE_MD) for r in rows])
    high = np.array([float(r["fte_md_high"] or MOST_FTE_MD) for r in rows])
    chosen = _cell(np.cumsum([float(r["share_of_practices"]) for r in rows]), u_class)
    draft.columns["size_class"] = np.array([r["size_class"] for r in rows], dtype=object)[chosen]
    return low[chosen] + u_fte * (high - low)[chosen]


def _panel_per_fte(u_bin: np.ndarray, u_panel: np.ndarray) -> np.ndarray:
    columns = (
        "patients_per_fte_md_low",
        "patients_per_fte_md_high",
        "share_of_practices",
        "year",
        "status",
        "source_id",
    )
    rows = read_rows(shipped("panel_bins"), columns)
    low = np.array([max(float(r["patients_per_fte_md_low"]), SMALLEST_PANEL) for r in rows])
    high = np.array([float(r["patients_per_fte_md_high"] or LARGEST_PANEL) for r in rows])
    chosen = _cell(np.cumsum([float(r["share_of_practices"]) for r in rows]), u_bin)
    return low[chosen] + u_panel * (high - low)[chosen]


def _panels(draft: Draft, asked: Generate, panel: np.ndarray) -> None:
    for payer, share in asked.payer_mix.items():
        k = PAYERS.index(payer)
        draft.has_payer[:, k] = share > 0
        draft["panel"][:, k] = share * panel
        if payer in asked.visits_per_patient_year:
            _set(draft, "visits_per_patient_year", k, asked.visits_per_patient_year[payer], np.ones(draft.n))


def _staff(draft: Draft, asked: Generate, fte_md: np.ndarray, u) -> None:
    draft["fte"][:] = 0.0
    draft["fte"][:, 0] = fte_md
    draft.has_role[:, 0] = True
    classes = np.array([SIZE_OF_STAFFING.get(c, c) for c in draft["size_class"]], dtype=object)
    for role, rows in _staffing().items():
        j = ROLES.index(role)
        per_md = np.array([rows[c][0] for c in classes])
        present = (u(f"has_role:{role}") < np.array([rows[c][1] for c in classes])) & ~np.isnan(per_md)
        draft["fte"][:, j] = np.where(present, per_md * fte_md, 0.0)
        draft.has_role[:, j] = present
    for role, wage in asked.wages.items():
        _set(draft, "wage_loaded_usd_year", ROLES.index(role), wage, np.ones(draft.n))


def _staffing() -> dict[str, dict[str, tuple[float, float]]]:
    """{role: {size class: (FTE per FTE MD, share of practices that have it)}} of the model's roles."""
    columns = (
        "role",
        "size_class",
        "fte_per_fte_md",
        "share_of_practices_with_role",
        "year",
        "status",
        "source_id",
        "note",
    )
    staffing: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_rows(shipped("staffing_by_size"), columns):
        if row["role"] in ROLES:
            pair = (float(row["fte_per_fte_md"] or "nan"), float(row["share_of_practices_with_role"] or "nan"))
            staffing.setdefault(row["role"], {})[row["size_class"]] = pair
    return staffing


def _set(draft: Draft, column: str, index: int | None, quantity: Quantity, per: np.ndarray) -> None:
    """Write quantity x per into a column."""
    values = draft[column] if index is None else draft[column][:, index]
    values[:] = per
    write_quantity(draft, column, index, np.ones(draft.n, dtype=bool), quantity)
