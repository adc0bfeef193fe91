"""Rules about measures: items, scales, boxes, floors (V19, V32-V38, V49)."""

from decimal import Decimal

from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedItem
from firstcontact.survey.instrument.rules.shape_measure import SCALED_KINDS
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed

REPORTED_KINDS = ("composite", "single", "item_mean")
SCORED_KINDS = (*SCALED_KINDS, "count_at_least")


def check_measures(outline: Outline, walk: Walk) -> None:
    for index, measure in enumerate(outline.document.get("measures", [])):
        if isinstance(measure, dict):
            _Measure(measure, ("measures", index), outline, walk).check()


class _Measure:
    def __init__(self, doc: Doc, path: tuple, outline: Outline, walk: Walk) -> None:
        self.doc, self.path, self.outline, self.walk = doc, path, outline, walk
        self.name, self.kind = doc.get("measure_id", ""), doc.get("kind", "")
        known = outline.by_id
        self.items: list[PlacedItem] = [known[i] for i in doc.get("items", []) if i in known]

    def error(self, rule: str, message: str) -> None:
        self.walk.error(rule, self.path, message)

    def check(self) -> None:
        self.names()
        for item in self.items:
            self.item(item)
        self.ends()
        if "boxes" in self.doc and self.items:
            self.boxes()
        least, count = self.doc.get("min_items_answered"), len(self.doc.get("items", []))
        if least is not None and count and least > count:
            self.error("V37", f"min_items_answered {least} is more than the {count} items.")

    def names(self) -> None:
        fixed = self.doc.get("item_weights")
        weighted = list(fixed["fixed"]) if isinstance(fixed, dict) and "fixed" in fixed else []
        for name in dict.fromkeys([*self.doc.get("items", []), *self.doc.get("reverse", []), *weighted]):
            if name not in self.outline.by_id:
                hint = did_you_mean(name, self.outline.by_id)
                self.error("V32", f"measure '{self.name}' names '{name}', which does not exist.{hint}")
        adjusters = [a.get("adjuster_id", "") for a in self.outline.entries("adjusters")]
        for name in self.doc.get("adjusters", []):
            if name not in adjusters:
                hint = did_you_mean(name, adjusters)
                self.error("V38", f"measure '{self.name}' names adjuster '{name}', which does not exist.{hint}")
        extra = [n for n in (*self.doc.get("reverse", []), *weighted) if n not in self.doc.get("items", [])]
        for name in dict.fromkeys(extra):
            self.error("V32", f"measure '{self.name}' names '{name}', which is not one of its items.")

    def item(self, item: PlacedItem) -> None:
        if self.kind in REPORTED_KINDS and "reportable" not in item.roles:
            part = f"it cannot be part of {self.kind} '{self.name}'"
            self.error("V33", f"'{item.id}' is not reportable, so {part}. Give it the role or take it out.")
        if item.doc.get("pii"):
            self.error("V49", f"'{item.id}' is personal data and cannot be in a measure. Take it out.")
        if self.kind in SCORED_KINDS:
            self.scale(item)

    def scale(self, item: PlacedItem) -> None:
        scores = self.outline.scores(item)
        if "option_source" in item.doc or (not scores and "scale" in item.doc):
            return  # its options are not known yet, or V17 says so
        if not scores or any(s is None for s in scores):
            missing = "no scores" if not any(s is not None for s in scores) else "options without a score"
            self.error("V34", f"items of '{self.name}' do not share scores ('{item.id}' has {missing}).")
            return
        low, high = self.doc.get("scale_min"), self.doc.get("scale_max")
        found = min(map(Decimal, map(str, scores))), max(map(Decimal, map(str, scores)))
        if None not in (low, high) and self.kind in SCALED_KINDS and found != (Decimal(str(low)), Decimal(str(high))):
            has = f"'{item.id}' has {found[0]} to {found[1]}"
            self.error("V34", f"items of '{self.name}' do not share scores {low} to {high} ({has}).")

    def ends(self) -> None:
        low, high = self.doc.get("scale_min"), self.doc.get("scale_max")
        if None not in (low, high) and Decimal(str(low)) >= Decimal(str(high)):
            self.error("V19", f"scale_min {low} is not less than scale_max {high}. Exchange or correct them.")

    def boxes(self) -> None:
        boxes = [b for b in self.doc["boxes"] if isinstance(b, dict)]
        holding: dict[str, list[str]] = {}
        for box in boxes:
            for code in dict.fromkeys(box.get("codes", [])):
                holding.setdefault(code, []).append(box.get("box", ""))
        codes = list(dict.fromkeys(c for item in self.items for c in self.outline.codes(item)))
        left_out = [c for c in codes if c not in holding]
        if left_out:
            self.error("V35", f"boxes of '{self.name}' leave out code {listed(left_out)}.")
        for code, names in holding.items():
            if len(names) > 1:
                self.error("V36", f"code {code} is in boxes {' and '.join(names)}. Keep it in one.")
            elif codes and code not in codes:
                self.error("V35", f"boxes of '{self.name}' name code {code}, which none of its items has.")
