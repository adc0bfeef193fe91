"""From a run to the public: safe rows become pages, downloads and a sealed, switchable release."""

from firstcontact.release.candidate import Candidate
from firstcontact.release.reader import Reader
from firstcontact.release.serve import serve
from firstcontact.release.stages import (
    ReleaseReport,
    audit,
    build,
    check,
    disclose,
    gate,
    reconcile,
    release,
    seal,
    switch,
    verify,
)
from firstcontact.release.state import ReleaseStateError
from firstcontact.release.steps import STEPS, StepOutcome, step

__all__ = [
    "STEPS",
    "Candidate",
    "Reader",
    "ReleaseReport",
    "ReleaseStateError",
    "StepOutcome",
    "audit",
    "build",
    "check",
    "disclose",
    "gate",
    "reconcile",
    "release",
    "seal",
    "serve",
    "step",
    "switch",
    "verify",
]
