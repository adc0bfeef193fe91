"""Change since earlier waves that asked the same. Source: specs/surveys/README.md 11.6."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import NONE, span
from firstcontact.stats.proportions import t_p_value, t_quantile
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument, Item
from firstcontact.survey.report.charts import Dot, dots
from firstcontact.survey.report.region import by_measure, group_of, is_shown, title_of
from firstcontact.survey.report.scales import Form, form_of, unit_words
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import p_value
from firstcontact.survey.wave import waves

CONFIDENCE, ALPHA = 0.95, 0.05


@dataclass(frozen=True)
class Change:
    """now - before of independent samples; df: sum of both; p from Student's t, None without an error."""

    value: float
    lower: float | None
    upper: float | None
    p: float | None


def change(now: float, se_now: float, df_now: int, before: float, se_before: float, df_before: int) -> Change:
    """Difference of two independent estimates, its 95% interval and two-sided p."""
    value, se, df = now - before, (se_now**2 + se_before**2) ** 0.5, df_now + df_before
    if df < 1 or se == 0:
        return Change(value, None, None, None)
    half = float(t_quantile(CONFIDENCE, df)) * se
    return Change(value, value - half, value + half, float(t_p_value(value / se, df)))


def item_set_hash(instrument: Instrument, measure: Measure) -> str:
    """Hash of what a measure counts, without any wording: kind, items, scores, formula."""
    items = [(i, [(o.code, str(o.score)) for o in instrument.item_by_id[i].options]) for i in sorted(measure.items)]
    ratio = (measure.ratio.numerator, measure.ratio.denominator) if measure.ratio else None
    scale = [str(v) for v in (measure.scale_min, measure.scale_max, measure.threshold, measure.min_items_answered)]
    held = [measure.kind, items, sorted(measure.reverse), measure.formula, ratio, scale]
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def wording_changed(now: Instrument, before: Instrument, measure: Measure) -> list[str]:
    """Items of the measure whose text or answers were worded otherwise."""
    return [i for i in measure.items if _words(now.item_by_id[i]) != _words(before.item_by_id[i])]


def _words(item: Item) -> tuple:
    return dict(item.text), [(o.code, dict(o.label)) for o in item.options]


def earlier_waves(source: Source, workspace: Path) -> list[Source]:
    """Waves of the same instrument that opened before, simulated only beside simulated, oldest first."""
    info = source.wave.info
    found = [
        w
        for w in waves(workspace)
        if w.info.wave_id != info.wave_id
        and (w.info.instrument_id, w.info.is_simulated) == (info.instrument_id, info.is_simulated)
        and None not in (w.info.opens_on, info.opens_on)
        and w.info.opens_on < info.opens_on
    ]
    return [Source(w) for w in sorted(found, key=lambda w: (w.info.opens_on, w.info.wave_id))]


def trend(source: Source, workspace: Path) -> Section | None:
    """None where no earlier wave has a measure in common."""
    held = [(s, by_measure(s)) for s in earlier_waves(source, workspace)]
    blocks: list[Block] = []
    for key, rows in by_measure(source).items():
        figure_ = _figure(source, key, rows, held)
        blocks += [figure_] if figure_ else []
    if not blocks:
        return None
    lead = "The same measure over the same items, wave by wave. A change is tested as the difference of two samples."
    return Section("trend", "Change since earlier waves", [Text(lead), *blocks])


def _figure(source: Source, key: tuple[str, str], rows: list[dict], held: list) -> Figure | None:
    measure = source.instrument.measure_by_id[key[0].partition(".")[0]]
    points = [(s, _whole(found.get(key, []))) for s, found in held if _comparable(source, s, measure)]
    points = [(s, row) for s, row in [*points, (source, _whole(rows))] if row and is_shown(row, measure)]
    if len(points) < 2 or points[-1][0] is not source:
        return None
    form = form_of(measure, key[1])
    return Figure(
        title=title_of(source, measure, key[1]),
        svg=dots([Dot(_name(s), r["value"], r["lower"], r["upper"]) for s, r in points], form),
        summary=f"{unit_words(measure, key[1])}. {_flag(source, points, measure)}".strip(),
        legend="Estimate for the region with its 95% interval, oldest wave first.",
        table=Table(
            "Wave by wave",
            ("Wave", "Estimate", "95% interval", "Change", "its 95% interval", "p"),
            [_row(points, i, form) for i in range(len(points))],
            wide=True,
        ),
    )


def _comparable(source: Source, before: Source, measure: Measure) -> bool:
    other = before.instrument.measure_by_id.get(measure.measure_id)
    return other is not None and item_set_hash(source.instrument, measure) == item_set_hash(before.instrument, other)


def _whole(rows: list[dict]) -> dict | None:
    return next((r for r in rows if group_of(r)[0] == "all"), None)


def _name(source: Source) -> str:
    return f"{source.wave.info.opens_on:%Y-%m}"


def _flag(source: Source, points: list, measure: Measure) -> str:
    changed = sorted({i for s, _ in points[:-1] for i in wording_changed(source.instrument, s.instrument, measure)})
    return f"Take care: the wording of {', '.join(changed)} changed between the waves." if changed else ""


def _row(points: list, i: int, form: Form) -> tuple[str, ...]:
    source, row = points[i]
    cells = (
        f"{_name(source)}, {source.wave.info.wave_id}",
        form(row["value"]),
        span(form(row["lower"]), form(row["upper"])),
    )
    if i == 0 or None in (row["se"], points[i - 1][1]["se"]):
        return *cells, NONE, NONE, NONE
    before = points[i - 1][1]
    moved = change(row["value"], row["se"], row["df"], before["value"], before["se"], before["df"])
    words = " (changed)" if moved.p is not None and moved.p < ALPHA else ""
    return *cells, form(moved.value) + words, span(form(moved.lower), form(moved.upper)), p_value(moved.p)
