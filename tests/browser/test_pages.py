"""Every kind of page, in three languages and at three widths: nothing for axe to find, nothing cut off, no request to
other sites, no error, and no more bytes than a slow line can carry."""

import pytest

from support.places import LANGUAGES, PLACES, RELEASE, Place
from support.watched import look

SITE_BYTES, RELEASE_BYTES = 60_000, 400_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_whole(place: Place, language: str, opened):
    watched, answer = opened(place, language)
    assert answer.status == place.status
    most_bytes = RELEASE_BYTES if place in RELEASE else SITE_BYTES
    found = look(watched, answer, language, most_bytes, place.dark and language == "en")
    assert not found, "\n".join(found)
