"""Addresses of this room inside the editor."""

from django.urls import path

from firstcontact_site.accounts import cms_audit, cms_people, cms_review

urlpatterns = [
    path("", cms_people.people, name="people"),
    path("invite/", cms_people.invite_somebody, name="people_invite"),
    path("invitations/<int:pk>/withdraw/", cms_people.withdraw_invitation, name="people_withdraw"),
    path("<int:pk>/", cms_people.person, name="people_person"),
    path("<int:pk>/close/", cms_people.close, name="people_close"),
    path("<int:pk>/open/", cms_people.reopen, name="people_open"),
    path("audit/", cms_audit.log, name="audit_log"),
    path("audit/check/", cms_audit.check_chain, name="audit_check"),
    path("audit/export/", cms_audit.export, name="audit_export"),
    path("pages/<int:pk>/privacy-check/", cms_review.privacy_check, name="privacy_check"),
]
