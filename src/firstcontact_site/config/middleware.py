"""What every request passes: its line in the log, and the language that its address names."""

import logging
import re
import time

from django.conf import settings
from django.utils import translation

from firstcontact_site.config.logs import incident_of, route_of
from firstcontact_site.config.problems import too_large
from firstcontact_site.config.views import missing

log = logging.getLogger("firstcontact.requests")


class RequestLog:
    """One line a request: no address, no query, no sender."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        said = {"method": request.method, "route": route_of(request), "status": response.status_code}
        if response.status_code >= 400:
            said["incident"] = incident_of(request)
        log.info("answered", extra=said | {"milliseconds": round((time.perf_counter() - began) * 1000)})
        return response


class NoNulls:
    """An address with the character 0 leads nowhere: PostgreSQL takes it in no text, so asking would be a failure."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return missing(request)
        return self.get_response(request)


class BodyLimit:
    """A body larger than its address can need is refused before it is read. The web server has the same limits."""

    LIMITS = ((re.compile("/cms/"), 201), (re.compile("/[a-z]{2,3}/programs/application/"), 31))
    ELSEWHERE = 1
    MEGABYTE = 1024 * 1024

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        limit = next((most for address, most in self.LIMITS if address.match(request.path_info)), self.ELSEWHERE)
        given = request.META.get("CONTENT_LENGTH") or "0"
        if given.isdecimal() and int(given) > limit * self.MEGABYTE:
            return too_large(request, limit)
        return self.get_response(request)


class AddressLanguage:
    """Never what a header guesses."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        code = request.path_info.lstrip("/").partition("/")[0]
        known = code in settings.SITE_LANGUAGES
        with translation.override(code if known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response
