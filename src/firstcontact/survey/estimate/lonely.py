"""Strata with one sampled PSU of more: joining strata, and the sentence that stops the run.

Source: specs/surveys/design-estimation.md 9.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate.design import Design


def joined_strata(names: Sequence[str], merge: Mapping[str, str], where: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """For each stratum the position of the stratum that it becomes, and the names of those.

    merge: {c: b} puts c into b; chains are followed. Raises FirstContactError for unknown names and circles.
    """
    for name in (*merge, *merge.values()):
        if name not in names:
            raise FirstContactError(f"{where}: merge names stratum '{name}'. The data have {', '.join(names)}.")
    ends = [_end(name, merge, where) for name in names]
    kept = tuple(name for name in names if name not in merge)
    return np.array([kept.index(end) for end in ends], dtype=np.int64), kept


def _end(name: str, merge: Mapping[str, str], where: str) -> str:
    seen = [name]
    while name in merge:
        name = merge[name]
        if name in seen:
            raise FirstContactError(f"{where}: merge goes round in a circle at stratum '{name}'. Name one end.")
        seen.append(name)
    return name


def refuse_lonely(design: Design, cluster: str | None) -> None:
    """Raise FirstContactError for the first lonely stratum. cluster: the PSU column, None where rows are PSUs."""
    lonely = np.flatnonzero(design.lonely_strata)
    if not lonely.size:
        return
    i = int(lonely[0])
    psu = design.psus[int(np.flatnonzero(design.stratum_of_psu == i)[0])]
    size = design.stages[0].population[i]
    unit = cluster.removesuffix("_id") if cluster else "PSU"
    out_of = f" out of {size:.12g}" if np.isfinite(size) else ""
    more = f" ({lonely.size} such strata in all.)" if lonely.size > 1 else ""
    raise FirstContactError(
        f"stratum '{design.strata[i]}' has one sampled {unit} ({psu}){out_of}, so its variance cannot be estimated. "
        f"{_merge_advice(design.strata, i)}choose adjust, average or certainty and say so in the method note.{more}"
    )


def _merge_advice(strata: Sequence[str], lonely: int) -> str:
    if len(strata) == 1:
        return "It is the only stratum: "
    neighbor = strata[lonely - 1] if lonely else strata[1]
    return f"Merge it with a similar stratum (merge: {{{strata[lonely]}: {neighbor}}}), or "
