"""The home page of a language."""

from firstcontact_site.content.base import SitePage


class HomePage(SitePage):
    section = "nav_home"
    parent_page_types = ["wagtailcore.Page"]
