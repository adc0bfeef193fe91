"""Reads the rows of the survey sheet of an XLSForm into native pages, groups and items."""

import re
from collections.abc import Mapping
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.draft import slug
from firstcontact.survey.convert.logic_parse import XLSFORM, NotRead, parse_condition
from firstcontact.survey.convert.sheet_files import Row
from firstcontact.survey.convert.xlsform_limits import constraint, rating_ends

Json = dict[str, Any]
LONGEST_NAME = 32
TYPES = {
    "range": "rating",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "note": "info",
}
CHOICES = {"select_one": "single", "select_multiple": "multi"}
METADATA = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "simserial",
    "subscriberid",
)
REFERENCE = re.compile(r"\$\{(\w+)\}")
OFFERED = "=, !=, <, <=, >, >=, selected and and/or"


class Reader:
    """shared: names of choice lists that become scales; warnings: collected while reading."""

    def __init__(self, languages: Mapping[str, str], lists: Mapping[str, list[Json]]) -> None:
        self.languages, self.lists = languages, lists
        self.warnings: list[str] = []
        self.shared: list[str] = []
        self.fields: set[str] = set()
        self.types: dict[str, str] = {}
        self.made: list[Json] = []
        self.open: list[Json] = []

    def pages(self, rows: list[Row]) -> list[Json]:
        self.fields = {r["name"] for r in rows if r.get("type") == "hidden" and "name" in r}
        for number, row in enumerate(rows, 2):
            if row.get("type"):
                self.row(row, row["type"].strip().split(), number)
        for page in self.made:
            page["groups"] = [g for g in page["groups"] if g["items"]]
        return [p for p in self.made if p["groups"]]

    def row(self, row: Row, words: list[str], number: int) -> None:
        kind = re.sub(r"^(begin|end) (group|repeat)", r"\1_\2", " ".join(words)).split()[0]
        if kind == "begin_group":
            self.begin(row, number)
        elif kind == "end_group":
            self.end(number)
        elif kind in METADATA and kind != "email":
            self.warnings.append(f"survey row {number}: '{kind}' is kept by the program and is left out.")
        elif kind != "hidden":
            self.place(self.item(row, words, number))

    def begin(self, row: Row, number: int) -> None:
        """An outer group is a page, a group in it a group; deeper ones run into the group that holds them."""
        name = slug(row.get("name", f"group_{number}"))
        text, show = self.texts("label", row), self.show_if(row, number)
        if not self.open:
            page_id = name.removeprefix("page_")
            title = text or dict.fromkeys(self.languages, page_id)
            made = {"page_id": page_id, "title": title, **show, "groups": []}
            self.made.append(made)
        elif len(self.open) == 1:
            title = {"title": text} if text else {}
            layout = {"layout": "matrix"} if "table-list" in row.get("appearance", "") else {}
            made = {"group_id": name, **title, **layout, **show, "items": []}
            self.open[0]["groups"].append(made)
        else:
            self.warnings.append(
                f"survey row {number}: group '{name}' lies too deep and runs into the one that holds it."
            )
            made = {**self.open[-1], "inner": True}
        self.open.append(made)

    def end(self, number: int) -> None:
        if not self.open:
            raise FirstContactError(f"survey row {number}: end_group without begin_group. Remove it.")
        closed = self.open.pop()
        if closed.get("layout") == "matrix":
            lists = {i.get("scale") for i in closed["items"]}
            closed["scale"] = next(iter(lists)) if len(lists) == 1 else ""

    def place(self, item: Json) -> None:
        if not self.open:
            if not self.made or self.made[-1].get("page_id") != "first":
                title = dict.fromkeys(self.languages, "Questions")
                self.made.append({"page_id": "first", "title": title, "groups": []})
            self._into_page(self.made[-1], item)
        elif len(self.open) == 1:
            self._into_page(self.open[0], item)
        else:
            self.open[-1]["items"].append(item)

    def _into_page(self, page: Json, item: Json) -> None:
        """Items beside groups go into a group of their own, so that the order stays."""
        groups = page["groups"]
        if not groups or not groups[-1].get("group_id", "").startswith(f"{page['page_id']}_g"):
            groups.append({"group_id": f"{page['page_id']}_g{len(groups) + 1}", "items": []})
        groups[-1]["items"].append(item)

    def item(self, row: Row, words: list[str], number: int) -> Json:
        name, kind = row.get("name", ""), self.kind(row, words, number)
        if not name or (len(name) > LONGEST_NAME):
            raise FirstContactError(
                f"survey row {number}: name '{name}' needs 1 to {LONGEST_NAME} characters. Shorten it."
            )
        self.types[name] = kind
        made: Json = {"link_id": name, "type": kind, "text": self.texts("label", row) or {}}
        hint = self.texts("hint", row)
        made |= {"hint": hint} if hint else {}
        if kind != "info":
            made["roles"] = row.get("fc_roles", "background").split()
            made |= {"required": True} if row.get("required", "").lower() in ("yes", "true", "true()") else {}
        made |= self.options(words, name, number) if kind in ("single", "multi") else {}
        made |= rating_ends(row, number) if kind == "rating" else {}
        made |= constraint(row.get("constraint", ""), made, number, self.warnings)
        return {**made, **self.show_if(row, number)}

    def kind(self, row: Row, words: list[str], number: int) -> str:
        if words[0] == "text":
            return "long_text" if "multiline" in row.get("appearance", "") else "text"
        if words[0] in CHOICES and "choice_filter" not in row and "or_other" not in words and len(words) == 2:
            return CHOICES[words[0]]
        if words[0] in TYPES:
            return TYPES[words[0]]
        what = "a choice filter or or_other" if words[0] in CHOICES else f"type '{' '.join(words)}'"
        raise FirstContactError(f"survey row {number}: {what} is not imported. Take it out, or write it by hand.")

    def options(self, words: list[str], name: str, number: int) -> Json:
        chosen = words[1]
        if chosen not in self.lists:
            raise FirstContactError(f"survey row {number}: list '{chosen}' is not in the choices sheet. Add it.")
        if chosen == f"l_{name}":
            return {"options": [dict(o) for o in self.lists[chosen]]}
        if chosen not in self.shared:
            self.shared.append(chosen)
        return {"scale": chosen}

    def show_if(self, row: Row, number: int) -> Json:
        text = row.get("relevant", "").strip()
        if not text:
            return {}
        try:
            return {"show_if": self.typed(parse_condition(text, XLSFORM))}
        except NotRead as e:
            if e.mixed:
                message = f'survey row {number}: relevant "{text}" mixes and with or. Write the condition by hand.'
                raise FirstContactError(message) from None
            message = f'survey row {number}: relevant "{text}" uses more than {OFFERED}. Write the condition by hand.'
            raise FirstContactError(message) from None

    def typed(self, condition: Json) -> Json:
        """Numbers compare as numbers, codes as text, whichever way they were quoted."""
        for clause in next(iter(condition.values())):
            kind, value = self.types.get(clause["item"]), clause["value"]
            if kind in ("rating", "integer") and isinstance(value, str) and value.removeprefix("-").isdecimal():
                clause["value"] = int(value)
            elif kind in ("single", "multi", "text") and type(value) is int:
                clause["value"] = str(value)
        return condition

    def texts(self, key: str, row: Row) -> Json:
        found = {tag: row[f"{key}{end}"].strip() for tag, end in self.languages.items() if f"{key}{end}" in row}
        return {tag: REFERENCE.sub(self.reference, text) for tag, text in found.items()}

    def reference(self, match: re.Match[str]) -> str:
        if match[1] not in self.fields:
            what = f"a text refers to ${{{match[1]}}}, the answer to another question"
            raise FirstContactError(f"survey: {what}; only hidden fields can stand in texts. Write it without.")
        return f"{{{match[1]}}}"
