"""S2 and S3: who seeks care, who is seen, who waits and who is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add, is_absent, less, product
from firstcontact.practice.engine.capacity import CapacityRules
from firstcontact.practice.engine.remembered import Remembered
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.scenario.quantity import ZERO

Series = Mapping[str, np.ndarray]  # specialty -> (weeks, 1) or (weeks, draws)


@dataclass(frozen=True, slots=True)
class Seen:
    """Visits of a week. `fresh`: sought by who was not waiting; `returning`: by who was. `by_mode`: office, video,
    phone. `turned`: away, for want of capacity. `avoided`: not sought. `lost`: for good. `backlog`: waiting after it.
    """

    factor: Lanes
    fresh: Lanes
    returning: Lanes
    seeking: Lanes
    by_mode: tuple[Lanes, Lanes, Lanes]
    visits: Lanes
    turned: Lanes
    avoided: Lanes
    lost: Lanes
    backlog: Lanes


class Visits:
    """State: `backlog`, visits waiting."""

    def __init__(self, tile: Tile, factors: Series, telemedicine: Series) -> None:
        demand, shock = tile.scenario.demand, tile.scenario.shock
        realised = shock is not None and shock.kind == "realised"
        self.factor, self.tele = Weekly(tile, factors), Weekly(tile, telemedicine)
        self.video_share = tile.value(tile.scenario.telemedicine.video_share)
        self.returns = tile.value(ZERO if realised else demand.return_rate)
        self.deferred = tile.value(ZERO if realised else demand.deferred_share)
        self.leak = tile.value(demand.leak)
        self.capacity = CapacityRules(tile)
        self.backlog: Lanes = 0.0
        self._visits = Remembered()

    def happen(self, t: int, need: Lanes, gate: Lanes, staff: Staff) -> Seen:
        """`need`: visits of an ordinary week t; `gate`: 0 where the practice is closed."""
        stamp = staff.stamp if self.capacity.rules else 0
        seen = self._visits.of(self._happen, need, self.factor.at(t), self.tele.at(t), self.backlog, gate, staff, stamp)
        self.backlog = seen.backlog
        return seen

    def _happen(
        self, need: Lanes, factor: Lanes, tele_share: Lanes, backlog: Lanes, gate: Lanes, staff: Staff, stamp: int
    ) -> Seen:
        fresh, returning = product(need, factor), product(self.returns, backlog, gate)
        seeking = add(fresh, returning)
        sought = self._by_mode(seeking, product(need, tele_share))
        part = self.capacity.part_seen(seeking, sought, staff)
        visits = product(seeking, part)
        turned = 0.0 if isinstance(part, float) else seeking - visits
        avoided = product(need, np.maximum(0.0, 1.0 - factor)) if np.any(factor < 1.0) else 0.0
        put_off = product(self.deferred, avoided)
        pool = add(less(backlog, returning), put_off, turned)
        return Seen(
            factor=factor,
            fresh=fresh,
            returning=returning,
            seeking=seeking,
            by_mode=tuple(product(v, part) for v in sought),
            visits=visits,
            turned=turned,
            avoided=avoided,
            lost=add(less(avoided, put_off), product(self.leak, pool)),
            backlog=product(1.0 - self.leak, pool),
        )

    def _by_mode(self, seeking: Lanes, tele: Lanes) -> tuple[Lanes, Lanes, Lanes]:
        """Office, video, phone."""
        tele = 0.0 if is_absent(tele) else np.minimum(seeking, tele)
        return less(seeking, tele), product(tele, self.video_share), product(tele, 1.0 - self.video_share)


class Weekly:
    """A series by specialty as one array for each week: (practices, 1) or (practices, draws)."""

    def __init__(self, tile: Tile, series: Series) -> None:
        self.tile = tile
        names = list(series)
        self.row = np.array([names.index(s) for s in tile.population.specialty])
        cut = slice(tile.first_draw, tile.first_draw + tile.n)
        self.series = [x if x.shape[1] == 1 else x[:, cut] for x in series.values()]
        self.one = all(x.shape[1] == 1 for x in self.series)
        self.width = 1 if self.one else tile.n

    def at(self, t: int) -> Lanes:
        values = [x[t] for x in self.series]
        if self.one and len({float(v[0]) for v in values}) == 1:
            return float(values[0][0])
        return self.tile.spread(np.stack([np.broadcast_to(v, (self.width,)) for v in values])[self.row])
