"""The closed shape of a native instrument: keys, kinds and what is required (V01-V05, V08, V53).

Source: specs/surveys/instrument-format.md 2.1-2.6. Measures, adjusters, checks: `shape_measure.py`.
"""

from firstcontact.survey.instrument.rules.kinds import (
    ANY,
    DAY,
    DECIMAL_STRING,
    FLAG,
    NUMBER,
    STRING,
    Id,
    OneOf,
    OptionCode,
    People,
    whole,
)
from firstcontact.survey.instrument.rules.parts import ListOf, Part, TableOf
from firstcontact.survey.instrument.rules.shape_condition import Show
from firstcontact.survey.instrument.rules.shape_measure import ADJUSTER, CHECK, MEASURE

FORMAT = "firstcontact-instrument/1"
MISSING_CODES = {"prefer_not_to_say": "-7", "does_not_apply": "-8", "dont_know": "-9"}
TYPES = ("single", "multi", "rating", "integer", "decimal", "date", "text", "long_text", "info")
ROLES = (
    "eligibility",
    "screener",
    "reportable",
    "key",
    "adjuster",
    "background",
    "free_text",
    "contact",
    "consent",
    "proxy",
)
REVIEW = ("draft", "reviewed", "tested")

OPTION = Part(
    "option",
    {
        "code": OptionCode(),
        "label": People(),
        "score": NUMBER,
        "missing": STRING,
        "exclusive": FLAG,
        "has_text": FLAG,
    },
    required=("code", "label"),
    id_key="code",
)

ITEM = Part(
    "item",
    {
        "link_id": Id(longest=32),
        "type": OneOf(TYPES),
        "text": People(),
        "hint": People(),
        "required": FLAG,
        "roles": ListOf(OneOf(ROLES)),
        "scale": STRING,
        "options": ListOf(OPTION, 1),
        "option_source": OneOf(("strategies",)),
        "max_choices": whole(1),
        "min": NUMBER,
        "max": NUMBER,
        "decimals": whole(0, 4),
        "min_date": DAY,
        "max_date": DAY,
        "low_label": People(),
        "high_label": People(),
        "max_length": whole(1, 10_000),
        "pattern": OneOf(("email", "phone", "zip", "none")),
        "unit": Id(),
        "pii": FLAG,
        "show_if": Show(),
        "sum_group": Id(),
        "strategy": STRING,
        "measures_touched": ListOf(STRING),
        "codes": ListOf(Part("code", {"system": STRING, "code": STRING}, ("system", "code"))),
        "export_name": STRING,
    },
    required=("link_id", "type", "text"),
    id_key="link_id",
)

GROUP = Part(
    "group",
    {
        "group_id": Id(),
        "title": People(),
        "layout": OneOf(("list", "matrix")),
        "scale": STRING,
        "module": STRING,
        "show_if": Show(),
        "items": ListOf(ITEM, 1),
    },
    required=("group_id", "items"),
    id_key="group_id",
)

PAGE = Part(
    "page",
    {"page_id": Id(), "title": People(), "intro": People(), "show_if": Show(), "groups": ListOf(GROUP, 1)},
    required=("page_id", "title", "groups"),
    id_key="page_id",
)

EXIT = Part(
    "exit",
    {"exit_id": Id(), "after_page": STRING, "when": Show(), "disposition": STRING, "message": People(rule="V46")},
    required=("exit_id", "after_page", "when", "disposition", "message"),
    id_key="exit_id",
)

MODULE = Part(
    "module",
    {"module_id": Id(), "rotation": OneOf(("always", "rotating"))},
    required=("module_id", "rotation"),
    id_key="module_id",
)

INSTRUMENT = Part(
    "instrument",
    {
        "format": STRING,
        "instrument_id": Id(3, 48),
        "version": whole(1),
        "status": OneOf(("draft", "final", "retired")),
        "content_hash": STRING,
        "title": People(),
        "description": People(),
        "population": OneOf(("patient", "practice", "clinician")),
        "unit_of_report": OneOf(("practice", "clinician", "region")),
        "default_language": STRING,
        "languages": ListOf(STRING, 1),
        "translation_status": TableOf(OneOf(REVIEW)),
        "origin": OneOf(("own", "licensed", "imported")),
        "licence_note": ANY,
        "recall": People(),
        "recall_months": whole(1),
        "placeholders": ListOf(STRING),
        "missing_codes": ListOf(OneOf(tuple(MISSING_CODES))),
        "scales": TableOf(Part("scale", {"options": ListOf(OPTION, 1)}, ("options",)), Id()),
        "modules": ListOf(MODULE),
        "pages": ListOf(PAGE, 1),
        "exits": ListOf(EXIT),
        "checks": ListOf(CHECK),
        "adjusters": ListOf(ADJUSTER),
        "completeness": Part(
            "completeness",
            {"key_share": DECIMAL_STRING, "min_reportable": whole(1)},
            required=("key_share", "min_reportable"),
        ),
        "measures": ListOf(MEASURE),
    },
    required=(
        "format",
        "instrument_id",
        "version",
        "status",
        "title",
        "population",
        "unit_of_report",
        "default_language",
        "languages",
        "origin",
        "missing_codes",
        "pages",
        "completeness",
    ),
)
