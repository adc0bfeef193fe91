"""What happened in one week: the flows of every lane, filled in the order of the model's steps."""

from dataclasses import dataclass, field

import numpy as np

from firstcontact.practice.engine.algebra import Lanes
from firstcontact.practice.engine.visits import Seen


@dataclass(slots=True)
class Week:
    """Arrays that broadcast to (practices, draws), or 0.0 where there is nothing. USD, visits, FTE.

    `gate`: 1 where the practice is open, 0 where it is closed. `claims_by_payer`: earned, order of PAYERS. Money that
    changes hands: collections, prospective_cash, performance_cash, relief_cash, repaid. `interest` is the part of
    debts' service that net_after_relief bears. `fte_lost`: FTE not at work, by group of the staff.
    """

    t: int
    gate: Lanes = 1.0
    need: Lanes = 0.0
    seen: Seen | None = None
    claims: Lanes = 0.0
    claims_by_payer: tuple[Lanes, ...] = ()
    prospective: Lanes = 0.0
    performance: Lanes = 0.0
    gross: Lanes = 0.0
    collections: Lanes = 0.0
    medicare_collections: Lanes = 0.0
    prospective_cash: Lanes = 0.0
    performance_cash: Lanes = 0.0
    rehire: Lanes = 0.0
    cost: Lanes = 0.0
    relief_cash: Lanes = 0.0
    recognised: Lanes = 0.0
    repaid: Lanes = 0.0
    interest: Lanes = 0.0
    margin: Lanes = 0.0
    pay: Lanes = 0.0
    cash: np.ndarray | None = None
    fte: Lanes = 0.0
    fte_lost: list[Lanes] = field(default_factory=list)

    @property
    def may_be_closed(self) -> bool:
        return isinstance(self.gate, np.ndarray)
