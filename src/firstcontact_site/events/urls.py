"""Addresses of this room below the language, beside its pages."""

from django.urls import path

from firstcontact_site.events import applying, views

urlpatterns = [
    path("events/calendar.ics", views.calendar_feed, name="event-feed"),
    path("events/confirm/<str:token>/", views.confirm, name="event-confirm"),
    path("events/cancel/<str:token>/", views.cancel, name="event-cancel"),
    path("events/<str:slug>/event.ics", views.event_calendar, name="event-calendar"),
    path("events/<str:slug>/register/", views.register, name="event-register"),
    path("programs/application/<str:token>/", applying.application, name="application"),
    path("programs/application/<str:token>/withdraw/", applying.withdraw, name="application-withdraw"),
    path("programs/<str:index>/<str:slug>/apply/", applying.apply, name="programme-apply"),
]
