"""The estimate file: which column is what in the design, and which estimates are asked for.

Source: specs/surveys/design-estimation.md 13.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from firstcontact.survey.strict import Closed
from firstcontact.survey.weighting.columns import MISSING
from firstcontact.survey.weighting.margins import Margin

FORMAT = "firstcontact-estimates/1"


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Column = Annotated[str, Field(min_length=1)]
Stages = Annotated[list[Column], BeforeValidator(_as_list), Field(min_length=1)]


def _under(key: str) -> BeforeValidator:
    """A plain text stands for the mapping with that one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


class LonelyPsu(BaseModel):
    """What a stratum with one sampled PSU adds. merge: strata to join before anything else, {c: b} puts c into b."""

    model_config = Closed
    option: Literal["error", "adjust", "average", "certainty"] = "error"
    merge: dict[str, str] = Field(default_factory=dict)


class Replicates(BaseModel):
    model_config = Closed
    method: Literal["none", "jkn"]
    center: Literal["full", "replicates"] = "full"


class CalibrateFiles(BaseModel):
    """The weight of the file is then the weight before calibration. Margins stand beside the estimate file.

    min_cell: poststratify merges cells with fewer respondents; 0 merges none.
    """

    model_config = Closed
    method: Literal["rake", "poststratify"]
    margins: list[str] = Field(min_length=1)
    min_cell: int = Field(0, ge=0)


class _Asked(BaseModel):
    """What every estimate may say: by makes one row per level, where restricts to a domain."""

    model_config = Closed
    id: Annotated[str, Field(min_length=1)]
    by: Column | None = None
    where: dict[str, list[str]] = Field(default_factory=dict)


class Mean(_Asked):
    statistic: Literal["mean"]
    variable: Column


class Total(_Asked):
    statistic: Literal["total"]
    variable: Column


class Proportion(_Asked):
    """equals: the value whose share is asked; without it every value has a row."""

    statistic: Literal["proportion"]
    variable: Column
    equals: str | None = None


class Ratio(_Asked):
    statistic: Literal["ratio"]
    numerator: Column
    denominator: Column


class Quantile(_Asked):
    statistic: Literal["quantile"]
    variable: Column
    p: float = Field(gt=0, lt=1)


class Difference(_Asked):
    """Mean of the first level minus mean of the second; with `equals`, of the share of that value."""

    statistic: Literal["difference"]
    variable: Column
    by: Column
    levels: list[str] = Field(min_length=2, max_length=2)
    equals: str | None = None

    @model_validator(mode="after")
    def _two(self) -> "Difference":
        if self.levels[0] == self.levels[1]:
            raise ValueError("levels names the same level twice. Name two levels to compare")
        return self


class Predictor(BaseModel):
    """A column of numbers, or with a reference level a text column as 0/1 columns against it."""

    model_config = Closed
    column: Column
    reference: str | None = None


class Regression(_Asked):
    statistic: Literal["regression"]
    family: Literal["gaussian", "binomial"] = "gaussian"
    outcome: Column
    predictors: list[Annotated[Predictor, _under("column")]] = Field(min_length=1)


Asked = Mean | Total | Proportion | Ratio | Quantile | Difference | Regression
STATISTICS: dict[str, type[_Asked]] = {
    "mean": Mean,
    "total": Total,
    "proportion": Proportion,
    "ratio": Ratio,
    "quantile": Quantile,
    "difference": Difference,
    "regression": Regression,
}


class Settings(BaseModel):
    """The keys of the file around the estimates. `merge` and `center` may stand at the top or under their option."""

    model_config = Closed
    format: Literal["firstcontact-estimates/1"]
    weight: Column
    strata: Column | None = None
    cluster: Stages | None = None
    fpc: Stages | None = None
    nest: bool = True
    missing: list[str] = list(MISSING)
    lonely_psu: Annotated[LonelyPsu, _under("option")] = LonelyPsu()
    merge: dict[str, str] = Field(default_factory=dict)
    calibrate: CalibrateFiles | None = None
    replicates: Annotated[Replicates, _under("method")] = Replicates(method="none")
    center: Literal["full", "replicates"] | None = None
    confidence: float = Field(0.95, gt=0, lt=1)
    estimates: list[dict[str, Any]] = Field(min_length=1)


@dataclass(frozen=True)
class DesignColumns:
    """cluster, fpc: one column per stage, outermost first; empty: every row is a PSU, no population sizes."""

    weight: str
    strata: str | None = None
    cluster: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    nest: bool = True
    merge: dict[str, str] = field(default_factory=dict)
    lonely_psu: str = "error"


@dataclass(frozen=True)
class CalibrationSpec:
    """Known totals to calibrate to. min_cell: poststratify merges cells with fewer respondents; 0 merges none."""

    method: Literal["rake", "poststratify"]
    margins: tuple[Margin, ...]
    min_cell: int = 0


@dataclass(frozen=True)
class EstimateSpec:
    """An estimate file as read. where: its name in errors; lines: the line of each estimate."""

    design: DesignColumns
    estimates: tuple[Asked, ...]
    missing: tuple[str, ...] = MISSING
    calibrate: CalibrationSpec | None = None
    replicates: Literal["none", "jkn"] = "none"
    center: Literal["full", "replicates"] = "full"
    confidence: float = 0.95
    where: str = "the estimate file"
    lines: tuple[int, ...] = ()
    files: tuple[Path, ...] = ()

    def place(self, index: int) -> str:
        """File and line of an estimate, for errors."""
        return f"{self.where} line {self.lines[index]}" if self.lines else self.where
