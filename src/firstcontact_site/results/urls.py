"""Addresses of this room below the language."""

from django.urls import path

from firstcontact_site.results.compare import compare
from firstcontact_site.results.search.views import search

urlpatterns = [
    path("search/", search, name="search"),
    path("compare/", compare, name="compare"),
]
