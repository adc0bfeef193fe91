"""Pages of practices, areas and organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from firstcontact.release.beside import Award
from firstcontact.release.cells import Cell
from firstcontact.release.ids import slug
from firstcontact.release.indicators import DOMAINS, Axis, Indicator
from firstcontact.release.pages.page import Page
from firstcontact.release.site import Group
from firstcontact.release.view import View

MENU = {"practice": "nav_practices", "area": "nav_areas", "organization": "nav_practices"}
LEAST_CLINICIANS = 3


@dataclass(frozen=True)
class Item:
    """One measure of a group beside the region."""

    base: str
    measure: str
    cell: Cell
    series: list[Cell]
    region: Cell | None
    axis: Axis
    distance: Decimal | None


def pages(view: View) -> Iterator[Page]:
    for group in view.site.groups.values():
        yield _page(view, group)


def _page(view: View, group: Group) -> Page:
    found = items(view, group)
    bases, members = _grid(view, group)
    href = f"/api/v1/groups/{group.kind}/{slug(group.id)}.json"
    context = {
        "group": group,
        "facts": facts(view, group),
        "items": found,
        "counts": counts(found),
        "strata": _strata(view, group),
        "topics": [(domain, _by_title(view, found, domain)) for domain in DOMAINS],
        "members": members,
        "grid_bases": bases,
        "awards": _awards(view, group),
        "files": [(href, view.text("file_group", name=group.name), "JSON")],
    }
    menu = MENU[group.kind]
    trail = ((f"{'area' if group.kind == 'area' else 'practice'}/", view.text(menu)),)
    return Page(group.path, "group.html", group.name, menu, context, trail)


def _awards(view: View, group: Group) -> list[Award]:
    """Given by people and told by the site: no number of the release, shown or hidden, has a part in them."""
    return view.site.given.settings.beside.awards_of(group.id, view.language.code) if group.kind == "practice" else []


def _by_title(view: View, found: list["Item"], domain: str) -> list["Item"]:
    own = (item for item in found if view.site.indicators[item.base].domain == domain)
    return sorted(own, key=lambda item: view.title(item.base))


def _grid(view: View, group: Group) -> tuple[list[str], list[tuple[Group, list[Cell | None]]]]:
    """Compared measures that some member practice has, and each member's cells for them."""
    members = _members(view, group)
    compared = [i.id for i in view.site.indicators.plain() if i.is_compared]
    bases = [base for base in compared if any(_member_cell(view, m, base) for m in members)]
    return bases, [(m, [_member_cell(view, m, base) for base in bases]) for m in members]


def items(view: View, group: Group) -> list[Item]:
    """First variants, most room for improvement first, then those without a distance, then hidden ones by name."""
    made = [item for item in (_item(view, group, i) for i in view.site.indicators.plain()) if item]
    return sorted(made, key=lambda i: _order(view, i))


def _order(view: View, item: Item) -> tuple:
    title = view.title(item.base)
    if not item.cell.shown:
        return 2, Decimal(0), title
    return (1, Decimal(0), title) if item.distance is None else (0, item.distance, title)


def _item(view: View, group: Group, indicator: Indicator) -> Item | None:
    site, measure = view.site, indicator.first
    cell = site.cells.latest(measure, group.kind, group.id)
    if cell is None:
        return None
    region = next((c for c in site.cells.series(measure, "region", site.region_id) if c.period == cell.period), None)
    series = [c for c in site.cells.series(measure, group.kind, group.id) if len(c.period) == len(cell.period)]
    peers = (c for c in site.group_cells(measure, group.kind, cell.period))
    return Item(
        indicator.id,
        measure,
        cell,
        series,
        region,
        indicator.axis([*peers, region]),
        _distance(indicator, cell, region),
    )


def _distance(indicator: Indicator, cell: Cell, region: Cell | None) -> Decimal | None:
    """(value - region) in standard errors, turned so that negative is room for improvement; public numbers only."""
    if not (indicator.is_compared and cell.shown and cell.interval and region and region.shown):
        return None
    width = cell.interval[1] - cell.interval[0]
    error = width / (2 * Decimal("1.959964"))
    return None if error <= 0 else indicator.sign * (cell.number - region.number) / error


def counts(found: list[Item]) -> dict[str, int]:
    shown = [i.cell.comparison for i in found if i.cell.shown]
    words = {word: shown.count(word) for word in ("better", "same", "lower")}
    return words | {"none": len(shown) - sum(words.values()), "hidden": len(found) - len(shown)}


def facts(view: View, group: Group) -> list[tuple[str, str, str | None]]:
    """Head of the page: only what the roster or the area table says."""
    row, found = group.facts, []
    for key, kind, id_ in (
        ("fact_organization", "organization", row.get("organization_id")),
        ("fact_area", "area", row.get("area_id")),
    ):
        other = view.site.groups.get((kind, id_))
        found += [(view.text(key), other.name, other.path)] if other and other.kind != group.kind else []
    if row.get("place") and group.kind == "practice":
        found.append((view.text("fact_place"), row["place"], f"place/{slug(row['place'])}/"))
    for key, value in (
        ("fact_zip", row.get("zip_code")),
        ("fact_type", _named(view, "practice_type", row.get("practice_type"))),
    ):
        found += [(view.text(key), str(value), None)] if value else []
    if (row.get("clinicians") or 0) >= LEAST_CLINICIANS:
        found.append((view.text("fact_clinicians"), view.language.number(str(row["clinicians"])), None))
    if row.get("accepting_new_patients") in ("yes", "no", "limited"):
        found.append(
            (view.text("fact_accepting"), view.language.name("accepting", row["accepting_new_patients"]), None)
        )
    if row.get("population"):
        found.append((view.text("fact_population"), view.language.number(str(row["population"])), None))
    if row.get("deprivation_quintile"):
        found.append(
            (
                view.text("fact_deprivation"),
                view.stratum_name("deprivation_quintile", str(row["deprivation_quintile"])),
                None,
            )
        )
    return found


def _named(view: View, kind: str, id_: str | None) -> str | None:
    return view.language.name(kind, id_) if id_ and id_ != "unknown" else None


def _strata(view: View, group: Group) -> list[dict]:
    """For each stratum kind one table: measures in rows, strata in columns; kinds with nothing shown fall away."""
    site, blocks = view.site, {}
    for indicator in site.indicators.plain():
        cell = site.cells.latest(indicator.first, group.kind, group.id)
        if cell is not None:
            for kind, cells in site.strata(indicator.first, cell.period, group.kind, group.id).items():
                blocks.setdefault(kind, []).append((indicator.id, {c.stratum: c for c in cells}))
    return [_stratum_block(view, kind, rows) for kind, rows in blocks.items() if _any_shown(rows)]


def _any_shown(rows: list[tuple[str, dict[str, Cell]]]) -> bool:
    return any(c.shown for _, cells in rows for c in cells.values())


def _stratum_block(view: View, kind: str, rows: list[tuple[str, dict[str, Cell]]]) -> dict:
    cells = {s: c for _, found in rows for s, c in found.items()}
    order = sorted(cells, key=lambda s: view.site.stratum_place(cells[s]))
    return {"kind": kind, "strata": order, "rows": [(base, [found.get(s) for s in order]) for base, found in rows]}


def _members(view: View, group: Group) -> list[Group]:
    """Practices of an area or an organisation, open ones first."""
    if group.kind == "practice":
        return []
    key = "area_id" if group.kind == "area" else "organization_id"
    found = [g for g in view.site.groups_of("practice") if g.facts.get(key) == group.id]
    return sorted(found, key=lambda g: (g.closed_on is not None, g.name.casefold(), g.id))


def _member_cell(view: View, member: Group, base: str) -> Cell | None:
    return view.site.cells.latest(view.site.indicators[base].first, "practice", member.id)
