"""/<lang>/compare/: up to five practices side by side, from the files of a release, without a database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstcontact.release.compare import MOST, Choice, Entry, Row, choose, table
from firstcontact.release.reader import Release
from firstcontact_site import words
from firstcontact_site.accounts.rules import public
from firstcontact_site.config.frame import here, reader, release_of
from firstcontact_site.config.guard import csv_response, limited
from firstcontact_site.results.search import live

MOST_ASKED, LONGEST, OFFERED = 20, 100, 8
COLUMNS = ("release", "measure", "title", "period_start", "period_end", "group_kind", "group_id", "group_name",
           "value", "lower", "upper", "comparison", "status")  # fmt: skip


@dataclass(frozen=True)
class Links:
    """Addresses of the same comparison with something changed. `release` is empty for the live one."""

    ids: tuple[str, ...]
    release: str = ""

    def without(self, id_: str) -> str:
        return self._to([i for i in self.ids if i != id_], self.release)

    def plus(self, id_: str) -> str:
        return self._to([*self.ids, id_], self.release)

    def fixed(self, release: str) -> str:
        return self._to(self.ids, release)

    @property
    def csv(self) -> str:
        return self._to(self.ids, self.release, format="csv")

    @property
    def here(self) -> str:
        return self._to(self.ids, self.release)

    @staticmethod
    def _to(ids: Sequence[str], release: str, **more: str) -> str:
        parts = [("p", i) for i in ids] + ([("release", release)] if release else []) + list(more.items())
        return f"?{urlencode(parts)}" if parts else "./"


@public
@transaction.non_atomic_requests
@require_safe
@limited("compare", "20/s", "60/m", methods=("GET",))
def compare(request: HttpRequest) -> HttpResponse:
    """`?p=<id>` up to five times; `add=` looks for one more; `release=` stays with one; `format=csv` downloads."""
    release, language = _release(request), words.language()
    asked = [text.strip()[:LONGEST] for text in request.GET.getlist("p")[:MOST_ASKED]]
    choice = choose(release, asked) if release else Choice((), (), False)
    rows = table(release, language, choice.practices) if choice.practices else []
    if request.GET.get("format") == "csv" and release:
        return csv_response(f"compare-{release.id}", COLUMNS, _lines(release, choice, rows))
    links = Links(tuple(p.id for p in choice.practices), request.GET.get("release", "") and release.id)
    context = {"choice": choice, "domains": rows, "links": links, "release": release, "most": MOST}
    context |= _offers(request, release, links)
    alternates = {code: f"/{code}/compare/{links.here.removeprefix('./')}" for code in settings.SITE_LANGUAGES}
    title, trail = words.text("compare_plain"), [("practice/", words.text("nav_practices"))]
    context["here"] = here(request, title, "compare", section="nav_practices", trail=trail, alternates=alternates)
    answer = render(request, "results/compare.html", context, using="jinja2")
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def _release(request: HttpRequest) -> Release | None:
    """The release that is named, else the live one. An unknown name is a missing page."""
    name = request.GET.get("release", "")
    if not name:
        return release_of(request)
    found = reader().release(name)
    if found is None:
        raise Http404
    return found


def _offers(request: HttpRequest, release: Release | None, links: Links) -> dict:
    """Practices that the words of `add` may mean, each with the link that adds it."""
    query = " ".join(request.GET.get("add", "").split())[:LONGEST]
    if not query or release is None:
        return {"query": query, "offers": []}
    hits = live.find(release, words.language().code, query)
    found = [h.entry for h in hits if h.entry["kind"] == "practice" and h.entry["id"] not in links.ids][:OFFERED]
    return {"query": query, "offers": [(e["name"], e["place"], links.plus(e["id"])) for e in found]}


def _lines(release: Release, choice: Choice, domains: list[tuple[str, list[Row]]]) -> Iterator[list]:
    """One line a measure and practice, then the region; hidden values are empty cells with their status."""
    for _, rows in domains:
        for row in rows:
            for practice, entry in zip(choice.practices, row.entries, strict=True):
                yield _line(release, row, entry, "practice", practice.id, practice.name)
            yield _line(release, row, row.region, "region", "", "")


def _line(release: Release, row: Row, entry: Entry, kind: str, id_: str, name: str) -> list:
    cell = entry.cell
    if cell is None:
        return [release.id, row.measure, row.title, "", "", kind, id_, name, None, None, None, "", "not_measured"]
    numbers = [_number(t) if cell.shown else None for t in (cell.value, cell.lower, cell.upper)]
    about = [release.id, row.measure, row.title, cell.start, cell.end, kind, cell.group_id, cell.group_name]
    return [*about, *numbers, (cell.comparison or "") if cell.shown else "", cell.status]


def _number(text: str | None) -> int | float | None:
    """A public number as the interface writes it."""
    if text is None:
        return None
    return float(text) if "." in text else int(text)
