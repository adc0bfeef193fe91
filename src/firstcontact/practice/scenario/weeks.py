"""The weeks of a run."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Weeks:
    """Week t begins at start + 7t."""

    start: date
    count: int

    @property
    def starts(self) -> tuple[date, ...]:
        return tuple(self.start + timedelta(days=7 * t) for t in range(self.count))

    @property
    def last_start(self) -> date:
        return self.start + timedelta(days=7 * (self.count - 1))
