"""One disposition for each case, and its class."""

from itertools import pairwise

import pytest

from firstcontact.survey.disposition import Classes, Decision, Evidence, decide
from firstcontact.survey.disposition.codes import DISPOSITIONS, rank

ORDER = ["complete", "partial_used", "ineligible_not_seen", "refused", "break_off", "unable", "no_reply_unknown"]


@pytest.mark.parametrize(("higher", "lower"), list(pairwise(ORDER)))
def test_the_highest_rank_decides(higher, lower):
    assert decide(Evidence(responses=[lower, higher])).disposition == higher


def test_every_disposition_has_a_rank_and_a_class():
    assert all(isinstance(rank(d), int) and Classes().of(d, "patient") for d in DISPOSITIONS)


@pytest.mark.parametrize(
    ("outcomes", "disposition"),
    [
        ({}, "no_reply_unknown"),
        ({"email": ["sent"]}, "no_reply_unknown"),
        ({"email": ["sent", "delivered"]}, "no_reply_delivered"),
        ({"email": ["bounced"], "mail": ["sent"]}, "no_reply_unknown"),
        ({"email": ["bounced"], "mail": ["returned_mail"]}, "undeliverable"),
        ({"email": ["delivered"], "phone": ["refusal"]}, "refused"),
    ],
)
def test_messages_decide_about_those_who_did_not_answer(outcomes, disposition):
    assert decide(Evidence(outcomes=outcomes)).disposition == disposition


def test_who_started_and_answered_nothing_broke_off():
    assert decide(Evidence(state="started")).disposition == "break_off"


def test_a_person_may_state_what_no_rule_knows():
    found = decide(Evidence(stated=[Decision("language_not_offered", "stated", "person")]))
    assert (found.disposition, found.by) == ("language_not_offered", "person")


def test_the_classes_in_dispute_are_parameters():
    assert Classes().of("deceased", "patient") == "NE"
    assert Classes().of("deceased", "practice") == "O"
    assert Classes(deceased_class="O").of("deceased", "patient") == "O"
    assert Classes().of("language_not_offered", "patient") == "O"
    assert Classes(language_class="NE").of("language_not_offered", "patient") == "NE"
