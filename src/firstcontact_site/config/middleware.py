"""What every request passes: its line in the log, and the language that its address names."""

import logging
import time

from django.conf import settings
from django.utils import translation

from firstcontact_site.config.logs import incident_of, route_of

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
