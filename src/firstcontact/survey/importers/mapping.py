"""The map from a file of answers to an instrument: `firstcontact-import/1`, closed and read with line numbers.

Source: specs/surveys/README.md 12 and worked/fielding/import_mapping.yaml.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field, model_validator

from firstcontact.survey.sampling.design import WaveId
from firstcontact.survey.strict import Closed, read_settings

Source = Literal["plain_csv", "qualtrics_csv", "redcap_csv", "xlsform_csv", "fhir"]
BY_LINK_ID = "by_link_id"
RAW_KEYS = frozenset({"values", "true_values", "drop_if", "marked", "wave_id"})


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"time_zone '{name}' is not known; use a name such as America/New_York")
    return name


class Instrument(BaseModel):
    model_config = Closed
    instrument_id: str
    version: Annotated[int, Field(ge=1, strict=True)]


class Flag(BaseModel):
    """A column and the texts in it that mean yes."""

    model_config = Closed
    name: str
    true_values: Annotated[list[str], Field(min_length=1)]


class Times(BaseModel):
    model_config = Closed
    started: str | None = None
    ended: str | None = None
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"


class ItemMap(BaseModel):
    """Where the answer to one item stands.

    column: one column; a multi item then holds marked codes parted by `separator`. columns: of a multi item, one column
    per option code, whose text is one of `marked`. values: text in the file -> option code or missing code; without it
    the text is the code. date_format: as of strptime.
    """

    model_config = Closed
    column: str | None = None
    columns: dict[str, str] | None = None
    marked: list[str] = Field(default_factory=lambda: ["1"])
    separator: str | None = None
    values: dict[str, str] | None = None
    date_format: str = "%Y-%m-%d"

    @model_validator(mode="after")
    def _one_place(self) -> "ItemMap":
        if (self.column is None) == (self.columns is None):
            raise ValueError("needs exactly one of column and columns")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return (self.column,) if self.column is not None else tuple((self.columns or {}).values())


class ImportMap(BaseModel):
    """items `by_link_id`: every item whose column bears its link_id, by the rules of the source."""

    model_config = Closed
    format: Literal["firstcontact-import/1"]
    source: Source
    instrument: Instrument
    wave_id: WaveId | None = None
    case_column: str | None = None
    response_column: str | None = None
    language_column: str | None = None
    completed_column: Flag | None = None
    drop_if: dict[str, list[str]] = Field(default_factory=dict)
    time_columns: Times = Field(default_factory=Times)
    mode: Literal["import", "web", "mail", "phone"] = "import"
    items: dict[str, ItemMap] | Literal["by_link_id"] = BY_LINK_ID
    unmapped_columns: Literal["ignore", "error"] = "ignore"

    def column_roles(self) -> dict[str, str]:
        """Key of the map -> column, for columns that are not items."""
        roles = {
            "case_column": self.case_column,
            "response_column": self.response_column,
            "language_column": self.language_column,
            "completed_column": self.completed_column.name if self.completed_column else None,
            "time_columns.started": self.time_columns.started,
            "time_columns.ended": self.time_columns.ended,
            **{f"drop_if.{name}": name for name in self.drop_if},
        }
        return {role: column for role, column in roles.items() if column is not None}


def read_map(path: Path) -> ImportMap:
    """Raises FirstContactError: `<file> line <n>: <key>: ...`."""
    return read_settings(path, ImportMap, raw=RAW_KEYS)
