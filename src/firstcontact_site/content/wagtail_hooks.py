"""What editors find in the menu of the CMS, and what they do not."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from firstcontact_site import words
from firstcontact_site.accounts.rules import may
from firstcontact_site.content import translation_views
from firstcontact_site.content.awards import Award
from firstcontact_site.content.form_admin import AnswerViewSet
from firstcontact_site.content.menus import Menu
from firstcontact_site.content.spotlights import Spotlight
from firstcontact_site.content.topics import ALWAYS, TopicPage
from firstcontact_site.content.translation_actions import RULE
from firstcontact_site.content.translations import waits_for_a_person


class SpotlightViews(SnippetViewSet):
    model = Spotlight
    icon = "pick"
    list_display = ["title", "starts", "ends", "order", "locale"]
    list_filter = ["audience", "topic"]


class MenuViews(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    list_display = ["place", "locale"]


class AwardViews(SnippetViewSet):
    model = Award
    icon = "crosshairs"
    list_display = ["name", "year"]
    search_fields = ["name"]


class AroundPages(SnippetViewSetGroup):
    """Spotlights, menus and awards under one entry."""

    menu_label = "Around pages"
    menu_icon = "site"
    items = (SpotlightViews, MenuViews, AwardViews)


register_snippet(AroundPages)


@hooks.register("construct_explorer_page_queryset")
def pages_in_order(parent_page, pages, request):
    """Newest posts first: editors look for what they have just written."""
    from firstcontact_site.content.posts import PostIndex

    newest = isinstance(parent_page.specific, PostIndex) and "ordering" not in request.GET
    return pages.order_by("-latest_revision_created_at") if newest else pages


@hooks.register("register_admin_viewset")
def register_form_answers() -> AnswerViewSet:
    return AnswerViewSet()


@hooks.register("register_admin_urls")
def translation_addresses() -> list:
    return [path("translations/<int:pk>/reviewed/", translation_views.reviewed, name="translation_reviewed")]


@hooks.register("register_page_header_buttons")
def mark_of_a_reader(page, user, view_name, next_url=None):
    """Offered where a machine's words wait for a person."""
    if page.pk and not page.is_root() and may(user, RULE) and waits_for_a_person(page):
        label = words.text("translation_mark")
        yield Button(label, reverse("translation_reviewed", args=[page.pk]), icon_name="check", priority=80)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def one_topic_stays(request, page):
    """What the coalition is for is always one of its topics."""
    if page.slug == ALWAYS and isinstance(page.specific, TopicPage):
        messages.error(request, words.text("topic_always"))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
