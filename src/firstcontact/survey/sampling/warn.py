"""Sentences about a sample that is valid but asks for a second thought.

Source: specs/surveys/design-estimation.md 1.2 and 1.6.
"""

from firstcontact.survey.sampling.allocation import INTRACLASS_CORRELATION, cluster_deff
from firstcontact.survey.sampling.design import Design

LARGE_DEFF = 2.0  # above this the region's estimates lose more than half of the sample


def single_unit_warnings(design: Design, frame: dict[str, int], wanted: dict[str, int]) -> list[str]:
    """One sentence for each stratum with one unit of several."""
    return [
        f"design {design.wave_id}: stratum '{s}' gives 1 of {frame[s]} units, so its variance cannot be estimated. "
        f"Take at least 2, or join it with a similar stratum."
        for s, n in wanted.items()
        if n == 1 and frame[s] > 1
    ]


def capped_warnings(design: Design, frame: dict[str, int]) -> list[str]:
    """One sentence for each stratum that holds fewer units than the first stage asks for."""
    return [
        f"design {design.wave_id}: stratum '{s}' holds {frame[s]} units, fewer than the {n} asked for; all are taken."
        for s, n in (design.stages[0].n_per_stratum or {}).items()
        if s in frame and n > frame[s]
    ]


def deff_warnings(design: Design, per_practice: list[int]) -> list[str]:
    """A sentence where many people of one practice are asked. per_practice: people of each practice taken."""
    if not per_practice:
        return []
    mean = sum(per_practice) / len(per_practice)
    deff = cluster_deff(mean)
    if deff <= LARGE_DEFF:
        return []
    return [
        f"design {design.wave_id}: {mean:.0f} {design.stages[-1].unit}s per practice make the design effect of region "
        f"estimates about {deff:.1f} (correlation {INTRACLASS_CORRELATION} within practices, assumed). "
        f"More practices with fewer people each would tell more about the region."
    ]
