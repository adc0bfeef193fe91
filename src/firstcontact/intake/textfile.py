"""Reads a delimited text file, plain or gzip, in blocks: whole rows of the right form go on, with their line."""

import csv
from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from firstcontact.intake.bytestream import BLOCK_BYTES, ENCODING_WORDS, TextNotes, whole_lines
from firstcontact.intake.db import identifier
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import Finding, refuse
from firstcontact.intake.header import check_delimiter, match_columns, notices
from firstcontact.intake.messages import sentence
from firstcontact.intake.pieces import Piece
from firstcontact.intake.records import MAX_QUOTED_LINES, Records, find_records
from firstcontact.intake.rowform import Form

VIEW = "CREATE OR REPLACE TEMP VIEW source AS SELECT {columns}, line FROM block"


class TextFile:
    """`pieces(con)` yields one piece per block; `findings` is complete after the last one."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.notes = TextNotes()
        self.findings: list[Finding] = []
        self.names: list[str] = []
        self.matched: dict[str, str] = {}

    def pieces(self, con: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
        rest, line, rows = b"", 1, 0
        for block in whole_lines(self.file, self.notes, BLOCK_BYTES):
            if not self.names:
                block, line = self._read_header(block), 2
            block = rest + block
            if not block:
                continue
            records = find_records(block, self.file.dialect.delimiter.encode(), line)
            self._refuse_open_quote(records, block)
            piece = self._piece(con, block, records)
            rows += piece.rows + len(piece.set_aside)
            self._warn_of_a_cut(piece, records)
            yield piece
            line += block.count(b"\n", 0, records.rest)
            rest = block[records.rest :]
        if rest:
            raise self._unclosed(line, "the file")
        if rows == 0 and not self.file.expects_no_rows:
            raise refuse(self.file.name, "no_rows", sentence("B19", file=self.file.name), "B19")
        self._report()

    def _read_header(self, block: bytes) -> bytes:
        cut = block.find(b"\n") + 1
        first = block[:cut].decode("utf-8").rstrip("\n")
        check_delimiter(self.file, first)
        self.names = _names(first, self.file.dialect.delimiter)
        self.matched = match_columns(self.file, self.names)
        self.findings += notices(self.file, self.names, self.matched)
        return block[cut:]

    def _piece(self, con: duckdb.DuckDBPyConnection, block: bytes, records: Records) -> Piece:
        form = Form(self.file.name, self.names, self.file.dialect.delimiter)
        good, set_aside = form.sort_out(block, records)
        table = self._parse(form.joined(block, records, good), records.line[good])
        con.register("block", table)
        kept = {column: name for name, column in self.matched.items()}
        columns = ", ".join(f"{identifier(name)} AS {identifier(column)}" for column, name in kept.items())
        con.execute(VIEW.format(columns=columns))
        empty = {c for c, name in kept.items() if table[name].null_count == table.num_rows}
        return Piece({c: "empty" if c in empty else "text" for c in kept}, table.num_rows, set_aside)

    def _parse(self, data: bytes, lines: np.ndarray) -> pa.Table:
        """All columns as text; empty text is NULL. Nothing is guessed: names, types and dialect are given."""
        text = {name: pa.string() for name in self.names}
        if not data:
            table = pa.table({name: pa.array([], pa.string()) for name in self.names})
        else:
            table = pacsv.read_csv(
                pa.BufferReader(data),
                read_options=pacsv.ReadOptions(column_names=self.names, block_size=1 << 22),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.file.dialect.delimiter, newlines_in_values=b'"' in data
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=text, null_values=[""], strings_can_be_null=True, check_utf8=False
                ),
            )
        if table.num_rows != len(lines):
            message = f"{self.file.name}: the rows cannot be told apart. Nothing was loaded. Check the quotes."
            raise refuse(self.file.name, "unreadable", message)
        return table.append_column("line", pa.array(lines, pa.int64()))

    def _refuse_open_quote(self, records: Records, block: bytes) -> None:
        tall = np.flatnonzero(records.last_line - records.line >= MAX_QUOTED_LINES)
        if len(tall):
            raise self._unclosed(int(records.line[tall[0]]), f"{MAX_QUOTED_LINES} lines")
        if block.count(b"\n", records.rest) > MAX_QUOTED_LINES:
            raise self._unclosed(records.rest_line, f"{MAX_QUOTED_LINES} lines")

    def _warn_of_a_cut(self, piece: Piece, records: Records) -> None:
        """A last row that is too short and has no line end: what a broken transfer leaves."""
        last = piece.set_aside[-1] if piece.set_aside else None
        if self.notes.last_line_open and last and last.rule == "short_row" and last.line == records.line[-1]:
            text = sentence("B07-cut", file=self.file.name, line=last.line)
            self.findings.append(Finding(self.file.name, last.line, "", "cut_file", "flag", "", 1, text, "B07"))

    def _unclosed(self, line: int, limit: str):
        text = sentence("B09-file", file=self.file.name, line=line, limit=limit)
        return refuse(self.file.name, "unclosed_quote", text, "B09", line)

    def _report(self) -> None:
        name, notes = self.file.name, self.notes
        if notes.bom_removed:
            self._note("byte_order_mark", 1, sentence("B01", file=name), "B01")
        if notes.windows_line_ends:
            count = notes.windows_line_ends
            self._note("windows_line_ends", count, sentence("B04", file=name, n=count), "B04")
        if self.file.dialect.encoding != "utf-8":
            words = ENCODING_WORDS[self.file.dialect.encoding]
            self._note("transcoded", 1, sentence("B03-declared", file=name, encoding=words), "B03")

    def _note(self, rule: str, count: int, text: str, code: str) -> None:
        self.findings.append(Finding(self.file.name, None, "", rule, "info", "", count, text, code))


def _names(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
