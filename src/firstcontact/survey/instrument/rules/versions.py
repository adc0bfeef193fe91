"""A link_id keeps its meaning from version to version (V56)."""

from firstcontact.survey.instrument.model import Instrument, Item
from firstcontact.survey.instrument.rules.finding import ERROR, Finding
from firstcontact.survey.instrument.rules.words import listed


def meaning_changes(instrument: Instrument, before: list[Instrument]) -> list[Finding]:
    """V56 for each item whose answers would not mean what they meant in the last version that had it.

    Another type, a code that is gone, another score of a code, a new code on a scored item, other ends of a rating.
    New codes on items without scores, and options marked missing, do not change the meaning of the others.
    """
    last = {i.link_id: (v.version, i) for v in before for i in v.items}
    found = []
    for item in instrument.items:
        version, old = last.get(item.link_id, (0, item))
        if old is not item and _differs(old, item):
            now = item.type if item.type != old.type else _described(item)
            message = (
                f"link_id '{item.link_id}' had {_described(old)} in version {version}; now {now}. Use a new link_id."
            )
            found.append(Finding("V56", ERROR, (), "", message))
    return found


def _differs(old: Item, new: Item) -> bool:
    if old.type != new.type:
        return True
    if old.type == "rating":
        return (old.min, old.max) != (new.min, new.max)
    scores, now = _scores(old), _scores(new)
    is_scored = any(s is not None for s in scores.values())
    kept = all(code in now and now[code] == score for code, score in scores.items())
    return not kept or (is_scored and set(now) != set(scores))


def _scores(item: Item) -> dict:
    return {o.code: o.score for o in item.options if o.missing is None}


def _described(item: Item) -> str:
    if item.type == "rating":
        return f"type rating from {item.min} to {item.max}"
    return f"type {item.type} with codes {_codes(item)}" if item.options else f"type {item.type}"


def _codes(item: Item) -> str:
    """`1–4` where the codes are a run of numbers."""
    codes = item.answer_codes
    numbers = sorted(int(c) for c in codes if c.isdecimal())
    if len(numbers) == len(codes) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}–{numbers[-1]}"
    return listed(codes)
