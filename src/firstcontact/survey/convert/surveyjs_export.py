"""A native instrument as SurveyJS JSON (export only). Source: specs/surveys/instrument-format.md 10."""

from typing import Any

from firstcontact.survey.convert.logic_text import condition_text, surveyjs
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.model import Clause, Condition, Group, Instrument, Item, Option, Page, Text

Json = dict[str, Any]
TYPES = {"single": "radiogroup", "multi": "checkbox", "rating": "rating", "long_text": "comment", "info": "html"}
INPUTS = {"integer": "number", "decimal": "number", "date": "date"}
PATTERN_INPUTS = {"email": "email", "phone": "tel"}


def survey(instrument: Instrument) -> Json:
    """The survey model; hidden answers are cleared, as in the native rules."""
    writer = _Writer(instrument)
    return {
        "title": writer.text(instrument.title),
        "locale": instrument.default_language,
        "clearInvisibleValues": "onHidden",
        "pages": [writer.page(p) for p in instrument.pages],
    }


class _Writer:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        groups = (g for p in instrument.pages for g in p.groups)
        self.matrices = {g.group_id: f"{g.group_id}_matrix" for g in groups if g.layout == "matrix"}

    def text(self, text: Text) -> str | dict[str, str]:
        """A string where there is one language, else an object with `default` and the others by tag."""
        texts = filled(self.instrument, text)
        if len(texts) == 1:
            return next(iter(texts.values()))
        default = self.instrument.default_language
        return {"default" if tag == default else tag: t for tag, t in texts.items()}

    def page(self, page: Page) -> Json:
        intro = {"description": self.text(page.intro)} if page.intro else {}
        head = {"name": page.page_id, "title": self.text(page.title), **intro, **self.when(page.show_if)}
        return {**head, "elements": [self.group(g) for g in page.groups]}

    def group(self, group: Group) -> Json:
        title = {"title": self.text(group.title)} if group.title else {}
        head = {"type": "panel", "name": group.group_id, **title, **self.when(group.show_if)}
        if group.layout == "matrix":
            return {**head, "elements": [self.matrix(group)]}
        return {**head, "elements": [self.item(i) for i in group.items]}

    def matrix(self, group: Group) -> Json:
        columns = [self.choice(o) for o in self.instrument.scales[group.scale]]
        rows = [{"value": i.link_id, "text": self.text(i.text), **self.when(i.show_if)} for i in group.items]
        head = {"type": "matrix", "name": self.matrices[group.group_id]}
        return {**head, "isAllRowRequired": False, "columns": columns, "rows": rows}

    def item(self, item: Item) -> Json:
        made: Json = {"type": TYPES.get(item.type, "text"), "name": item.link_id}
        if item.type == "info":
            return made | {"html": self.text(item.text), **self.when(item.show_if)}
        made |= {"title": self.text(item.text), **self.when(item.show_if)}
        if item.hint:
            made["description"] = self.text(item.hint)
        if item.required:
            made["isRequired"] = True
        return made | self.answers(item)

    def answers(self, item: Item) -> Json:
        if item.options:
            most = {"maxSelectedChoices": item.max_choices} if item.max_choices is not None else {}
            return {"choices": [self.choice(o) for o in item.options], **most}
        if item.type == "rating":
            ends = {"minRateDescription": self.text(item.low_label), "maxRateDescription": self.text(item.high_label)}
            return {"rateMin": int(item.min), "rateMax": int(item.max), **ends}
        length = {"maxLength": item.max_length} if item.max_length is not None else {}
        return _input(item) | length

    def choice(self, option: Option) -> Json:
        exclusive = {"isExclusive": True} if option.exclusive else {}
        comment = {"showCommentArea": True} if option.has_text else {}
        return {"value": option.code, "text": self.text(option.label), **exclusive, **comment}

    def when(self, condition: Condition | None) -> Json:
        return {"visibleIf": condition_text(condition, self.instrument, self.clause)} if condition else {}

    def clause(self, clause: Clause, item: Item) -> str:
        return surveyjs(clause, item, self.matrices.get(item.group_id, ""))


def _input(item: Item) -> Json:
    if item.type == "long_text":
        return {}
    kind = INPUTS.get(item.type) or PATTERN_INPUTS.get(item.pattern or "", "text")
    low, high = (item.min_date, item.max_date) if item.type == "date" else (item.min, item.max)
    ends = {"min": _end(low), "max": _end(high)}
    step = {"step": 10 ** -(item.decimals or 0)} if item.type == "decimal" else {}
    return {"inputType": kind, **{k: v for k, v in ends.items() if v is not None}, **step}


def _end(value: Any) -> Any:
    if value is None:
        return None
    if value == "today":
        return "=today()"
    return value if isinstance(value, str) else float(value) if value != int(value) else int(value)
