"""Addresses and codes of FHIR R4 (4.0.1) that export, import and responses share."""

BASE = "urn:firstcontact"
NATIVE = f"{BASE}:ext:native"
CONTENT_HASH = f"{BASE}:ext:content-hash"

DEFINITIONS = "http://hl7.org/fhir/StructureDefinition"
TRANSLATION = f"{DEFINITIONS}/translation"
ORDINAL = f"{DEFINITIONS}/ordinalValue"
MIN_VALUE = f"{DEFINITIONS}/minValue"
MAX_VALUE = f"{DEFINITIONS}/maxValue"
DECIMALS = f"{DEFINITIONS}/maxDecimalPlaces"
MOST_CHOICES = f"{DEFINITIONS}/questionnaire-maxOccurs"
EXCLUSIVE = f"{DEFINITIONS}/questionnaire-optionExclusive"
ITEM_CONTROL = f"{DEFINITIONS}/questionnaire-itemControl"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"

STATUS = {"draft": "draft", "final": "active", "retired": "retired"}
SUBJECT = {"patient": "Patient", "practice": "Organization", "clinician": "Practitioner"}
TYPES = {
    "single": "choice",
    "multi": "choice",
    "rating": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "text": "string",
    "long_text": "text",
    "info": "display",
}


def code_system(instrument_id: str, version: int, name: str) -> str:
    return f"{BASE}:cs:{instrument_id}:{version}:{name}"
