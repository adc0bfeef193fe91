"""The report of an inventory: domains, activities, gaps between groups, and how many highlights may be described.

Source: specs/surveys/README.md 19.
"""

from collections import defaultdict

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import NONE, number, percent, span
from firstcontact.survey.compare_groups import in_order
from firstcontact.survey.inventory import Inventory, strategies
from firstcontact.survey.report.charts import Dot, dots
from firstcontact.survey.report.scales import Form
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import p_value, plain, several

ALL, ALPHA, MOST_GAPS = "all", 0.05, 25
WHAT = {"size_class": "clinicians", "ownership": "ownership", "region": "region"}


def inventory_sections(source: Source, made: Inventory) -> list[Section]:
    return [_domains(source, made), _activities(made), _gaps(source, made), _candidates(made)]


def _score(value: float | None) -> str:
    return number(value, 1)


def _domains(source: Source, made: Inventory) -> Section:
    """Index scores 0-100 of all practices, then of each group."""
    rows = made.domain.to_pylist()
    blocks: list[Block] = [
        Text(
            "How far activities are in place, from 0 (none) to 100 (routine and measured): the mean over practices, "
            "with its 95% interval. Groups of fewer than 10 practices have no number."
        ),
        _figure("All practices", [(_domain(source, r), r) for r in rows if r["group_kind"] == ALL], _score, "score"),
    ]
    for domain in dict.fromkeys(r["domain"] for r in rows):
        held = [(_group(r), r) for r in rows if r["domain"] == domain]
        blocks.append(_figure(_domain(source, held[0][1]), held, _score, "score"))
    return Section("domains", "How far in place, by domain and group", blocks)


def _domain(source: Source, row: dict) -> str:
    """The words of the index measure without what all of them share."""
    titles = {m.measure_id: source.say(m.title).split(":")[0] for m in source.instrument.measures}
    name = row["domain"]
    return titles.get(f"in_place_{name}", titles.get(name, plain(name)))


def _group(row: dict) -> str:
    return "all practices" if row["group_kind"] == ALL else _group_words(row["group_kind"], row["group_id"])


def _group_words(kind: str, group: str) -> str:
    return f"{plain(group)} {WHAT[kind]}" if kind == "size_class" else f"{WHAT[kind]}: {plain(group)}"


def _figure(title: str, held: list[tuple[str, dict]], form: Form, value: str) -> Figure:
    whole = next((r for _, r in held if r["group_kind"] == ALL and len({k["group_id"] for _, k in held}) > 1), None)
    return Figure(
        title=title,
        svg=dots(
            [Dot(label, r[value], r["lower"], r["upper"], words="too few") for label, r in held],
            form,
            whole[value] if whole else None,
        ),
        summary=f"{several(max(r['n'] for _, r in held), 'practice')} answered.",
        legend="Mean with its 95% interval." + (" Dashed: all practices." if whole else ""),
        table=Table(
            title,
            ("Group" if whole else "Domain", "Score", "95% interval", "Practices"),
            [
                (label, form(r[value]) if r[value] is not None else "too few", _interval(r, form), _count(r["n"]))
                for label, r in held
            ],
        ),
    )


def _interval(row: dict, form: Form) -> str:
    return span(form(row["lower"]), form(row["upper"]))


def _count(n: int) -> str:
    return f"{n}" if n >= 10 else "under 10"


def _activities(made: Inventory) -> Section:
    """Share of practices in which an activity is routine, by domain."""
    by_domain: dict[str, list[dict]] = defaultdict(list)
    for row in made.activity.to_pylist():
        if row["group_kind"] == ALL:
            by_domain[row["domain"]].append(row)
    blocks: list[Block] = [
        Text(
            "Any: planned or further. Regular: routine for most patients it fits, or more. The interval belongs to the "
            "share of regular use. 'Does not apply' and 'do not know' do not count."
        )
    ]
    blocks += [_domain_activities(domain, rows) for domain, rows in by_domain.items()]
    return Section("activities", "What practices do", blocks)


def _domain_activities(domain: str, rows: list[dict]) -> Figure:
    known = strategies()
    name = {
        r["strategy_id"]: known[r["strategy_id"]].title if r["strategy_id"] in known else r["link_id"] for r in rows
    }
    return Figure(
        title=plain(domain).capitalize(),
        svg=dots(
            [Dot(name[r["strategy_id"]], r["share_regular"], r["lower"], r["upper"], words="too few") for r in rows],
            percent,
        ),
        summary=f"{len(rows)} activities.",
        legend="Share of practices with regular use, with its 95% interval.",
        table=Table(
            plain(domain).capitalize(),
            ("Activity", "Any", "Regular", "95% interval", "Mean level 0–4", "Practices"),
            [
                (
                    name[r["strategy_id"]],
                    percent(r["share_any"]),
                    percent(r["share_regular"]),
                    _interval(r, percent),
                    number(r["mean_level"]),
                    _count(r["n"]),
                )
                for r in rows
            ],
            wide=True,
        ),
    )


def _gaps(source: Source, made: Inventory) -> Section:
    """The clearest gaps between groups of practices: domains first by p."""
    rows = [r for r in made.gap.to_pylist() if r["strategy_id"] is None and r["p"] is not None]
    clear = sorted((r for r in rows if r["p"] < ALPHA), key=lambda r: (r["p"], r["domain"], r["group_a"]))[:MOST_GAPS]
    lead = (
        f"{len(rows)} gaps between groups in the scores of domains were tested; by chance alone about "
        f"{round(ALPHA * len(rows))} would look clear. Gaps of single activities are in inventory_gap.csv."
    )
    blocks: list[Block] = [Text(lead)]
    if clear:
        blocks.append(_gap_figure(source, clear))
    return Section("gaps", "Gaps between groups of practices", blocks)


def _gap_figure(source: Source, clear: list[dict]) -> Figure:
    label = [f"{_domain(source, r)}: {plain(r['group_a'])} – {plain(r['group_b'])}" for r in clear]
    marks = [Dot(words, r["gap"], r["lower"], r["upper"]) for words, r in zip(label, clear, strict=True)]
    return Figure(
        title="Clearest gaps",
        svg=dots(marks, _score, 0.0),
        summary=f"{several(len(clear), 'gap')} with an interval that leaves out zero, the clearest first.",
        legend="First group minus second, points of 100, with the 95% interval. Dashed: no gap.",
        table=Table(
            "Clearest gaps",
            ("Domain", "By", "First group", "Second group", "First", "Second", "Gap", "95% interval", "p"),
            [_gap_row(source, r) for r in clear],
            labels=4,
            wide=True,
        ),
    )


def _gap_row(source: Source, r: dict) -> tuple[str, ...]:
    words = (_domain(source, r), WHAT.get(r["group_kind"], NONE), plain(r["group_a"]), plain(r["group_b"]))
    return *words, _score(r["value_a"]), _score(r["value_b"]), _score(r["gap"]), _interval(r, _score), p_value(r["p"])


def _candidates(made: Inventory) -> Section:
    """Counts only: who and what stays in strategy_candidate until two people have reviewed it."""
    rows = made.candidate.to_pylist()
    named = sorted({r["strategy_id"] for r in rows}, key=in_order)
    known = strategies()
    titles = ", ".join(known[s].title if s in known else "an activity that is not in the library" for s in named)
    text = (
        f"{several(len({r['practice_id'] for r in rows}), 'practice')} named an activity that others could learn from "
        f"and agreed to be contacted: {titles}. Their notes are reviewed before anything is published."
        if rows
        else "No practice named an activity that others could learn from and agreed to be contacted."
    )
    return Section("candidates", "Candidates for the strategy library", [Text(text)])
