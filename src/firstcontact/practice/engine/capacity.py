"""S3: what part of those who seek care can be seen."""

from collections.abc import Sequence

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add_all, is_absent, product, ratio
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import MODES
from firstcontact.practice.scenario.quantity import ZERO
from firstcontact.practice.scenario.visits_model import Capacity

WEEKS_PER_YEAR = 52
MINUTES_PER_HOUR = 60


class CapacityRules:
    """The rule of each practice: the last entry of the scenario that fits it. `bound`: it has limited visits."""

    def __init__(self, tile: Tile) -> None:
        self.rules: list[Rule] = []
        self.bound = False
        taken = np.zeros((tile.population.n, 1), dtype=bool)
        for entry in reversed(tile.scenario.capacity):
            here = tile.where(entry.where) & ~taken
            taken |= here
            if entry.rule != "none" and here.any():
                self.rules.append(Rule(tile, entry, here))

    def part_seen(self, seeking: Lanes, sought: Sequence[Lanes], staff: Staff) -> Lanes:
        """theta: 1.0 where nothing limits the visits. `sought`: visits sought by mode."""
        part: Lanes = 1.0
        for rule in self.rules:
            part = np.minimum(part, rule.part_seen(seeking, sought, staff))
        self.bound |= bool(np.min(part) < 1.0)
        return part


class Rule:
    """`rate`: visits a week. `time`: minutes a week. Practices outside `here` are not limited."""

    def __init__(self, tile: Tile, entry: Capacity, here: np.ndarray) -> None:
        self.tile, self.kind, self.here = tile, entry.rule, None if here.all() else here
        self.alpha = tile.value(entry.alpha)
        self.npp = tile.value(entry.npp_rel)
        self.minutes = [tile.value(entry.minutes.get(m, ZERO)) for m in MODES]
        per_day = product(tile.value(entry.visits_per_day), tile.value(entry.headroom))
        self.visits = product(tile.value(entry.days), per_day)
        self.hours = product(tile.value(entry.hours_week), 1.0 - tile.value(entry.nonvisit))

    def part_seen(self, seeking: Lanes, sought: Sequence[Lanes], staff: Staff) -> Lanes:
        offered = product(self._offered(staff), self._support(staff))
        smallest = np.finfo(self.tile.dtype).tiny
        with np.errstate(over="ignore"):
            part = np.minimum(1.0, offered / np.maximum(self._wanted(seeking, sought), smallest))
        return part if self.here is None else np.where(self.here, part, self.tile.dtype.type(1.0))

    def _wanted(self, seeking: Lanes, sought: Sequence[Lanes]) -> Lanes:
        if self.kind == "rate":
            return seeking
        return add_all(product(v, m) for v, m in zip(sought, self.minutes, strict=True))

    def _offered(self, staff: Staff) -> Lanes:
        if self.kind == "rate":
            return staff.fte("md") * (self.visits / WEEKS_PER_YEAR)
        clinicians = staff.fte("md") + product(self.npp, staff.fte("np_pa"))
        return clinicians * (self.hours * MINUTES_PER_HOUR)

    def _support(self, staff: Staff) -> Lanes:
        """g: fewer support staff, fewer visits."""
        if is_absent(self.alpha):
            return 1.0
        part = np.minimum(1.0, ratio(staff.support(), staff.support_at_full_staff(), 1.0)) ** self.alpha
        return part.astype(self.tile.dtype)
