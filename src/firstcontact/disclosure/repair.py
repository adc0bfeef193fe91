"""What tables and pools cannot settle: totals, organizations, areas. Witnesses by programme, hiding where none is."""

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

    def __init__(self, unit: Unit, state: State, wanted: np.ndarray, value: np.ndarray, pair: Pair | None) -> None:
        self.pair = pair
        self.unit, self.state, self.wanted, self.value = unit, state, wanted, value
        at = unit.cells
        up, down = state.up[at], state.down[at]
        self.caps = (
            np.where(wanted > 0, np.maximum(up, wanted), up),
            np.where(wanted < 0, np.maximum(down, -wanted), down),
        )
        heaviest = max(float(np.abs(value).max(initial=0)), 1.0)
        self.price = (5 + np.abs(value)) / (5 + heaviest)

    def run(self) -> list[tuple[int, int]]:
        """(cell, insider) without a witness, whatever is hidden; insider -1 is the reader."""
        left = [(i, READER) for i in self.settle(self.wanted, None)]
        for frozen in self.freezes():
            wishes = np.where(frozen, 0, self.wanted)
            wishes[[i for i, _ in left]] = 0
            for i in self.settle(wishes, frozen):
                left += self._single(i, frozen)
        return [(int(self.unit.cells[i]), owner) for i, owner in left]

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
        if open_.any() and self.pair is not None:
            model = self.pair.model(self.state, movable, self._frozen_owners(frozen))
            open_ = Prover(*model).prove(self.pair.extend(open_))
        return open_[: len(wishes)]

    def _frozen_owners(self, frozen: np.ndarray | None) -> np.ndarray:
        return self.unit.owner[:0] if frozen is None else np.unique(self.unit.owner[frozen])

    def _movable(self, frozen: np.ndarray | None) -> np.ndarray:
        hidden = self.state.hidden[self.unit.cells]
        return hidden if frozen is None else hidden & ~frozen

    def hide_for(self, wish: np.ndarray, frozen: np.ndarray | None) -> bool:
        """Hide the cells that the cheapest witness of `wish` changes; False when it brings nothing new."""
        hidden = self.state.hidden[self.unit.cells]
        free = (self.value != 0) & ~self.state.kept[self.unit.cells] | hidden
        free = free if frozen is None else free & ~frozen
        cost = np.where(hidden, 0.0, self.price)
        change = cheapest(self.unit.matrix, self.caps[0] * free, self.caps[1] * free, wish, cost)
        if self.pair is not None and not reached(change, wish).any():
            change = self._with_denominators(wish, free, cost, frozen)
        chosen = (np.abs(change) > TOLERANCE) & ~hidden
        self.state.hidden[self.unit.cells[chosen]] = True
        return bool(chosen.any())

    def _with_denominators(self, wish, free, cost, frozen) -> np.ndarray:
        model = self.pair.model(self.state, free, self._frozen_owners(frozen))
        matrix, up, down, room = model
        change = cheapest(matrix, up, down, self.pair.extend(wish), self.pair.extend(cost), room)
        return change[: len(wish)]

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
    """Hide cells of `state` until every rise and fall has a witness; returns what stays unproved."""
    left = []
    for wanted in (rise, -fall):
        if wanted.any():
            left += Repair(unit, state, wanted, value, pair).run()
    return left


def all_proved(unit: Unit, state: State, rise: np.ndarray, fall: np.ndarray, value: np.ndarray) -> bool:
    """Every rise and fall has a witness as things are hidden now, for the reader and for each group of practices."""
    for wanted in (rise, -fall):
        work = Repair(unit, state, wanted, value, None)
        for frozen in (None, *work.freezes()):
            wishes = wanted if frozen is None else np.where(frozen, 0, wanted)
            if work.prove(wishes, frozen).any():
                return False
    return True
