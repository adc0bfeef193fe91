"""Lists of pages: twelve at a time, filters, month archive, feed, and words for an empty one."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from wagtail.contrib.routable_page.models import path, re_path

from firstcontact_site import words
from firstcontact_site.config import feeds
from firstcontact_site.content.base import RoutedPage
from firstcontact_site.content.filters import Chosen, Filter

FEED_SIZE = 20


@dataclass(frozen=True)
class Listing:
    """One page of a list as its template reads it."""

    address: str
    noun: str
    page: Page
    filters: Sequence[Chosen] = ()
    unknown: Sequence[str] = ()
    narrowed: bool = False

    @property
    def query(self) -> dict[str, str]:
        return {f.name: f.value for f in self.filters if f.value}

    def link(self, number: int) -> str:
        """Address of a page; the first one has no page in its query."""
        query = self.query | ({"page": str(number)} if number > 1 else {})
        return self.address + (f"?{urlencode(query)}" if query else "")

    @property
    def more(self) -> str:
        return self.link(self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def before(self) -> str:
        return self.link(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def last(self) -> str:
        return self.link(self.page.paginator.num_pages)

    @property
    def said(self) -> str:
        """What the live region says when this page has been added to the one before: "12 more posts, 24 of 57"."""
        count, total = len(self.page.object_list), self.page.paginator.count
        language = words.language()
        shown, of = language.number(str(self.page.end_index())), language.number(str(total))
        return language.plural(f"{self.noun}_more", count, shown=shown, total=of)


class ListPage(RoutedPage):
    """Base of all lists. A subclass names its `noun` (keys `<noun>_more.one|many|other`, `<noun>_empty`), its
    `items`, its `filters`, the date field of its month archive, and whether it has a feed."""

    PAGE_SIZE = 12
    noun = "item"
    filters: tuple[Filter, ...] = ()
    month_field = ""
    has_feed = True

    class Meta:
        abstract = True

    def items(self, request: HttpRequest | None = None) -> QuerySet:
        """All items in their order: newest first, ties by title, then by id."""
        raise NotImplementedError

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return "content/list.html"

    @path("")
    def all(self, request: HttpRequest) -> HttpResponse:
        if request.GET.get("format") == "atom" and self.has_feed:
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}feed/")
        return self._listed(request, self.get_url(request), self.items(request))

    @re_path(r"^(?P<year>[12]\d{3})/(?P<month>0[1-9]|1[0-2])/$")
    def month(self, request: HttpRequest, year: str, month: str) -> HttpResponse:
        if not self.month_field:
            raise Http404
        within = {f"{self.month_field}__year": int(year), f"{self.month_field}__month": int(month)}
        title = words.language().period(f"{year}-{month}")
        address = f"{self.get_url(request)}{year}/{month}/"
        return self._listed(request, address, self.items(request).filter(**within), title)

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        if not self.has_feed:
            raise Http404
        address = settings.WAGTAILADMIN_BASE_URL + self.get_url(request)
        entries = [feeds.entry_of(page, request) for page in self.items(request)[:FEED_SIZE]]
        return feeds.atom(self.feed_title, address, entries, self.locale.language_code, self.lead)

    @property
    def feed_title(self) -> str:
        return f"{self.title} | {settings.WAGTAIL_SITE_NAME}"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        feed = f"{self.get_url(request)}feed/" if self.has_feed else ""
        return super().get_context(request, *args, **kwargs) | {"feed": feed, "months": self.months()}

    def months(self) -> list[str]:
        """Months that have items, newest first, as `2027-03`."""
        if not self.month_field:
            return []
        found = self.items().order_by().dates(self.month_field, "month", order="DESC")
        return [f"{day:%Y-%m}" for day in found]

    def _listed(self, request: HttpRequest, address: str, items: QuerySet, month: str = "") -> HttpResponse:
        chosen, unknown = self._chosen(request)
        for each, given in zip(self.filters, chosen, strict=True):
            items = each.narrow(items, given.value) if given.value else items
        paginator = Paginator(items, self.PAGE_SIZE)
        narrowed = bool(month) or any(c.value for c in chosen)
        number = request.GET.get("page", "")
        if number == "1":
            first = Listing(address, self.noun, paginator.page(1), chosen)
            return HttpResponsePermanentRedirect(first.link(1))
        try:
            page = paginator.page(number or 1)
        except InvalidPage:
            listing = Listing(address, self.noun, paginator.page(1), chosen, unknown, narrowed)
            return self._answer(request, listing, month, "content/list_missing.html", 404)
        listing = Listing(address, self.noun, page, chosen, unknown, narrowed)
        return self._answer(request, listing, month, self.get_template(request), 200)

    def _answer(self, request: HttpRequest, listing: Listing, month: str, template: str, status: int) -> HttpResponse:
        context = self.get_context(request) | {"listing": listing, "month": month}
        return render(request, template, context, status=status, using="jinja2")

    def _chosen(self, request: HttpRequest) -> tuple[list[Chosen], list[str]]:
        """Filters with the values in force, and the values that are not known."""
        chosen, unknown = [], []
        for each in self.filters:
            choices, value = each.choices(self), request.GET.get(each.name, "")
            known = not value or value in {v for v, _ in choices}
            chosen.append(Chosen(each.name, each.label, choices, value if known else ""))
            unknown += [] if known else [value[:60]]
        return chosen, unknown
