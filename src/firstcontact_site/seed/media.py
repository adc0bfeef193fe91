"""Sample recordings for the series of the starting content, as files of the CMS."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from firstcontact_site.content.media import EpisodePage, MediaIndex, SeriesPage
from firstcontact_site.seed import samples
from firstcontact_site.seed.given import rich
from firstcontact_site.seed.planting import Planter

SIDE = 1400


def plant(planter: Planter, index: MediaIndex, given: list[dict], topics: Callable[[list[str]], list]) -> None:
    for each in given:
        series = planter.page(
            index,
            SeriesPage,
            each["slug"],
            title=each["title"],
            lead=each["summary"].partition(". ")[2],
            kind=each["kind"],
            summary=each["summary"],
            owner_role=each["owner_role"],
            cover=cover(),
        )
        for episode in each["episodes"]:
            _episode(planter, series, episode, topics)


def _episode(planter: Planter, series: SeriesPage, given: dict, topics: Callable) -> Page:
    plain = {name: given[name] for name in ("title", "number", "date", "people", "summary")}
    if series.kind == "video":
        line = given["transcript"]
        plain |= {"media_file": document("sample-film.webm", samples.film)}
        plain |= {"captions": document(f"sample-film-{planter.code}.vtt", lambda: samples.captions(line))}
    else:
        plain |= {"media_file": document("sample-sound.wav", samples.sound)}
    return planter.page(
        series,
        EpisodePage,
        given["slug"],
        many={"topics": topics(given["topics"])},
        length_seconds=samples.SECONDS,
        transcript=rich(given["transcript"], planter.code),
        **plain,
    )


def document(title: str, make: Callable[[], bytes]):
    """The document of that title, made when it is not there."""
    model = get_document_model()
    return model.objects.filter(title=title).first() or model.objects.create(
        title=title, file=ContentFile(make(), name=title)
    )


def cover():
    """The picture of all sample series."""
    model, title = get_image_model(), "sample-cover"
    found = model.objects.filter(title=title).first()
    if found:
        return found
    file = ContentFile(samples.picture(SIDE, SIDE, "JPEG"), name=f"{title}.jpg")
    return model.objects.create(title=title, file=file, width=SIDE, height=SIDE)
