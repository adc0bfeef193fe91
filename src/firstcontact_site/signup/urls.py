"""Addresses of this room below the language."""

from django.urls import path

from firstcontact_site.signup import join_views, newsletter_views

urlpatterns = [
    path("newsletter/", newsletter_views.newsletter, name="newsletter"),
    path("newsletter/sent/", newsletter_views.sent, name="newsletter_sent"),
    path("newsletter/confirm/<str:link>/", newsletter_views.confirm, name="newsletter_confirm"),
    path("newsletter/u/<str:link>/", newsletter_views.preferences, name="newsletter_preferences"),
    path("newsletter/u/<str:link>/change/", newsletter_views.change, name="newsletter_change"),
    path("newsletter/u/<str:link>/erase/", newsletter_views.erase, name="newsletter_erase"),
    path("join/", join_views.join, name="join"),
    path("join/sent/", join_views.sent, name="join_sent"),
    path("join/confirm/<str:link>/", join_views.confirm, name="join_confirm"),
    path("join/leave/<str:link>/", join_views.leave, name="join_leave"),
]
