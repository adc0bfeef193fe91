"""A parameter: a value with its interval, distribution, unit, price year and source."""

from collections.abc import Mapping
from dataclasses import dataclass, field

STATUSES = ("verified", "secondary", "derived", "assumed", "user", "user_input", "calibrated")
DISTS = (
    "fixed",
    "normal",
    "lognormal",
    "gamma",
    "beta",
    "shifted_lognormal",
    "triangular",
    "triangular_mode",
    "uniform",
    "auto",
)


@dataclass(frozen=True)
class Parameter:
    """One row of parameters.csv, or one entry of `parameters.set`. `file` and `line` say where it stands.

    `value` None: a user input that is not shipped. `low` and `high` are both set or both None.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    dist: str = "fixed"
    unit: str = ""
    price_year: str = ""
    layer: str = "mean"
    status: str = "user"
    source_id: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def drawn(self) -> bool:
        return self.dist != "fixed" and self.low is not None

    @property
    def is_share(self) -> bool:
        """Shares and probabilities lie in (0, 1); everything else is money, a count or a rate."""
        return self.unit.startswith(("share", "probability"))


@dataclass(frozen=True)
class ParameterTable:
    """All parameters by name, in name order, and the titles of their sources."""

    rows: Mapping[str, Parameter]
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Parameter:
        return self.rows[name]

    def __contains__(self, name: object) -> bool:
        return name in self.rows
