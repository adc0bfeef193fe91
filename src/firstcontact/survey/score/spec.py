"""What a measure file may say. Closed: an unknown key is an error that names the line and the allowed keys."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Closed = ConfigDict(extra="forbid", frozen=True)
FORMAT = "firstcontact-measures/1"
BOX_ORDER = ("bottom", "middle", "top")


def _as_text(value: Any) -> Any:
    """Column names, unit ids and codes are text even where YAML reads 7."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("is a truth value; a number is needed")
    return value


def _as_text_keys(value: Any) -> Any:
    return {_as_text(k): v for k, v in value.items()} if isinstance(value, dict) else value


def _as_list(value: Any) -> Any:
    return None if value in ("null", "~", "") else value


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", text):
        raise ValueError(f"'{text}' may hold letters, digits, _, - and . only, and begins with a letter or digit")
    return text


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[list[Text] | None, BeforeValidator(_as_list)]
Slug = Annotated[str, BeforeValidator(_as_text), AfterValidator(_slug)]
Number = Annotated[float, BeforeValidator(_as_number), Field(allow_inf_nan=False)]
Whole = Annotated[int, BeforeValidator(_as_number)]
Recode = Annotated[dict[Text, Number | None], BeforeValidator(_as_text_keys)]
Shares = Annotated[dict[Text, Number], BeforeValidator(_as_text_keys)]
SharesByUnit = Annotated[dict[Text, Shares], BeforeValidator(_as_text_keys)]


class Item(BaseModel):
    """One question: answers are whole numbers from min to max."""

    model_config = Closed
    min: Whole
    max: Whole
    column: Text | None = None
    recode: Recode = Field(default_factory=dict)
    reverse: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Item":
        if self.min >= self.max:
            raise ValueError(f"min {self.min} is not below max {self.max}")
        return self


class Adjuster(BaseModel):
    """A fact about respondents for which practices are adjusted: a number, or dummies against a reference."""

    model_config = Closed
    min: Number | None = None
    max: Number | None = None
    column: Text | None = None
    recode: Recode = Field(default_factory=dict)
    coding: Literal["numeric", "dummies"] = "numeric"
    reference: Text | None = None

    @model_validator(mode="after")
    def _reference_fits(self) -> "Adjuster":
        if self.coding == "dummies" and self.reference is None:
            raise ValueError("coding dummies needs a reference, the level that gets no column")
        if self.coding == "numeric" and self.reference is not None:
            raise ValueError("reference belongs to coding dummies")
        return self


class ByCount(BaseModel):
    """w = min(n, k), made to sum to 1 within the practice."""

    model_config = Closed
    k: Annotated[Number, Field(ge=1)]


class Fixed(BaseModel):
    """Given weights, made to sum to 1 over the items that the practice has."""

    model_config = Closed
    fixed: Annotated[dict[Text, Annotated[Number, Field(ge=0)]], BeforeValidator(_as_text_keys)]


class Measure(BaseModel):
    """One score: its items, and how they are adjusted, weighted and compared (specs/surveys/scoring.md 12.1)."""

    model_config = Closed
    measure: Slug
    items: Annotated[list[Text], Field(min_length=1)]
    kind: Literal["adjusted", "item_mean"] = "adjusted"
    adjusters: list[Text] = Field(default_factory=list)
    impute: bool = True
    item_weights: Literal["equal", "responses"] | ByCount | Fixed = ByCount(k=1)
    min_items_answered: Annotated[Whole, Field(ge=1)] = 1
    unit_weights: Shares | Text | None = None
    substratum: Text | None = None
    substratum_weights: SharesByUnit | None = None
    smoothing: Annotated[Number, Field(ge=0)] | Literal["estimate"] | None = None
    alpha: Annotated[Number, Field(gt=0, lt=1)] = 0.05
    change: Annotated[Number, Field(ge=0)] = 0.0
    min_difference: Annotated[Number, Field(ge=0)] = 0.0
    boxes: dict[Literal["bottom", "middle", "top"], tuple[Whole, Whole]] | None = None
    direction: Literal["higher_is_better", "lower_is_better", "context_only"] = "higher_is_better"
    min_respondents: Annotated[Whole, Field(ge=0)] = 30
    min_reliability: Annotated[Number, Field(ge=0, le=1)] = 0.70

    @property
    def box_names(self) -> list[str]:
        """Boxes of the measure from the lowest to the highest."""
        return [name for name in BOX_ORDER if name in (self.boxes or {})]


class MeasureFile(BaseModel):
    """Columns of a response table and the measures that are made of them."""

    model_config = Closed
    format: Literal["firstcontact-measures/1"]
    unit: Text
    response_id: Text | None = None
    weight: Text | None = None
    missing: list[Text] = Field(default_factory=lambda: ["", "NA", "."])
    include_units: Texts = None
    exclude_units: Annotated[list[Text], BeforeValidator(lambda v: _as_list(v) or [])] = Field(default_factory=list)
    items: Annotated[dict[Text, Item], BeforeValidator(_as_text_keys), Field(min_length=1)]
    adjusters: Annotated[dict[Text, Adjuster], BeforeValidator(_as_text_keys)] = Field(default_factory=dict)
    measures: Annotated[list[Measure], Field(min_length=1)]

    def scale(self, measure: Measure) -> tuple[int, int]:
        """Lowest and highest answer of the measure's items."""
        item = self.items[measure.items[0]]
        return item.min, item.max

    def columns(self) -> dict[str, str]:
        """Column of the table -> the key of this file that names it."""
        named = {self.unit: "unit"}
        named |= {c: "response_id" for c in [self.response_id] if c}
        named |= {c: "weight" for c in [self.weight] if c}
        named |= {item.column or name: f"items.{name}" for name, item in self.items.items()}
        named |= {a.column or name: f"adjusters.{name}" for name, a in self.adjusters.items()}
        for m in self.measures:
            named |= {m.substratum: f"substratum of {m.measure}"} if m.substratum else {}
            named |= {m.unit_weights: f"unit_weights of {m.measure}"} if isinstance(m.unit_weights, str) else {}
        return named
