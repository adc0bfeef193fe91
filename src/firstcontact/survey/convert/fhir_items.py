"""Reads the items of a foreign FHIR R4 Questionnaire into native pages, groups and items."""

from collections.abc import Iterator
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert import fhir_options
from firstcontact.survey.convert.draft import slug
from firstcontact.survey.convert.fhir_names import (
    DECIMALS,
    ITEM_CONTROL,
    MAX_VALUE,
    MIN_VALUE,
    MOST_CHOICES,
    TRANSLATION,
)

Json = dict[str, Any]
TYPES = {
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "string": "text",
    "text": "long_text",
    "display": "info",
    "boolean": "single",
    "choice": "single",
    "open-choice": "single",
}
MAY_REPEAT = ("choice", "open-choice")


class Reader:
    """languages: default first; warnings: collected while reading."""

    def __init__(self, resource: Json, where: str) -> None:
        self.resource, self.where = resource, where
        self.warnings: list[str] = []
        default = str(resource.get("language", "en"))
        self.languages = list(dict.fromkeys([default, *_translated(resource)]))
        self.names = _names(resource)
        self.types = {i.get("linkId"): i.get("type") for i in _all(resource)}

    def texts(self, text: str, extended: Json | None) -> Json:
        """The text by language; languages without it are absent."""
        return {self.languages[0]: text.strip(), **_translations(extended)}

    def pages(self) -> list[Json]:
        """Top groups are pages; questions outside any group come first, on a page of their own."""
        top = self.resource.get("item", [])
        loose = [i for i in top if i.get("type") != "group"]
        pages = [self.page(i) for i in top if i.get("type") == "group"]
        if loose:
            title = self.texts(str(self.resource.get("title", "Questions")), self.resource.get("_title"))
            pages.insert(0, {"page_id": "first", "title": title, "groups": [self.group("first_g", loose)]})
        return [p for p in pages if p["groups"]]

    def page(self, item: Json) -> Json:
        name = self.names[item.get("linkId")].removeprefix("page_")
        title = self.texts(item.get("text") or name, item.get("_text"))
        inner, intro = self.intro(item.get("item", []))
        loose = [i for i in inner if i.get("type") != "group"]
        groups = [self.group(f"{name}_g", loose)] if loose else []
        groups += [self.inner_group(i) for i in inner if i.get("type") == "group"]
        head = {"page_id": name, "title": title, **intro, **self.show_if(item)}
        return {**head, "groups": [g for g in groups if g["items"]]}

    def intro(self, items: list[Json]) -> tuple[list[Json], Json]:
        """A text that begins a page is its introduction."""
        if not items or items[0].get("type") != "display" or "enableWhen" in items[0]:
            return items, {}
        return items[1:], {"intro": self.texts(items[0].get("text", ""), items[0].get("_text"))}

    def inner_group(self, item: Json) -> Json:
        name = self.names[item.get("linkId")].removeprefix("group_")
        title = {"title": self.texts(item["text"], item.get("_text"))} if item.get("text") else {}
        return self.group(name, item.get("item", []), {**title, **self.show_if(item)})

    def group(self, name: str, items: list[Json], more: Json | None = None) -> Json:
        return {"group_id": name, **(more or {}), "items": [made for i in items for made in self.flat(i)]}

    def flat(self, item: Json) -> Iterator[Json]:
        """The item, and after it what stands in it: the native format has no questions within questions."""
        inner = [i for i in item.get("item", []) if not _control(i)]
        if item.get("type") != "group":
            yield self.item(item)
        if inner:
            self.warnings.append(f"item '{item.get('linkId')}' holds other items; they now follow it.")
        for one in inner:
            yield from self.flat(one)

    def item(self, item: Json) -> Json:
        kind = self.kind(item)
        made: Json = {"link_id": self.names[item.get("linkId")], "type": kind}
        made["text"] = self.texts(item.get("text") or made["link_id"], item.get("_text"))
        made |= self.notes(item)
        if kind != "info":
            made["roles"] = ["background"]
            made |= {"required": True} if item.get("required") else {}
        made |= fhir_options.options(self, item) if kind in ("single", "multi") else {}
        return {**made, **self.limits(item, kind), **self.show_if(item)}

    def kind(self, item: Json) -> str:
        found, link_id = item.get("type"), item.get("linkId")
        if found not in TYPES:
            raise self.error(f"item '{link_id}' has type {found}, which the native format does not have")
        for url in (e.get("url", "") for e in item.get("extension", [])):
            if url.endswith("Expression"):
                raise self.error(f"item '{link_id}' has a code expression ({url.rsplit('/', 1)[-1]})")
        if "initial" in item or any("initialSelected" in o for o in item.get("answerOption", [])):
            self.warnings.append(
                f"item '{link_id}': its initial value is not imported; nothing is answered beforehand."
            )
        if item.get("repeats") and found not in MAY_REPEAT:
            raise self.error(f"item '{link_id}' repeats, which only choices may")
        if found == "integer" and _control(item) == "slider":
            return "rating"
        return "multi" if item.get("repeats") else TYPES[found]

    def notes(self, item: Json) -> Json:
        keys = {"help": "hint", "lower": "low_label", "upper": "high_label"}
        inner = [(keys.get(_control(i) or ""), i) for i in item.get("item", [])]
        return {key: self.texts(i.get("text", ""), i.get("_text")) for key, i in inner if key}

    def limits(self, item: Json, kind: str) -> Json:
        urls = {
            e.get("url"): next((v for k, v in e.items() if k.startswith("value")), None)
            for e in item.get("extension", [])
        }
        low, high = ("min_date", "max_date") if kind == "date" else ("min", "max")
        found = {low: urls.get(MIN_VALUE), high: urls.get(MAX_VALUE), "decimals": urls.get(DECIMALS)}
        found |= {"max_choices": urls.get(MOST_CHOICES), "max_length": item.get("maxLength")}
        if kind == "decimal":
            found |= {key: str(found[key]) for key in ("min", "max") if found[key] is not None}
        return {key: value for key, value in found.items() if value is not None}

    def show_if(self, item: Json) -> Json:
        when = item.get("enableWhen", [])
        if not when:
            return {}
        if len(when) > 1 and "enableBehavior" not in item:
            self.warnings.append(f"item '{item.get('linkId')}': enableBehavior is missing; any condition shows it.")
        mode = item.get("enableBehavior", "any" if len(when) > 1 else "all")
        return {"show_if": {mode: [self.clause(w, item) for w in when]}}

    def clause(self, when: Json, item: Json) -> Json:
        question, op = when.get("question"), when.get("operator")
        if question not in self.names:
            raise self.error(f"item '{item.get('linkId')}' depends on '{question}', which does not exist")
        value = next((v for k, v in when.items() if k.startswith("answer")), None)
        if isinstance(value, dict):
            value = fhir_options.code_of(value)
        elif op != "exists" and self.types[question] == "boolean":
            value = "1" if value else "0"
        elif isinstance(value, float):
            value = str(value)
        return {"item": self.names[question], "op": op, "value": value}

    def error(self, what: str) -> FirstContactError:
        return FirstContactError(
            f"{self.where}: {what}. Change it in the questionnaire, or write the instrument by hand."
        )


def _all(holder: Json) -> Iterator[Json]:
    for item in holder.get("item", []):
        yield item
        yield from _all(item)


def _names(resource: Json) -> dict[Any, str]:
    """linkId -> native id, unique."""
    names: dict[Any, str] = {}
    for item in _all(resource):
        name, number = slug(str(item.get("linkId")), 32), 2
        while name in names.values():
            name, number = f"{slug(str(item.get('linkId')), 28)}_{number}", number + 1
        names[item.get("linkId")] = name
    return names


def _translations(extended: Json | None) -> dict[str, str]:
    found = {}
    for extension in (extended or {}).get("extension", []):
        if extension.get("url") == TRANSLATION:
            parts = {e.get("url"): e for e in extension.get("extension", [])}
            found[parts["lang"]["valueCode"]] = parts["content"]["valueString"].strip()
    return found


def _translated(part: Any) -> Iterator[str]:
    """Languages of all translations in the resource."""
    if isinstance(part, dict):
        yield from _translations(part)
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _translated(value)


def _control(item: Json) -> str | None:
    for extension in item.get("extension", []):
        if extension.get("url") == ITEM_CONTROL:
            return next((c.get("code") for c in extension["valueCodeableConcept"].get("coding", [])), None)
    return None
