"""The home page as data: the cards, findings and news that its page shows, in the same words."""

from firstcontact.release.embed import notes, said
from firstcontact.release.indicators import DOMAINS
from firstcontact.release.pages.home import Headline, card, findings, news
from firstcontact.release.view import View


def home(view: View) -> dict:
    """Everything that another page needs to show the same cards; paths stand below the language."""
    return {
        "title": view.text("home_title", region=view.site.given.settings.region),
        "lead": view.text("home_lead", years=view.site.period),
        "cards": [_card(view, domain) for domain in DOMAINS],
        "findings": findings(view),
        "news": news(view),
    }


def _card(view: View, domain: str) -> dict:
    return {
        "domain": domain,
        "title": view.text(f"domain_{domain}"),
        "question": view.text(f"q_{domain}"),
        "path": f"domain/{domain}/",
        "headlines": [_headline(view, h) for h in card(view, domain).headlines],
    }


def _headline(view: View, headline: Headline) -> dict:
    """`value` is the number's words, the gap's words, or the words for a missing number (`shown` is false then)."""
    cell, spark = headline.cell, view.spark(headline.series)
    return {
        "measure": headline.measure,
        "title": view.headline(headline.measure),
        "path": headline.path,
        "shown": cell.shown,
        "value": headline.gap or said(view, cell),
        "note": _gap_note(view, headline) if headline.gap else _note(view, headline),
        "notes": [] if headline.gap else list(notes(view, cell)),
        "spark": {"line": spark.line, "dots": spark.dots} if spark else None,
    }


def _note(view: View, headline: Headline) -> str:
    """Unit, period, way of counting and trend word under a value."""
    cell = headline.cell
    unit, variant = view.unit_words(headline.measure), view.variant(headline.measure)
    period = ", ".join(part for part in (_sentence(view.period(cell.period)), variant) if part) + "."
    if not cell.shown:
        return period
    return " ".join(part for part in (_sentence(unit), period, f"{view.text(view.trend(headline.series))}.") if part)


def _gap_note(view: View, headline: Headline) -> str:
    """The two groups, and what their numbers count."""
    unit = _sentence(view.unit_words(headline.measure))
    return f"{headline.gap_words} {unit}" if unit else headline.gap_words


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
