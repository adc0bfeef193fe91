"""What the pages of sign-in need in their templates."""

from django.contrib import messages
from django.http import HttpRequest

from firstcontact_site import words
from firstcontact_site.accounts.second_factor import is_set_up
from firstcontact_site.config.frame import here


def context(request: HttpRequest) -> dict:
    """For every Jinja template; read only when a template asks, so that public pages stay without a session."""

    def door(key: str):
        return here(request, words.text(key), "door")

    def said():
        return list(messages.get_messages(request))

    def protected() -> bool:
        return is_set_up(request.user)

    return {"door": door, "said": said, "protected": protected}
