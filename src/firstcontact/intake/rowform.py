"""Which records have the form of a row: right number of fields, closed quotes, no control characters, no lone CR."""

import numpy as np

from firstcontact.intake.messages import sentence
from firstcontact.intake.pieces import SetAside
from firstcontact.intake.records import Records

CONTROLS = bytes([c for c in range(32) if c not in (9, 10, 13)] + [127])
CR = b"\r"


class Form:
    """`sort_out` splits the records of a block into good ones and ones to set aside."""

    def __init__(self, file: str, names: list[str], delimiter: str) -> None:
        self.file = file
        self.names = names
        self.delimiter = delimiter.encode()

    def sort_out(self, block: bytes, records: Records) -> tuple[np.ndarray, list[SetAside]]:
        """(mask of good records, what was wrong with the others). Blank lines are neither."""
        blank = records.end == records.start
        wrong = (records.fields != len(self.names)) | records.unclosed
        strange = self._strange(block, records)
        bad = np.flatnonzero((wrong | strange) & ~blank)
        problems = [self._problem(block, records, int(i)) for i in bad]
        good = ~blank
        good[[i for i, p in zip(bad, problems, strict=True) if p is not None]] = False
        return good, [p for p in problems if p is not None]

    def joined(self, block: bytes, records: Records, good: np.ndarray) -> bytes:
        """The bytes of the good records; the block itself where all are good."""
        if good.all():
            return block[: records.rest]
        edges = np.flatnonzero(np.diff(np.concatenate(([0], good.astype(np.int8), [0]))))
        runs = zip(edges[0::2], edges[1::2], strict=True)
        return b"".join(block[records.start[first] : records.end[last - 1] + 1] for first, last in runs)

    def _strange(self, block: bytes, records: Records) -> np.ndarray:
        """Records that hold a control character or a CR (a CR inside quotes turns out to be right later)."""
        mask = np.zeros(len(records.start), dtype=bool)
        has_control = len(block.translate(None, CONTROLS)) != len(block)
        if not has_control and CR not in block:
            return mask
        table = np.zeros(256, dtype=bool)
        table[list(CONTROLS + CR)] = True
        at = np.flatnonzero(table[np.frombuffer(block, dtype=np.uint8)])
        owner = np.searchsorted(records.end, at)
        mask[owner[owner < len(mask)]] = True
        return mask

    def _problem(self, block: bytes, records: Records, i: int) -> SetAside | None:
        line, last = int(records.line[i]), int(records.last_line[i])
        row = block[records.start[i] : records.end[i]]
        if records.unclosed[i]:
            text = sentence("B09", file=self.file, line=line, last=last)
            return SetAside(line, "", "", "unclosed_quote", "B09", text, last - line + 1)
        if records.fields[i] != len(self.names):
            return self._wrong_fields(line, int(records.fields[i]))
        return self._wrong_character(line, row)

    def _wrong_fields(self, line: int, found: int) -> SetAside:
        expected = len(self.names)
        rule, code = ("short_row", "B07") if found < expected else ("long_row", "B08")
        text = sentence(code, file=self.file, line=line, found=found, expected=expected)
        return SetAside(line, "", f"{found} fields", rule, code, text)

    def _wrong_character(self, line: int, row: bytes) -> SetAside | None:
        quoted, column = False, 0
        for byte in row:
            if byte == 34:
                quoted = not quoted
            elif byte == self.delimiter[0] and not quoted:
                column += 1
            elif byte in CONTROLS:
                text = sentence("B10", file=self.file, line=line, column=self.names[column], point=byte)
                return SetAside(line, self.names[column], f"U+{byte:04X}", "control_character", "B10", text)
            elif byte == CR[0] and not quoted:
                text = sentence("B04-row", file=self.file, line=line)
                return SetAside(line, self.names[column], "U+000D", "lone_cr", "B04", text)
        return None
