"""What other rooms ask of the library."""

from django.db.models import QuerySet


def strategies_for(measure: str, language: str) -> QuerySet:
    """Live strategies that should move a measure (its base id), in a language; ordered by title."""
    from firstcontact_site.library.strategies import StrategyPage

    found = StrategyPage.objects.live().public().filter(locale__language_code=language, measures__measure=measure)
    return found.distinct().order_by("title", "pk")
