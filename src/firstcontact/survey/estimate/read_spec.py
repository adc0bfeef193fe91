"""Reads an estimate file, strictly. Source: specs/surveys/design-estimation.md 13."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.located import Located, load
from firstcontact.survey.csv_text import decode
from firstcontact.survey.estimate.spec import (
    STATISTICS,
    Asked,
    CalibrationSpec,
    DesignColumns,
    EstimateSpec,
    Settings,
)
from firstcontact.survey.strict import parse
from firstcontact.survey.weighting.margins import read_margins

TEXT = frozenset({"id", "equals", "levels", "where", "reference", "missing", "merge", "margins"})


def read_spec(path: Path) -> EstimateSpec:
    """The spec of a YAML file; margins are read from beside it. Raises FirstContactError: file, line, key."""
    return _spec(load(decode(path), path.name, TEXT), path.name, path.parent, (path,))


def as_spec(given: EstimateSpec | Mapping[str, Any] | Path | str, folder: Path = Path()) -> EstimateSpec:
    """A spec from a spec, a file, or the plain document of such a file (margins are then read from `folder`)."""
    if isinstance(given, EstimateSpec):
        return given
    if isinstance(given, Mapping):
        return _spec(Located(_with_text(dict(given)), {}), "the estimate file", folder, ())
    return read_spec(Path(given))


def _spec(located: Located, where: str, folder: Path, files: tuple[Path, ...]) -> EstimateSpec:
    settings = parse(located, where, Settings)
    asked = tuple(_asked(located, i, where) for i in range(len(settings.estimates)))
    _refuse_twice(asked, where)
    calibrate = _calibration(settings, folder)
    return EstimateSpec(
        design=_design(settings, where, located),
        estimates=asked,
        missing=tuple(settings.missing),
        calibrate=calibrate,
        replicates=settings.replicates.method,
        center=settings.center or settings.replicates.center,
        confidence=settings.confidence,
        where=where,
        lines=tuple(located.line(("estimates", i)) for i in range(len(asked))) if located.lines else (),
        files=files + (tuple(folder / m for m in settings.calibrate.margins) if settings.calibrate else ()),
    )


def _asked(located: Located, index: int, where: str) -> Asked:
    top = ("estimates", index)
    document = located.data["estimates"][index]
    statistic = document.get("statistic")
    model = STATISTICS.get(statistic) if isinstance(statistic, str) else None
    if model is None:
        place = f"{where} line {located.line((*top, 'statistic'))}"
        said = "names no statistic" if statistic is None else f"'{statistic}' is not offered"
        raise FirstContactError(f"{place}: estimate {said}. Offered: {', '.join(STATISTICS)}.")
    lines = {path[2:]: line for path, line in located.lines.items() if path[:2] == top}
    return parse(Located(document, lines), where, model)


def _design(settings: Settings, where: str, located: Located) -> DesignColumns:
    cluster, fpc = settings.cluster or [], settings.fpc or []
    if len(fpc) > max(len(cluster), 1):
        raise FirstContactError(
            f"{where} line {located.line(('fpc',))}: fpc names {len(fpc)} columns, but cluster {len(cluster)}. "
            "Each stage with a population size needs its cluster column."
        )
    if (settings.merge or settings.lonely_psu.merge) and not settings.strata:
        raise FirstContactError(f"{where}: merge needs strata to merge. Name their column under 'strata'.")
    return DesignColumns(
        weight=settings.weight,
        strata=settings.strata,
        cluster=tuple(cluster),
        fpc=tuple(fpc),
        nest=settings.nest,
        merge=settings.merge | settings.lonely_psu.merge,
        lonely_psu=settings.lonely_psu.option,
    )


def _calibration(settings: Settings, folder: Path) -> CalibrationSpec | None:
    asked = settings.calibrate
    if asked is None:
        return None
    margins = read_margins([folder / name for name in asked.margins])
    return CalibrationSpec(asked.method, tuple(margins), asked.min_cell)


def _refuse_twice(asked: tuple[Asked, ...], where: str) -> None:
    twice = [name for name, times in Counter(a.id for a in asked).items() if times > 1]
    if twice:
        raise FirstContactError(f"{where}: the id '{twice[0]}' stands twice. Every estimate needs an id of its own.")


def _with_text(value: Any, text: bool = False) -> Any:
    """The document with the values under the keys of TEXT as text, as a file has them."""
    if isinstance(value, Mapping):
        return {str(k): _with_text(v, text or k in TEXT) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_with_text(v, text) for v in value]
    return str(value) if text and value is not None and not isinstance(value, str) else value
