"""The instrument: what is asked, in which languages, under which conditions, and what is computed from it."""

from firstcontact.survey.instrument.canonical import canonical_json, content_hash
from firstcontact.survey.instrument.conditions import holds, is_answered
from firstcontact.survey.instrument.freeze import Frozen, freeze
from firstcontact.survey.instrument.load import find, from_document, load, shipped
from firstcontact.survey.instrument.model import Answer, Answers, Condition, Group, Instrument, Item, Option, Page
from firstcontact.survey.instrument.page import PageResult, Problem, validate_page
from firstcontact.survey.instrument.rules.finding import Finding
from firstcontact.survey.instrument.validate import validate, validate_document
from firstcontact.survey.instrument.visible import assigned_module, exit_after, next_page, visible_items, visible_pages

__all__ = [
    "Answer",
    "Answers",
    "Condition",
    "Finding",
    "Frozen",
    "Group",
    "Instrument",
    "Item",
    "Option",
    "Page",
    "PageResult",
    "Problem",
    "assigned_module",
    "canonical_json",
    "content_hash",
    "exit_after",
    "find",
    "freeze",
    "from_document",
    "holds",
    "is_answered",
    "load",
    "next_page",
    "shipped",
    "validate",
    "validate_document",
    "validate_page",
    "visible_items",
    "visible_pages",
]
