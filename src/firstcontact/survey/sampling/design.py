"""The design of a sample as data: `firstcontact-design/1`, closed and read with line numbers.

Source: specs/surveys/README.md 4.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from firstcontact.survey.sampling.allocation import to_invite
from firstcontact.survey.strict import Closed, read_settings

Kind = Literal["practice", "patient", "clinician"]
Method = Literal["srs", "systematic", "pps_systematic", "all"]
Count = Annotated[int, Field(ge=0, strict=True)]
MIN_FRAME = 60  # a practice with fewer patients than this is asked in full


def wave_slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", text):
        raise ValueError(f"'{text}' may hold small letters, digits, - and _ only, at most 64, and names a folder")
    return text


WaveId = Annotated[str, AfterValidator(wave_slug)]


class FrameSource(BaseModel):
    """Which frame: the one that `survey frame` wrote for `kind` and `as_of`, or a CSV file beside the design."""

    model_config = Closed
    kind: Kind
    as_of: date | None = None
    file: str | None = None
    min_frame: Count = MIN_FRAME

    @model_validator(mode="after")
    def _has_place(self) -> "FrameSource":
        if self.as_of is None and self.file is None:
            raise ValueError("as_of or file is missing: the date of a frame of this workspace, or a CSV file")
        return self


class Stage(BaseModel):
    """One stage: what is drawn, from which strata, how, and how many."""

    model_config = Closed
    unit: Kind
    strata: list[str] = Field(default_factory=list)
    method: Method = "srs"
    sort: list[str] = Field(default_factory=list)
    size: str = "size_measure"
    n: Count | None = None
    n_per_stratum: dict[str, Count] | None = None
    allocation: Literal["proportional", "square_root"] | None = None
    expected_completes: Annotated[int, Field(ge=1, strict=True)] | None = None
    response_rate: Annotated[Decimal, Field(gt=0, le=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Stage":
        given = [k for k in ("n", "n_per_stratum", "expected_completes") if getattr(self, k) is not None]
        if len(given) != (self.method != "all"):
            wanted = (
                "no number of units" if self.method == "all" else "exactly one of n, n_per_stratum, expected_completes"
            )
            raise ValueError(f"method {self.method} needs {wanted}; it has {', '.join(given) or 'none'}")
        if (self.expected_completes is None) != (self.response_rate is None):
            raise ValueError("expected_completes and response_rate belong together")
        if self.n_per_stratum is not None and not self.strata:
            raise ValueError("n_per_stratum needs strata: the columns whose values it names, joined by |")
        if self.allocation and not (self.strata and self.total is not None):
            raise ValueError("allocation divides n over strata; name both")
        if self.sort and self.method != "systematic":
            raise ValueError("sort belongs to method systematic")
        return self

    @property
    def total(self) -> int | None:
        """Units to draw where one number is stated for all strata, or for each practice."""
        if self.expected_completes is not None and self.response_rate is not None:
            return to_invite(self.expected_completes, self.response_rate)
        return self.n


class WavePlan(BaseModel):
    """What the wave asks and when; optional, as a wave may also be planned on the site or named by an import."""

    model_config = Closed
    instrument_id: str
    version: Annotated[int, Field(ge=1, strict=True)]
    title: dict[str, str] = Field(default_factory=dict)
    opens_on: date | None = None
    closes_on: date | None = None
    time_zone: str = "UTC"

    @model_validator(mode="after")
    def _ordered(self) -> "WavePlan":
        if self.opens_on and self.closes_on and self.closes_on <= self.opens_on:
            raise ValueError(f"closes_on {self.closes_on} is not after opens_on {self.opens_on}")
        return self


class Design(BaseModel):
    model_config = Closed
    format: Literal["firstcontact-design/1"]
    wave_id: WaveId
    seed: Annotated[str, Field(min_length=1)]
    frame: FrameSource
    stages: Annotated[list[Stage], Field(min_length=1, max_length=2)]
    wave: WavePlan | None = None

    @model_validator(mode="after")
    def _stages_fit(self) -> "Design":
        if self.stages[-1].unit != self.frame.kind:
            raise ValueError(f"the last stage draws {self.stages[-1].unit}, but the frame holds {self.frame.kind}")
        if len(self.stages) == 2 and self.stages[0].unit != "practice":
            raise ValueError(f"the first of two stages draws practices, not {self.stages[0].unit}")
        if len(self.stages) == 2 and (self.stages[0].unit == self.stages[1].unit or self.stages[1].strata):
            raise ValueError("the second stage draws patients or clinicians within each practice and has no strata")
        if len(self.stages) == 2 and self.stages[1].method == "pps_systematic":
            raise ValueError("pps_systematic is for the first stage; the second takes srs, systematic or all")
        return self


def read_design(path: Path) -> Design:
    """Raises FirstContactError: `<file> line <n>: <key>: ...`."""
    return read_settings(path, Design, raw=frozenset({"seed", "wave_id"}))
