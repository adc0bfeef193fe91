"""What disclosure control needs to know of a measure's definition, found by the id in a result row."""

from collections.abc import Iterable
from dataclasses import dataclass

from firstcontact.disclosure.errors import DisclosureError

TRAITS = ("pcp_age_65_plus", "pcp_exit_rate", "pcp_move_rate", "pcp_entry_rate")
CLINICIAN_TRAITS = {*TRAITS, "panel_size", "panel_balance"}
WITHOUT_PEOPLE = ("area", "clinician", "practice")


@dataclass(frozen=True)
class Definition:
    """One definition as read from measures.json; `base` is the full id that a derived row stands on."""

    id: str
    spec: dict
    base: str | None = None
    base_spec: dict | None = None

    @property
    def derived(self) -> bool:
        return "over" in self.spec

    @property
    def counts_people(self) -> bool:
        """False for areas and plain roster counts, which are public (disclosure-control.md 3 and 10.7)."""
        unit = self.spec.get("unit_of_count")
        return not self.derived and (unit not in WITHOUT_PEOPLE or self.spec["id"] in CLINICIAN_TRAITS)

    @property
    def source(self) -> dict:
        """The definition whose unit and direction a derived form inherits."""
        return self.base_spec or self.spec


class Catalogue:
    """Definitions of a run. `catalogue[measure id]` raises DisclosureError for a measure without one."""

    def __init__(self, measures: Iterable[dict]) -> None:
        self.specs = {m["id"]: m for m in measures}

    def __getitem__(self, measure: str) -> Definition:
        head, _, rest = measure.partition(".")
        spec = self.specs.get(head)
        if spec is None:
            raise DisclosureError(
                f"results: measure '{measure}' has no definition in measures/. Add the YAML or remove the row."
            )
        if "over" not in spec:
            return Definition(measure, spec)
        base = self._base(spec, rest)
        return Definition(measure, spec, base, self.specs.get(base.partition(".")[0]) if base else None)

    def _base(self, spec: dict, rest: str) -> str | None:
        """Equity forms name their base in the id; other derived measures stand on the one they are over."""
        if rest.partition(".")[0] in self.specs:
            return rest
        over = spec["over"]
        over = [over] if isinstance(over, str) else list(over)
        return str(over[0]) if over else None
