"""The canonical text of an instrument and its SHA-256: the name under which a version never changes.

Source: specs/surveys/instrument-format.md 4.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

NOT_HASHED = frozenset({"status", "content_hash", "translation_status"})


def canonical_json(document: Mapping[str, Any]) -> str:
    """The document as one line of JSON: NFC, keys sorted by code point, no blanks, without what may still change."""
    hashed = {k: v for k, v in normalise(document).items() if k not in NOT_HASHED}
    return json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text in UTF-8, 64 lower-case hex digits."""
    return hashlib.sha256(canonical_json(document).encode("utf-8")).hexdigest()


def normalise(value: Any) -> Any:
    """Strings and keys in NFC with LF line ends; dates, which YAML makes of bare text, as the text they were."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {normalise(k): normalise(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [normalise(v) for v in value]
    return value
