"""Where the editor asks this room."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from firstcontact_site.accounts.wagtail_hooks import RuleMenuItem
from firstcontact_site.words import lazy


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("events/", include("firstcontact_site.events.cms_urls"))]


@hooks.register("register_admin_menu_item")
def guests() -> MenuItem:
    label, address = lazy("event_cms_guests"), reverse("event_registrations")
    return RuleMenuItem(label, address, name="registrations", icon_name="date", order=410, rule="events.manage")


@hooks.register("register_admin_menu_item")
def applications() -> MenuItem:
    label, address = lazy("programme_cms_applications"), reverse("programme_applications")
    return RuleMenuItem(label, address, name="applications", icon_name="form", order=420, rule="programmes.review")
