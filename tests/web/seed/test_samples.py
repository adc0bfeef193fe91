"""The sample recordings are what they say they are."""

import io
import wave

import pytest
from PIL import Image

from firstcontact_site.seed import samples


def elements(data: bytes):
    """(name, content) of the EBML elements of a piece."""
    at = 0
    while at < len(data):
        width = 9 - data[at].bit_length()
        name, at = int.from_bytes(data[at : at + width]), at + width
        width = 9 - data[at].bit_length()
        length, at = int.from_bytes(data[at : at + width]) & ~(1 << (7 * width)), at + width
        yield name, data[at : at + length]
        at += length


def test_the_sound_is_five_silent_seconds():
    with wave.open(io.BytesIO(samples.sound())) as made:
        assert made.getnframes() / made.getframerate() == samples.SECONDS
        assert set(made.readframes(made.getnframes())) == {0x80}


def test_the_film_is_a_webm_of_one_picture_a_second():
    film = samples.film()
    assert len(film) < 20_000
    head, segment = elements(film)
    assert dict(elements(head[1]))[0x4282] == b"webm"
    cluster = dict(elements(segment[1]))[0x1F43B675]
    blocks = [content for name, content in elements(cluster) if name == 0xA3]
    assert [int.from_bytes(b[1:3]) for b in blocks] == [0, 1000, 2000, 3000, 4000]
    assert all(b[4] & 1 == 0 and b[7:10] == b"\x9d\x01\x2a" for b in blocks), "each is a VP8 key frame"


def test_the_cover_is_a_square():
    with Image.open(io.BytesIO(samples.picture(1400, 1400, "JPEG"))) as made:
        assert made.size == (1400, 1400)


def test_a_picture_that_is_no_key_frame_is_refused():
    with pytest.raises(ValueError, match="no lossy WebP"):
        samples._key_frame(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0")
