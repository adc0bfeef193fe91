"""What tables and pools cannot settle: totals, organizations, areas. Witnesses by programme, hiding where none is."""

from collections.abc import Iterator

import numpy as np

from firstcontact.disclosure.pairs import Pair
from firstcontact.disclosure.state import State
from firstcontact.disclosure.witness import TOLERANCE, Prover, Unit, cheapest, reached

FREEZES = 4
BATCH = 12
HOPELESS = 6  # so many without a way in one batch: the others are not tried
READER = -1


class Repair:
    """One unit, one direction: `wanted` (signed moves per cell, 0 none) is proved, hiding cells where it must be.

    Insiders are tried in groups: with the cells of a whole group of practices held fixed, a witness holds against
    each of them.
    """

    def __init__(
        self,
        unit: Unit,
        state: State,
        wanted: np.ndarray,
        value: np.ndarray,
        caps: tuple[np.ndarray, np.ndarray] | None = None,
        counts: int | None = None,
    ) -> None:
        """`caps`: rises and falls per cell, default the state's; only the first `counts` cells may be hidden."""
        self.unit, self.state, self.wanted, self.value = unit, state, wanted, value
        up, down = (state.up[unit.cells], state.down[unit.cells]) if caps is None else caps
        if counts is None:
            up = np.where(wanted > 0, np.maximum(up, wanted), up)
            down = np.where(wanted < 0, np.maximum(down, -wanted), down)
        self.caps = up, down
        self.free = np.arange(len(value)) < (len(value) if counts is None else counts)
        self.price = (5 + np.abs(value)) / (5 + max(float(np.abs(value).max(initial=0)), 1.0))
        self.wider: Repair | None = None

    def widen(self, pair: Pair | None, value: np.ndarray) -> "Repair":
        """Fall back on the pair, in which denominators move too. `value`: of all cells of the system."""
        if pair is not None:
            wanted = pair.extend(self.wanted)
            self.wider = Repair(pair.unit, self.state, wanted, value[pair.unit.cells], pair.caps, pair.counts)
        return self

    def run(self) -> list[tuple[int, int]]:
        """(cell, insider) without a witness, whatever is hidden; insider -1 is the reader."""
        left = [(i, READER) for i in self.settle(self.wanted, None)]
        for frozen, wishes in self.insider_trials():
            wishes[[i for i, _ in left]] = 0
            for i in self.settle(wishes, frozen):
                left += self._single(i, frozen)
        return [(int(self.unit.cells[i]), owner) for i, owner in left]

    def insider_trials(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """(cells held fixed, wishes to prove against them), so that each wish meets every practice but its own."""
        for frozen in self.freezes():
            yield frozen, np.where(frozen, 0, self.wanted)
            for owner in np.unique(self.unit.owner[frozen & (self.wanted != 0)]):
                others = frozen & (self.unit.owner != owner)
                if others.any():
                    yield others, np.where(self.unit.owner == owner, self.wanted, 0)

    def freezes(self) -> list[np.ndarray]:
        """Neighbours in key order, and so mostly of one organization, fall into different groups."""
        owners = np.unique(self.unit.owner[self.unit.owner >= 0])
        group = {owner: i % FREEZES for i, owner in enumerate(owners)}
        part = np.array([group.get(o, -1) for o in self.unit.owner])
        return [part == i for i in range(min(FREEZES, len(owners)))]

    def settle(self, wishes: np.ndarray, frozen: np.ndarray | None) -> list[int]:
        """Prove with hidden cells; hide for a batch of what is open; repeat. Returns cells with no way."""
        stuck: list[int] = []
        open_ = self.prove(wishes, frozen)
        while open_.any():
            batch = sorted(np.flatnonzero(open_), key=lambda i: (-self.value[i], i))[:BATCH]
            wish = np.zeros_like(open_)
            wish[batch] = open_[batch]
            if not self.hide_for(wish, frozen):
                lone = [i for i in batch if not self._alone(i, frozen)]
                stuck += lone
                open_[batch] = 0
                if len(lone) > HOPELESS:
                    return sorted([*stuck, *np.flatnonzero(open_)])
            open_ = self.prove(open_, frozen)
        return sorted(stuck)

    def prove(self, wishes: np.ndarray, frozen: np.ndarray | None) -> np.ndarray:
        """Wishes that hidden cells alone cannot bring about, while denominators stay or together with them."""
        movable = self._movable(frozen)
        open_ = wishes
        if open_.any():
            open_ = Prover(self.unit.matrix, self.caps[0] * movable, self.caps[1] * movable).prove(open_)
        if open_.any() and self.wider is not None:
            open_ = self.wider.prove(self._extended(open_), self._also_frozen(frozen))[: len(wishes)]
        return open_

    def _extended(self, wishes: np.ndarray) -> np.ndarray:
        return np.concatenate([wishes, np.zeros(len(self.wider.value) - len(wishes))])

    def _also_frozen(self, frozen: np.ndarray | None) -> np.ndarray | None:
        return None if frozen is None else np.isin(self.wider.unit.owner, np.unique(self.unit.owner[frozen]))

    def _movable(self, frozen: np.ndarray | None) -> np.ndarray:
        hidden = self.state.hidden[self.unit.cells]
        return hidden if frozen is None else hidden & ~frozen

    def hide_for(self, wish: np.ndarray, frozen: np.ndarray | None) -> bool:
        """Hide the cells that the cheapest witness of `wish` changes; False when it brings nothing new.

        Totals of the region are taken only where nothing smaller would do.
        """
        kept = self.state.kept[self.unit.cells]
        return self._hide_some(wish, frozen, ~kept) or self._hide_some(wish, frozen, np.ones_like(kept))

    def _hide_some(self, wish: np.ndarray, frozen: np.ndarray | None, allowed: np.ndarray) -> bool:
        hidden = self.state.hidden[self.unit.cells]
        movable = (self.free & allowed & (self.value != 0)) | hidden
        movable = movable if frozen is None else movable & ~frozen
        cost = np.where(hidden, 0.0, self.price)
        change = cheapest(self.unit.matrix, self.caps[0] * movable, self.caps[1] * movable, wish, cost)
        if not reached(change, wish).any():
            if self.wider is None:
                return False
            also = np.concatenate([allowed, np.ones(len(self.wider.value) - len(allowed), dtype=bool)])
            return self.wider._hide_some(self._extended(wish), self._also_frozen(frozen), also)
        chosen = (np.abs(change) > TOLERANCE) & ~hidden
        self.state.hidden[self.unit.cells[chosen]] = True
        return bool(chosen.any())

    def _alone(self, i: int, frozen: np.ndarray | None) -> bool:
        """One wish on its own: proved, after hiding for it alone if that is needed."""
        one = np.zeros_like(self.wanted)
        one[i] = self.wanted[i]
        while self.prove(one, frozen).any():
            if not self.hide_for(one, frozen):
                return False
        return True

    def _single(self, i: int, frozen: np.ndarray) -> list[tuple[int, int]]:
        """Practices of the group that the reader's witness needs, each tried alone (disclosure-control.md 7.6)."""
        one = np.zeros_like(self.wanted)
        one[i] = self.wanted[i]
        hidden = self.state.hidden[self.unit.cells]
        change = cheapest(self.unit.matrix, self.caps[0] * hidden, self.caps[1] * hidden, one, np.zeros(len(one)))
        support = np.abs(change) > TOLERANCE if reached(change, one).any() else frozen
        owners = np.unique(self.unit.owner[frozen & support])
        return [(i, int(q)) for q in owners if not self._alone(i, self.unit.owner == q)]


def repair(
    unit: Unit, state: State, rise: np.ndarray, fall: np.ndarray, value: np.ndarray, pair: Pair | None = None
) -> list[tuple[int, int]]:
    """Hide cells of `state` until every rise and fall has a witness; returns what stays unproved.

    rise, fall: per cell of the unit; value: of all cells of the system.
    """
    left = []
    for wanted in (rise, -fall):
        if wanted.any():
            left += Repair(unit, state, wanted, value[unit.cells]).widen(pair, value).run()
    return left


def repair_along(pair: Pair, state: State, value: np.ndarray) -> list[tuple[int, int]]:
    """The same for complements that must rise together with a tiny denominator."""
    wanted = state.need_along[pair.unit.cells] * (np.arange(len(pair.unit.cells)) >= pair.counts)
    if not wanted.any():
        return []
    return Repair(pair.unit, state, wanted, value[pair.unit.cells], pair.caps, pair.counts).run()


def all_proved(unit: Unit, state: State, rise: np.ndarray, fall: np.ndarray, value: np.ndarray) -> bool:
    """Every rise and fall has a witness as things are hidden now, for the reader and for each group of practices."""
    for wanted in (rise, -fall):
        work = Repair(unit, state, wanted, value[unit.cells])
        for frozen, wishes in ((None, wanted), *work.insider_trials()):
            if work.prove(wishes, frozen).any():
                return False
    return True
