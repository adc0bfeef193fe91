"""The code numbers that the example uses, each with a small integer for the arrays."""

import numpy as np

from firstcontact.example.assumptions import column, table


class Vocabulary:
    """Codes in a fixed order: `v("99213")` is the number of a code, `v.codes` the text of all."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        self.number = {code: i for i, code in enumerate(codes)}

    def __call__(self, code: str) -> int:
        return self.number[code]

    def all(self, *codes: str) -> np.ndarray:
        return np.array([self.number[c] for c in codes], dtype=np.int16)

    def has(self, codes: set[str]) -> np.ndarray:
        """For each code: is it in the set? The last element answers for -1, no code."""
        return np.array([c in codes for c in self.codes] + [False])


def _distinct(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(codes))


SERVICES = Vocabulary([r["hcpcs"] for r in table("services")])
PRICES = column(table("services"), "price")
DIAGNOSES = Vocabulary(_distinct([r["code"] for r in table("diagnoses")]))
PROCEDURES = Vocabulary(["0Y620ZZ", "0SRC0J9", "10E0XZZ", "4A023N7", "0210083"])
MODIFIERS = Vocabulary(["95", "93", "25", "GT", "26"])
REVENUE = Vocabulary(
    [
        "0120",
        "0206",
        "0250",
        "0300",
        "0320",
        "0360",
        "0370",
        "0420",
        "0450",
        "0510",
        "0521",
        "0551",
        "0651",
        "0722",
        "0171",
    ]
)
PLACES = Vocabulary(["11", "02", "10", "12", "19", "20", "21", "22", "23", "31", "41", "50", "81"])
BILL_TYPES = Vocabulary(["111", "112", "114", "131", "211", "322", "771", "813"])
DRGS = Vocabulary([r["drg"] for r in table("related_groups")])
SPECIALTIES = Vocabulary(
    [
        "08",
        "11",
        "37",
        "01",
        "50",
        "97",
        "06",
        "20",
        "07",
        "18",
        "10",
        "34",
        "16",
        "93",
        "30",
        "65",
        "26",
        "02",
        "69",
        "51",
        "59",
        "05",
        "83",
    ]
)
ADMIT_SOURCES = Vocabulary(["1", "2", "4", "5"])
ADMIT_TYPES = Vocabulary(["1", "2", "3", "4"])
DISPOSITIONS = Vocabulary(["01", "02", "03", "06", "20", "30", "50"])
CLAIM_TYPES = Vocabulary(["professional", "institutional"])
STATUSES = Vocabulary(["final", "original", "replacement", "reversal", "void", "denied", "pending", "adjustment"])
POSITIONS = Vocabulary(["primary", "secondary"])
ARRANGEMENTS = Vocabulary(["ffs", "capitated", "bundled", "global_budget", "drg", "per_diem", "other"])

PROFESSIONAL, INSTITUTIONAL = 0, 1


class DiagnosisGroup:
    """Weighted codes of one kind of contact."""

    def __init__(self, name: str) -> None:
        rows = tuple(r for r in table("diagnoses") if r["group"] == name)
        self.codes = DIAGNOSES.all(*(r["code"] for r in rows))
        self.limits = np.cumsum(column(rows, "weight"))

    def pick(self, u: np.ndarray) -> np.ndarray:
        index = np.searchsorted(self.limits, u * self.limits[-1], side="right")
        return self.codes[index.clip(0, len(self.codes) - 1)]


GROUPS = {name: DiagnosisGroup(name) for name in _distinct([r["group"] for r in table("diagnoses")])}
