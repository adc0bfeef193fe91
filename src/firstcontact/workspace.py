"""A workspace is a folder: settings, inputs, store, results, releases, private."""

import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.refusals import TOML_HINT, toml_sentence

CONFIG_NAME = "firstcontact.toml"
Closed = ConfigDict(extra="forbid", populate_by_name=True)


class Region(BaseModel):
    model_config = Closed
    id: str = "region"
    name: str = "My Region"


class Periods(BaseModel):
    """Years to measure; empty means every calendar year that the eligibility and claims hold."""

    model_config = Closed
    years: list[int] = Field(default_factory=list)


class Packs(BaseModel):
    model_config = Closed
    narrow: str = "own_narrow_1"
    broad: str = "own_broad_1"
    reference: str = "reference_2025"


class Attribution(BaseModel):
    model_config = Closed
    method: str = "plurality_2y_visits"


class Groups(BaseModel):
    model_config = Closed
    practice_strata: list[str] = Field(
        default_factory=lambda: ["line_of_business", "age_band", "sex", "race_ethnicity"]
    )
    practice_strata_periods: list[Literal["year", "quarter", "month"]] = Field(default_factory=lambda: ["year"])

    def practice_strata_of(self, rows: str) -> list[str]:
        """Strata of practices in rows of years, quarters or months."""
        return self.practice_strata if rows in self.practice_strata_periods else []


class Baseline(BaseModel):
    model_config = Closed
    from_: str = Field(alias="from")
    to: str


class Event(BaseModel):
    """A shock to watch: months are text such as 2024-03."""

    model_config = Closed
    id: str
    start_month: str
    end_month: str | None = None
    baseline: Baseline
    geography: str = "region"
    headline: bool = False


class ReleaseSettings(BaseModel):
    model_config = Closed
    mode: Literal["open", "coalition"] = "open"
    languages: list[str] = Field(default_factory=lambda: ["en"])
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    contact: str = ""


class Resources(BaseModel):
    """Limits for the database engine; the results never depend on them."""

    model_config = Closed
    memory_limit: str = "2GiB"
    threads: int = 0

    @property
    def cores(self) -> int:
        """How many cores may work: those that are set, else all."""
        return self.threads or os.cpu_count() or 1


class Config(BaseModel):
    model_config = Closed
    region: Region = Field(default_factory=Region)
    engine: Literal["duckdb", "spark"] = "duckdb"
    periods: Periods = Field(default_factory=Periods)
    packs: Packs = Field(default_factory=Packs)
    attribution: Attribution = Field(default_factory=Attribution)
    groups: Groups = Field(default_factory=Groups)
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    events: list[Event] = Field(default_factory=list)
    release: ReleaseSettings = Field(default_factory=ReleaseSettings)
    resources: Resources = Field(default_factory=Resources)


@dataclass(frozen=True)
class Workspace:
    """Paths and settings of one region. `Workspace.open(dir)` reads firstcontact.toml."""

    root: Path
    config: Config = field(default_factory=Config)

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        path = Path(root) / CONFIG_NAME
        if not path.exists():
            raise UsageError(
                f"There is no workspace at '{root}': {CONFIG_NAME} is missing. "
                f"Make one with 'firstcontact new DIR', or name another folder with -w DIR."
            )
        try:
            text = path.read_text(encoding="utf-8")
            return cls(Path(root), Config(**tomllib.loads(text)))
        except tomllib.TOMLDecodeError as e:
            raise FirstContactError(f"{CONFIG_NAME}: {e}. {TOML_HINT} Correct the line and run again.") from None
        except UnicodeDecodeError:
            raise FirstContactError(f"{CONFIG_NAME} is not UTF-8. Save it as UTF-8 and run again.") from None
        except ValidationError as e:
            raise FirstContactError(
                f"{toml_sentence(e, CONFIG_NAME, text, Config)} Correct it and run again."
            ) from None

    @property
    def inputs(self) -> Path:
        return self.root / "inputs"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def results(self) -> Path:
        return self.root / "results"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def site(self) -> Path:
        """Files of the coalition's site: its database in demo mode, media, cached pages, and the frame of its menus."""
        return self.root / "site"

    @property
    def private(self) -> Path:
        return self.root / "private"

    @property
    def definitions(self) -> Path:
        return self.root / "definitions"


def years_text(years: Sequence[str]) -> str:
    """First to last of sorted years: `2024`, `2022–2024`, empty without any."""
    return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def period_text(start: date, end: date) -> str:
    """A period as people write it: 2024, 2024-Q1 or 2024-03."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12:
        return f"{start.year}"
    if months == 3:
        return f"{start.year}-Q{(start.month - 1) // 3 + 1}"
    return f"{start.year}-{start.month:02d}"


def create(root: Path, name: str | None = None) -> Workspace:
    """A new workspace with a commented firstcontact.toml. Refuses a folder that already is one."""
    root = Path(root)
    if (root / CONFIG_NAME).exists():
        raise UsageError(f"'{root}' is a workspace already. Choose another folder, or use it with -w {root}.")
    (root / "inputs").mkdir(parents=True, exist_ok=True)
    text = resources.files("firstcontact").joinpath("workspace_template.toml").read_text(encoding="utf-8")
    if name:
        text = text.replace('name = "My Region"', f"name = {json.dumps(name, ensure_ascii=False)}")
    (root / CONFIG_NAME).write_text(text, encoding="utf-8")
    return Workspace.open(root)
