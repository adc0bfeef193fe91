"""The release's part of the home page: cards, findings and news, worded when the release was built.

A home page puts `home(request)` into its context as `results` and includes `results/home_cards.html`.
"""

from django.http import HttpRequest

from firstcontact_site import words
from firstcontact_site.config.frame import release_of
from firstcontact_site.results.embed import home_of


def home(request: HttpRequest) -> dict | None:
    """Title, lead, cards, findings and news in the request's language; None without a release that holds them."""
    release = release_of(request)
    return home_of(release, words.language().code) if release else None
