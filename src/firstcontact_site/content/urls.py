"""Addresses of this room below the language, beside the pages."""

from django.urls import path

from firstcontact_site.content import streams, views

urlpatterns = [
    path("social/<int:pk>-<slug:digest>.png", views.social_card, name="social_card"),
    path("play/<int:pk>/<str:name>", streams.body_file, name="body_file"),
]
