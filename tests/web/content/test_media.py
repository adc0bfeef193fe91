"""Series and episodes: players without strangers, words for everyone, files in parts."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstcontact_site.content.models import MediaIndex, SeriesPage
from firstcontact_site.seed import samples
from support.site_library import document
from support.site_library import episode as made

pytestmark = pytest.mark.django_db
SOUND = samples.sound()
ELSEWHERE = "https://video.example.org/1"


@pytest.fixture
def podcast(homes):
    index = homes["en"].add_child(instance=MediaIndex(title="Media", slug="media", locale=homes["en"].locale))
    series = SeriesPage(title="Talks", slug="talks", kind="podcast", summary="About care.", owner_role="Office")
    series.locale = homes["en"].locale
    return index.add_child(instance=series)


@pytest.fixture
def episode(podcast):
    return podcast.add_child(instance=made(podcast, media_file=document("talk.wav", SOUND)))


def test_an_episode_has_a_native_player_its_transcript_and_no_stranger(client, episode):
    page = client.get(episode.url).text
    assert f'<source src="/episodes/{episode.pk}/' in page
    assert "<audio" in page
    assert "Silence." in page
    assert not re.search(r'<(iframe|script|source|track|img)[^>]*(src|href)="https?:', page)


def test_a_film_has_its_captions_in_the_player(client, podcast):
    film, words = document("film.webm", samples.film()), document("film.vtt", samples.captions("Hello"))
    page = podcast.add_child(instance=made(podcast, media_file=film, captions=words))
    assert f'<track kind="captions" src="{page.captions_url}" srclang="en"' in client.get(page.url).text
    assert client.get(page.captions_url).headers["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"media_file": None}, "media_file"),
        ({"transcript": " "}, "transcript"),
        ({"media_file": ("film.webm", b"x"), "captions": None}, "captions"),
        ({"media_file": ("film.webm", b"x"), "captions": ("film.vtt", b"no captions")}, "captions"),
        ({"media_file": ("film.avi", b"x")}, "media_file"),
    ],
)
def test_an_episode_without_its_words_is_refused(podcast, wrong, field):
    wrong = {name: document(*value) if isinstance(value, tuple) else value for name, value in wrong.items()}
    page = made(podcast, **{"media_file": document("talk.wav", SOUND), **wrong})
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {field}


def test_a_recording_elsewhere_is_a_link_and_nothing_else(client, podcast):
    page = podcast.add_child(instance=made(podcast, outside_link=ELSEWHERE))
    text = client.get(page.url).text
    assert f'href="{ELSEWHERE}" rel="noopener noreferrer"' in text
    assert "<video" not in text
    assert "<audio" not in text


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-3", 206, SOUND[:4], f"bytes 0-3/{len(SOUND)}"),
        ("bytes=40000-", 206, SOUND[40000:], f"bytes 40000-{len(SOUND) - 1}/{len(SOUND)}"),
        ("bytes=-4", 206, SOUND[-4:], f"bytes {len(SOUND) - 4}-{len(SOUND) - 1}/{len(SOUND)}"),
        ("bytes=0-999999999", 206, SOUND, f"bytes 0-{len(SOUND) - 1}/{len(SOUND)}"),
        ("lines=1-2", 200, SOUND, None),
        ("bytes=0-1,4-5", 200, SOUND, None),
        ("bytes=999999999-", 416, b"", f"bytes */{len(SOUND)}"),
    ],
)
def test_players_get_the_part_of_the_file_that_they_ask_for(client, episode, asked, status, part, told):
    answer = client.get(episode.file_url, headers={"range": asked})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, content, answer.headers.get("Content-Range")) == (status, part, told)


def test_a_recording_of_a_hidden_episode_is_not_given_out(client, episode):
    address = episode.file_url
    assert client.head(address).headers["Content-Length"] == str(len(SOUND))
    assert client.get(f"/episodes/{episode.pk}/other.wav").status_code == 404
    episode.unpublish()
    assert client.get(address).status_code == 404


def test_the_series_lists_its_episodes_newest_first(client, podcast):
    for number in (1, 2, 3):
        podcast.add_child(instance=made(podcast, f"e{number}", number, outside_link=ELSEWHERE))
    text = client.get(podcast.url).text
    assert text.index(">Episode 3<") < text.index(">Episode 2<") < text.index(">Episode 1<")


def test_a_series_without_episodes_says_so(client, podcast):
    assert "No episode yet." in client.get(podcast.url).text
    assert "No series yet." not in client.get(podcast.get_parent().url).text


def test_the_number_of_queries_of_a_list_does_not_grow_with_it(client, podcast):
    counts = []
    for number in range(1, 12):
        podcast.add_child(instance=made(podcast, f"e{number}", number, outside_link=ELSEWHERE))
        with CaptureQueriesContext(connection) as queries:
            client.get(podcast.url)
        counts.append(len(queries))
    assert counts[1] == counts[-1]
