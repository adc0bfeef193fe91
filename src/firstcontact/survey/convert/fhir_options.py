"""Reads the answer options of a foreign FHIR R4 item."""

from typing import Any

from firstcontact.survey.convert.draft import slug
from firstcontact.survey.convert.fhir_names import EXCLUSIVE, ORDINAL
from firstcontact.survey.instrument.rules.kinds import MISSING_OPTION_CODES

Json = dict[str, Any]
YES = {"en": "Yes", "es": "Sí", "pt": "Sim", "fr": "Oui", "de": "Ja", "it": "Sì"}
NO = {"en": "No", "es": "No", "pt": "Não", "fr": "Non", "de": "Nein", "it": "No"}


def options(reader: Any, item: Json) -> Json:
    """`options` of a choice; a boolean becomes yes (1) and no (0)."""
    if item.get("type") == "boolean":
        words = (("1", YES), ("0", NO))
        return {"options": [{"code": code, "label": _in_languages(reader, w, item)} for code, w in words]}
    found = [_option(reader, o) for o in item.get("answerOption", [])]
    if not found:
        raise reader.error(f"item '{item.get('linkId')}' lists no options (answerValueSet is not imported)")
    if item["type"] == "open-choice" and not any(o.get("has_text") for o in found):
        found[-1]["has_text"] = True
        name = found[-1]["code"]
        reader.warnings.append(
            f"item '{item.get('linkId')}' allows own words; option '{name}' now has a text beside it."
        )
    return {"options": found}


def _in_languages(reader: Any, words: dict[str, str], item: Json) -> Json:
    default = reader.languages[0]
    if default not in words:
        raise reader.error(f"item '{item.get('linkId')}' is boolean, and yes and no are not known in '{default}'")
    return {tag: words[tag] for tag in reader.languages if tag in words}


def _option(reader: Any, option: Json) -> Json:
    coding = option.get("valueCoding")
    if coding is None:
        text = str(next((v for k, v in option.items() if k.startswith("value")), ""))
        return {"code": slug(text, 40) if not text.isdecimal() else text, "label": reader.texts(text, None)}
    made = {
        "code": code_of(coding),
        "label": reader.texts(coding.get("display") or code_of(coding), coding.get("_display")),
    }
    score = _value(coding, ORDINAL, "valueDecimal")
    if score is not None:
        made["score"] = score if isinstance(score, int) else str(score)
    if _value(option, EXCLUSIVE, "valueBoolean"):
        made["exclusive"] = True
    return made


def code_of(coding: Json) -> str:
    """The code in the form of the native format."""
    code = str(coding.get("code") or coding.get("display") or "")
    return (
        code if code in MISSING_OPTION_CODES else "".join(c if c.isascii() and c.isalnum() else "_" for c in code)[:40]
    )


def _value(holder: Json, url: str, key: str) -> Any:
    return next((e.get(key) for e in holder.get("extension", []) if e.get("url") == url), None)
