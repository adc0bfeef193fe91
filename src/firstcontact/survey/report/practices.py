"""Scores by practice against peers. What is below a floor is listed without its number.

Source: specs/surveys/README.md 11, 19.
"""

from collections import defaultdict

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import NONE, number, percent, span
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.report.charts import Bar, Dot, Stack, bars, caterpillar, dots, stacks
from firstcontact.survey.report.scales import Form, form_of, unit_words
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import band, listed, p_value, several
from firstcontact.survey.score.words import level_words

PUBLISHED, PREVIEW, TOO_FEW = "published", "preview", "too_few"
MOST_NAMED = 60  # practices with a row of their own in a chart
BOXES = ("bottom", "middle", "top")
WHY = {
    PREVIEW: "not reliable enough to compare",
    TOO_FEW: "too few respondents or clinicians",
}


def practices(source: Source) -> Section | None:
    """None where no practice was scored."""
    scored = Scored(source)
    if not scored.measures:
        return None
    blocks: list[Block] = [Text(_lead(scored)), _overview(scored)]
    blocks += [b for m in scored.measures for b in _of_measure(scored, m)]
    return Section("practices", "Scores by practice", blocks)


class Scored:
    """Scores of a wave by measure; each row of `survey_score` with its row of the results table as `result`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        results = {(source.name(r["measure"]), r["group_id"]): r for r in source.rows("scores", "result")}
        by_measure = defaultdict(list)
        for row in source.rows("scores", "survey_score"):
            if (row["measure"], row["unit"]) in results:
                by_measure[row["measure"]].append(row | {"result": results[row["measure"], row["unit"]]})
        self.rows, self.results = dict(by_measure), results
        self.tests = {r["measure"]: r for r in source.rows("scores", "measure_test")}
        self.measures = [m for m in source.instrument.measures if m.measure_id in self.rows]

    def of_status(self, measure: Measure, status: str) -> list[dict]:
        """Best first where higher is better; the same scores by practice."""
        rows = [r for r in self.rows[measure.measure_id] if r["result"]["status"] == status]
        return sorted(rows, key=lambda r: (-(r["mean_adjusted"] or 0), r["unit"]))

    def boxes(self, measure: Measure, unit: str) -> list[float] | None:
        """Shares in the bottom, middle and top box."""
        rows = [self.results.get((f"{measure.measure_id}.{b}", unit)) for b in BOXES]
        return [r["value"] for r in rows] if all(rows) else None


def _lead(scored: Scored) -> str:
    measure = scored.measures[0]
    return (
        "Each practice stands against the mean of all practices, after allowing for who its respondents are. A number "
        f"is shown from {measure.report.min_respondents} respondents, 3 clinicians and a reliability of "
        f"{number(float(measure.report.min_reliability))} on; below that a practice is listed without its number. "
        f"From {measure.report.min_respondents} to {measure.report.warn_below - 1} respondents a score is based on few "
        "answers."
    )


def _overview(scored: Scored) -> Figure:
    counts = {
        m.measure_id: [len(scored.of_status(m, s)) for s in (PUBLISHED, PREVIEW, TOO_FEW)] for m in scored.measures
    }
    title = {m.measure_id: scored.source.say(m.title) for m in scored.measures}
    shown = sum(c[0] for c in counts.values())
    return Figure(
        title="How many practices can be compared",
        svg=bars([Bar(title[k], c[0], f"{c[0]} of {sum(c)}") for k, c in counts.items()]),
        summary=f"{shown} of {sum(map(sum, counts.values()))} scores are shown.",
        legend="Practices whose score is shown.",
        table=Table(
            "Practices by measure",
            ("Measure", "Shown", "Not reliable enough", "Too few", "Reliability of the measure", "All equal: p"),
            [
                (title[k], *map(str, c), number(scored.tests[k]["reliability"]), p_value(scored.tests[k]["p"]))
                for k, c in counts.items()
            ],
            wide=True,
        ),
    )


def _of_measure(scored: Scored, measure: Measure) -> list[Block]:
    blocks: list[Block] = []
    shown = scored.of_status(measure, PUBLISHED)
    if shown:
        blocks.append(_scores(scored, measure, shown))
        blocks += _box_shares(scored, measure, shown)
    title = scored.source.say(measure.title)
    for status, why in WHY.items():
        names = sorted(r["unit"] for r in scored.of_status(measure, status))
        if names:
            blocks.append(Text(f"{title}: {why}, listed without a number ({len(names)}): {listed(names)}."))
    return blocks


def _scores(scored: Scored, measure: Measure, shown: list[dict]) -> Figure:
    form, mean = form_of(measure), scored.tests[measure.measure_id]["overall_mean"]
    marks = [_dot(r) for r in shown]
    chart = dots(marks, form, mean) if len(marks) <= MOST_NAMED else caterpillar(marks, form, mean)
    differing = sum(r["stars"] in (1, 3) for r in shown)
    return Figure(
        title=scored.source.say(measure.title),
        svg=chart,
        summary=(
            f"{several(len(shown), 'practice')} shown; of these {differing} away from the mean of {form(mean)} by more "
            f"than chance. {unit_words(measure)}."
        ),
        legend="Score with its 95% interval; dashed: mean of all practices; square: differs from it.",
        table=Table(
            f"{scored.source.say(measure.title)}, by practice",
            ("Practice", "Compared with the mean", "Score", "95% interval", "Reliability", "Respondents"),
            [_row(r, measure, form) for r in shown],
            labels=2,
            wide=True,
        ),
    )


def _dot(row: dict) -> Dot:
    result = row["result"]
    return Dot(row["unit"], result["value"], result["lower"], result["upper"], row["stars"] in (1, 3))


def _row(row: dict, measure: Measure, form: Form) -> tuple[str, ...]:
    result, few = row["result"], row["n_used"] < measure.report.warn_below
    return (
        row["unit"],
        level_words(row["stars"], measure.direction) if row["stars"] else NONE,
        form(result["value"]),
        span(form(result["lower"]), form(result["upper"])),
        number(row["reliability"]),
        band(row["n_used"]) + (" (few)" if few else ""),
    )


def _box_shares(scored: Scored, measure: Measure, shown: list[dict]) -> list[Block]:
    found = {r["unit"]: scored.boxes(measure, r["unit"]) for r in shown}
    if not measure.boxes or len(shown) > MOST_NAMED or None in found.values():
        return []
    title = scored.source.say(measure.title)
    return [
        Figure(
            title=f"{title}: lowest, middle and highest answers",
            svg=stacks([Stack(unit, shares) for unit, shares in found.items()], BOXES),
            summary="Adjusted share of answers in each box, as whole percents.",
            legend="Bottom, middle and top box of the answers.",
            table=Table(
                f"{title}, share of answers by practice",
                ("Practice", "Bottom", "Middle", "Top"),
                [(unit, *map(percent, shares)) for unit, shares in found.items()],
            ),
        )
    ]
