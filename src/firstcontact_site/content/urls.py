"""Addresses of this room below the language."""

urlpatterns = []
