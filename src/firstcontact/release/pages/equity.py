"""Gaps between groups of people: overview and one page a measure."""

from collections.abc import Iterator

from firstcontact.release.cells import Cell
from firstcontact.release.indicators import Indicator
from firstcontact.release.pages.measures import block, has_equity
from firstcontact.release.pages.page import Page
from firstcontact.release.view import View

OVERVIEW_KINDS = ("race_ethnicity", "deprivation_quintile", "payer", "line_of_business")


def pages(view: View) -> Iterator[Page]:
    bases = [i for i in view.site.indicators.plain() if has_equity(view, i)]
    rows = [(i.id, [_form_cell(view, "gap", i.first, kind) for kind in OVERVIEW_KINDS]) for i in bases]
    kinds = [k for n, k in enumerate(OVERVIEW_KINDS) if any(cells[n] for _, cells in rows)]
    kept = [(base, [c for k, c in zip(OVERVIEW_KINDS, cells, strict=True) if k in kinds]) for base, cells in rows]
    yield Page("equity/", "equity.html", view.text("nav_equity"), "nav_equity", {"kinds": kinds, "rows": kept})
    for indicator in bases:
        yield _measure(view, indicator)


def _measure(view: View, indicator: Indicator) -> Page:
    measure = indicator.first
    when = view.site.region(measure).period
    blocks = []
    for kind, cells in view.site.strata(measure, when).items():
        made = block(view, indicator, measure, kind, cells, bars=True)
        forms = [(view.title(f.id), _form_cell(view, f.id, measure, kind)) for f in view.site.indicators.forms()]
        blocks.append(
            {
                "kind": kind,
                "rows": cells,
                "drawing": made.drawing,
                "sentence": made.sentence,
                "forms": [f for f in forms if f[1]],
            }
        )
    title = view.text("equity_of", measure=view.title(indicator.id))
    context = {"base": indicator.id, "measure": measure, "when": when, "blocks": blocks}
    return Page(
        f"equity/{indicator.id}/",
        "equity_measure.html",
        title,
        "nav_equity",
        context,
        (("equity/", view.text("nav_equity")),),
    )


def _form_cell(view: View, form: str, measure: str, kind: str) -> Cell | None:
    """Newest row of an equity form over a measure by one stratifier."""
    site = view.site
    series = site.cells.years(f"{form}.{measure}", "region", site.region_id, kind, "all")
    return series[-1] if series else None
