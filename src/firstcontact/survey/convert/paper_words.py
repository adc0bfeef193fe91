"""Words of the printed questionnaire in each language, and its conditions as sentences."""

from functools import cache
from importlib import resources
from itertools import groupby

import yaml

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.wording import filled
from firstcontact.survey.instrument.languages import base
from firstcontact.survey.instrument.model import Clause, Condition, Instrument, Item

ORDER = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}


@cache
def all_words() -> dict[str, dict[str, str]]:
    """language -> name of a sentence -> sentence with merge fields."""
    file = resources.files("firstcontact.survey.convert") / "paper.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """Raises FirstContactError for a language without printed words."""
    texts = all_words()
    tag = language if language in texts else base(language)
    if tag not in texts:
        known = ", ".join(texts)
        raise FirstContactError(f"The words of the printed form are not written in '{language}', only in {known}.")
    return texts[tag]


class Sentences:
    """numbers: link_id -> the number that the item has on paper."""

    def __init__(self, instrument: Instrument, language: str, numbers: dict[str, int]) -> None:
        self.instrument, self.language, self.numbers = instrument, language, numbers
        self.words = words(language)

    def only_if(self, condition: Condition | None) -> str:
        """`Answer only if …`; '' without a condition."""
        return self.words["only_if"].format(conditions=self.conditions(condition)) if condition else ""

    def if_then(self, condition: Condition, message: str) -> str:
        return self.words["if_then"].format(conditions=self.conditions(condition), message=message)

    def conditions(self, condition: Condition) -> str:
        """Clauses that ask for one of several answers to one item are told together."""
        join = self.words["and" if condition.mode == "all" else "or"]
        together = condition.mode == "any"
        parts = []
        for (item_id, op), clauses in groupby(condition.clauses, key=lambda c: (c.item, c.op)):
            run = list(clauses)
            item = self.instrument.item_by_id[item_id]
            if op == "=" and together:
                parts.append(self.equal(run, item))
            else:
                parts += [self.clause(c, item) for c in run]
        return join.join(parts)

    def clause(self, clause: Clause, item: Item) -> str:
        number = self.numbers.get(item.link_id, "?")
        if clause.op == "exists":
            return self.words["answered" if clause.value else "not_answered"].format(number=number)
        if clause.op in ORDER:
            return self.words[ORDER[clause.op]].format(number=number, value=clause.value)
        return self.equal([clause], item)

    def equal(self, clauses: list[Clause], item: Item) -> str:
        key = "marked" if item.type == "multi" else "equals"
        key = key if clauses[0].op == "=" else f"not_{key}"
        labels = [self.label(c, item) for c in clauses]
        listed = self.words["or"].join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else labels[0]
        return self.words[key].format(number=self.numbers.get(item.link_id, "?"), labels=listed)

    def label(self, clause: Clause, item: Item) -> str:
        option = item.option_by_code.get(str(clause.value))
        text = filled(self.instrument, option.label)[self.language] if option else str(clause.value)
        return self.words["quote"].format(text=text)
