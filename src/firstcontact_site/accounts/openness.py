"""Which pages everybody may see."""

from wagtail.models import Page, PageQuerySet, PageViewRestriction

from firstcontact_site.accounts.request import current_request


def open_to_all(pages: PageQuerySet) -> PageQuerySet:
    """Live, without limits, and no copy of a page with limits: it is as private as its source."""
    found, copies = pages.live().public(), _copies()
    return found.exclude(pk__in=copies) if copies else found


def _copies() -> list[int]:
    """Ids (the search of the database filters by nothing else), looked up once a request."""
    request = current_request()
    if request is None:
        return _copies_of_private()
    if not hasattr(request, "private_copies"):
        request.private_copies = _copies_of_private()
    return request.private_copies


def _copies_of_private() -> list[int]:
    if not PageViewRestriction.objects.exists():
        return []
    return list(Page.objects.filter(alias_of__in=Page.objects.private()).values_list("pk", flat=True))
