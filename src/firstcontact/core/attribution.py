"""Attribution methods are data: packs/attribution/<id>.yaml, closed, turned into small tables for the SQL steps."""

from fractions import Fraction
from importlib import resources
from math import lcm
from pathlib import Path
from typing import Literal

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from firstcontact.errors import FirstContactError
from firstcontact.workspace import Workspace

Basis = Literal["selected", "assigned", "contract", "practice_roster"]
EventFilter = Literal["primary_care", "any_clinician", "in_person", "wellness", "office_or_preventive"]
Tie = Literal["latest_date", "most_events", "smallest_id"]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(Closed):
    """Months counted back from the window before it; the first ends with the period."""

    months: int = Field(ge=1)
    weight: Fraction = Field(gt=0)

    @field_validator("weight", mode="before")
    @classmethod
    def _fraction(cls, text: object) -> Fraction:
        try:
            return Fraction(str(text))
        except (ValueError, ZeroDivisionError):
            raise ValueError("a weight is a number or a fraction in text such as 2/3") from None


class EventStep(Closed):
    """Which visits count (all filters must hold) and how far back."""

    events: tuple[EventFilter, ...]
    windows: tuple[Window, ...] = Field(min_length=1)


class Source(Closed):
    title: str
    citation: str | None = None
    href: str | None = None
    read: Literal["verified", "secondary", "assumed", "own"]


class Method(Closed):
    """One way to say whose patient a person is. Weights are whole numbers over one denominator in `tables()`."""

    id: str = Field(pattern="^[a-z0-9_]+$")
    title: str
    status: Literal["own", "secondary", "verified"]
    sources: tuple[Source, ...] = Field(min_length=1)
    unit: Literal["practice", "clinician"] = "practice"
    roster_first: bool = True
    roster_basis_order: tuple[Basis, ...] = ("selected", "assigned", "contract", "practice_roster")
    events: tuple[EventFilter, ...] = ("primary_care",)
    windows: tuple[Window, ...] = Field(
        min_length=1, default=(Window(months=12, weight=Fraction(2, 3)), Window(months=12, weight=Fraction(1, 3)))
    )
    measure: Literal["visits", "dollars"] = "visits"
    min_events: int = Field(default=1, ge=1)
    ties: tuple[Tie, ...] = ("latest_date", "most_events", "smallest_id")
    fallback_steps: tuple[EventStep, ...] = ()
    eligible: int = Field(default=1, ge=1)
    period: Literal["year"] = "year"

    @property
    def steps(self) -> list[EventStep]:
        """The first way and then the fallbacks; a step without events (roster only) finds nobody and is left out."""
        ways = (EventStep(events=self.events, windows=self.windows), *self.fallback_steps)
        return [w for w in ways if w.events]

    @property
    def denominator(self) -> int:
        return lcm(*(w.weight.denominator for s in self.steps for w in s.windows), 1)

    def tables(self) -> dict[str, pa.Table]:
        """src_attribution_config (one row), src_attribution_window (step x window), src_attribution_basis (basis)."""
        return {
            "src_attribution_config": pa.Table.from_pylist([self._config()]),
            "src_attribution_window": pa.Table.from_pylist(self._windows(), WINDOW_SCHEMA),
            "src_attribution_basis": pa.Table.from_pylist(
                [{"basis": b, "place": i} for i, b in enumerate(self.roster_basis_order)], BASIS_SCHEMA
            ),
        }

    def _config(self) -> dict[str, object]:
        ties = [*self.ties[:-1], None, None]
        return {
            "config_id": self.id,
            "by_practice": self.unit == "practice",
            "roster_first": self.roster_first,
            "by_dollars": self.measure == "dollars",
            "denominator": self.denominator * (100 if self.measure == "dollars" else 1),
            "min_events": self.min_events,
            "first_tie": ties[0] or "none",
            "second_tie": ties[1] or "none",
            "eligible_months": self.eligible,
            "newest_window": self.windows[0].months,
        }

    def _windows(self) -> list[dict[str, object]]:
        rows = []
        for number, step in enumerate(self.steps):
            first = 0
            for window in step.windows:
                rows.append(self._window(number, step, window, first))
                first += window.months
        return rows

    def _window(self, number: int, step: EventStep, window: Window, first: int) -> dict[str, object]:
        weight = int(window.weight * self.denominator)
        months = {"first_month_back": first, "last_month_back": first + window.months - 1}
        return {"step": number, **months, "weight": weight, **{f: f in step.events for f in FILTERS}}


FILTERS = ("primary_care", "in_person", "wellness", "office_or_preventive")
WINDOW_SCHEMA = pa.schema(
    [(c, pa.int32()) for c in ("step", "first_month_back", "last_month_back", "weight")]
    + [(f, pa.bool_()) for f in FILTERS]
)
BASIS_SCHEMA = pa.schema([("basis", pa.string()), ("place", pa.int32())])


def load_method(ws: Workspace) -> Method:
    """The method that firstcontact.toml names: the workspace's own file first, then a shipped one."""
    name = ws.config.attribution.method
    own = ws.definitions / "packs" / "attribution" / f"{name}.yaml"
    shipped = resources.files("firstcontact") / "packs" / "attribution"
    path = own if own.exists() else Path(str(shipped / f"{name}.yaml"))
    if not path.exists():
        known = ", ".join(sorted(f.name.removesuffix(".yaml") for f in shipped.iterdir() if f.name.endswith(".yaml")))
        raise FirstContactError(
            f"firstcontact.toml: attribution method '{name}' is not known. Without a method no one has a practice. "
            f"Name one of {known}, or write definitions/packs/attribution/{name}.yaml."
        )
    return read_method(path.read_text(encoding="utf-8"), path.stem)


def read_method(text: str, name: str) -> Method:
    """A method from its YAML. Raises FirstContactError with a sentence for a key or value that is not allowed."""
    try:
        method = Method.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as e:
        raise FirstContactError(f"attribution method {name}: {e}. Correct the file.") from None
    except ValidationError as e:
        raise FirstContactError(_sentence(name, e)) from None
    _refuse(method, name)
    return method


def _refuse(method: Method, name: str) -> None:
    if method.id != name:
        raise FirstContactError(f"attribution method {name}: id is '{method.id}'. The id must equal the file name.")
    if method.ties[-1:] != ("smallest_id",):
        raise FirstContactError(
            f"attribution method {name}: the last tie-break must be smallest_id, otherwise two runs can differ."
        )
    if len(set(method.ties)) != len(method.ties):
        raise FirstContactError(f"attribution method {name}: ties: {', '.join(method.ties)} names one twice.")


def _sentence(name: str, error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(p) for p in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"attribution method {name}: '{where}' is not a key. The keys are {', '.join(Method.model_fields)}."
    return f"attribution method {name}: {where}: {first['input']!r}: {first['msg']}. Correct it and run again."
