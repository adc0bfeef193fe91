"""The audit: an attack on the flags that knows nothing of how they were chosen."""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse.csgraph import connected_components

from firstcontact.disclosure.bounds import EPSILON, interval, propagate
from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.primary import Flags
from firstcontact.disclosure.state import State, cell_state
from firstcontact.disclosure.system import System

SMALL_COMPONENT = 400
READER = "reader"


@dataclass(frozen=True)
class Finding:
    """A sensitive cell that `attacker` can narrow: kind is exact, inside or narrow."""

    cell: int
    attacker: str
    kind: str
    low: float
    high: float


@dataclass
class AuditReport:
    """`checked`: sensitive cells looked at. Bounds by subtraction for all, by programme for small components."""

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    by_programme: int = 0

    @property
    def safe(self) -> bool:
        return not self.findings


def audit(system: System, flags: Flags, policy: Policy, attacker: str = READER, programme: bool = True) -> AuditReport:
    """What the reader, or the practice named `attacker`, can infer of sensitive cells from the rows that flags show.

    Repeated subtraction over all relations; components of at most 400 hidden cells also by linear programme.
    """
    state = cell_state(system, flags, policy)
    known = _known(system, attacker)
    hidden = state.hidden & ~known
    targets = np.flatnonzero(hidden & _sensitive(system, flags, state))
    matrix = system.relations.matrix[system.relations.holds]
    low, high = propagate(matrix, system.cells.value, hidden, state.lower)
    report = AuditReport(checked=len(targets))
    if programme:
        for cells in _small_components(matrix, hidden, targets):
            mine = np.intersect1d(targets, cells)
            low[mine], high[mine] = _by_programme(system, state, matrix, hidden, cells, mine)
            report.by_programme += len(mine)
    report.findings = [
        Finding(int(i), attacker, kind, float(low[i]), float(high[i]))
        for i in targets
        if (kind := _kind(system, policy, i, low[i], high[i])) and not _own(system, attacker, i)
    ]
    return report


def audit_all(system: System, flags: Flags, policy: Policy, attackers: list[str] | None = None) -> AuditReport:
    """The reader and every practice (or the `attackers` named), findings together."""
    report = audit(system, flags, policy)
    for name in practices(system) if attackers is None else attackers:
        one = audit(system, flags, policy, name, programme=False)
        report.findings += one.findings
        report.checked += one.checked
    return report


def practices(system: System) -> list[str]:
    """Ids of the practices that know cells."""
    owners = np.unique(system.cells.owner[system.cells.owner >= 0])
    return sorted(str(system.frame.group_id[o]) for o in owners)


def _known(system: System, attacker: str) -> np.ndarray:
    if attacker == READER:
        return np.zeros(system.cells.size, dtype=bool)
    frame = system.frame
    mine = np.flatnonzero((frame.group_kind == "practice") & (frame.group_id == attacker))
    return np.isin(system.cells.owner, mine)


def _own(system: System, attacker: str, cell: int) -> bool:
    frame = system.frame
    mine = np.flatnonzero((frame.group_kind == "practice") & (frame.group_id == attacker))
    return attacker != READER and system.all_own(cell, int(mine[0]))


def _sensitive(system: System, flags: Flags, state: State) -> np.ndarray:
    """Hidden counts in 1..small_max (by people) and hidden amounts."""
    rc, bits = system.row_cells, flags.sensitive
    found = np.zeros(system.cells.size + 1, dtype=bool)
    for column, bit in ((rc.d, 1), (rc.n, 2 | 8), (rc.c, 4)):
        found[column[(bits & bit) > 0]] = True
    return (found[:-1] & system.cells.whole) | (state.hidden & ~system.cells.whole & (system.cells.value != 0))


def _kind(system: System, policy: Policy, cell: int, low: float, high: float) -> str:
    if high - low <= EPSILON:
        return "exact"
    if not system.cells.whole[cell]:
        return ""
    if low >= 1 and high <= policy.small_max:
        return "inside"
    return "narrow" if high - low < policy.min_width else ""


def _small_components(matrix, hidden: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
    """Hidden cells that relations tie together, for each component that is small enough to solve."""
    live = np.flatnonzero(hidden)
    touch = abs(matrix[:, live]).T @ abs(matrix[:, live])
    _, label = connected_components(touch, directed=False)
    size = np.bincount(label, minlength=1)
    wanted = np.unique(label[np.isin(live, targets)])
    return [live[label == k] for k in wanted if size[k] <= SMALL_COMPONENT]


def _by_programme(system, state, matrix, hidden, cells, targets) -> tuple[np.ndarray, np.ndarray]:
    rows = np.unique(matrix[:, cells].nonzero()[0])
    part = matrix[rows]
    columns = np.unique(part.nonzero()[1])
    place = np.searchsorted(columns, targets)
    low, high = interval(part[:, columns], system.cells.value[columns], hidden[columns], state.lower[columns], place)
    return low, high
