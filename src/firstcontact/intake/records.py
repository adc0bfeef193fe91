"""Finds the records of a delimited text block: where each begins and ends, its line, its number of fields.

Quoting follows RFC 4180: a quote opens a field only at its start, two quotes stand for one. The usual case
(every quote in its place) is counted with numpy over the whole block; only a block with a stray quote is read
line by line.
"""

from dataclasses import dataclass

import numpy as np

NEWLINE, QUOTE = 10, 34
MAX_QUOTED_LINES = 50


@dataclass
class Records:
    """Arrays of equal length, one entry per record, in the order of the block.

    start, end: byte positions (end is that of the newline); line, last_line: physical lines;
    fields: number of fields; unclosed: a quote of the record is not closed where it should be.
    `rest`: position where an unfinished record begins (len of the block if none), `rest_line` its line.
    """

    start: np.ndarray
    end: np.ndarray
    line: np.ndarray
    last_line: np.ndarray
    fields: np.ndarray
    unclosed: np.ndarray
    rest: int
    rest_line: int


def find_records(block: bytes, delimiter: bytes, first_line: int) -> Records:
    """Records of a block that ends with a newline and begins at physical line `first_line`."""
    data = np.frombuffer(block, dtype=np.uint8)
    newlines = np.flatnonzero(data == NEWLINE)
    delimiters = np.flatnonzero(data == delimiter[0])
    quotes = np.flatnonzero(data == QUOTE) if b'"' in block else np.empty(0, dtype=np.int64)
    if not _quotes_are_regular(data, quotes, delimiter[0]):
        return _by_line(block, delimiter, first_line)
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0] if len(quotes) else newlines
    outside = delimiters[np.searchsorted(quotes, delimiters) % 2 == 0] if len(quotes) else delimiters
    return _from_positions(newlines, ends, outside, first_line)


def _from_positions(newlines: np.ndarray, ends: np.ndarray, delimiters: np.ndarray, first_line: int) -> Records:
    start = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    before_end = np.searchsorted(delimiters, ends)
    fields = np.diff(before_end, prepend=0) + 1
    line = first_line + np.searchsorted(newlines, start)
    last_line = first_line + np.searchsorted(newlines, ends)
    rest = int(ends[-1]) + 1 if len(ends) else 0
    rest_line = first_line + int(np.searchsorted(newlines, rest))
    return Records(start, ends, line, last_line, fields, np.zeros(len(ends), dtype=bool), rest, rest_line)


def _quotes_are_regular(data: np.ndarray, quotes: np.ndarray, delimiter: int) -> bool:
    """True where each first quote of a pair begins a field, or follows a quote, and each second one ends it."""
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    before = data[np.maximum(opening - 1, 0)]
    begins = (opening == 0) | (before == delimiter) | (before == NEWLINE) | (before == QUOTE)
    after = data[closing + 1]
    ends = (after == delimiter) | (after == NEWLINE) | (after == QUOTE)
    return bool(begins.all() and ends.all())


def _by_line(block: bytes, delimiter: bytes, first_line: int) -> Records:
    """The same, line by line: a quote that closes inside its field makes the record `unclosed`."""
    rows: list[tuple[int, int, int, int, int, bool]] = []
    position, begin, begin_line, fields, quoted = 0, 0, first_line, 1, False
    for number, text in enumerate(block[:-1].split(b"\n"), start=first_line):
        end = position + len(text)
        if not quoted:
            begin, begin_line, fields = position, number, 1
        quoted, added, broken = _scan(text, delimiter, quoted)
        fields += added
        if broken or not quoted:
            rows.append((begin, end, begin_line, number, fields, broken))
        position = end + 1
    columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    rest, rest_line = (begin, begin_line) if quoted else (len(block), 0)
    return Records(*columns[:5], columns[5].astype(bool), rest, rest_line)


def _scan(text: bytes, delimiter: bytes, quoted: bool) -> tuple[bool, int, bool]:
    """One line: (does a quote stay open, delimiters outside quotes, is a quote out of place)."""
    if not quoted and b'"' not in text:
        return False, text.count(delimiter), False
    at, delimiters = 0, 0
    while True:
        if not quoted and text[at : at + 1] == b'"':
            quoted, at = True, at + 1
        if quoted:
            at = _closing_quote(text, at)
            if at < 0:
                return True, delimiters, False
            quoted = False
            if text[at : at + 1] not in (b"", delimiter):
                return False, delimiters, True
        at = text.find(delimiter, at)
        if at < 0:
            return False, delimiters, False
        delimiters, at = delimiters + 1, at + 1


def _closing_quote(text: bytes, at: int) -> int:
    """Position after the quote that closes the field; -1 if it stays open. Two quotes stand for one."""
    while (at := text.find(b'"', at)) >= 0:
        if text[at + 1 : at + 2] != b'"':
            return at + 1
        at += 2
    return -1
