"""The printable questionnaire of one language: what stands on it, and the PDF that Typst makes of it.

Source: specs/surveys/instrument-format.md 11.
"""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.paper_words import Sentences
from firstcontact.survey.convert.wording import filled, merge_fields
from firstcontact.survey.instrument.languages import base, is_right_to_left
from firstcontact.survey.instrument.model import Group, Instrument, Item, Option, Page, Text
from firstcontact.survey.instrument.visible import in_form

Json = dict[str, Any]
BLANK = "____________"  # where someone writes or prints what the form does not know
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # no day of making in the file: the same form gives the same bytes


def paper(
    instrument: Instrument,
    language: str,
    fields: Mapping[str, str] | None = None,
    modules: Collection[str] | None = None,
) -> bytes:
    """The questionnaire as a tagged PDF.

    fields: what to print for the instrument's merge fields (others are left as a line to fill in); modules: rotating
    modules to print (default all). Raises FirstContactError where the form's words are not written in the language.
    """
    template = Path(str(resources.files("firstcontact.survey.convert") / "paper.typ"))
    form = form_content(instrument, language, fields, modules)
    inputs = {"form": json.dumps(form, ensure_ascii=False)}
    try:
        return typst.compile(template, sys_inputs=inputs, pdf_standards="ua-1", timestamp=EPOCH)
    except typst.TypstError as e:
        raise FirstContactError(f"The questionnaire of {instrument.instrument_id} cannot be set: {e}") from None


def form_content(
    instrument: Instrument,
    language: str,
    fields: Mapping[str, str] | None = None,
    modules: Collection[str] | None = None,
) -> Json:
    """What stands on the form, as plain data for the template."""
    return _Form(instrument, language, fields or {}, modules).content()


class _Form:
    def __init__(
        self, instrument: Instrument, language: str, fields: Mapping[str, str], modules: Collection[str] | None
    ) -> None:
        self.instrument, self.language, self.fields = instrument, language, fields
        self.items = [i for i in instrument.items if in_form(instrument, i, modules)]
        asked = (i for i in self.items if i.type != "info")
        self.numbers = {item.link_id: number for number, item in enumerate(asked, 1)}
        self.sentences = Sentences(instrument, language, self.numbers)

    def content(self) -> Json:
        about = self.instrument.description
        return {
            "language": base(self.language),
            "direction": "rtl" if is_right_to_left(self.language) else "ltr",
            "title": self.text(self.instrument.title),
            "about": self.text(about) if about else self.sentences.words["about"],
            "words": self.sentences.words,
            "foot": self.foot(),
            "pages": [self.page(p) for p in self.instrument.pages if any(i in self.items for i in p.items)],
        }

    def foot(self) -> str:
        version = f"{self.sentences.words['version']} {self.instrument.version}"
        return f"{self.instrument.instrument_id} · {version} · {self.instrument.content_hash[:8]}"

    def text(self, text: Text) -> str:
        found = filled(self.instrument, text)[self.language]
        for name in merge_fields(self.instrument):
            found = found.replace(f"{{{name}}}", self.fields.get(name, BLANK))
        return found

    def page(self, page: Page) -> Json:
        exits = [e for e in self.instrument.exits if e.after_page == page.page_id]
        return {
            "title": self.text(page.title),
            "intro": self.text(page.intro) if page.intro else "",
            "only_if": self.sentences.only_if(page.show_if),
            "groups": [self.group(g) for g in page.groups if any(i in self.items for i in g.items)],
            "exits": [self.sentences.if_then(e.when, self.text(e.message)) for e in exits],
        }

    def group(self, group: Group) -> Json:
        matrix = group.layout == "matrix"
        return {
            "title": self.text(group.title) if group.title else "",
            "only_if": self.sentences.only_if(group.show_if),
            "heads": [self.option(o) for o in self.instrument.scales[group.scale]] if matrix else [],
            "items": [self.item(i) for i in group.items],
        }

    def item(self, item: Item) -> Json:
        most = self.sentences.words["at_most_choices"].format(max=item.max_choices) if item.max_choices else ""
        rating = item.type == "rating"
        return {
            "number": self.numbers.get(item.link_id),
            "type": item.type,
            "text": self.text(item.text),
            "hint": " ".join(t for t in (self.text(item.hint) if item.hint else "", most) if t),
            "only_if": self.sentences.only_if(item.show_if),
            "options": [self.option(o) for o in item.options],
            "marks": [str(n) for n in range(int(item.min), int(item.max) + 1)] if rating else [],
            "low": self.text(item.low_label) if rating else "",
            "high": self.text(item.high_label) if rating else "",
        }

    def option(self, option: Option) -> Json:
        return {"code": option.code, "label": self.text(option.label), "has_text": option.has_text}
