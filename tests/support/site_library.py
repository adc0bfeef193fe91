"""Pages of the library and of the media room for tests."""

from datetime import date

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from firstcontact_site.content.models import EpisodePage, SeriesPage
from firstcontact_site.library.models import StrategyIndex, StrategyMeasure, StrategyPage


def strategy_index(home) -> StrategyIndex:
    return home.add_child(instance=StrategyIndex(title="Strategies", slug="strategies", locale=home.locale))


def strategy(index, slug: str, measures=(), **fields) -> StrategyPage:
    fields = {"title": slug.capitalize(), "done": "<p>It was done.</p>", **fields}
    page = StrategyPage(slug=slug, locale=index.locale, **fields)
    page.measures = [StrategyMeasure(measure=measure) for measure in measures]
    return index.add_child(instance=page)


def document(name: str, content: bytes):
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def episode(series: SeriesPage, slug: str = "one", number: int = 1, **fields) -> EpisodePage:
    """Not saved yet."""
    fields = {"title": f"Episode {number}", "date": date(2026, 1, number), "summary": "Words <b>", **fields}
    fields = {"length_seconds": 5, "transcript": "<p>Silence.</p>", **fields}
    return EpisodePage(slug=slug, number=number, locale=series.locale, **fields)
