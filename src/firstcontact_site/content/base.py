"""What every page of the site has: its place in the frame, its topics, its body."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from firstcontact_site.config.frame import here


class SitePage(Page):
    """Base of all page types. `section` marks the menu entry; the template is `<app>/<model>.html` in Jinja."""

    section = ""
    lead = models.TextField(blank=True, max_length=400)

    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs) -> str:
        return f"{self._meta.app_label}/{self._meta.model_name.removesuffix('page')}.html"

    def get_context(self, request, *args, **kwargs) -> dict:
        found = super().get_context(request, *args, **kwargs)
        return found | {"here": self.here(request), "updated": self.last_published_at}

    def here(self, request):
        """Ancestors below the home page are the trail; translations are the language links."""
        code = self.locale.language_code
        above = self.get_ancestors().filter(depth__gt=2).live()
        trail = [(self._path_below(p, code), p.title) for p in above]
        return here(
            request,
            self.title,
            self._meta.model_name.removesuffix("page"),
            section=self.section,
            trail=trail,
            description=self.search_description or self.lead,
            alternates=self.alternates(),
        )

    def alternates(self) -> dict[str, str]:
        """Address in each language that has this page live."""
        live = self.get_translations(inclusive=True).live().public().select_related("locale")
        return {p.locale.language_code: p.url for p in live}

    @staticmethod
    def _path_below(page: Page, code: str) -> str:
        return page.url.removeprefix(f"/{code}/")
