"""What one visit is worth to each payer in each mode, before arrangements. Source: model.md 5."""

from datetime import date
from functools import cache

import numpy as np

from firstcontact.practice.draws import heterogeneity
from firstcontact.practice.engine.algebra import Lanes, add_all, product
from firstcontact.practice.engine.components import PerVisit
from firstcontact.practice.engine.fee_amounts import ALL_CODES, Codes, FeeAmounts
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.names import MODES, PAYERS
from firstcontact.practice.parameters.rates import rate_on
from firstcontact.practice.scenario.quantity import ONE, Quantity

SEQUESTERED = "medicare"
PHONE = "phone"
ONE_MODE = {mode: tuple(float(mode == m) for m in MODES) for mode in MODES}


class Prices:
    """Prices of a tile."""

    def __init__(self, tile: Tile, amounts: FeeAmounts | None) -> None:
        self.tile = tile
        self.prices = tile.scenario.prices
        self.amounts = amounts
        starts = tile.scenario.week_starts
        self.reduction = [sequestration(day) if self.prices.sequestration else 0.0 for day in starts]
        self.parity = {(p.payer, p.mode): [] for p in tile.scenario.telemedicine.parity}
        for p in tile.scenario.telemedicine.parity:
            self.parity[p.payer, p.mode].append((tile.scenario.active(p.first, p.until), p.ratio))
        self.base = 0.0 if amounts else product(tile.value(self.prices.base_amount), self._practice_factor())

    def at(self, k: int, t: int, left_out: Codes = ALL_CODES) -> PerVisit:
        """USD per visit of payer k in week t; with `left_out`, of the other codes only."""
        common = product(self._multiplier(k), self.tile.value(self.prices.collection_rate), self._sequester(k, t))
        ratios = tuple(self.tile.value(self._ratio(PAYERS[k], mode, t)) for mode in MODES)
        if self.amounts is None and all(isinstance(r, float) for r in ratios):
            return {ratios: product(self.base, common)}
        return {
            ONE_MODE[mode]: product(self._amount(mode, t, left_out), common, ratio)
            for mode, ratio in zip(MODES, ratios, strict=True)
        }

    def office(self, k: int, t: int) -> Lanes:
        """USD per visit in the office."""
        return add_all(product(weights[0], usd) for weights, usd in self.at(k, t).items())

    def _amount(self, mode: str, t: int, left_out: Codes) -> Lanes:
        if self.amounts is None:
            return self.base
        places = self.tile.population.locality
        return np.array([self.amounts.usd(t, place, mode, left_out) for place in places])[:, None]

    def _multiplier(self, k: int) -> Lanes:
        return self.tile.value(self.prices.payer_multiplier.get(PAYERS[k], ONE))

    def _sequester(self, k: int, t: int) -> Lanes:
        """The cut applies to fee-schedule amounts, and to the part that Medicare itself pays."""
        if self.amounts is None or PAYERS[k] != SEQUESTERED or self.reduction[t] == 0:
            return 1.0
        return 1.0 - (1.0 - self.tile.value(self.prices.patient_share)) * self.reduction[t]

    def _ratio(self, payer: str, mode: str, t: int) -> Quantity:
        """Ratio to the office price: the last dated parity that holds, else the usual one."""
        for active, ratio in reversed(self.parity.get((payer, mode), [])):
            if active[t]:
                return ratio
        return self.prices.phone_ratio if mode == PHONE else ONE

    def _practice_factor(self) -> Lanes:
        name, table = self.prices.base_amount.parameter, self.tile.scenario.parameters
        cv = heterogeneity.spread_of(name, table) if name else 0.0
        if cv == 0:
            return 1.0
        ids = self.tile.population.practice_id
        return heterogeneity.factors(self.tile.scenario.seed, name, ids, cv)[:, None]


@cache
def sequestration(day: date) -> float:
    """The cut of what Medicare pays on a day, as a share."""
    return rate_on("sequestration.medicare_reduction", day)
