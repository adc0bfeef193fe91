"""Files that strangers send: judged by what is in them, never by their name or by what the sender says they are."""

import secrets
from collections.abc import Callable, Set

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from firstcontact_site import words

MEGABYTE = 1024 * 1024
ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
CHUNK = 256 * 1024
OVERLAP = 32


def check_upload(file: UploadedFile, kinds: Set[str] = frozenset({"pdf"}), limit: int = 10 * MEGABYTE) -> str:
    """The file's kind; a random name with that ending replaces its own. Raises ValidationError with a sentence."""
    if file.size > limit:
        raise ValidationError(words.text("upload_too_large", limit=limit // MEGABYTE), code="too_large")
    if not file.size:
        raise ValidationError(words.text("upload_empty"), code="empty")
    kind = next((k for k, fits in KINDS.items() if k in kinds and fits(file)), None)
    if kind is None:
        known = ", ".join(sorted(k.upper() for k in kinds))
        raise ValidationError(words.text("upload_wrong_kind", kinds=known), code="wrong_kind")
    if kind == "pdf" and _holds(file, ACTIVE):
        raise ValidationError(words.text("upload_active"), code="active")
    file.name = f"{secrets.token_hex(16)}.{kind}"
    file.seek(0)
    return kind


def _starts(*signs: bytes, at: int = 0) -> Callable[[UploadedFile], bool]:
    def check(file: UploadedFile) -> bool:
        file.seek(at)
        head = file.read(max(map(len, signs)))
        return any(head.startswith(sign) for sign in signs)

    return check


def _is_pdf(file: UploadedFile) -> bool:
    """Header at the very start, so that no other kind hides in front, and the end mark near the end."""
    file.seek(max(0, file.size - 1024))
    return b"%%EOF" in file.read() and _starts(b"%PDF-1.", b"%PDF-2.")(file)


def _is_webp(file: UploadedFile) -> bool:
    return _starts(b"RIFF")(file) and _starts(b"WEBP", at=8)(file)


def _is_text(file: UploadedFile) -> bool:
    """UTF-8 without control characters, and no page or script."""
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    control = any(ord(c) < 32 and c not in "\t\r\n" for c in text)
    return not control and not text.lstrip().startswith("<")


def _is_captions(file: UploadedFile) -> bool:
    return _starts(b"WEBVTT", b"\xef\xbb\xbfWEBVTT")(file) and _is_text(file)


def _holds(file: UploadedFile, signs: tuple[bytes, ...]) -> bool:
    """Whether one of `signs` stands in the file as a whole name, read in pieces."""
    file.seek(0)
    rest = b""
    while piece := file.read(CHUNK):
        piece = rest + piece
        if any(_is_name(piece, sign) for sign in signs):
            return True
        rest = piece[-OVERLAP:]
    return False


def _is_name(piece: bytes, sign: bytes) -> bool:
    at = piece.find(sign)
    while at >= 0:
        after = piece[at + len(sign) : at + len(sign) + 1]
        if not after.isalnum():
            return True
        at = piece.find(sign, at + 1)
    return False


# In this order: a PDF can be plain text as well, and must be looked at as a PDF.
KINDS: dict[str, Callable[[UploadedFile], bool]] = {
    "pdf": _is_pdf,
    "png": _starts(b"\x89PNG\r\n\x1a\n"),
    "jpg": _starts(b"\xff\xd8\xff"),
    "gif": _starts(b"GIF87a", b"GIF89a"),
    "webp": _is_webp,
    "mp3": _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "mp4": _starts(b"ftyp", at=4),
    "vtt": _is_captions,
    "csv": _is_text,
}
