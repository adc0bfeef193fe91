"""Links cannot be guessed, changed or used for something else."""

from datetime import timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from firstcontact_site.mail import tokens


def test_a_random_token_has_32_bytes_and_its_hash_is_what_is_kept():
    token, kept = tokens.make()
    assert len(token) == 43
    assert kept == sha256(token.encode()).hexdigest() == tokens.digest(token)
    assert tokens.make()[0] != token


def test_a_signed_link_names_its_object_for_its_kind_only():
    text = tokens.signed("subscription", 7)
    assert tokens.unsigned("subscription", text) == "7"
    assert tokens.unsigned("application", text) is None


def test_a_signed_link_may_have_an_age():
    text = tokens.signed("application", 7)
    assert tokens.unsigned("application", text, timedelta(days=30)) == "7"
    assert tokens.unsigned("application", text, -1) is None


@given(st.text(max_size=60))
def test_no_other_text_is_taken(text):
    assert tokens.unsigned("subscription", text) is None


@given(st.integers(0, 30), st.characters(categories=["Ll", "Nd"]))
def test_a_changed_letter_breaks_the_link(at, letter):
    text = tokens.signed("subscription", 123456)
    changed = text[:at] + letter + text[at + 1 :]
    assert changed == text or tokens.unsigned("subscription", changed) is None
