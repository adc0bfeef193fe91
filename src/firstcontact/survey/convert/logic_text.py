"""Conditions as text in the expression languages of XLSForm, REDCap and SurveyJS.

Each language says how it writes one clause; joining is the same for all.
Source: specs/surveys/instrument-format.md 8, 9, 10.
"""

from collections.abc import Callable, Sequence

from firstcontact.survey.instrument.model import Clause, Condition, Instrument, Item

Writer = Callable[[Clause, Item], str]
JOIN = {"all": " and ", "any": " or "}


def condition_text(condition: Condition | None, instrument: Instrument, write: Writer) -> str:
    """One condition; '' for none."""
    if condition is None:
        return ""
    parts = [write(c, instrument.item_by_id[c.item]) for c in condition.clauses]
    return JOIN[condition.mode].join(parts)


def conditions_text(conditions: Sequence[Condition], instrument: Instrument, write: Writer) -> str:
    """Several conditions that must all hold, each in parentheses where it would otherwise run into the others."""
    texts = [condition_text(c, instrument, write) for c in conditions]
    several = len(texts) > 1
    mixed = [several and c.mode == "any" and len(c.clauses) > 1 for c in conditions]
    return " and ".join(f"({t})" if m else t for t, m in zip(texts, mixed, strict=True))


def xlsform(clause: Clause, item: Item) -> str:
    field = f"${{{item.link_id}}}"
    if clause.op == "exists":
        return f"{field} != ''" if clause.value else f"{field} = ''"
    if clause.op in ("=", "!="):
        equal = (
            f"selected({field}, {quoted(clause)})" if item.type == "multi" else f"{field} = {_literal(clause, item)}"
        )
        return equal if clause.op == "=" else f"not({equal})"
    return f"({field} != '' and {field} {clause.op} {_literal(clause, item)})"


def redcap(clause: Clause, item: Item) -> str:
    field = f"[{item.link_id}]"
    if item.type == "multi":
        return _redcap_multi(clause, item)
    if clause.op == "exists":
        return f"{field} <> ''" if clause.value else f"{field} = ''"
    if clause.op in ("=", "!="):
        return f"{field} {'=' if clause.op == '=' else '<>'} {quoted(clause)}"
    return f"({field} <> '' and {field} {clause.op} {_literal(clause, item)})"


def _redcap_multi(clause: Clause, item: Item) -> str:
    if clause.op == "exists":
        op, join = ("=", " or ") if clause.value else ("<>", " and ")
        marks = join.join(f"[{item.link_id}({o.code})] {op} '1'" for o in item.options)
        return f"({marks})" if len(item.options) > 1 else marks
    return f"[{item.link_id}({clause.value})] {'=' if clause.op == '=' else '<>'} '1'"


def surveyjs(clause: Clause, item: Item, matrix: str = "") -> str:
    """matrix: name of the matrix whose row the item is, which SurveyJS puts before it."""
    field = f"{{{matrix}.{item.link_id}}}" if matrix else f"{{{item.link_id}}}"
    if clause.op == "exists":
        return f"{field} {'notempty' if clause.value else 'empty'}"
    if item.type == "multi":
        return f"{field} {'contains' if clause.op == '=' else 'notcontains'} {quoted(clause)}"
    return f"{field} {clause.op} {_literal(clause, item)}"


def quoted(clause: Clause) -> str:
    sign = '"' if "'" in str(clause.value) else "'"
    return f"{sign}{clause.value}{sign}"


def _literal(clause: Clause, item: Item) -> str:
    return str(clause.value) if item.type in ("rating", "integer", "decimal") else quoted(clause)
