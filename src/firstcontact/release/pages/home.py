"""Home and the four domain pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from firstcontact.release.cells import Cell
from firstcontact.release.findings import gap_pair, gap_sentence, home_findings
from firstcontact.release.indicators import DOMAINS
from firstcontact.release.pages.page import Page
from firstcontact.release.view import View

HEADLINES = 3


@dataclass(frozen=True)
class Headline:
    """One line of a domain card: the region's value, or the gap between two groups."""

    measure: str
    cell: Cell
    series: list[Cell]
    path: str
    gap: str = ""
    gap_words: str = ""


@dataclass(frozen=True)
class Card:
    domain: str
    headlines: list[Headline]
    bases: list[str]


def pages(view: View) -> Iterator[Page]:
    cards = [card(view, domain) for domain in DOMAINS]
    context = {
        "cards": cards,
        "findings": findings(view),
        "news": news(view),
        "files": files(view),
        "years": view.site.period,
    }
    yield Page("", "home.html", view.text("nav_home"), "nav_home", context)
    for entry in cards:
        yield _domain_page(view, entry)


def card(view: View, domain: str) -> Card:
    wanted = view.language.catalogue.site["headlines"][domain]
    bases = [i.id for i in view.site.indicators if i.domain == domain]
    make = _equity_headline if domain == "equity" else _headline
    made = [make(view, measure) for measure in wanted if measure in view.site.cells.measures]
    return Card(domain, [h for h in made if h][:HEADLINES], bases)


def _headline(view: View, measure: str) -> Headline | None:
    cell = view.site.region(measure)
    if cell is None:
        return None
    return Headline(measure, cell, view.site.region_years(measure), _place(view, measure))


def _place(view: View, measure: str) -> str:
    """The measure's page; a way of counting that does not stand on top of it has its own row there."""
    path = f"measure/{measure.partition('.')[0]}/"
    return path if measure == view.site.indicators.of(measure).first else f"{path}#{variant_anchor(measure)}"


def variant_anchor(measure: str) -> str:
    return f"v-{measure.partition('.')[2].replace('.', '-')}"


def _equity_headline(view: View, measure: str) -> Headline | None:
    """Gap of the first stratifier whose two sides are shown."""
    cell = view.site.region(measure)
    strata = view.site.strata(measure, cell.period) if cell else {}
    for kind in view.language.catalogue.site["equity_stratifiers"]:
        pair = gap_pair(view, strata.get(kind, []))
        if pair:
            shape = view.site.indicators.shape(measure)
            text = pair.gap(view)
            gap = (
                view.text("points", value=view.language.number(text))
                if shape == "percent"
                else view.number_of(measure, text)
            )
            path = f"equity/{measure.partition('.')[0]}/"
            return Headline(measure, pair.high, [], path, gap, gap_sentence(view, pair))
    return None


def findings(view: View) -> list[dict]:
    return [
        {
            "id": f.id,
            "measure": f.cell.measure,
            "text": f.text,
            "path": f.path,
            "anchor": f"#{view.anchor_of(f.cell)}",
            "title": f.title,
        }
        for f in home_findings(view)
    ]


def news(view: View) -> list[str]:
    """What this release holds, and against which earlier one it stands."""
    site = view.site
    shown = sum(c.shown for c in site.cells if c.group_kind == "practice" and c.stratum == "all")
    lines = [
        view.text("news_period", period=site.period),
        view.plural("news_measures", len(list(site.indicators.plain()))),
        view.plural("news_practices", len(site.groups_of("practice"))),
        view.plural("news_shown", shown),
    ]
    if site.given.history:
        lines.append(view.text("news_before", release=site.given.history[-1]["release"]))
    return lines


def files(view: View) -> list[tuple[str, str, str]]:
    return [
        ("/data/databook.xlsx", view.text("file_databook"), "XLSX"),
        ("/data/results.csv", view.text("file_results"), "CSV"),
        ("/data/measures.csv", view.text("file_measures"), "CSV"),
        ("/api/v1/index.json", view.text("file_api"), "JSON"),
    ]


def _domain_page(view: View, entry: Card) -> Page:
    rows = [row for row in (_domain_row(view, base) for base in entry.bases) if row]
    names = [(f"/data/results/{base}.csv", view.title(base), "CSV") for base in entry.bases]
    title = view.text(f"domain_{entry.domain}")
    context = {"card": entry, "rows": rows, "files": names}
    return Page(
        f"domain/{entry.domain}/",
        "domain.html",
        title,
        "nav_measures",
        context,
        (("measure/", view.text("nav_measures")),),
    )


def _domain_row(view: View, base: str) -> dict | None:
    indicator = view.site.indicators[base]
    cell = view.site.region(indicator.first)
    if cell is None or indicator.is_form:
        return None
    series = view.site.region_years(indicator.first)
    return {
        "base": base,
        "measure": indicator.first,
        "variant": len(indicator.measures) > 1,
        "cell": cell,
        "series": series,
    }
