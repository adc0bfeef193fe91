"""Sentences that a person answering sees, in each language that firstcontact speaks."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.languages import base


@cache
def all_messages() -> dict[str, dict[str, str]]:
    """language -> kind of problem -> sentence with merge fields."""
    file = resources.files("firstcontact.survey.instrument") / "messages.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def message(language: str, kind: str, **details: Any) -> str:
    """The sentence for a kind of problem. Raises FirstContactError for a language without sentences."""
    texts = all_messages()
    tag = language if language in texts else base(language)
    if tag not in texts:
        known = ", ".join(texts)
        raise FirstContactError(f"There are no messages to respondents in '{language}', only in {known}. Add them.")
    return texts[tag][kind].format(**details)


def languages() -> tuple[str, ...]:
    """Languages with all messages."""
    return tuple(all_messages())
