"""What comes next in the calendar, without knowing the room that holds it."""

from django.apps import apps


def coming(locale_id: int, count: int) -> list:
    """The next items of every page type with `coming(locale_id)`, soonest first; such a page type names `starts_at`."""
    found = []
    for model in apps.get_models():
        if hasattr(model, "coming"):
            found += list(model.coming(locale_id)[:count])
    return sorted(found, key=lambda item: item.starts_at)[:count]
