"""What a release needs to know of any survey measure; scores and estimates add what is theirs."""

from collections.abc import Iterable
from typing import Any

from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument


def definition_of(
    instrument: Instrument, measure: Measure, name: str, method: str, items: Iterable[str]
) -> dict[str, Any]:
    """Keys are those of a measure's YAML.

    `titles` and `wording` (of the items) hold the texts by language, `instrument` the id, version and hash of what was
    answered. method: a sentence; name: of the result, `<measure>[.suffix]`.
    """
    return {
        "id": f"survey.{instrument.instrument_id}.{name}",
        "version": str(instrument.version),
        "title": measure.title[instrument.default_language],
        "titles": dict(measure.title),
        "domain": "performance",
        "why_it_matters": instrument.title[instrument.default_language],
        "unit_of_count": "respondent",
        "denominator_unit": "people",
        "direction": measure.direction,
        "window": "year",
        "reads": [],
        "codelists": [],
        "parameters": [],
        "sources": [{"title": method, "citation": method, "read": "own"}],
        "caveats": [],
        "status": "own",
        "built_in": False,
        "wording": {link_id: dict(instrument.item_by_id[link_id].text) for link_id in items},
        "instrument": {
            "id": instrument.instrument_id,
            "version": instrument.version,
            "content_hash": instrument.content_hash,
        },
    }
