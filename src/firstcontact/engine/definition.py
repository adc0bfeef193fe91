"""What a measure's YAML may say. Closed: an unknown key, a blank or a placeholder is an error that names the line."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from firstcontact.errors import FirstContactError
from firstcontact.located import Located
from firstcontact.refusals import expected
from firstcontact.results_table import GroupKind, StratumKind

Closed = ConfigDict(extra="forbid", populate_by_name=True)

Domain = Literal["finance", "capacity", "performance", "equity"]
Unit = Literal["person", "coverage", "visit", "stay", "ed_visit", "fill", "clinician", "practice", "area", "payment"]
Value = Literal["ratio", "rate_per_1000", "rate_per_100000", "mean", "pmpm", "index"]
NumeratorUnit = Literal["people", "events", "money", "score"]
DenominatorUnit = Literal[
    "people", "person_months", "person_years", "events", "money", "clinicians", "practices", "population", "units"
]
Direction = Literal["higher_is_better", "lower_is_better", "context_only"]
Window = Literal["month", "year", "two_years"]
Rows = Literal["month", "quarter", "year"]
Status = Literal["verified", "secondary", "own", "partial"]
Formula = Literal["gap", "ratio", "baseline_index"]

PLACEHOLDERS = {"n/a", "na", "tbd", "todo", "xxx", "fixme", "?", "-", "...", "none", "null", "fill in", "to do"}


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank. Write what it is, or leave an optional key out")
    if text.strip().lower().rstrip(".") in PLACEHOLDERS:
        raise ValueError(f"'{text.strip()}' is a placeholder. Write what it is, or leave an optional key out")
    return text


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError(f"'{text}' may hold lower case letters, digits and underscores only, and begins with a letter")
    return text


def _variant_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", text):
        raise ValueError(f"'{text}' may hold lower case letters, digits, underscores, and dots between parts")
    return text


Words = Annotated[str, AfterValidator(_words)]
Identifier = Annotated[str, AfterValidator(_identifier)]
VariantId = Annotated[str, AfterValidator(_variant_id)]


class Source(BaseModel):
    model_config = Closed
    title: Words
    href: Words | None = None
    citation: Words | None = None
    read: Literal["verified", "secondary", "assumed", "own"]

    @model_validator(mode="after")
    def _has_place(self) -> "Source":
        if not (self.href or self.citation):
            raise ValueError("a source needs href or citation")
        return self


class Signed(BaseModel):
    model_config = Closed
    by: Words
    on: date


class Variant(BaseModel):
    model_config = Closed
    id: VariantId
    values: dict[str, str]


class PublishIf(BaseModel):
    """Floors below which a row is too_few."""

    model_config = Closed
    people_at_least: int = 30
    member_months_at_least: int | None = None
    reliability_at_least: float | None = None
    strata_at_least: int | None = None


class Axis(BaseModel):
    model_config = Closed
    from_: float = Field(alias="from")
    to: float


class _Common(BaseModel):
    model_config = Closed
    id: Identifier
    version: Annotated[str, Field(pattern=r"^[1-9][0-9]*$")]
    title: Words
    domain: Domain
    why_it_matters: Words
    direction: Direction
    value: Value
    groups: Annotated[list[GroupKind | StratumKind], Field(min_length=1)]
    publish_if: PublishIf = Field(default_factory=PublishIf)
    variants: list[Variant] = Field(default_factory=list)
    axis: Axis | None = None
    sources: Annotated[list[Source], Field(min_length=1)]
    caveats: list[Words]
    authored: Signed
    checked: Signed | None
    review_by: date
    status: Status
    replaced_by: Identifier | None = None
    replaces: Identifier | None = None
    licence: Words | None = None
    shown_as: Literal["percent", "number", "money"] | None = None

    @model_validator(mode="after")
    def _variants_differ(self) -> "_Common":
        ids = [v.id for v in self.variants]
        twice = {i for i in ids if ids.count(i) > 1}
        if twice:
            raise ValueError(f"variants: '{min(twice)}' stands twice")
        if any(set(v.values) != set(self.variants[0].values) for v in self.variants):
            raise ValueError("variants: every variant needs a value for the same names")
        return self

    def full_ids(self) -> list[str]:
        """Result ids: `<id>.<variant>`, or the bare id when there are no variants."""
        return [f"{self.id}.{v.id}" for v in self.variants] or [self.id]


class BaseMeasure(_Common):
    """A measure with its own SQL."""

    numerator: Words
    denominator: Words
    unit_of_count: Unit
    numerator_unit: NumeratorUnit
    denominator_unit: DenominatorUnit
    universe: Identifier | None = None
    subset_of: dict[Literal["numerator", "denominator"], Words] | None = None
    window: Window
    rows: Annotated[list[Rows], Field(min_length=1)] = Field(default_factory=lambda: ["year"])
    reads: list[Identifier]
    codelists: list[Words]
    parameters: list[Identifier]
    first_public_period: Words | None = None

    @model_validator(mode="after")
    def _rows_fit(self) -> "BaseMeasure":
        if self.window != "month" and self.rows != ["year"]:
            raise ValueError(f"rows: a measure with window {self.window} has year rows only")
        if self.value == "mean" and self.window == "month":
            raise ValueError("window: a mean has window year, because means of months do not add up")
        return self

    @property
    def money(self) -> bool:
        return self.numerator_unit == "money"


class DerivedMeasure(_Common):
    """A measure over the results of others; it has no SQL."""

    over: Annotated[list[Words], Field(min_length=1)]
    formula: Formula
    stratifier: list[StratumKind] | StratumKind | None = None
    model: Literal["linear", "logistic"] | None = None
    population: Words | None = None
    comparator: Words | None = None
    baseline: Words | None = None
    reference: Words | None = None

    @property
    def stratifiers(self) -> list[str]:
        return [self.stratifier] if isinstance(self.stratifier, str) else list(self.stratifier or [])

    @model_validator(mode="after")
    def _stratified(self) -> "DerivedMeasure":
        if self.formula in ("gap", "ratio") and not self.stratifiers:
            raise ValueError(f"stratifier is missing: {self.formula} compares the strata of a kind such as payer")
        return self


Measure = BaseMeasure | DerivedMeasure


def parse(located: Located, where: str) -> Measure:
    """The definition in one YAML file. Raises FirstContactError: `<file> line <n>: <key>: ...`."""
    if not isinstance(located.data, dict):
        raise FirstContactError(
            f"{where} line 1: a definition is a list of keys such as id and title. See 'measures show'."
        )
    model = DerivedMeasure if "over" in located.data or "formula" in located.data else BaseMeasure
    try:
        return model(**located.data)
    except ValidationError as e:
        raise FirstContactError("\n".join(_sentence(x, located, where, model) for x in e.errors())) from None


def _sentence(error: Any, located: Located, where: str, model: type[BaseModel]) -> str:
    path = tuple(
        p for p in error["loc"] if not (isinstance(p, str) and p.startswith(("list[", "literal[", "nullable[")))
    )
    key = ".".join(str(p) for p in path)
    prefix = f"{where} line {located.line(path)}: " + (f"{key}: " if key else "")
    value = f"'{error['input']}'"
    match error["type"]:
        case "literal_error" | "enum":
            allowed = re.sub(r" or (?=')", ", ", error["ctx"]["expected"]).replace("'", "")
            return f"{prefix}{value} is not one of {allowed}."
        case "extra_forbidden":
            known = ", ".join(f.alias or n for n, f in _owner(model, path).model_fields.items())
            return f"{prefix}is not a key of a definition. Allowed keys: {known}."
        case "missing":
            return f"{prefix}is missing. Add it; every definition needs it."
        case "value_error":
            return f"{prefix}{error['ctx']['error']}."
        case _:
            return f"{prefix}{value} is not {expected(error)}."


def _owner(model: type[BaseModel], path: tuple) -> type[BaseModel]:
    """The model whose key is unknown, for the list of allowed keys."""
    nested = {
        "sources": Source,
        "authored": Signed,
        "checked": Signed,
        "variants": Variant,
        "publish_if": PublishIf,
        "axis": Axis,
    }
    return nested.get(path[0], model) if len(path) > 1 else model
