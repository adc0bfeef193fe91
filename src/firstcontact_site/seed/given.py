"""The files of the starting content, and their texts in one language."""

import re
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).parent
LANGUAGES = frozenset({"en", "es", "pt"})
LIST = re.compile(r"^- ", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([a-z/-]+)\)")


@cache
def content() -> dict:
    return yaml.safe_load((HERE / "content.yaml").read_text(encoding="utf-8"))


@cache
def statements() -> list[dict]:
    return yaml.safe_load((HERE / "statements.yaml").read_text(encoding="utf-8"))


def said(value, code: str):
    """The value with every text in the language `code`; a text without the language raises KeyError."""
    if isinstance(value, dict):
        is_text = bool(value) and value.keys() <= LANGUAGES
        return value[code] if is_text else {key: said(each, code) for key, each in value.items()}
    return [said(each, code) for each in value] if isinstance(value, list) else value


def moment(text: str, zone: str) -> datetime:
    """A time of a clock in a zone: `2027-07-19T12:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def rich(text: str, code: str) -> str:
    """Paragraphs and lists as HTML: a blank line ends a paragraph, `- ` begins an item, `[words](path/)` is a link."""
    return "".join(_part(part, code) for part in text.strip().split("\n\n"))


def _part(part: str, code: str) -> str:
    if part.startswith("- "):
        items = "".join(f"<li>{_line(item, code)}</li>" for item in LIST.split(part) if item)
        return f"<ul>{items}</ul>"
    return f"<p>{_line(part, code)}</p>"


def _line(text: str, code: str) -> str:
    return LINK.sub(rf'<a href="/{code}/\2">\1</a>', escape(" ".join(text.split()), quote=False))


def body(text: str, code: str) -> list[tuple[str, str]]:
    """Blocks of a body: `## ` begins a heading, everything between two headings is one text."""
    blocks: list[tuple[str, str]] = []
    for piece in re.split(r"^(## .+)$", text.strip(), flags=re.MULTILINE):
        if piece.startswith("## "):
            blocks.append(("heading", piece.removeprefix("## ").strip()))
        elif piece.strip():
            blocks.append(("text", rich(piece, code)))
    return blocks
