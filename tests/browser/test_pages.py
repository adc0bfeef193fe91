"""Every kind of page, in three languages and at three widths: nothing for axe to find, nothing cut off, no request to
other sites, no error, and no more bytes than a slow line can carry."""

import pytest

from support.places import LANGUAGES, PLACES, Place
from support.watched import look


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_whole(place: Place, language: str, opened):
    watched, answer = opened(place, language)
    assert answer.status == place.status
    found = look(watched, answer, language, place.dark and language == "en")
    assert found == []
