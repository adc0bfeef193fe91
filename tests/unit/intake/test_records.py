"""Where records begin and end, against a slow reading of RFC 4180 character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.intake.records import find_records


def found(block: bytes, first_line: int = 1):
    """(text of each record, its line, its fields, unclosed), and the unfinished rest."""
    r = find_records(block, b",", first_line)
    rows = zip(r.start, r.end, r.line, r.fields, r.unclosed, strict=True)
    return [(block[s:e], int(line), int(fields), bool(bad)) for s, e, line, fields, bad in rows], block[r.rest :]


def slow(block: bytes):
    """The same, one character at a time."""
    rows, rest = [], b""
    begin, line, begin_line, fields = 0, 1, 1, 1
    state = "start"
    broken = False
    for at, byte in enumerate(block):
        c = chr(byte)
        if state == "quoted":
            state = "closing" if c == '"' else state
            line += c == "\n"
            continue
        if state == "closing" and c == '"':
            state = "quoted"
            continue
        if state == "closing" and c not in ",\n":
            broken, state = True, "skip"
        if c == "\n":
            rows.append((block[begin:at], begin_line, fields, broken))
            line += 1
            begin, begin_line, fields, state, broken = at + 1, line, 1, "start", False
        elif state == "skip":
            continue
        elif c == ",":
            fields, state = fields + 1, "start"
        elif c == '"' and state == "start":
            state = "quoted"
        else:
            state = "plain"
    if begin < len(block):
        rest = block[begin:]
    return rows, rest


def test_plain_lines():
    assert found(b"a,b\nc,d\n") == ([(b"a,b", 1, 2, False), (b"c,d", 2, 2, False)], b"")


def test_a_line_end_and_a_delimiter_inside_quotes_belong_to_the_field():
    assert found(b'a,"x,\ny"\nc,d\n') == ([(b'a,"x,\ny"', 1, 2, False), (b"c,d", 3, 2, False)], b"")


def test_two_quotes_stand_for_one():
    assert found(b'"a""b",c\n') == ([(b'"a""b",c', 1, 2, False)], b"")


def test_a_quote_inside_an_unquoted_field_is_a_character():
    assert found(b'5" pipe,b\n"x",d\n') == ([(b'5" pipe,b', 1, 2, False), (b'"x",d', 2, 2, False)], b"")


def test_an_unclosed_quote_takes_the_lines_up_to_the_next_quote_with_it():
    rows, rest = found(b'a,"b\nc,"d"\ne,f\n')
    assert [(line, bad) for _, line, _, bad in rows] == [(1, True), (3, False)]
    assert rest == b""


def test_an_unfinished_record_is_the_rest():
    assert found(b'a,b\nc,"d\n', 7) == ([(b"a,b", 7, 2, False)], b'c,"d\n')


@given(st.lists(st.sampled_from(["a", ",", '"', "\n", "bc"]), max_size=30).map("".join))
def test_agrees_with_the_slow_reading(text):
    block = (text + "\n").encode()
    fast_rows, fast_rest = found(block)
    slow_rows, slow_rest = slow(block)
    assert fast_rest == slow_rest
    assert [r for r in fast_rows if not r[3]] == [r for r in slow_rows if not r[3]]
    assert [(text, line) for text, line, _, bad in fast_rows if bad] == [
        (text, line) for text, line, _, bad in slow_rows if bad
    ]


@pytest.mark.parametrize("block", [b"\n", b"\n\n", b",\n"])
def test_blank_lines_are_records_of_one_empty_field_or_more(block):
    rows, _ = found(block)
    assert len(rows) == block.count(b"\n")
