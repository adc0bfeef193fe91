"""Puts the newsletter into the editors' menu."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from firstcontact_site.accounts.rules import may
from firstcontact_site.signup import cms_views


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [
        path("newsletter/", cms_views.overview, name="signup_overview"),
        path("newsletter/<int:pk>/mail/", cms_views.as_mail, name="signup_issue_mail"),
        path("newsletter/<int:pk>/test/", cms_views.test, name="signup_issue_test"),
        path("newsletter/<int:pk>/release/", cms_views.release, name="signup_issue_release"),
    ]


class NewsletterItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may(request.user, "newsletter.write")


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return NewsletterItem("Newsletter", reverse("signup_overview"), icon_name="mail", order=650)
