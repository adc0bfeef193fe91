"""The closed shape of checks, adjusters and measures. Source: specs/surveys/instrument-format.md 2.7-2.9."""

from typing import Any

from firstcontact.survey.instrument.rules.kinds import DECIMAL_STRING, NUMBER, STRING, Id, OneOf, People, whole
from firstcontact.survey.instrument.rules.parts import ListOf, Part, TableOf
from firstcontact.survey.instrument.rules.walk import At, Walk

KINDS = ("composite", "single", "item_mean", "index", "count_at_least", "value", "derived")
BOXES = ("bottom", "middle", "top")
DIRECTIONS = ("higher_is_better", "lower_is_better", "context_only")
ESTIMATES = ("mean", "total", "proportion", "ratio_of_totals", "quantile")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
CHECK_KEYS = {"sum_group": ("sum_group", "equals"), "compare": ("left", "op", "right")}
ITEM_KINDS = ("composite", "single", "item_mean", "index", "count_at_least", "value")
SCALED_KINDS = ("composite", "single", "item_mean", "index")


def _check_keys(kept: dict, at: At, walk: Walk) -> None:
    for key in CHECK_KEYS.get(kept.get("kind", ""), ()):
        if key not in kept:
            walk.error("V02", at.path, f"'{key}' is missing. Every check of kind {kept['kind']} needs it.")


def _measure_keys(kept: dict, at: At, walk: Walk) -> None:
    kind = kept.get("kind")
    needed = {
        "items": kind in ITEM_KINDS,
        "scale_min": kind in SCALED_KINDS,
        "scale_max": kind in SCALED_KINDS,
        "threshold": kind == "count_at_least",
        "formula": kind == "derived",
    }
    for key, is_needed in needed.items():
        if is_needed and key not in kept:
            walk.error("V02", at.path, f"'{key}' is missing. Every measure of kind {kind} needs it.")


class Weights:
    """`k`, `equal`, `responses`, or `{fixed: {item: weight}}`."""

    words = OneOf(("k", "equal", "responses"))
    fixed = Part("item_weights", {"fixed": TableOf(NUMBER)}, ("fixed",))

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        kind = self.fixed if isinstance(value, dict) else self.words
        return kind.read(value, at, walk)


CHECK = Part(
    "check",
    {
        "check_id": Id(),
        "kind": OneOf(tuple(CHECK_KEYS)),
        "sum_group": Id(),
        "equals": NUMBER,
        "tolerance": NUMBER,
        "left": STRING,
        "op": OneOf(COMPARISONS),
        "right": STRING,
        "severity": OneOf(("soft", "hard")),
        "message": People(frozenset({"sum"})),
    },
    required=("check_id", "kind", "severity", "message"),
    id_key="check_id",
    later=_check_keys,
)

ADJUSTER = Part(
    "adjuster",
    {
        "adjuster_id": Id(),
        "item": STRING,
        "coding": OneOf(("numeric", "dummies")),
        "reference": STRING,
        "recode": TableOf(NUMBER),
    },
    required=("adjuster_id", "item", "coding"),
    id_key="adjuster_id",
)

MEASURE = Part(
    "measure",
    {
        "measure_id": Id(),
        "title": People(),
        "kind": OneOf(KINDS),
        "items": ListOf(STRING, 1),
        "scale_min": NUMBER,
        "scale_max": NUMBER,
        "boxes": ListOf(
            Part("box", {"box": OneOf(BOXES), "codes": ListOf(STRING, 1)}, ("box", "codes"), id_key="box"), 1
        ),
        "item_weights": Weights(),
        "k": NUMBER,
        "min_items_answered": whole(1),
        "reverse": ListOf(STRING),
        "adjusters": ListOf(STRING),
        "direction": OneOf(DIRECTIONS),
        "report": Part(
            "report",
            {"min_respondents": whole(0), "warn_below": whole(0), "min_reliability": DECIMAL_STRING},
        ),
        "formula": STRING,
        "null_if": STRING,
        "unit": Id(),
        "estimate": ListOf(OneOf(ESTIMATES), 1),
        "ratio": Part("ratio", {"numerator": STRING, "denominator": STRING}, ("numerator", "denominator")),
        "domain": STRING,
        "threshold": NUMBER,
    },
    required=("measure_id", "title", "kind"),
    id_key="measure_id",
    later=_measure_keys,
)
