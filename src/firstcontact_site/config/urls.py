"""Addresses of the site. Release pages are served before Django is asked (front.py)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as cms_urls

from firstcontact_site.config import views
from firstcontact_site.content import views as content_views
from firstcontact_site.content.streams import episode_file

handler403 = "firstcontact_site.config.views.forbidden"
handler404 = "firstcontact_site.config.views.missing"
handler429 = "firstcontact_site.config.views.slower"
handler500 = "firstcontact_site.config.views.failed"

urlpatterns = [
    path("", views.root),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("cms/login/", views.door),
    path("sitemap.xml", content_views.sitemap),
    path("robots.txt", content_views.robots),
    path("cms/", include(cms_urls)),
    path("hooks/", include("firstcontact_site.mail.urls")),
    path("episodes/<int:pk>/<str:name>", episode_file, name="episode_file"),
    *i18n_patterns(
        path("accounts/", include("firstcontact_site.accounts.urls")),
        path("", include("firstcontact_site.results.urls")),
        path("", include("firstcontact_site.signup.urls")),
        path("", include("firstcontact_site.events.urls")),
        path("", include("firstcontact_site.library.urls")),
        path("", include("firstcontact_site.content.urls")),
        path("_util/login/", views.door),  # Wagtail's own sign-in knows no limits and no second factor
        path("", include(wagtail_urls)),
    ),
]
