"""Templates to files: one HTML tree a language, fingerprinted assets, one stylesheet."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from firstcontact.release.frame import make_frame, read_assets
from firstcontact.release.language import ROOM, Language
from firstcontact.release.pages import all_pages
from firstcontact.release.pages.measures import trend_sentence
from firstcontact.release.pages.page import Page, relative
from firstcontact.release.site import Site
from firstcontact.release.view import View

VIEW_WORDS = (
    "plural",
    "period",
    "title",
    "question",
    "why",
    "field",
    "direction",
    "variant",
    "full_title",
    "headline",
    "unit_words",
    "value",
    "short",
    "interval",
    "words",
    "answer",
    "trend",
    "group_name",
    "stratum_name",
    "kind_name",
    "anchor_of",
    "day",
    "chart",
    "spark",
)


def write_assets(folder: Path) -> dict[str, str]:
    """Write assets under names that carry their content; returns plain name -> written name."""
    folder.mkdir(parents=True)
    names = {}
    for name, (written, content) in read_assets().items():
        names[name] = written
        (folder / written).write_bytes(content)
    return names


def write_language(site: Site, language: Language, folder: Path, assets: dict[str, str]) -> list[str]:
    """All pages of one language under `folder`; returns their paths below it."""
    view = View(site, language)
    environment = _environment(view, assets)
    written = []
    for page in all_pages(view):
        _write(folder / page.path, _html(environment, view, page))
        written.append(page.path)
    return [*written, *_chart_files(view, folder)]


def _environment(view: View, assets: dict[str, str]) -> Environment:
    loader = FileSystemLoader(ROOM / "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    catalogue, settings = view.language.catalogue, view.site.given.settings
    made.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    made.globals.update({name: getattr(view, name) for name in VIEW_WORDS})
    made.globals.update(
        t=view.text,
        lang=view.language,
        assets=assets,
        case_table=case_table,
        languages=[catalogue.language(code) for code in settings.languages],
        trend_sentence=lambda points: trend_sentence(view, points),
        group_href=None,
        site=_frame(view),
    )
    return made


def _frame(view: View) -> dict:
    """What the frame of every page says about the release."""
    site, settings = view.site, view.site.given.settings
    return {
        "region": settings.region,
        "release": settings.release,
        "period": site.period,
        "published": site.published,
        "mode": settings.mode,
        "licence": settings.licence,
    }


def _html(environment: Environment, view: View, page: Page) -> str:
    permalink = f"/{view.language.code}/release/{view.site.given.settings.release}/{page.path}"

    def group_href(cell) -> str | None:
        group = view.site.groups.get((cell.group_kind, cell.group_id))
        return relative(page.path, group.path) if group else None

    def url(path: str) -> str:
        return relative(page.path, path)

    words = {
        "here": page,
        "permalink": permalink,
        "url": url,
        "other_language": lambda code: f"/{code}/{page.path}",
        "frame": make_frame(view.language, view.site.given.settings.frame, url),
        "group_href": group_href,
    }
    return environment.get_template(page.template).render(**words, **page.context) + "\n"


def _write(target: Path, text: str) -> None:
    path = target if target.suffix == ".html" else target / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _chart_files(view: View, folder: Path) -> Iterator[str]:
    """The trend chart of each measure as a file that stands alone."""
    style = Markup("<style>{}</style>").format(Markup((ROOM / "assets" / "chart.css").read_text(encoding="utf-8")))
    for (kind, measure, *_), drawing in sorted(view.site.drawings.items(), key=lambda kv: str(kv[0])):
        base = measure.partition(".")[0]
        if kind == "trend" and drawing is not None:
            series = view.site.region_years(measure)
            title = view.text("chart_trend", measure=view.full_title(measure), region=view.site.given.settings.region)
            path = f"measure/{base}/trend.svg"
            (folder / path).write_text(
                view.chart(drawing, title, trend_sentence(view, series), style) + "\n", encoding="utf-8"
            )
            yield path


def case_table(text: str | None, caption: str) -> Markup:
    """A worked case's small text table (`a | b` lines) as a table; no lines below the head means no rows expected."""
    lines = [[cell.strip() for cell in line.split("|")] for line in (text or "").strip().splitlines()]
    if not lines:
        return Markup("")
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in lines[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in lines[1:])
    name = escape(caption)
    return Markup(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name}"><table><caption>{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
