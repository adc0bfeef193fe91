"""What rooms ask of a page before it goes live, beside the rules about persons."""

from collections.abc import Callable

from django.db.models import Model

Condition = Callable[[Model, Model], str | None]
CONDITIONS: list[Condition] = []


def condition(holds: Condition) -> Condition:
    """Jobs and commands meet it too. Called with page and revision, it answers with the key of the sentence that says
    why they may not go live, or None."""
    CONDITIONS.append(holds)
    return holds


def unmet(page: Model, revision: Model) -> str | None:
    return next((reason for holds in CONDITIONS if (reason := holds(page, revision))), None)
