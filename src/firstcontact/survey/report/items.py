"""Items: share of each option, and why answers are missing. Source: specs/surveys/README.md 11, 19."""

from collections import defaultdict

import numpy as np
import pyarrow.compute as pc

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import percent
from firstcontact.survey.instrument.model import TEXT_TYPES, Item
from firstcontact.survey.missing import Missing
from firstcontact.survey.report.charts import Bar, Stack, bars, stacks
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import band

MOST_OPTIONS = 7
LEAST = 30
KINDS = {
    "answered": (),
    "not asked": (Missing.SKIPPED_BY_LOGIC, Missing.NOT_IN_FORM),
    "blank": (Missing.LEFT_BLANK, Missing.NOT_REACHED),
    "said why not": (Missing.PREFER_NOT_TO_SAY, Missing.DOES_NOT_APPLY, Missing.DONT_KNOW),
    "taken out": (Missing.REMOVED_IN_CLEANING, Missing.UNREADABLE_IMPORT),
}


def items(source: Source) -> Section | None:
    """None where no answer is kept."""
    if not source.kept.num_rows:
        return None
    found = Shares(source)
    asked = [i for i in source.instrument.items if i.type not in ("info", *TEXT_TYPES) and not i.pii]
    weighted = "weighted" if source.wave.has("weights", "weight") else "not weighted"
    lead = (
        f"Share of each answer among those who gave one, {weighted}, as whole percents. Items with fewer than {LEAST} "
        "answers are listed without shares; respondent numbers stand in bands."
    )
    blocks: list[Block] = [Text(lead), *_by_scale(found, asked), *_others(found, asked), _missing(found, asked)]
    return Section("items", "Answers to each question", blocks)


class Shares:
    """Weighted shares of the options of each item among its answers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        answers = source.answers
        self.item = np.array(answers["link_id"].to_pylist(), dtype=object)
        self.code = np.array(
            [o or v for o, v in zip(*(answers[c].to_pylist() for c in ("option_code", "value_code")), strict=True)],
            dtype=object,
        )
        numbers = pc.cast(answers["value_number"], "float64").to_numpy(zero_copy_only=False)
        self.number, self.weight = numbers, answers["weight"].to_numpy()
        self.missing = np.array(answers["missing_code"].to_pylist(), dtype=object)
        self.response = answers["place"].to_numpy()

    def of(self, item: Item) -> tuple[int, dict[str, float]]:
        """Answers, and the weighted share of each substantive option (of a rating: of each number)."""
        rows = (self.item == item.link_id) & (self.missing == None)  # noqa: E711 elementwise
        codes = self.code[rows] if item.options else np.array([f"{v:g}" for v in self.number[rows]], dtype=object)
        names = item.answer_codes if item.options else tuple(str(v) for v in _steps(item))
        inside = np.isin(codes, names)
        codes, weight, who = codes[inside], self.weight[rows][inside], self.response[rows][inside]
        first = np.unique(who, return_index=True)[1]
        total = weight[first].sum()
        shares = {name: float(weight[codes == name].sum() / total) if total else 0.0 for name in names}
        return len(first), shares

    def missing_of(self, item: Item) -> dict[str, int]:
        """Responses by kind; a response without a row was not reached."""
        rows = self.item == item.link_id
        held = len(np.unique(self.response[rows]))
        codes = [c for c in self.missing[rows] if c is not None]
        found = {kind: sum(c in list(map(int, of)) for c in codes) for kind, of in KINDS.items()}
        found["answered"] = held - len(codes)
        found["blank"] += self.source.kept.num_rows - held
        return found


def _steps(item: Item) -> range:
    return range(int(item.min or 0), int(item.max or 10) + 1)


def _by_scale(found: Shares, asked: list[Item]) -> list[Block]:
    """Items with the same answers in one figure."""
    groups: dict[tuple, list[Item]] = defaultdict(list)
    for item in asked:
        if item.type == "single" and 1 < len(item.answer_codes) <= MOST_OPTIONS:
            groups[tuple((c, found.source.say(item.option_by_code[c].label)) for c in item.answer_codes)].append(item)
    return [_stacked(found, [label for _, label in key], held) for key, held in groups.items()]


def _stacked(found: Shares, labels: list[str], held: list[Item]) -> Figure:
    say = found.source.say
    rows = [(say(item.text), *found.of(item)) for item in held]
    return Figure(
        title=say(held[0].text)
        if len(held) == 1
        else f"{len(held)} questions answered from “{labels[0]}” to “{labels[-1]}”",
        svg=stacks([Stack(text, list(shares.values()) if n >= LEAST else None) for text, n, shares in rows], labels),
        summary=f"{len(held)} questions with the answers {', '.join(labels)}." if len(held) > 1 else "One question.",
        legend="Share of each answer among those who gave one.",
        table=Table(
            "Share of each answer",
            ("Question", *labels, "Answers"),
            [(text, *_cells(n, shares), band(n)) for text, n, shares in rows],
            wide=len(labels) > 3,
        ),
    )


def _cells(n: int, shares: dict[str, float]) -> list[str]:
    return [percent(s) if n >= LEAST else "not shown" for s in shares.values()]


def _others(found: Shares, asked: list[Item]) -> list[Block]:
    """Several answers allowed, many options, ratings: bars of one item each."""
    bar = [i for i in asked if i.type in ("multi", "rating") or len(i.answer_codes) > MOST_OPTIONS]
    return [b for item in bar for b in _barred(found, item)]


def _barred(found: Shares, item: Item) -> list[Block]:
    say = found.source.say
    n, shares = found.of(item)
    if n < LEAST:
        return [Text(f"{say(item.text)} Fewer than {LEAST} answers; not shown.")]
    label = {o.code: say(o.label) for o in item.options}
    rows = [(label.get(code, code), share) for code, share in shares.items()]
    several = " Several answers could be given." if item.type == "multi" else ""
    return [
        Figure(
            title=say(item.text),
            svg=bars([Bar(name, share, percent(share)) for name, share in rows]),
            summary=f"{band(n)} answers.{several}",
            legend="Share of those who answered.",
            table=Table("Share of each answer", ("Answer", "Share"), [(name, percent(s)) for name, s in rows]),
        )
    ]


def _missing(found: Shares, asked: list[Item]) -> Figure:
    say, total = found.source.say, found.source.kept.num_rows
    rows = [(say(item.text), found.missing_of(item)) for item in asked]
    return Figure(
        title="Why answers are missing",
        svg=stacks([Stack(text, [n / total for n in kinds.values()]) for text, kinds in rows], list(KINDS)),
        summary=f"Of {total:,} used responses, for each question: answered, or why there is no answer.",
        legend="Not asked: left out by the form's conditions or modules. Said why not: does not apply, does not know, "
        "prefers not to say.",
        table=Table(
            "Share of the used responses",
            ("Question", *KINDS),
            [(text, *(percent(n / total) for n in kinds.values())) for text, kinds in rows],
            wide=True,
        ),
    )
