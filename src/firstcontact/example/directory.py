"""Everyone who can stand on a claim: clinicians, organisations, and two kinds of number that fit nobody."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import assumptions
from firstcontact.example.codes import SPECIALTIES
from firstcontact.example.npi import npis, spoil
from firstcontact.example.streams import Streams, choose

# name: taxonomy, specialty code, weight among specialists
SPECIALISTS = {
    "cardiology": ("207RC0000X", "06", 8),
    "orthopedics": ("207X00000X", "20", 9),
    "dermatology": ("207N00000X", "07", 6),
    "ophthalmology": ("207W00000X", "18", 6),
    "gastroenterology": ("207RG0100X", "10", 5),
    "urology": ("208800000X", "34", 3),
    "gynecology": ("207V00000X", "16", 9),
    "oncology": ("207RH0003X", "83", 4),
    "surgery": ("208600000X", "02", 7),
    "emergency": ("207P00000X", "93", 8),
    "radiology": ("2085R0202X", "30", 6),
    "psychiatry": ("2084P0800X", "26", 9),
    "therapy": ("225100000X", "65", 12),
    "assistant": ("363A00000X", "97", 5),
    "nurse_practitioner": ("363L00000X", "50", 5),
}
# name: taxonomy, organisations per hospital
ORGANISATIONS = {
    "hospital": ("282N00000X", 1),
    "laboratory": ("291U00000X", 0.7),
    "imaging": ("261QR0200X", 0.7),
    "nursing": ("314000000X", 3),
    "home_health": ("251E00000X", 1.5),
    "hospice": ("251G00000X", 0.7),
    "ambulance": ("341600000X", 0.7),
    "pharmacy": ("3336C0003X", 8),
}
SPARE = 8  # unlisted and wrong numbers, each


@dataclass
class Directory:
    """Positions in one list of numbers: clinicians first, then organisations, then the spare numbers.

    `start[kind]`, `count[kind]`: where the members of a kind stand. `specialty`: number in SPECIALTIES or -1.
    """

    taxonomy: list[str]
    specialty: np.ndarray
    start: dict[str, int]
    count: dict[str, int]
    individuals: int

    @property
    def listed(self) -> int:
        return len(self.taxonomy)

    @property
    def unlisted(self) -> int:
        return self.listed

    @property
    def wrong(self) -> int:
        return self.listed + SPARE

    def numbers(self) -> list[str]:
        """All numbers as text; the last SPARE have a wrong check digit."""
        good = npis(self.listed + 2 * SPARE)
        good[-SPARE:] = spoil(good[-SPARE:])
        return [str(n) for n in good]

    def pick(self, kind: str, u: np.ndarray) -> np.ndarray:
        """A member of the kind for each uniform number."""
        return (self.start[kind] + np.floor(u * self.count[kind])).astype(np.int32)


def make_directory(primary: list[tuple[str, str]], practices: int, people: int, streams: Streams) -> Directory:
    """primary: taxonomy and specialty code of the primary care clinicians, in order of practice."""
    facts = assumptions()["region"]
    taxonomy = [t for t, _ in primary]
    specialty = [SPECIALTIES(s) for _, s in primary]
    start, count = {"primary": 0}, {"primary": len(primary)}

    def add(kind: str, code: str, number: int, n: int) -> None:
        start[kind], count[kind] = len(taxonomy), n
        taxonomy.extend([code] * n)
        specialty.extend([number] * n)

    _add_hospitalists(taxonomy, specialty, start, count, max(1, people // facts["people_per_hospitalist"]), streams)
    weights = np.array([w for _, _, w in SPECIALISTS.values()], dtype=float)
    total = len(primary) * facts["specialists_per_clinician"]
    for (kind, (code, number, _)), n in zip(SPECIALISTS.items(), total * weights / weights.sum(), strict=True):
        add(kind, code, SPECIALTIES(number), max(2, round(n)))
    individuals = len(taxonomy)
    add("practice", "261QP2300X", -1, practices)
    hospitals = max(3, round(people * facts["residents_per_person"] / facts["residents_per_hospital"]))
    for kind, (code, per_hospital) in ORGANISATIONS.items():
        add(kind, code, -1, max(2, round(hospitals * per_hospital)))
    return Directory(taxonomy, np.array(specialty, dtype=np.int8), start, count, individuals)


def _add_hospitalists(taxonomy: list, specialty: list, start: dict, count: dict, n: int, streams: Streams) -> None:
    """Most bill as internists: only their claims give them away."""
    start["hospitalist"], count["hospitalist"] = len(taxonomy), n
    named = choose(streams("hospitalist.taxonomy").random(n), np.array([0.75, 0.25]))
    taxonomy.extend(["208M00000X" if i else "207R00000X" for i in named])
    specialty.extend([SPECIALTIES("11")] * n)
