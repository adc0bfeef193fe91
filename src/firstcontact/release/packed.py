"""Copies of text files, packed once when a release is made: a server sends them to readers that take them so."""

import gzip
import shutil
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO

import brotli

PACKED_TYPES = (".html", ".css", ".js", ".json", ".geojson", ".csv", ".svg", ".atom", ".xml", ".txt")
SMALLEST = 512
ENDINGS = {"br": ".br", "gzip": ".gz"}  # as named in Accept-Encoding, the smaller copy first
BLOCK = 1 << 20
GZIP_LEVEL, BROTLI_QUALITY = 6, 5
FILES_AT_ONCE = 32


def is_packed(path: Path, size: int) -> bool:
    """Whether a file of this type and size is worth a packed copy."""
    return path.suffix in PACKED_TYPES and size > SMALLEST


def pack_tree(folder: Path, pool: Executor) -> None:
    """Beside each text file below `folder`, its copies for gzip and brotli. The same file gives the same bytes."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and is_packed(p, p.stat().st_size))
    for _ in pool.map(pack, files, chunksize=FILES_AT_ONCE):
        pass


def pack(path: Path) -> None:
    with (
        path.open("rb") as source,
        copy_of(path, "gzip").open("wb") as target,
        gzip.GzipFile("", "wb", GZIP_LEVEL, target, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed, BLOCK)
    with path.open("rb") as source, copy_of(path, "br").open("wb") as target:
        _brotli(source, target)


def copy_of(path: Path, coding: str) -> Path:
    return path.with_name(path.name + ENDINGS[coding])


def _brotli(source: BinaryIO, target: BinaryIO) -> None:
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    while block := source.read(BLOCK):
        target.write(compressor.process(block))
    target.write(compressor.finish())
