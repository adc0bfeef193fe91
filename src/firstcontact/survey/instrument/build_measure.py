"""Makes measures, adjusters, checks and completeness from a valid document."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from firstcontact.survey.instrument.measure import Adjuster, Box, Check, Completeness, Measure, Ratio, ReportFloor

Doc = Mapping[str, Any]
LISTS = ("items", "reverse", "adjusters", "estimate")
NUMBERS = ("scale_min", "scale_max", "k", "threshold")


def measure(document: Doc) -> Measure:
    made: dict[str, Any] = dict(document)
    made |= {name: tuple(document[name]) for name in LISTS if name in document}
    made |= {name: _number(document[name]) for name in NUMBERS if name in document}
    made["boxes"] = tuple(Box(b["box"], tuple(b["codes"])) for b in document.get("boxes", ()))
    made["report"] = _floor(document.get("report", {}))
    made["ratio"] = Ratio(**document["ratio"]) if "ratio" in document else None
    made["item_weights"] = _weights(document.get("item_weights", "k"))
    return Measure(**made)


def adjuster(document: Doc) -> Adjuster:
    recode = document.get("recode")
    numbers = {code: _number(v) for code, v in recode.items()} if recode is not None else None
    return Adjuster(**{**document, "recode": numbers})


def check(document: Doc) -> Check:
    numbers = {name: _number(document[name]) for name in ("equals", "tolerance") if name in document}
    return Check(**{**document, **numbers})


def completeness(document: Doc) -> Completeness:
    return Completeness(Decimal(document["key_share"]), document["min_reportable"])


def _number(value: int | str) -> int | Decimal:
    return Decimal(value) if isinstance(value, str) else value


def _floor(document: Doc) -> ReportFloor:
    floor = replace(ReportFloor(), **document)
    return replace(floor, min_reliability=Decimal(floor.min_reliability))


def _weights(value: str | Doc) -> str | dict[str, int | Decimal]:
    return value if isinstance(value, str) else {item: _number(w) for item, w in value["fixed"].items()}
