"""A text file as blocks of whole lines: unpacked, decoded to UTF-8, line ends as LF. Memory is one block."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from firstcontact.intake.archive import MAX_RATIO, SMALL
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import refuse
from firstcontact.intake.messages import sentence

BLOCK_BYTES = 1 << 26
GZIP_START = b"\x1f\x8b"
MAX_LINE_BYTES = 1 << 24
ENCODING_WORDS = {"utf-8": "UTF-8", "latin-1": "Latin-1", "utf-16": "UTF-16"}


@dataclass
class TextNotes:
    """What was changed on the way, for the report."""

    bom_removed: bool = False
    windows_line_ends: int = 0
    last_line_open: bool = False


def whole_lines(file: SourceFile, notes: TextNotes, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """UTF-8 blocks that end with LF. Raises FileRefused for B02, B03, B21, B22 and lines without end."""
    rest, line = b"", 1
    for block in _utf8_blocks(file, notes, block_bytes):
        block = rest + block
        cut = block.rfind(b"\n") + 1
        rest = block[cut:]
        if len(rest) > MAX_LINE_BYTES:
            raise _endless_line(file, line + block.count(b"\n"))
        if cut:
            yield _checked(file, block[:cut], line, notes)
            line += block.count(b"\n", 0, cut)
    if rest:
        notes.last_line_open = True
        yield _checked(file, rest + b"\n", line, notes)


def _checked(file: SourceFile, block: bytes, line: int, notes: TextNotes) -> bytes:
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as e:
            line += block.count(b"\n", 0, e.start)
            text = sentence("B03", file=file.name, line=line, byte=block[e.start])
            raise refuse(file.name, "not_utf8", text, "B03", line) from None
    windows = block.count(b"\r\n")
    notes.windows_line_ends += windows
    return block.replace(b"\r\n", b"\n") if windows else block


def _utf8_blocks(file: SourceFile, notes: TextNotes, block_bytes: int) -> Iterator[bytes]:
    encoding = file.dialect.encoding
    decoder = codecs.getincrementaldecoder(encoding)() if encoding != "utf-8" else None
    for number, block in enumerate(_raw_blocks(file, block_bytes)):
        if number == 0:
            _refuse_utf16(file, block, encoding)
            if encoding == "utf-8" and block.startswith(codecs.BOM_UTF8):
                notes.bom_removed = True
                block = block[len(codecs.BOM_UTF8) :]
        yield _recoded(file, decoder, block) if decoder else block
    if decoder:
        yield _recoded(file, decoder, b"", final=True)


def _recoded(file: SourceFile, decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bytes:
    try:
        return decoder.decode(block, final).encode("utf-8")
    except UnicodeError:
        words = ENCODING_WORDS[file.dialect.encoding]
        text = (
            f"{file.name}: the content is not {words}, as the manifest says. Nothing was loaded. Correct the manifest."
        )
        raise refuse(file.name, "wrong_encoding", text, "B02") from None


def _refuse_utf16(file: SourceFile, block: bytes, declared: str) -> None:
    if declared != "utf-16" and looks_like_utf16(block):
        text = sentence("B02", file=file.name, expected=ENCODING_WORDS[declared])
        raise refuse(file.name, "utf16", text, "B02")


def looks_like_utf16(block: bytes) -> bool:
    """A UTF-16 mark, or a zero in every second byte of the first 64."""
    head = block[:64]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    half = len(head) // 2
    return half >= 4 and (head[0::2].count(0) > 0.8 * half or head[1::2].count(0) > 0.8 * half)


def _raw_blocks(file: SourceFile, block_bytes: int) -> Iterator[bytes]:
    packed_size, total = file.path.stat().st_size, 0
    with open(file.path, "rb") as packed:
        _refuse_not_gzip(file, packed)
        stream = gzip.GzipFile(fileobj=packed) if file.name.lower().endswith(".gz") else packed
        while block := _read(file, stream, block_bytes):
            total += len(block)
            _refuse_too_big(file, total, packed_size)
            yield block


def _refuse_not_gzip(file: SourceFile, packed: BinaryIO) -> None:
    head = packed.read(len(GZIP_START))
    packed.seek(0)
    if file.name.lower().endswith(".gz") and head and not GZIP_START.startswith(head):
        text = (
            f"{file.name}: the name ends in .gz, but the content is not compressed with gzip. Nothing was loaded. "
            "Take .gz off the name, or compress the file."
        )
        raise refuse(file.name, "not_gzip", text, "B21")


def _read(file: SourceFile, stream, size: int) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise refuse(file.name, "truncated", sentence("B21", file=file.name), "B21") from None


def _refuse_too_big(file: SourceFile, total: int, packed_size: int) -> None:
    limit = file.entry.max_bytes if file.entry else None
    if limit is not None and total > limit:
        raise refuse(file.name, "too_big", sentence("B22-size", file=file.name, limit=limit), "B22")
    if total > max(SMALL, MAX_RATIO * packed_size):
        raise refuse(file.name, "expansion", sentence("B22", file=file.name, ratio=MAX_RATIO), "B22")


def _endless_line(file: SourceFile, line: int):
    text = f"{file.name} line {line}: the line is longer than 16 MiB. Nothing was loaded. Check the line ends."
    return refuse(file.name, "endless_line", text, "", line)
