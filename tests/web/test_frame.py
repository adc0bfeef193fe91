"""Pages of the site stand in the frame of the release, in the language that their address names."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_home_says_which_language_it_is_in(client, homes, code):
    answer = client.get(f"/{code}/", HTTP_ACCEPT_LANGUAGE="pt" if code != "pt" else "en")
    assert answer.status_code == 200
    assert f'<html lang="{code}">' in answer.text
    assert answer.headers["Content-Language"] == code


def test_the_root_leads_to_the_first_language_and_guesses_nothing(client, db):
    answer = client.get("/", HTTP_ACCEPT_LANGUAGE="pt")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")


def test_a_missing_page_is_told_in_words_and_in_the_frame(client, homes):
    answer = client.get("/es/nada/")
    assert answer.status_code == 404
    assert "No encontramos esta página" in answer.text
    assert 'id="main"' in answer.text


def test_homes_are_made_once(homes):
    from firstcontact_site.config.setup import make_homes
    from firstcontact_site.content.models import HomePage

    make_homes()
    assert HomePage.objects.count() == 3
