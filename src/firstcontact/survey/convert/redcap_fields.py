"""Reads the fields of a REDCap data dictionary into native items."""

import re
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.logic_parse import REDCAP, NotRead, parse_condition
from firstcontact.survey.convert.redcap_export import (
    ANNOTATION,
    BRANCHING,
    CHOICES,
    IDENTIFIER,
    LABEL,
    MAX,
    MIN,
    NAME,
    NOTE,
    REQUIRED,
    TYPE,
    VALIDATION,
)
from firstcontact.survey.convert.sheet_files import Row

Json = dict[str, Any]
TYPES = {
    "radio": "single",
    "dropdown": "single",
    "yesno": "single",
    "truefalse": "single",
    "checkbox": "multi",
    "slider": "rating",
    "notes": "long_text",
    "descriptive": "info",
    "text": "text",
}
FIXED = {"yesno": (("1", "Yes"), ("0", "No")), "truefalse": (("1", "True"), ("0", "False"))}
VALIDATIONS = {
    "integer": "integer",
    "number": "decimal",
    "date_ymd": "date",
    "date_mdy": "date",
    "date_dmy": "date",
}
PATTERNS = {"email": "email", "phone": "phone", "zipcode": "zip"}
TAG = re.compile(r"@[A-Z-]+(?:=(?:'[^']*'|\"[^\"]*\"|\S+))?")


class Fields:
    """warnings: collected while reading."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.types: dict[str, str] = {}
        self.warnings: list[str] = []

    def item(self, row: Row, number: int) -> Json:
        kind = self.kind(row, number)
        made: Json = {"link_id": row.get(NAME, ""), "type": kind, "text": self.text(row.get(LABEL, ""))}
        made |= {"hint": self.text(row[NOTE])} if NOTE in row else {}
        if kind != "info":
            made["roles"] = ["background"]
            made |= {"required": True} if row.get(REQUIRED) == "y" else {}
        made |= self.answers(row, kind, number)
        self.types[made["link_id"]] = kind
        made |= {"pii": True} if row.get(IDENTIFIER) == "y" and kind in ("text", "long_text") else {}
        self.annotations(row.get(ANNOTATION, ""), made, row, number)
        return {**made, **self.show_if(row, number)}

    def kind(self, row: Row, number: int) -> str:
        found, validation = row.get(TYPE, ""), row.get(VALIDATION, "")
        if found not in TYPES:
            raise self.error(row, number, f"type '{found}' is not imported", "Take the field out, or write it by hand.")
        if found != "text" or validation in ("", *PATTERNS):
            return TYPES[found]
        if validation not in VALIDATIONS:
            self.warn(row, number, f"validation '{validation}' is not kept; the answer is free text")
        return VALIDATIONS.get(validation, "text")

    def answers(self, row: Row, kind: str, number: int) -> Json:
        if kind in ("single", "multi"):
            return {"options": self.options(row, number)}
        if kind == "rating":
            return self.slider(row, number)
        if kind == "text" and row.get(VALIDATION) in PATTERNS:
            return {"pattern": PATTERNS[row[VALIDATION]]}
        if kind not in ("integer", "decimal", "date"):
            return {}
        keys = ("min_date", "max_date") if kind == "date" else ("min", "max")
        return self.limits(row, keys, int if kind == "integer" else str, number)

    def limits(self, row: Row, keys: tuple[str, str], typed: type, number: int) -> Json:
        found = dict(zip(keys, (row.get(MIN), row.get(MAX)), strict=True))
        try:
            return {key: typed(value) for key, value in found.items() if value is not None}
        except ValueError:
            raise self.error(row, number, "its least or greatest value is no whole number", "Correct it.") from None

    def options(self, row: Row, number: int) -> list[Json]:
        pairs = FIXED.get(row[TYPE]) or [part.partition(",")[::2] for part in row.get(CHOICES, "").split("|")]
        made = [{"code": code.strip(), "label": self.text(label)} for code, label in pairs]
        if any(not o["code"] or not o["label"][self.language] for o in made):
            raise self.error(
                row, number, "its choices do not have the form 'code, label | code, label'", "Correct them."
            )
        return made

    def slider(self, row: Row, number: int) -> Json:
        labels = [part.strip() for part in row.get(CHOICES, "").split("|")]
        ends = {"low_label": labels[0], "high_label": labels[-1] if len(labels) > 1 else ""}
        if len(labels) > 2 and labels[1]:
            self.warn(row, number, f"the middle label '{labels[1]}' is not kept")
        texts = {key: self.text(label) for key, label in ends.items() if label}
        return {"min": 0, "max": 100, **self.limits(row, ("min", "max"), int, number), **texts}

    def annotations(self, text: str, item: Json, row: Row, number: int) -> None:
        kept = []
        for tag in TAG.findall(text):
            name, _, value = tag.partition("=")
            codes = value.strip("'\"").split(",")
            if name == "@MAXCHECKED" and item["type"] == "multi" and value.isdecimal():
                item["max_choices"] = int(value)
            elif name == "@NONEOFTHEABOVE" and item["type"] == "multi":
                for option in (o for o in item["options"] if o["code"] in codes):
                    option["exclusive"] = True
            else:
                kept.append(tag)
        if kept:
            item["codes"] = [{"system": "redcap:field_annotation", "code": tag} for tag in kept]
            self.warn(row, number, f"{', '.join(kept)} is kept as metadata only")

    def show_if(self, row: Row, number: int) -> Json:
        text = row.get(BRANCHING, "").strip()
        if not text:
            return {}
        try:
            condition = parse_condition(text, REDCAP)
        except NotRead as e:
            what = "mixes and with or" if e.mixed else "uses more than [field] with =, <>, <, <=, >, >= and and/or"
            raise self.error(row, number, f'branching logic "{text}" {what}', "Write the condition by hand.") from None
        for clause in next(iter(condition.values())):
            is_number = self.types.get(clause["item"]) in ("rating", "integer")
            if is_number and clause["op"] != "exists" and str(clause["value"]).removeprefix("-").isdecimal():
                clause["value"] = int(clause["value"])
            elif type(clause["value"]) is int:
                clause["value"] = str(clause["value"])
        return {"show_if": condition}

    def text(self, text: str) -> Json:
        return {self.language: text.strip()}

    def warn(self, row: Row, number: int, what: str) -> None:
        self.warnings.append(f"row {number}, field '{row.get(NAME, '')}': {what}.")

    def error(self, row: Row, number: int, what: str, advice: str) -> FirstContactError:
        return FirstContactError(f"row {number}, field '{row.get(NAME, '')}': {what}. {advice}")
