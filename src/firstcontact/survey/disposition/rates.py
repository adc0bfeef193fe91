"""Response, cooperation, refusal and contact rates from the counts of final dispositions.

Source: AAPOR Standard Definitions, 10th edition 2023, as given in specs/surveys/README.md 8.
"""

from collections.abc import Mapping

CLASSES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
RATES = (
    "e",
    *(f"RR{i}" for i in range(1, 7)),
    *(f"COOP{i}" for i in range(1, 5)),
    *(f"REF{i}" for i in range(1, 4)),
    *(f"CON{i}" for i in range(1, 4)),
)


def response_rates(counts: Mapping[str, float]) -> dict[str, float | None]:
    """Every rate of `RATES`, None where its denominator is 0.

    counts: class -> cases or sums of base weights; classes that are absent count 0. I complete, P partial, R refusal
    or break-off, NC not contacted, O other eligible, UH and UO eligibility unknown, NE not eligible.
    """
    i, p, r, nc, o, uh, uo, ne = (counts.get(c, 0) for c in CLASSES)
    known, unknown = i + p + r + nc + o, uh + uo
    e = ratio(known, known + ne)
    everyone = known + unknown
    # Without a case of known eligibility e is unknown, and so is every rate that rests on it.
    estimated = known + e * unknown if e is not None else 0
    contacted = i + p + r + o
    return {
        "e": e,
        "RR1": ratio(i, everyone),
        "RR2": ratio(i + p, everyone),
        "RR3": ratio(i, estimated),
        "RR4": ratio(i + p, estimated),
        "RR5": ratio(i, known),
        "RR6": ratio(i + p, known),
        "COOP1": ratio(i, contacted),
        "COOP2": ratio(i + p, contacted),
        "COOP3": ratio(i, i + p + r),
        "COOP4": ratio(i + p, i + p + r),
        "REF1": ratio(r, everyone),
        "REF2": ratio(r, estimated),
        "REF3": ratio(r, known),
        "CON1": ratio(contacted, everyone),
        "CON2": ratio(contacted, estimated),
        "CON3": ratio(contacted, known),
    }


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
