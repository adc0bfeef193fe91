"""Where a release stands, and which steps it may take from there."""

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.release.folders import replace_text

ORDER = (
    "computed",
    "disclosed",
    "built",
    "sealed",
    "in_preview",
    "preview_closed",
    "gate_passed",
    "approved",
    "published",
)
ARROWS = {
    "coalition": {(a, b) for a, b in pairwise(ORDER)}
    | {("preview_closed", "gate_failed"), ("gate_failed", "computed"), ("gate_passed", "preview_closed")},
    "open": {
        ("computed", "disclosed"),
        ("disclosed", "built"),
        ("built", "sealed"),
        ("sealed", "gate_passed"),
        ("sealed", "gate_failed"),
        ("gate_failed", "gate_passed"),
        ("gate_passed", "published"),
    },
}
ALWAYS = {("published", "superseded"), ("superseded", "published"), ("published", "withdrawn")}
NEEDS = {
    "in_preview": "preview of at least 30 days",
    "gate_passed": "gate pass",
    "approved": "second person's approval",
    "published": "publication",
}


class ReleaseStateError(FirstContactError):
    """A release was asked for a step that does not follow from where it stands."""


@dataclass(frozen=True)
class ReleaseState:
    """State file of one release under private/releases/<id>/state.json."""

    path: Path
    release: str
    mode: str

    @property
    def now(self) -> str:
        return self._read().get("state", "computed")

    @property
    def facts(self) -> dict:
        return self._read().get("facts", {})

    def move(self, to: str, **facts: object) -> None:
        """Take one step; facts are kept beside the state. Raises ReleaseStateError."""
        self.require(to)
        self.settle(to, **facts)

    def require(self, to: str) -> None:
        """Raises ReleaseStateError when `to` does not follow from where the release stands."""
        now = self.now
        if now != to and (now, to) not in ARROWS[self.mode] | ALWAYS:
            raise ReleaseStateError(self._sentence(now, to))

    def settle(self, to: str, **facts: object) -> None:
        """Write where the release stands without asking; for what the files prove already."""
        record = self._read()
        now = record.get("state", "computed")
        history = record.get("history", []) + ([to] if now != to else [])
        kept = {**record.get("facts", {}), **facts}
        text = json.dumps(
            {"release": self.release, "state": to, "history": history, "facts": kept}, indent=2, default=str
        )
        replace_text(self.path, text + "\n")

    def _read(self) -> dict:
        return json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}

    def _sentence(self, now: str, to: str) -> str:
        steps = [s for s in ORDER if s in NEEDS and (self.mode == "coalition" or s not in ("in_preview", "approved"))]
        after = ORDER.index(now) if now in ORDER else -1
        before = ORDER.index(to) if to in ORDER else len(ORDER)
        missing = [NEEDS[s] for s in steps if after < ORDER.index(s) < before]
        tail = f" Missing: {', '.join(missing)}." if missing else " Run the steps in their order."
        return f"release {self.release} is '{now}'; it cannot become '{to}'.{tail}"
