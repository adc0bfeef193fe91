"""Public cells in the words of one language: what the templates call."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from firstcontact.release.cells import Cell
from firstcontact.release.ids import slug
from firstcontact.release.language import Language
from firstcontact.release.numbers import decimals_of, format_number, natural_frequency, round_half_up

if TYPE_CHECKING:  # the chart library takes half a second to load; words do not need it
    from firstcontact.release.charts import Drawing
    from firstcontact.release.site import Site

DIRECTIONS = {"higher_is_better": "dir_higher", "lower_is_better": "dir_lower", "context_only": "dir_context"}
GROUP_NAMES = {("practice", "unattributed"), ("organization", "unattributed"), ("area", "unknown")}


class Spark(NamedTuple):
    """Points of a sparkline in its 100 x 32 box."""

    line: str
    dots: list[tuple[str, str]]


class View:
    """One release in one language."""

    def __init__(self, site: "Site", language: Language) -> None:
        self.site, self.language = site, language
        self.text, self.plural, self.period = language.text, language.plural, language.period

    # Words of measures

    def field(self, base: str, field: str) -> Markup:
        """Words of a measure; those of a workspace measure stand in its own language."""
        words = self.language.measure(base, field)
        if words is not None:
            return Markup(escape(words))
        own = self._own_words(base, field)
        return Markup(escape(own)) if self.language.code == "en" else Markup('<span lang="en">{}</span>').format(own)

    def title(self, base: str) -> str:
        return self.language.measure(base, "title") or self._own_words(base, "title")

    def question(self, base: str) -> str:
        return self.language.measure(base, "question") or self.title(base)

    def why(self, base: str) -> Markup:
        return self.field(base, "why")

    def direction(self, base: str) -> str:
        return self.text(DIRECTIONS[self.site.indicators[base].definition.get("direction", "context_only")])

    def variant(self, measure: str) -> str:
        """Words of the variant part of a full id, empty without one."""
        base, _, rest = measure.partition(".")
        if not rest or self.site.indicators[base].is_form:
            return ""
        known = self.language.catalogue.names
        if ("variant", f"{base}.{rest}") in known:
            return self.language.name("variant", f"{base}.{rest}")
        return ", ".join(self.language.name("variant", part) for part in rest.split("."))

    def full_title(self, measure: str) -> str:
        variant = self.variant(measure)
        title = self.title(measure.partition(".")[0])
        return self.text("title_with_variant", title=title, variant=variant) if variant else title

    def headline(self, measure: str) -> str:
        return self.title(measure.partition(".")[0])

    def unit_words(self, measure: str) -> str:
        key = self.site.indicators.of(measure).unit_key
        return f"{self.text(key)}." if key else ""

    # Numbers

    def number_of(self, measure: str, text: str) -> str:
        """A public number in the form of its measure: 33%, $12.30, 4.1 points, 512.3."""
        shape = self.site.indicators.shape(measure)
        if shape == "percent":
            return f"{self.language.number(text)}%"
        if shape == "money":
            return self.language.money(text)
        return (
            self.text("points", value=self.language.number(text)) if shape == "points" else self.language.number(text)
        )

    def value(self, cell: Cell | None) -> Markup:
        """The value, or the fixed words that stand for a missing one."""
        if cell is None:
            return Markup(escape(self.text("not_measured")))
        if not cell.shown:
            return _hidden(cell, self.text(cell.missing_key))
        return self._data(cell, self.number_of(cell.measure, cell.value))

    def short(self, cell: Cell | None) -> Markup:
        """The value, or one word; the fixed words stand once beside the table."""
        if cell is None:
            return Markup(escape(self.text("not_measured_short")))
        if cell.shown:
            return self._data(cell, self.number_of(cell.measure, cell.value))
        key = "none_eligible_short" if cell.missing_key == "no_eligible" else "cmp_hidden"
        return _hidden(cell, self.text(key))

    def interval(self, cell: Cell) -> Markup:
        if not cell.interval:
            return Markup(escape(self.text("no_interval")))
        words = self.text(
            "from_to", low=self.number_of(cell.measure, cell.lower), high=self.number_of(cell.measure, cell.upper)
        )
        limits = f'data-line="{cell.line}" data-low="{cell.lower}" data-high="{cell.upper}"'
        return Markup(f"<span {limits}>{escape(words)}</span>")

    def words(self, cell: Cell) -> str:
        """The interval as people say it."""
        if not cell.shown or not cell.interval:
            return ""
        if self.site.indicators.shape(cell.measure) == "percent":
            whole = [str(round_half_up(v, 0)) for v in cell.interval]
            texts = whole if whole[0] != whole[1] else [cell.lower, cell.upper]
            low, high = (self.language.number(text) for text in texts)
            return self.text("interval_words", low=low, high=high)
        low, high = (self.number_of(cell.measure, text) for text in (cell.lower, cell.upper))
        return self.text("interval_words_number", low=low, high=high)

    def frequency(self, cell: Cell) -> str:
        """About 6 in 10."""
        n, base = natural_frequency(cell.number)
        return self.text(f"n_in_{base}", n=self.language.number(str(n)))

    def answer(self, cell: Cell) -> str:
        """The sentence that answers the measure's question."""
        base = cell.measure.partition(".")[0]
        if not cell.shown:
            return self.text(cell.missing_key)
        places = {
            "value": self.number_of(cell.measure, cell.value),
            "period": self.period(cell.period),
            "region": self.site.given.settings.region,
        }
        places["frequency"] = (
            self.frequency(cell) if self.site.indicators.of(cell.measure).shape == "percent" else places["value"]
        )
        template = self.language.measure(base, "answer") or self.text("answer_plain")
        return template.format(title=self.full_title(cell.measure), **places)

    def trend(self, series: Sequence[Cell]) -> str:
        """Key of the direction word against the period before, from what is shown only."""
        pair = [c for c in series[-2:] if c.shown]
        if len(series) < 2 or len(pair) < 2:
            return "trend_none"
        before, now = pair
        if _clear(before, now):
            return "trend_up" if now.number > before.number else "trend_down"
        return "trend_same"

    # Groups, strata, places on the page

    def group_name(self, cell: Cell) -> str:
        if (cell.group_kind, cell.group_id) in GROUP_NAMES:
            return self.language.name("group", f"{cell.group_kind}.{cell.group_id}")
        return cell.group_name

    def stratum_name(self, kind: str, stratum: str) -> str:
        return self.language.name(kind, stratum, self.site.strata_order.get((kind, stratum), (0, stratum))[1])

    def kind_name(self, kind: str) -> str:
        return self.language.name("kind", kind)

    def anchor_of(self, cell: Cell) -> str:
        parts = (
            cell.measure,
            cell.period,
            cell.group_id,
            *(() if cell.stratum_kind == "all" else (cell.stratum_kind, cell.stratum)),
        )
        return "row-" + "-".join(slug(p) for p in parts)

    def day(self, day: date | str) -> str:
        return self.language.date(date.fromisoformat(str(day)[:10]))

    # Drawings

    def chart(self, drawing: "Drawing", title: str, description: str, style: str = "") -> Markup:
        def fill(kind: str, value: str) -> str:
            return self.number_of(drawing.measure, value) if kind == "n" else self._token(kind, value)

        return Markup(drawing.svg(fill, title, description, style))

    def spark(self, series: Sequence[Cell]) -> Spark | None:
        shown = [(i, c.number) for i, c in enumerate(series) if c.shown]
        if len(shown) < 2 or len(shown) < len(series):
            return None
        low, high = min(v for _, v in shown), max(v for _, v in shown)
        spread = max(high - low, abs(high) * Decimal("0.2"), Decimal("0.0001"))
        middle = (high + low) / 2
        dots = [
            (f"{6 + 88 * Decimal(i) / (len(series) - 1):.1f}", f"{16 - 22 * (v - middle) / spread:.1f}")
            for i, v in shown
        ]
        return Spark(" ".join(f"{x},{y}" for x, y in dots), dots)

    def rounded_like(self, measure: str, value: Decimal, like: str) -> str:
        """A number computed from public cells, with the places of one of them."""
        return self.number_of(measure, format_number(value, decimals_of(like)).replace(",", ""))

    def _token(self, kind: str, value: str) -> str:
        if kind == "p":
            return self.period(value, short=True)
        if kind == "s":
            return self.stratum_name(*value.split("|", 1))
        return self.language.number(value) if kind == "c" else self.text(value)

    def _data(self, cell: Cell, words: str) -> Markup:
        held = Markup(' <abbr title="{}">*</abbr>').format(self.text("held")) if cell.held == "1" else ""
        early = (
            Markup(' <abbr title="{}">°</abbr>').format(self.text("provisional"))
            if cell.status == "provisional"
            else ""
        )
        return Markup(f'<data value="{cell.value}" data-line="{cell.line}">{escape(words)}</data>{held}{early}')

    def _own_words(self, base: str, field: str) -> str:
        definition = self.site.indicators[base].definition
        found = definition.get({"why": "why_it_matters"}.get(field, field)) or ""
        return " ".join(found) if isinstance(found, list) else str(found)


def _clear(before: Cell, now: Cell) -> bool:
    """Intervals that do not overlap; without intervals, values that print differently."""
    if before.interval and now.interval:
        return before.interval[1] < now.interval[0] or now.interval[1] < before.interval[0]
    return before.number != now.number


def _hidden(cell: Cell, words: str) -> Markup:
    return Markup(f'<span class="hid" data-line="{cell.line}">{escape(words)}</span>')
