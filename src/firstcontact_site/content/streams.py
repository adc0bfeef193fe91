"""Sound, film and captions of live episodes. Players ask for parts of a file, and get them."""

import re

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from firstcontact_site.accounts.rules import public
from firstcontact_site.content.media import TYPES, EpisodePage, ending
from firstcontact_site.content.sitefiles import SiteFile

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
PIECE = 256 * 1024


@public
@require_safe
def episode_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The file `name` of an episode that everybody may see; 404 for every other."""
    episodes = EpisodePage.objects.live().public().select_related("media_file", "captions")
    episode = get_object_or_404(episodes, pk=pk)
    for document in (episode.media_file, episode.captions):
        if document and document.filename == name and ending(document) in TYPES:
            return _part(request, document)
    raise Http404


@public
@require_safe
def body_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A film, sound or captions inside a body. Its name is random: only who has read the page knows it."""
    document = get_object_or_404(SiteFile, pk=pk)
    if document.filename != name or ending(document) not in TYPES:
        raise Http404
    return _part(request, document)


def _part(request: HttpRequest, document) -> HttpResponse:
    size = document.file.size
    try:
        first, last, status = _asked(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {
        "Content-Type": TYPES[ending(document)],
        "Content-Length": str(last - first + 1),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=86400",
    }
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_pieces(document, first, last), status=status, headers=headers)


def _asked(header: str, size: int) -> tuple[int, int, int]:
    """First, last byte and status. A header of another form is as none (RFC 9110, 14.2). ValueError past the end."""
    found = RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return 0, size - 1, 200
    start, end = found.groups()
    first = int(start) if start else max(size - int(end), 0)
    last = min(int(end), size - 1) if start and end else size - 1
    if first > last:
        raise ValueError(header)
    return first, last, 206


def _pieces(document, first: int, last: int):
    with document.open_file() as handle:
        handle.seek(first)
        left = last - first + 1
        while left > 0 and (piece := handle.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
