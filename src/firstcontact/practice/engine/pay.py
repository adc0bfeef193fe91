"""S9: what the physicians are paid, by a rule that the scenario states for each setting."""

import numpy as np

from firstcontact.practice.engine.algebra import Lanes, product
from firstcontact.practice.engine.staff import Staff
from firstcontact.practice.engine.tile import Tile
from firstcontact.practice.problems import refuse

WEEKS_PER_YEAR = 52
NO_LIMIT = np.finfo(float).max


class PhysicianPay:
    """All rules in one form: pay = min(most, max(least, margin)), `least` and `most` as parts of base pay."""

    def __init__(self, tile: Tile) -> None:
        self.weekly = tile.column("physician_pay_usd_year") / WEEKS_PER_YEAR
        self.least = np.ones((tile.population.n, 1))
        self.free = np.zeros((tile.population.n, 1), dtype=bool)
        for setting in sorted(set(tile.population.setting)):
            self._apply(tile, str(setting))

    def base(self, staff: Staff) -> Lanes:
        """USD a week."""
        return product(self.weekly, staff.fte("md"))

    def pay(self, base: Lanes, margin: Lanes) -> np.ndarray:
        """USD of the week from base pay and the week's cash margin."""
        most = np.where(self.free, NO_LIMIT, base) if self.free.any() else base
        return np.minimum(most, np.maximum(self.least * base, margin))

    def _apply(self, tile: Tile, setting: str) -> None:
        rule = tile.scenario.pay_rule(setting)
        if rule is None:
            words = f"no pay rule for the setting {setting}. Name one under {setting} or default."
            raise refuse("PM004", words, "physician_pay")
        here = (tile.population.setting == setting)[:, None]
        if rule.rule != "fixed":
            self.least = np.where(here, tile.value(rule.share), self.least)
        self.free |= here & (rule.rule == "residual")
