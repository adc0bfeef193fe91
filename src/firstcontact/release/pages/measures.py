"""Measure pages, their definitions, and the list of all practices on one measure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstcontact.release.cells import Cell
from firstcontact.release.charts import Drawing
from firstcontact.release.findings import change_sentence, gap_pair, gap_sentence, practice_range
from firstcontact.release.indicators import Indicator
from firstcontact.release.pages import drawings
from firstcontact.release.pages.home import Card, card, variant_anchor
from firstcontact.release.pages.page import Page
from firstcontact.release.view import View

OTHER_STRATA_VARIANTS = 5
COMPARE_KINDS = {"practice": "nav_practices", "organization": "organizations", "area": "nav_areas"}


@dataclass(frozen=True)
class Block:
    """One stratum kind: its rows, chart and sentence."""

    kind: str
    rows: list[Cell]
    drawing: Drawing | None
    sentence: str


@dataclass(frozen=True)
class Other:
    """A variant below the first one."""

    measure: str
    anchor: str
    cells: list[Cell | None]
    last: Cell | None
    strata: list[tuple[str, list[Cell]]]


def pages(view: View) -> Iterator[Page]:
    cards = {domain: card(view, domain) for domain in ("finance", "capacity", "performance", "equity")}
    context = {"domains": list(cards.values())}
    yield Page("measure/", "measure_list.html", view.text("nav_measures"), "nav_measures", context)
    for indicator in view.site.indicators:
        entry = cards[indicator.domain]
        if indicator.is_form:
            yield _form_page(view, indicator)
        elif view.site.region(indicator.first):
            yield _measure_page(view, indicator, entry)
            if has_groups(view, indicator):
                yield _compare_page(view, indicator)
        yield _definition_page(view, indicator, entry)


def _trail(view: View, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    domain = (f"domain/{indicator.domain}/", view.text(f"domain_{indicator.domain}"))
    return ("measure/", view.text("nav_measures")), domain


def _measure_page(view: View, indicator: Indicator, entry: Card) -> Page:
    site, measure = view.site, indicator.first
    cell = site.region(measure)
    areas = site.group_cells(measure, "area", cell.period)
    practices = _practice_rows(view, measure)
    members = [c for c in practices if ("practice", c.group_id) in site.groups]
    months = site.cells.months(measure, "region", site.region_id) if cell.is_year else []
    context = {
        "base": indicator.id,
        "measure": measure,
        "card": entry,
        "definition": indicator.definition,
        "cell": cell,
        "series": site.region_years(measure),
        "months": months,
        "compared": indicator.is_compared,
        "areas": areas,
        "practices": practices,
        "practices_shown": sum(c.shown for c in members),
        "practices_all": len(members),
        "practice_range": practice_range(view, measure, cell.period) or "",
        "strata": [block(view, indicator, measure, k, c) for k, c in site.strata(measure, cell.period).items()],
        "others": [_other(view, m) for m in indicator.measures[1:]],
        "variant_periods": [c.period for c in site.region_years(measure)],
        "has_equity": has_equity(view, indicator),
        "related": site.given.settings.beside.related_to(indicator.id, view.language.code),
        "files": _files(view, indicator.id),
        "cautions": _cautions(view, [measure]),
        "other_cautions": _cautions(view, indicator.measures[1:]),
    }
    context["charts"] = _charts(view, indicator, context)
    if context["charts"]["trend"]:
        context["files"].append(("trend.svg", view.text("file_chart"), "SVG"))
    context["sections"] = _sections(context)
    return Page(
        f"measure/{indicator.id}/",
        "measure.html",
        view.title(indicator.id),
        "nav_measures",
        context,
        _trail(view, indicator),
    )


def _practice_rows(view: View, measure: str) -> list[Cell]:
    cell = view.site.region(measure)
    return view.site.group_cells(measure, "practice", cell.period) if cell else []


def _charts(view: View, indicator: Indicator, context: dict) -> dict:
    site, measure = view.site, indicator.first
    points = context["months"] or context["series"]
    made = drawings.trend(site, measure, points, "months" if context["months"] else "years")
    charts = {"trend": {"drawing": made, "points": context["series"], "note": _trend_note(points)} if made else None}
    area_map = drawings.area_map(site, measure, context["areas"])
    charts["map"] = _map_words(view, measure, area_map, context["areas"]) if area_map else None
    chart = drawings.practices(site, indicator, measure, context["practices"])
    charts["practices"] = _practice_words(view, chart, context) if chart else None
    return charts


def _trend_note(points: Sequence[Cell]) -> str:
    """Key of the words below the line; a band is spoken of only where one is drawn."""
    return "chart_trend_note" if any(c.shown and c.interval for c in points) else "chart_line_note"


def _map_words(view: View, measure: str, area_map: drawings.AreaMap, cells: Sequence[Cell]) -> dict:
    like = next(c.value for c in cells if c.shown)
    borders = [area_map.lowest, *area_map.borders]
    words = [view.rounded_like(measure, b, like) for b in borders]
    legend = [(number, words[number - 1], words[number]) for number in range(1, len(borders))]
    shown = sorted((c for c in cells if c.shown), key=lambda c: c.number)
    ends = {"low": view.group_name(shown[0]), "high": view.group_name(shown[-1])}
    values = {"vlow": view.number_of(measure, shown[0].value), "vhigh": view.number_of(measure, shown[-1].value)}
    return {"drawing": area_map.drawing, "legend": legend, "sentence": view.text("map_sentence", **ends, **values)}


def _practice_words(view: View, chart: drawings.PracticeChart, context: dict) -> dict:
    shown = view.plural(
        "practices_shown", context["practices_shown"], total=view.language.number(str(context["practices_all"]))
    )
    title = "chart_funnel" if chart.is_funnel else "chart_ranked"
    sentence = context["practice_range"] or shown
    return {
        "drawing": chart.drawing,
        "title": title,
        "sentence": sentence,
        "roles": {c.comparison for c in context["practices"] if c.shown},
        "limits": chart.is_funnel,
        "widened": chart.widened,
    }


def block(view: View, indicator: Indicator, measure: str, kind: str, cells: list[Cell], bars: bool = False) -> Block:
    pair = gap_pair(view, cells)
    sentence = gap_sentence(view, pair) if pair else view.text("chart_no_finding")
    return Block(kind, cells, drawings.strata(view.site, indicator, measure, kind, cells, bars), sentence)


def _other(view: View, measure: str) -> Other:
    site = view.site
    years = {c.period: c for c in site.region_years(measure)}
    wanted = [c.period for c in site.region_years(site.indicators.of(measure).first)]
    last = site.region(measure)
    strata = list(site.strata(measure, last.period).items()) if last else []
    few = len(site.indicators.of(measure).measures) <= OTHER_STRATA_VARIANTS
    return Other(
        measure,
        variant_anchor(measure),
        [years.get(p) for p in wanted],
        last,
        strata if few else [],
    )


def _sections(context: dict) -> list[tuple[str, str]]:
    sections = [("trend", "sec_trend")]
    for key, label in (("areas", "sec_areas"), ("practices", "sec_practices"), ("strata", "sec_groups")):
        if context[key]:
            sections.append(("groups" if key == "strata" else key, label))
    sections += [("meaning", "sec_meaning"), ("definition", "sec_definition")]
    if context["others"]:
        sections.append(("variants", "sec_variants"))
    sections.append(("downloads", "downloads"))
    return [*sections, ("related", "sec_related")] if context["related"] else sections


def _cautions(view: View, measures: Sequence[str]) -> str:
    """Cautions of the run about these full ids and the gaps between their groups; the run writes them in English."""
    cautions = view.site.given.run.get("cautions") or []
    ids = {form + m for m in measures for form in ("", "gap.", "ratio.")}
    found = [c["words"].rstrip(".") for c in cautions if c.get("measure") in ids]
    return "; ".join(dict.fromkeys(found))


def has_groups(view: View, indicator: Indicator) -> bool:
    cell = view.site.region(indicator.first)
    return bool(cell and any(view.site.group_cells(indicator.first, kind, cell.period) for kind in COMPARE_KINDS))


def has_equity(view: View, indicator: Indicator) -> bool:
    cell = view.site.region(indicator.first)
    return bool(cell and view.site.strata(indicator.first, cell.period))


def _files(view: View, base: str) -> list[tuple[str, str, str]]:
    return [
        (f"/data/results/{base}.csv", view.text("file_measure"), "CSV"),
        (f"/api/v1/results/{base}.json", view.text("file_measure"), "JSON"),
        (f"/api/v1/measures/{base}.json", view.text("file_definition"), "JSON"),
    ]


def trend_sentence(view: View, points: Sequence[Cell]) -> str:
    return change_sentence(view, points)


def _definition_page(view: View, indicator: Indicator, entry: Card) -> Page:
    title = view.text("definition_of", measure=view.title(indicator.id))
    cases = (indicator.definition.get("spec") or {}).get("cases") or []
    context = {"base": indicator.id, "definition": indicator.definition, "card": entry, "cases": cases}
    trail = (*_trail(view, indicator), (f"measure/{indicator.id}/", view.title(indicator.id)))
    return Page(f"measure/{indicator.id}/definition/", "definition.html", title, "nav_measures", context, trail)


def _form_page(view: View, indicator: Indicator) -> Page:
    site = view.site
    rows = []
    for measure in indicator.measures:
        for kind, stratum in [("all", "all"), *site.cells.strata(measure, "region", site.region_id)]:
            series = site.cells.years(measure, "region", site.region_id, kind, stratum)
            rows += [(site.indicators.over(measure), series[-1])] if series and kind != "all" else []
    context = {
        "base": indicator.id,
        "definition": indicator.definition,
        "rows": rows,
        "files": _files(view, indicator.id),
    }
    return Page(
        f"measure/{indicator.id}/",
        "form.html",
        view.title(indicator.id),
        "nav_measures",
        context,
        _trail(view, indicator),
    )


def _compare_page(view: View, indicator: Indicator) -> Page:
    """Every group on every variant, newest period; practices also as a histogram."""
    site = view.site
    when = site.region(indicator.first).period
    tables = [(kind, _compare_rows(view, indicator, kind, when)) for kind in COMPARE_KINDS]
    practices = site.group_cells(indicator.first, "practice", when)
    context = {
        "base": indicator.id,
        "when": when,
        "measures": indicator.measures,
        "tables": [(kind, view.text(COMPARE_KINDS[kind]), rows) for kind, rows in tables if rows],
        "drawing": drawings.practice_histogram(site, indicator.first, practices),
        "sentence": practice_range(view, indicator.first, when) or view.text("chart_no_finding"),
    }
    title = view.text("compare_title", measure=view.title(indicator.id))
    path = f"compare/measure/{indicator.id}/"
    return Page(path, "compare_measure.html", title, "nav_practices", context, _trail(view, indicator))


def _compare_rows(view: View, indicator: Indicator, kind: str, when: str) -> list[tuple]:
    """(name, path, cell of each variant) for each group that has a row."""
    columns = [{c.group_id: c for c in view.site.group_cells(m, kind, when)} for m in indicator.measures]
    first = view.site.group_cells(indicator.first, kind, when)
    return [(view.group_name(c), _path(view, c), [col.get(c.group_id) for col in columns]) for c in first]


def _path(view: View, cell: Cell) -> str | None:
    group = view.site.groups.get((cell.group_kind, cell.group_id))
    return group.path if group else None
