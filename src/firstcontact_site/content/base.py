"""What every page of the site has: its place in the frame, its languages, its card in a list."""

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Locale, Page, PageManager
from wagtail.search import index

from firstcontact_site.accounts.openness import open_to_all
from firstcontact_site.config.frame import Here, here
from firstcontact_site.content import social
from firstcontact_site.content.cards import Card
from firstcontact_site.content.page_form import SitePageForm


class SitePages(PageManager):
    def visible(self, locale: Locale | int) -> QuerySet:
        """What lists, feeds and the sitemap may show in a language: live and open to everybody."""
        pk = locale if isinstance(locale, int) else locale.pk
        return open_to_all(self).filter(locale_id=pk).select_related("alias_of__locale")


class SitePage(Page):
    """Base of all page types. `section` marks the menu entry; the template is `<app>/<model>.html` in Jinja."""

    section = ""
    base_form_class = SitePageForm
    lead = models.TextField(
        blank=True, max_length=400, help_text="One or two sentences: under the title, in lists and in search."
    )

    objects = SitePages()
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    social_kind = "website"

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        return f"{self._meta.app_label}/{self._meta.model_name.removesuffix('page')}.html"

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.source(request) or super().serve(request, *args, **kwargs)

    def source(self, request: HttpRequest) -> HttpResponse | None:
        """A copy that stands for a page without translation leads to the page itself."""
        if self.alias_of_id and self.alias_of.locale_id != self.locale_id:
            return HttpResponseRedirect(self.alias_of.get_url(request))
        return None

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        found = super().get_context(request, *args, **kwargs)
        translations = self.translations(request)
        own = set(translations.pop(self.translation_key, {})) | {self.locale.language_code}
        return found | {
            "here": self.here(request, translations),
            "updated": self.updated,
            "social": social.of(self),
            "translated": own,
        }

    @property
    def updated(self):
        moment = self.last_published_at
        return timezone.localtime(moment).date() if moment else None

    def here(self, request: HttpRequest, translations: dict) -> Here:
        """Ancestors below the home page are the trail; a language without this page gets the nearest page above."""
        code = self.locale.language_code
        above = [p for p in self.above if p.depth > 2]
        trail = [(p.get_url(request).removeprefix(f"/{code}/"), p.title) for p in above if p.live]
        return here(
            request,
            self.title,
            self._meta.model_name.removesuffix("page"),
            section=self.section,
            trail=trail,
            description=self.search_description or self.lead,
            alternates=request.alternates,
        )

    @property
    def above(self) -> list[Page]:
        """Pages between the root and this one, read once."""
        if not hasattr(self, "_above"):
            self._above = list(self.get_ancestors().filter(depth__gt=1))
        return self._above

    def translations(self, request: HttpRequest) -> dict:
        """Addresses by page and language, of this page and those above; `request.alternates` gets the nearest ones."""
        line = [page.translation_key for page in self.above] + [self.translation_key]
        found: dict = {key: {} for key in line}
        pages = Page.objects.live().public().filter(translation_key__in=line, alias_of=None)
        for page in pages.select_related("locale"):
            found[page.translation_key][page.locale.language_code] = page.get_url(request)
        request.alternates = {}
        for key in line:
            request.alternates |= found[key]
        return found

    def card(self) -> Card:
        """How the page looks in a list. Page types say more about themselves."""
        return Card(self, self.title, self.lead or self.search_description)


class RoutedPage(RoutablePageMixin, SitePage):
    """Base of page types with addresses below their own."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.source(request) or super().serve(request, *args, **kwargs)
