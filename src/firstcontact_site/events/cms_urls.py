"""Addresses of this room inside the editor."""

from django.urls import path

from firstcontact_site.events import cms_applications, cms_guests

urlpatterns = [
    path("registrations/", cms_guests.events, name="event_registrations"),
    path("registrations/<int:number>/", cms_guests.guests, name="event_guests"),
    path("registrations/<int:number>/export/", cms_guests.export, name="event_guests_export"),
    path("registrations/mark/<int:pk>/", cms_guests.mark, name="event_guest_mark"),
    path("applications/", cms_applications.programmes, name="programme_applications"),
    path("applications/<uuid:key>/", cms_applications.listing, name="application_list"),
    path("applications/<uuid:key>/export/", cms_applications.export, name="application_export"),
    path("applications/<int:pk>/", cms_applications.one, name="application_review"),
    path("applications/<int:pk>/score/", cms_applications.score, name="application_score"),
    path("applications/<int:pk>/decide/", cms_applications.decide, name="application_decide"),
    path("applications/file/<int:pk>/", cms_applications.file, name="application_file"),
]
