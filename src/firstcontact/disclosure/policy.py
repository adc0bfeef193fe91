"""The region's disclosure policy: a closed list of values that may be tightened, never loosened."""

from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from firstcontact.disclosure.errors import PolicyError

DEFAULTS = Path(__file__).with_name("policy.yaml")
LEAST = {"small_max": 10, "reliability_floor": 11, "min_width": 10, "min_plans": 2, "min_clinicians": 0}
INSIDERS = ("practice", "plan")


@dataclass(frozen=True)
class Policy:
    """Values of specs/publishing/disclosure-control.md section 2. Raises PolicyError when one is too loose."""

    small_max: int = 10
    reliability_floor: int = 30
    min_width: int = 10
    round_to: int = 5
    dominance_top2: float = 0.90
    min_plans: int = 2
    min_clinicians: int = 3
    sensitive_measures: tuple[str, ...] = ()
    insiders: tuple[str, ...] = INSIDERS

    def __post_init__(self) -> None:
        for key, least in LEAST.items():
            _whole(key, getattr(self, key), least)
        if self.round_to != 5:
            raise PolicyError(f"policy: round_to is {self.round_to!r}; the only allowed value is 5.")
        share = self.dominance_top2
        if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share <= 0.90:
            raise PolicyError(f"policy: dominance_top2 is {share!r}; the greatest allowed value is 0.9.")
        object.__setattr__(self, "sensitive_measures", _names("sensitive_measures", self.sensitive_measures))
        object.__setattr__(self, "insiders", _names("insiders", self.insiders))
        self._check_insiders()

    def _check_insiders(self) -> None:
        for name in self.insiders:
            if name not in INSIDERS:
                raise PolicyError(f"policy: insiders: {name!r} is not one of {', '.join(INSIDERS)}.")
        if "practice" not in self.insiders:
            raise PolicyError("policy: insiders: 'practice' cannot be removed; every practice knows its own numbers.")

    @classmethod
    def load(cls, path: Path | None = None) -> "Policy":
        """Policy of a YAML file (keys that are absent keep their default); without a path the defaults."""
        path = DEFAULTS if path is None else path
        try:
            given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (OSError, yaml.YAMLError) as e:
            raise PolicyError(f"policy: {path.name} cannot be read ({type(e).__name__}). Correct the file.") from None
        if not isinstance(given, dict):
            raise PolicyError(f"policy: {path.name} must be a list of 'key: value' lines.")
        known = [f.name for f in fields(cls)]
        unknown = sorted(str(key) for key in given if key not in known)
        if unknown:
            raise PolicyError(f"policy: '{unknown[0]}' is not a key of the policy; allowed are {', '.join(known)}.")
        return cls(**given)


def _whole(key: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PolicyError(f"policy: {key} is {value!r}; it must be a whole number of {least} or more.")
    if value < least:
        raise PolicyError(f"policy: {key} is {value}; the least allowed value is {least}.")


def _names(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise PolicyError(f"policy: {key} is {value!r}; it must be a list of names.")
    return tuple(value)
