"""Link tokens and typed codes: the printed hashes, and what people type."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.survey.sampling.tokens import (
    CODE_ALPHABET,
    code_hash,
    new_code,
    new_token,
    normalise_code,
    token_hash,
)

KEY = "example-key-not-for-use"
CODE, HASH = "7K3M-9QXA-2TNB-4WZD", "291f002018d2b9bebdd8cea303c5704ad23f749f9c621c134f8b59cd47ad46ef"


def test_the_token_of_the_handbook_has_its_hash():
    digest = "99a45433571ec4297634f8b4705e1597b88991fe105165dece172db53a1b662a"
    assert token_hash("fJ3nB0dQyE6Zk2mXw8sVt5uHr1aLc9pG") == digest


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), " 7k3m 9qxa\t2tnb-4wzd ", "7K3M9QXA2TNB4WZD"])
def test_a_code_is_the_same_however_it_is_typed(typed):
    assert code_hash(typed, KEY) == HASH


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("L", "1")])
def test_letters_that_are_misread_become_digits(typed, meant):
    assert normalise_code(typed + "A" * 15) == meant + "A" * 15


@pytest.mark.parametrize("typed", ["", "A" * 15, "A" * 17, "U" + "A" * 15, "é" + "A" * 15])
def test_what_cannot_be_a_code_has_no_hash(typed):
    assert code_hash(typed, KEY) is None


@given(st.text(alphabet=string.printable, max_size=25))
def test_anything_typed_is_a_code_of_the_alphabet_or_nothing(typed):
    code = normalise_code(typed)
    assert code is None or (len(code) == 16 and set(code) <= set(CODE_ALPHABET))


def test_new_tokens_have_32_characters_and_are_all_different():
    tokens = {new_token() for _ in range(50_000)}
    assert len(tokens) == 50_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", t) for t in tokens)


def test_a_new_code_is_printed_in_fours_and_can_be_typed_back():
    code = new_code()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    assert normalise_code(code) == code.replace("-", "")
