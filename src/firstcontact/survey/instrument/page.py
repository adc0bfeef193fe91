"""Checks one posted page: reads the answers, says what is missing or wrong, and what becomes visible or hidden.

Nothing is stored here; the site saves what comes back, also where something is wrong.
Source: specs/surveys/README.md 7.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.answer_text import OPTION_TEXT_LIMIT, NotAccepted, clean, read_answer
from firstcontact.survey.instrument.checks import failed_checks
from firstcontact.survey.instrument.conditions import is_answered
from firstcontact.survey.instrument.messages import message
from firstcontact.survey.instrument.model import Answer, Answers, Instrument, Item
from firstcontact.survey.instrument.visible import view, visible_items

Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one item, or with a check of several. severity: `hard`, or `soft`, which is asked once."""

    name: str
    kind: str
    message: str
    severity: str = "hard"


@dataclass(frozen=True)
class PageResult:
    """answers: link_id -> value of each item of the page that was shown, None where left blank.

    option_texts: (link_id, code) -> text typed beside a marked option. new_items: link_ids on this page that these
    answers make visible and that the form did not hold: show the page again. hidden: link_ids with a saved answer that
    are now hidden: the answer goes to the history, the item is skipped by logic.
    """

    answers: Mapping[str, Answer]
    option_texts: Mapping[tuple[str, str], str]
    problems: tuple[Problem, ...]
    new_items: tuple[str, ...]
    hidden: tuple[str, ...]

    @property
    def may_continue(self) -> bool:
        return not self.problems and not self.new_items


def validate_page(
    instrument: Instrument,
    page_id: str,
    posted: Posted,
    saved: Answers,
    language: str,
    *,
    modules: Collection[str] | None = None,
    asked: Collection[str] = (),
    today: date | None = None,
) -> PageResult:
    """Check what a person posted for a page.

    posted: link_id -> texts of the form; `link_id.code` -> text beside an option. saved: answers so far, of all pages.
    modules: rotating modules of this response. asked: ids of soft checks that the person has already been asked.
    today: for dates limited by `today`. Raises FirstContactError for a page or language that does not exist.
    """
    if page_id not in instrument.page_by_id:
        raise FirstContactError(f"{instrument.instrument_id} has no page '{page_id}'.")
    before = {i.link_id for i in visible_items(instrument, saved, page_id, modules)}
    asking = [i for i in instrument.page_by_id[page_id].items if i.link_id in before or i.link_id in posted]
    reading = _Reading(instrument, language, today or date.today())
    read = {i.link_id: reading.item(i, posted) for i in asking}
    after = view(instrument, {**saved, **read}, modules)
    here = [i for i in visible_items(instrument, {**saved, **read}, page_id, modules) if i.type != "info"]
    shown = {i.link_id: read[i.link_id] for i in here if i.link_id in read}
    new = tuple(i.link_id for i in here if i.link_id not in read)
    checked = () if new else reading.checks(after.answers, page_id, asked)
    hidden = tuple(i for i, a in saved.items() if is_answered(a) and i not in after.items)
    texts = {k: v for k, v in reading.option_texts.items() if k[0] in shown}
    return PageResult(shown, texts, (*reading.wrong(shown), *checked), new, hidden)


class _Reading:
    def __init__(self, instrument: Instrument, language: str, today: date) -> None:
        self.instrument, self.language, self.today = instrument, language, today
        self.problems: list[Problem] = []
        self.option_texts: dict[tuple[str, str], str] = {}

    def problem(self, name: str, kind: str, **details: object) -> Problem:
        return Problem(name, kind, message(self.language, kind, **details))

    def item(self, item: Item, posted: Posted) -> Answer:
        try:
            answer = read_answer(item, posted.get(item.link_id, ()), self.today)
            self.texts(item, answer, posted)
            return answer
        except NotAccepted as e:
            self.problems.append(self.problem(item.link_id, e.kind, **e.details))
            return None

    def texts(self, item: Item, answer: Answer, posted: Posted) -> None:
        marked = answer if isinstance(answer, frozenset) else {answer}
        for option in (o for o in item.options if o.has_text and o.code in marked):
            text = clean("".join(posted.get(f"{item.link_id}.{option.code}", ())))
            if len(text) > OPTION_TEXT_LIMIT:
                raise NotAccepted("too_long", max=OPTION_TEXT_LIMIT)
            if text:
                self.option_texts[item.link_id, option.code] = text

    def wrong(self, shown: Answers) -> list[Problem]:
        """Problems of the items shown: what could not be read, and what is required and blank."""
        unread = {p.name for p in self.problems}
        blank = [n for n, a in shown.items() if not is_answered(a) and n not in unread]
        required = [self.problem(n, "required") for n in blank if self.instrument.item_by_id[n].required]
        return [p for p in self.problems if p.name in shown] + required

    def checks(self, answers: Answers, page_id: str, asked: Collection[str]) -> list[Problem]:
        failed = failed_checks(self.instrument, answers, page_id)
        left = [(c, text) for c, text in failed if c.severity == "hard" or c.check_id not in asked]
        return [Problem(c.check_id, "check", text[self.language], c.severity) for c, text in left]
