"""The closed shape of a contract table. Unknown keys, blanks and unknown words are errors."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["reject_file", "quarantine_row", "flag", "info", ""]
Closed = ConfigDict(extra="forbid", frozen=True)


class Column(BaseModel):
    """One column. The words (null_rule, allowed_values, check) are for people; the rest drives intake.

    `normalise`: icd, hcpcs, ndc, bill_type, zip, upper or padN (left pad of digits with 0 to N places).
    `values`: closed list; on enum columns any other word is read as unknown, on text columns it is kept and flagged.
    `pattern_when`: SQL over the row; the pattern holds only there.
    `null_value`: written where the source has none. `may_be_absent`: a required column that intake or core can fill.
    `personal`: no value of it is ever shown. `dropped`: a direct identifier, read and not stored.
    """

    model_config = Closed
    name: str
    type: str = Field(pattern=r"^(text\d*|enum|date|integer|boolean|double|decimal\(\d+,\d+\))$")
    required: Literal["Y", "N", "C"]
    key: bool = False
    unit: str = ""
    null_rule: str
    allowed_values: str = ""
    check: str = ""
    severity: Severity = ""
    origin: Literal["tuva", "ours"]
    notes: str = ""
    map: dict[Literal["cclf", "ccw_rif", "ma_apcd", "fhir_eob", "omop"], str] = Field(default_factory=dict)
    not_null: bool = False
    values: tuple[str, ...] = ()
    normalise: str = Field(default="", pattern=r"^(icd|hcpcs|ndc|bill_type|zip|upper|pad\d+|)$")
    npi: bool = False
    pattern: str = ""
    pattern_when: str = ""
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    open_end: bool = False
    null_value: str = ""
    may_be_absent: bool = False
    why: str = ""
    personal: bool = False
    dropped: bool = False

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the stored column."""
        if self.type.startswith("text") or self.type == "enum":
            return "VARCHAR"
        return self.type.upper()

    @property
    def is_text(self) -> bool:
        return self.sql_type == "VARCHAR"

    @property
    def is_money(self) -> bool:
        return self.unit == "USD" and self.type == "decimal(18,2)"

    @property
    def must_be_in_header(self) -> bool:
        return self.required == "Y" and not self.may_be_absent


class Check(BaseModel):
    """A rule over one row. `fails`: SQL that is true where the rule is broken; NULL is not broken.

    It is asked only where the source has all columns of `reads`.
    """

    model_config = Closed
    rule: str
    column: str
    severity: Literal["reject_file", "quarantine_row", "flag", "info"]
    reads: tuple[str, ...]
    fails: str
    says: str = ""
    code: str = ""


class TableCheck(BaseModel):
    """A rule over rows together. `lines`: SQL over the table that returns the column `line`, one row per failure."""

    model_config = Closed
    rule: str
    column: str
    severity: Literal["flag", "info"]
    says: str
    lines: str


class Table(BaseModel):
    """One input table of the contract."""

    model_config = Closed
    table: str
    grain: str
    required_for: str
    columns: dict[str, Column]
    checks: tuple[Check, ...] = ()
    table_checks: tuple[TableCheck, ...] = ()

    @property
    def stored(self) -> list[Column]:
        """The columns that may be stored, in contract order."""
        return [c for c in self.columns.values() if not c.dropped]

    @property
    def keys(self) -> list[str]:
        return [c.name for c in self.columns.values() if c.key]
