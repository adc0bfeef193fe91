"""Silent sound, a still film and a cover, made here: the starting content needs files that are nobody's work."""

import io
import struct
import wave

from PIL import Image, ImageDraw

SECONDS = 5
RATE = 8000
SIZE = (320, 180)
GREEN, GOLD, PALE = (10, 75, 74), (255, 215, 138), (191, 224, 218)


def sound() -> bytes:
    """A few seconds of silence as WAV."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(RATE)
        made.writeframes(b"\x80" * RATE * SECONDS)
    return kept.getvalue()


def picture(width: int, height: int, form: str) -> bytes:
    """A plain mark on the site's colour."""
    made = Image.new("RGB", (width, height), GREEN)
    draw, unit = ImageDraw.Draw(made), min(width, height) / 10
    x, y = width / 2, height / 2
    for left, top, right, bottom in ((-3, -0.4, 3, 0.4), (-3.4, -2, -2.6, 2), (2.6, -2, 3.4, 2)):
        draw.rectangle([x + left * unit, y + top * unit, x + right * unit, y + bottom * unit], fill=PALE)
    draw.ellipse([x - unit, y - 1.6 * unit, x + 2.2 * unit, y + 1.6 * unit], fill=GOLD)
    kept = io.BytesIO()
    made.save(kept, form, quality=60)
    return kept.getvalue()


def captions(line: str) -> bytes:
    return f"WEBVTT\n\n00:00:00.000 --> 00:00:0{SECONDS}.000\n{line}\n".encode()


def film() -> bytes:
    """One still picture a second as WebM. A lossy WebP is one VP8 key frame, so Pillow can write the pictures."""
    frame = _key_frame(picture(*SIZE, "WEBP"))
    blocks = b"".join(_simple_block(1000 * second, frame) for second in range(SECONDS))
    info = _element(0x2AD7B1, _number(1_000_000)) + _element(0x4489, struct.pack(">d", 1000.0 * SECONDS))
    info += _element(0x4D80, b"firstcontact") + _element(0x5741, b"firstcontact")
    shape = _element(0xB0, _number(SIZE[0])) + _element(0xBA, _number(SIZE[1]))
    track = _element(0xD7, _number(1)) + _element(0x73C5, _number(1)) + _element(0x83, _number(1))
    track += _element(0x86, b"V_VP8") + _element(0xE0, shape)
    cluster = _element(0x1F43B675, _element(0xE7, _number(0)) + blocks)
    tracks = _element(0x1654AE6B, _element(0xAE, track))
    return _head() + _element(0x18538067, _element(0x1549A966, info) + tracks + cluster)


def _head() -> bytes:
    facts = [(0x4286, 1), (0x42F7, 1), (0x42F2, 4), (0x42F3, 8)]
    said = b"".join(_element(name, _number(value)) for name, value in facts)
    said += _element(0x4282, b"webm") + _element(0x4287, _number(2)) + _element(0x4285, _number(2))
    return _element(0x1A45DFA3, said)


def _element(name: int, content: bytes) -> bytes:
    """An element of EBML: its name, its length in eight bytes, its content."""
    return _number(name) + struct.pack(">Q", len(content) | 1 << 56) + content


def _number(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def _simple_block(at: int, frame: bytes) -> bytes:
    return _element(0xA3, b"\x81" + struct.pack(">hB", at, 0x80) + frame)


def _key_frame(webp: bytes) -> bytes:
    """The VP8 data inside a simple WebP file."""
    kind, length = struct.unpack_from("<4sI", webp, 12)
    if kind != b"VP8 ":
        raise ValueError(f"the picture is no lossy WebP: its first part is {kind!r}")
    return webp[20 : 20 + length]
