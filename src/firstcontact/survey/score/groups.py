"""Groups within which answers are centred: practices, or sub-samples of practices with their shares."""

from dataclasses import dataclass

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.score.responses import Responses
from firstcontact.survey.score.spec import Measure

SHARE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Groups:
    """`code`: group of each row; `unit`, `share`: of each group. Without sub-samples group and unit are the same."""

    code: np.ndarray
    unit: np.ndarray
    share: np.ndarray

    @property
    def count(self) -> int:
        return len(self.unit)

    def sizes(self, rows: np.ndarray) -> np.ndarray:
        """Rows per group; `rows` is a mask or an index."""
        return np.bincount(self.code[rows], minlength=self.count)


def groups_of(data: Responses, measure: Measure) -> Groups:
    """Raises FirstContactError where a sub-sample has no share, or the shares of a unit do not add to 1."""
    if measure.substratum is None:
        return Groups(data.unit, np.arange(len(data.units)), np.ones(len(data.units)))
    shares = _shares(data.units, measure)
    groups = [(unit, name) for unit in range(len(data.units)) for name in sorted(shares[unit])]
    place = {group: position for position, group in enumerate(groups)}
    texts, index = data.texts[measure.substratum]
    pairs, inverse = np.unique(data.unit * len(texts) + index % len(texts), return_inverse=True)
    code = np.empty(len(pairs), dtype=np.int64)
    for position, (unit, text) in enumerate(divmod(int(pair), len(texts)) for pair in pairs):
        if (unit, texts[text]) not in place:
            raise FirstContactError(
                f"measure '{measure.measure}': practice {data.units[unit]} has responses with {measure.substratum} "
                f"'{texts[text]}', but substratum_weights gives that sub-sample no share. Add it; 0 leaves it out."
            )
        code[position] = place[unit, texts[text]]
    share = np.array([shares[unit][name] for unit, name in groups])
    return Groups(code[inverse], np.array([unit for unit, _ in groups]), share)


def _shares(units: list[str], measure: Measure) -> list[dict[str, float]]:
    """Shares of the sub-samples of each unit."""
    found = []
    for unit in units:
        shares = (measure.substratum_weights or {}).get(unit)
        if shares is None:
            words = f"substratum_weights does not name practice {unit}. Give the shares of its sub-samples."
            raise FirstContactError(f"measure '{measure.measure}': {words}")
        total = sum(shares.values())
        if min(shares.values(), default=-1) < 0 or abs(total - 1) > SHARE_TOLERANCE:
            words = f"the shares of practice {unit} in substratum_weights add to {total:.12g}; they must add to 1."
            raise FirstContactError(f"measure '{measure.measure}': {words}")
        found.append(shares)
    return found
