"""What one practice sees before publication: exact figures, its boxes, its own history.

The numbers of other practices appear as their mean only. Source: specs/surveys/README.md 11.4.
"""

from pathlib import Path

from firstcontact.errors import UsageError
from firstcontact.report.blocks import Block, Figure, Report, Section, Table, Text
from firstcontact.report.words import NONE, number, percent, span
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.report.charts import Dot, Stack, dots, stacks
from firstcontact.survey.report.contents import facts
from firstcontact.survey.report.method import method
from firstcontact.survey.report.practices import BOXES, WHY, Scored
from firstcontact.survey.report.scales import form_of, unit_words
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.trend import change, earlier_waves, item_set_hash, wording_changed
from firstcontact.survey.report.words import p_value
from firstcontact.survey.score.words import level_words

NOTE = "Preview for practice {}. Exact figures, not for publication."


def preview(source: Source, workspace: Path, practice: str) -> Report:
    """Raises UsageError for a practice without scores."""
    scored = Scored(source)
    rows = {m.measure_id: r for m in scored.measures for r in scored.rows[m.measure_id] if r["unit"] == practice}
    if not rows:
        raise UsageError(
            f"wave {source.wave.info.wave_id} has no scores of a practice '{practice}'. Run 'survey score' first, or "
            "correct the id."
        )
    blocks: list[Block] = [
        b for m in scored.measures if m.measure_id in rows for b in _own(scored, m, rows[m.measure_id])
    ]
    history = _history(source, workspace, practice, scored)
    sections = [Section("scores", "Your scores", blocks), history, method(source)]
    return Report(
        title=source.say(source.wave.info.title or source.instrument.title),
        subtitle=f"Report for practice {practice}",
        facts=facts(source),
        sections=[s for s in sections if s],
        banner=" ".join(filter(None, [source.banner, NOTE.format(practice)])),
        foot=source.foot,
    )


def _own(scored: Scored, measure: Measure, row: dict) -> list[Block]:
    title = scored.source.say(measure.title)
    if row["mean_adjusted"] is None:
        return [Text(f"{title}: {row['n_used']} usable answers, too few for a score.")]
    form, result, mean = form_of(measure), row["result"], scored.tests[measure.measure_id]["overall_mean"]
    why = WHY.get(result["status"])
    own = Dot("your practice", result["value"], result["lower"], result["upper"], row["stars"] in (1, 3))
    blocks: list[Block] = [
        Figure(
            title=title,
            svg=dots([own, Dot("mean of all", mean)], form, mean),
            summary=f"{level_words(row['stars'], measure.direction).capitalize()}."
            + (f" Not for publication: {why}." if why else ""),
            legend=f"{unit_words(measure)}, with the 95% interval. Dashed: mean of all practices.",
            table=Table(
                title,
                ("Figure", "Value"),
                [
                    ("score, adjusted for who answered", form(result["value"])),
                    ("95% interval", span(form(result["lower"]), form(result["upper"]))),
                    ("mean of all practices", form(mean)),
                    ("difference from it", form(row["difference"])),
                    ("before adjustment", form(row["mean_unadjusted"])),
                    ("reliability", number(row["reliability"])),
                    ("usable answers", str(row["n_used"])),
                ],
            ),
        )
    ]
    shares = scored.boxes(measure, row["unit"])
    return [*blocks, _boxes(title, shares)] if shares else blocks


def _boxes(title: str, shares: list[float]) -> Figure:
    return Figure(
        title=f"{title}: lowest, middle and highest answers",
        svg=stacks([Stack("your practice", shares)], BOXES),
        summary="Adjusted share of the answers of your patients in each box.",
        legend="Bottom, middle and top box of the answers.",
        table=Table(title, ("Box", "Share"), [(box, percent(s, 1)) for box, s in zip(BOXES, shares, strict=True)]),
    )


def _history(source: Source, workspace: Path, practice: str, scored: Scored) -> Section | None:
    """The practice's own scores in earlier waves that asked the same."""
    before = [Scored(s) for s in earlier_waves(source, workspace)]
    blocks = [b for m in scored.measures if (b := _line(m, practice, [*before, scored]))]
    return Section("history", "Your history", blocks) if blocks else None


def _line(measure: Measure, practice: str, waves: list[Scored]) -> Figure | None:
    now = waves[-1].source
    points = [(s.source, r) for s in waves if (r := _scored_in(s, measure, practice, now))]
    if len(points) < 2:
        return None
    form = form_of(measure)
    changed = sorted({i for s, _ in points[:-1] for i in wording_changed(now.instrument, s.instrument, measure)})
    return Figure(
        title=now.say(measure.title),
        svg=dots(
            [
                Dot(f"{s.wave.info.opens_on:%Y-%m}", *(r["result"][k] for k in ("value", "lower", "upper")))
                for s, r in points
            ],
            form,
        ),
        summary=f"{unit_words(measure)}."
        + (f" Take care: the wording of {', '.join(changed)} changed." if changed else ""),
        legend="Your score with its 95% interval, oldest wave first.",
        table=Table(
            "Wave by wave",
            ("Wave", "Score", "95% interval", "Usable answers", "Change", "p"),
            [_point(points, i, form) for i in range(len(points))],
            wide=True,
        ),
    )


def _scored_in(held: Scored, measure: Measure, practice: str, now: Source) -> dict | None:
    other = held.source.instrument.measure_by_id.get(measure.measure_id)
    if other is None or item_set_hash(held.source.instrument, other) != item_set_hash(now.instrument, measure):
        return None
    rows = held.rows.get(measure.measure_id, [])
    return next((r for r in rows if r["unit"] == practice and r["mean_adjusted"] is not None), None)


def _point(points: list[tuple[Source, dict]], i: int, form) -> tuple[str, ...]:
    source, row = points[i]
    result = row["result"]
    cells = (
        source.wave.info.wave_id,
        form(result["value"]),
        span(form(result["lower"]), form(result["upper"])),
        str(row["n_used"]),
    )
    if i == 0:
        return *cells, NONE, NONE
    before = points[i - 1][1]
    moved = change(
        *(row["mean_adjusted"], row["variance"] ** 0.5, row["n_used"] - 1),
        *(before["mean_adjusted"], before["variance"] ** 0.5, before["n_used"] - 1),
    )
    return *cells, form(moved.value), p_value(moved.p)
