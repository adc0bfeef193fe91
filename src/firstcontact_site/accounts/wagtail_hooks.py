"""Where the editor asks this room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from firstcontact_site import words
from firstcontact_site.accounts.models import PrivacyCheck
from firstcontact_site.accounts.request import current_request
from firstcontact_site.accounts.review import holds_results, reason_against, tell
from firstcontact_site.accounts.rules import may, turned_away


class RuleMenuItem(MenuItem):
    """Shown to those whom a rule lets in."""

    def __init__(self, *args, rule: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.rule)


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("people/", include("firstcontact_site.accounts.cms_urls"))]


@hooks.register("insert_global_admin_js")
def starter() -> str:
    """Before all scripts that draw. The number is made when it is asked for, and then stands in the policy."""
    html = '<script src="{}" nonce="{}"></script><script src="{}"></script>'
    number = current_request().csp_nonce
    return format_html(html, static("accounts/styles.js"), number, static("accounts/editor.js"))


@hooks.register("insert_global_admin_css")
def styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/editor.css"))


@hooks.register("register_settings_menu_item")
def people() -> MenuItem:
    label = words.lazy("account_cms_people")
    return RuleMenuItem(label, reverse("people"), name="people", icon_name="group", order=600, rule="users.manage")


@hooks.register("register_reports_menu_item")
def audit_log() -> MenuItem:
    label = words.lazy("account_cms_log")
    return RuleMenuItem(label, reverse("audit_log"), name="audit", icon_name="history", order=100, rule="audit.read")


@hooks.register("before_publish_page")
def keep_as_draft(request: HttpRequest, page) -> HttpResponse | None:
    """What was typed stays as a draft, and the reason is told; `review.guard_publishing` would refuse with an error."""
    reason = reason_against(page, page.get_latest_revision(), request.user)
    if reason is None:
        return None
    tell(page, reason)
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_copy_page")
def copies_are_drafts(request: HttpRequest, page) -> HttpResponse | None:
    """A copy that goes live at once would pass nobody's eyes."""
    alias_of_results = request.POST.get("alias") and holds_results(page.specific)
    if request.POST.get("publish_copies") or (alias_of_results and not may(request.user, "pages.publish_results")):
        messages.error(request, words.text("account_refused_copy"))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:copy", args=[page.pk]))
    return None


@hooks.register("before_serve_page", order=-10)
def private_pages_need_the_second_factor(page, request: HttpRequest, *args) -> HttpResponse | None:
    """A page with limits on who may see it is as private as the editor."""
    limits = page.get_view_restrictions()
    if not any(limit.restriction_type != limit.PASSWORD for limit in limits):
        return None
    request.private = True
    return turned_away(request)


@hooks.register("register_page_header_buttons")
def legal_check(page, user, view_name, next_url=None):
    if page.pk is None or page.is_root() or not may(user, "pages.edit"):
        return
    flagged = PrivacyCheck.objects.filter(page_id=page.pk).exists()
    label = words.text("account_cms_unflag" if flagged else "account_cms_flag")
    yield Button(label, reverse("privacy_check", args=[page.pk]), icon_name="key", priority=90)
