"""Last sections of a report: how it was computed, what is not available."""

from pathlib import Path

from firstcontact import located
from firstcontact.practice.report.front import pay_rules
from firstcontact.practice.report.source import Source
from firstcontact.practice.report.words import count
from firstcontact.report.blocks import Block, Bullets, Section, Table, Text
from firstcontact.report.words import NONE

GAPS = Path(__file__).with_name("gaps.yaml")
LAYERS = (
    "Two kinds of spread are kept apart. Draws of the inputs, common to all practices, give the uncertainty of the "
    "estimate. Practices differ from each other whatever the draws; that is the spread between practices. No band "
    "in this report mixes the two."
)


def method(source: Source) -> Section:
    """Pay rule, layers, draws, seed, hash, then every fitted input."""
    run = source.run
    steps = [
        "The model steps through the weeks: who seeks care, who is seen, what is earned, what is collected, what staff "
        "and overhead cost, what the physicians are paid, what cash is left.",
        f"Physician pay is a separate line with a stated rule: {pay_rules(source) or NONE}. Without the rule, the "
        "income of an owner would look like a fixed cost.",
        LAYERS,
        f"{count(run.get('draws'))} draws with seed {run.get('seed', NONE)}, numbers of type {run.get('dtype', NONE)}; "
        f"the baseline run uses the same draws. Run hash: {run.get('hashes', {}).get('run', NONE)}.",
    ]
    blocks: list[Block] = [Bullets(steps)]
    drawn = [p for p in run.get("parameters", []) if p.get("dist", "fixed") != "fixed"]
    if drawn:
        blocks.append(_fits(drawn))
    if run.get("sources"):
        blocks.append(Table("Sources of the numbers", ("Name", "Title"), sorted(run["sources"].items()), labels=2))
    return Section("method", "Method", blocks)


def _fits(parameters: list[dict]) -> Table:
    header = ("Input", "Value", "Interval", "Level", "Distribution", "Fit error")
    return Table("Inputs that are drawn", header, [_fit_row(p) for p in parameters])


def _fit_row(p: dict) -> tuple[str, ...]:
    error = NONE if p.get("fit_error") is None else f"{p['fit_error']:.3f}"
    interval = f"{_plain(p['low'])} to {_plain(p['high'])}"
    return p["name"], _plain(p["value"]), interval, _plain(p["level"]), p["dist"], error


def gaps() -> Section:
    """What nobody publishes, so that the user must supply it."""
    data = located.load_file(GAPS, GAPS.name).data
    return Section("gaps", "What is not available", [Text(data["lead"]), Bullets(data["missing"])])


def _plain(value: object) -> str:
    return NONE if value is None else f"{float(value):,.6g}"
