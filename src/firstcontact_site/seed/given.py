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


def rich(text: str) -> str:
    """Paragraphs and lists as HTML: a blank line ends a paragraph, `- ` begins an item."""
    return "".join(_part(part) for part in text.strip().split("\n\n"))


def _part(part: str) -> str:
    if part.startswith("- "):
        items = "".join(f"<li>{escape(item.strip(), quote=False)}</li>" for item in LIST.split(part) if item)
        return f"<ul>{items}</ul>"
    return f"<p>{escape(' '.join(part.split()), quote=False)}</p>"


def body(text: str) -> list[tuple[str, str]]:
    """Blocks of a body: `## ` begins a heading, everything between two headings is one text."""
    blocks: list[tuple[str, str]] = []
    for piece in re.split(r"^(## .+)$", text.strip(), flags=re.MULTILINE):
        if piece.startswith("## "):
            blocks.append(("heading", piece.removeprefix("## ").strip()))
        elif piece.strip():
            blocks.append(("text", rich(piece)))
    return blocks
