"""The language of a request is the one its address names, never what a header guesses."""

from django.conf import settings
from django.utils import translation


class AddressLanguage:
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
