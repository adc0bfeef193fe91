"""S6: claims are paid some weeks after they are earned."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, add_all
from firstcontact.practice.engine.dates import add_months
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import PAYERS
from firstcontact.practice.scenario.model import Relief, Scenario
from firstcontact.practice.scenario.quantity import Quantity

LAG_PARAMETER = "ar_lag_weeks_ffs"
LONGEST_LAG = 26
MEDICARE = PAYERS.index("medicare")
Chooser = Callable[[np.ndarray, int], np.ndarray]  # of the ring, what each lane earned its lag before week t


class Account:
    """Earned and unpaid claims. Before the run every week earned `opening` USD. `lag`: whole weeks by lane."""

    def __init__(self, tile: Tile, lag: np.ndarray, opening: Lanes) -> None:
        self.lag, self.opening = lag, opening
        self.size = int(lag.max()) + 1
        self.ring = np.empty((self.size, *tile.shape), dtype=tile.dtype)
        self.ring[:] = opening
        self.choose = _by_practice(lag, self.size) if lag.shape[1] == 1 else _by_lane(lag, tile.shape)

    def collect(self, t: int, claims: Lanes) -> np.ndarray:
        """Keep the claims of week t; return what is paid in it."""
        self.ring[t % self.size] = claims
        return self.choose(self.ring, t)

    def outstanding(self, t: int) -> np.ndarray:
        """Earned and unpaid at the end of week t, float64."""
        total = np.zeros(self.ring.shape[1:])
        for j in range(self.size - 1):
            total += np.where(self.lag > j, self.ring[(t - j) % self.size], 0.0)
        return total

    def outstanding_before(self) -> Lanes:
        """Earned and unpaid when the run begins."""
        return self.lag * np.asarray(self.opening, dtype=float)


class EvenAccount:
    """The same where every lane is paid after the same number of weeks."""

    def __init__(self, lag: int, opening: Lanes) -> None:
        self.lag, self.opening = lag, opening
        self.unpaid: deque[Lanes] = deque([opening] * lag)

    def collect(self, t: int, claims: Lanes) -> Lanes:
        self.unpaid.append(claims)
        return self.unpaid.popleft()

    def outstanding(self, t: int) -> Lanes:
        return add_all(np.asarray(usd, dtype=float) for usd in self.unpaid)

    def outstanding_before(self) -> Lanes:
        return self.lag * np.asarray(self.opening, dtype=float)


class Receivables:
    """All payers. Where each is paid with the same lag one account serves for all; the sums are the same."""

    def __init__(self, tile: Tile, opening: Sequence[Lanes]) -> None:
        lags = [_lags(tile, k) for k in range(len(PAYERS))]
        self.payers = [k for k in range(len(PAYERS)) if _has_claims(tile, k)]
        self.together = all(np.array_equal(lags[k], lags[self.payers[0]]) for k in self.payers)
        self.watches_medicare = any(map(partial(_recoups, tile.scenario), tile.scenario.relief))
        self.all = _account(tile, lags[self.payers[0]], add_all(opening)) if self.payers and self.together else None
        separate = {MEDICARE} if self.together and self.watches_medicare else set()
        kept = separate & set(self.payers) if self.together else self.payers
        self.by_payer = {k: _account(tile, lags[k], opening[k]) for k in sorted(kept)}

    def collect(self, t: int, by_payer: Sequence[Lanes], claims: Lanes) -> tuple[Lanes, Lanes]:
        """USD paid in week t: in all, and by Medicare. `claims`: the sum of `by_payer`, earned in the week."""
        paid = {k: account.collect(t, by_payer[k]) for k, account in self.by_payer.items()}
        total = self.all.collect(t, claims) if self.all else add_all(paid.values())
        return total, paid.get(MEDICARE, 0.0)

    def outstanding(self, t: int) -> Lanes:
        return add_all(account.outstanding(t) for account in self._accounts())

    def outstanding_before(self) -> Lanes:
        return add_all(account.outstanding_before() for account in self._accounts())

    def _accounts(self) -> list[Account | EvenAccount]:
        return [self.all] if self.all else list(self.by_payer.values())


def _recoups(scenario: Scenario, entry: Relief) -> bool:
    """True where Medicare's payments are needed by themselves, to take an advance back within the run."""
    if entry.kind != "medicare_advance":
        return False
    months = round(float(np.min(entry.rules["recoup_start_months"].value)))
    return add_months(entry.day, months) <= scenario.week_starts[-1]


def _has_claims(tile: Tile, k: int) -> bool:
    return bool(tile.population.panel[:, k].any()) or bool(tile.scenario.payer_shift)


def _lags(tile: Tile, k: int) -> np.ndarray:
    """Whole weeks of lag, (practices, 1) or (practices, draws); the parameter where the practice gives none."""
    given = tile.population.ar_lag_weeks[:, [k]]
    if (given >= 0).all():
        return given
    usual = tile.scenario.parameters[LAG_PARAMETER].value
    drawn = np.floor(np.clip(tile.value(Quantity(usual, LAG_PARAMETER)), 0, LONGEST_LAG) + 0.5)
    return np.where(given >= 0, given, drawn).astype(np.int64)


def _account(tile: Tile, lag: np.ndarray, opening: Lanes) -> Account | EvenAccount:
    first = int(lag.flat[0])
    return EvenAccount(first, tile.spread(opening)) if (lag == first).all() else Account(tile, lag, opening)


def _by_practice(lag: np.ndarray, size: int) -> Chooser:
    rows = np.arange(len(lag))
    return lambda ring, t: ring[(t - lag[:, 0]) % size, rows]


def _by_lane(lag: np.ndarray, shape: tuple[int, int]) -> Chooser:
    lanes = np.arange(shape[0] * shape[1]).reshape(shape)
    place, chosen = lanes - lag * lanes.size, np.empty_like(lanes)
    return lambda ring, t: np.take(ring, np.add(place, t % len(ring) * lanes.size, out=chosen), mode="wrap")
