"""The weights file: which steps make the weights of a wave. Source: specs/surveys/README.md 10."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from firstcontact.survey.strict import Closed, read_settings
from firstcontact.survey.weighting.nonresponse import MAX_FACTOR, MIN_CELL
from firstcontact.survey.weighting.poststratify import MIN_CELL as MIN_POST_CELL
from firstcontact.survey.weighting.trim import TIMES_MEDIAN

Names = Annotated[list[str], Field(min_length=1)]


class UnknownEligibility(BaseModel):
    """cells: columns of the sample or the frame that are known for every case."""

    model_config = Closed
    cells: Names


class Nonresponse(BaseModel):
    """order: the classes (levels joined by `|`) as neighbors for mergers; default code-point order."""

    model_config = Closed
    cells: Names
    min_cell: int = Field(MIN_CELL, ge=1)
    max_factor: float = Field(MAX_FACTOR, ge=1)
    order: Names | None = None


class Calibrate(BaseModel):
    """margins: CSV files beside the weights file. min_cell counts for poststratify only."""

    model_config = Closed
    method: Literal["rake", "poststratify"]
    margins: Names
    min_cell: int = Field(MIN_POST_CELL, ge=0)


class Trim(BaseModel):
    """Cap of `cap` times the median of the positive weights; `per`: overall, or within each level of a margin."""

    model_config = Closed
    cap: float = Field(TIMES_MEDIAN, gt=0)
    times: Literal["median"] = "median"
    per: str = "overall"


class Weights(BaseModel):
    model_config = Closed
    format: Literal["firstcontact-weights/1"] = "firstcontact-weights/1"
    unknown_eligibility: UnknownEligibility | None = None
    nonresponse: Nonresponse | None = None
    calibrate: Calibrate | None = None
    trim: Trim | None = None


def read_weights(path: Path) -> Weights:
    """Raises FirstContactError that names file, line, key and allowed keys."""
    return read_settings(path, Weights, raw=frozenset({"cells", "margins", "order", "per"}))
