"""Rules about roles that work together: screeners, key items, eligibility, exits (V22, V41, V42, V44, V45, V47)."""

from firstcontact.survey.instrument.rules.options import written
from firstcontact.survey.instrument.rules.outline import Outline, PlacedItem
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed

DISPOSITIONS = (
    "complete",
    "partial_used",
    "break_off",
    "refused",
    "no_reply_delivered",
    "deceased",
    "unable",
    "language_not_offered",
    "other_eligible",
    "no_reply_unknown",
    "undeliverable",
    "ineligible_not_seen",
    "ineligible_under_age",
    "ineligible_not_primary_care",
    "duplicate_frame",
    "quota_full",
    "eligible_closed",
)


def check_screening(outline: Outline, walk: Walk) -> None:
    _key(outline, walk)
    _screeners(outline, walk)
    _exits(outline, walk)
    _eligibility(outline, walk)


def _key(outline: Outline, walk: Walk) -> None:
    if outline.items and not any("key" in item.roles for item in outline.items):
        walk.error(
            "V44", (), "no item has the role key; completeness cannot be judged. Give it to the items that count."
        )


def _screeners(outline: Outline, walk: Walk) -> None:
    deciding = {c["item"] for condition in outline.conditions for c in condition.clauses}
    for item in (i for i in outline.items if "screener" in i.roles):
        if item.id not in deciding:
            advice = "Use it in a show_if or take the role away."
            walk.warn("V42", item.path, f"'{item.id}' has the role screener but no item depends on it. {advice}")
        _next_reportable(item, outline, walk)


def _next_reportable(screener: PlacedItem, outline: Outline, walk: Walk) -> None:
    later = [i for i in outline.items if i.path[:4] == screener.path[:4] and i.order > screener.order]
    dependent = next((i for i in later if "reportable" in i.roles), None)
    if dependent and "show_if" not in written(dependent.path, walk):
        group = screener.group.get("group_id", "")
        message = (
            f"group {group} holds screener {screener.id}, but the next reportable item {dependent.id} has no show_if."
        )
        walk.warn("V41", dependent.path, f"{message} Link it or move it.")


def _exits(outline: Outline, walk: Walk) -> None:
    pages = [p.get("page_id") for p in outline.entries("pages")]
    for index, entry in enumerate(outline.document.get("exits", [])):
        if not isinstance(entry, dict):
            continue
        after, disposition = entry.get("after_page"), entry.get("disposition")
        if after is not None and after not in pages:
            hint = did_you_mean(after, [p for p in pages if p])
            walk.error("V22", ("exits", index), f"after_page names '{after}', which does not exist.{hint}")
        if disposition is not None and disposition not in DISPOSITIONS:
            known = listed(DISPOSITIONS)
            walk.error("V47", ("exits", index), f"disposition '{disposition}' is not in the list ({known}).")


def _eligibility(outline: Outline, walk: Walk) -> None:
    deciding = {c["item"] for condition in outline.conditions if condition.key == "when" for c in condition.clauses}
    for item in outline.items:
        if "eligibility" in item.roles and item.id not in deciding:
            message = f"'{item.id}' has the role eligibility but no exit uses it. Add an exit or take the role away."
            walk.warn("V45", item.path, message)
