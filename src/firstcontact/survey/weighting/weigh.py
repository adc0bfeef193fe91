"""Weights of the cases of one wave. Source: specs/surveys/design-estimation.md 7."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.weighting.calibrate import calibration
from firstcontact.survey.weighting.chain import Chain, Step
from firstcontact.survey.weighting.columns import Labels, crossed, require_column
from firstcontact.survey.weighting.config import Calibrate, Nonresponse, UnknownEligibility, Weights
from firstcontact.survey.weighting.margins import Margin
from firstcontact.survey.weighting.nonresponse import nonresponse, unknown_eligibility

KNOWN_ELIGIBLE, RESPONDENT, UNKNOWN = ("I", "P", "R", "NC", "O"), ("I", "P"), ("UH", "UO")
SAME_SUM = 1e-9


def weigh(cases: pa.Table, config: Weights, margins: Sequence[Margin] = ()) -> Chain:
    """The chain of weights. Columns of `cases`: base_weight (NULL: no sample was drawn), class (of the disposition),
    and those that the config and the margins name. Raises FirstContactError where a step cannot be taken.
    """
    group = np.array(cases["class"].to_pylist(), dtype=object)
    respondent = np.isin(group, RESPONDENT)
    if not respondent.any():
        raise FirstContactError("no case has a usable response, so there is nothing to weight.")
    chain = _begin(cases, config, respondent)
    if config.unknown_eligibility:
        _spread_unknown(chain, cases, group, config.unknown_eligibility)
    if config.nonresponse:
        _spread_nonresponse(chain, cases, np.isin(group, KNOWN_ELIGIBLE), respondent, config.nonresponse)
    chain.keep(respondent)
    if config.calibrate:
        _calibrate(chain, cases, config.calibrate, margins)
    if config.trim:
        chain.trim(config.trim.cap, config.trim.per)
    return chain


def _begin(cases: pa.Table, config: Weights, respondent: np.ndarray) -> Chain:
    drawn = cases["base_weight"].null_count == 0
    if not drawn:
        _refuse_without_sample(cases, config)
    base = np.array(cases["base_weight"].to_pylist(), dtype=float) if drawn else respondent.astype(float)
    if drawn and (base <= 0).any():
        raise FirstContactError("sample_case: a base_weight is 0 or less. It is 1 / probability; correct the table.")
    step = Step("base", np.arange(base.size), base, base, np.full(base.size, None, dtype=object))
    return Chain(base, base, base, steps=[step])


def _refuse_without_sample(cases: pa.Table, config: Weights) -> None:
    if cases["base_weight"].null_count < cases.num_rows:
        raise FirstContactError("sample_case: base_weight is empty for some cases. Give it for all, or for none.")
    if config.unknown_eligibility or config.nonresponse:
        raise FirstContactError(
            "no sample was drawn in this wave (base_weight is empty), so unknown_eligibility and nonresponse have no "
            "meaning. Take them out of the weights file; calibrate alone may be asked for."
        )


def _spread_unknown(chain: Chain, cases: pa.Table, group: np.ndarray, step: UnknownEligibility) -> None:
    cell = _classes(cases, step.cells, np.ones(group.size, dtype=bool), "unknown_eligibility")
    chain.apply("unknown_eligibility", unknown_eligibility(chain.weight, ~np.isin(group, UNKNOWN), cell))


def _spread_nonresponse(
    chain: Chain, cases: pa.Table, eligible: np.ndarray, respondent: np.ndarray, step: Nonresponse
) -> None:
    total = chain.weight[eligible].sum()
    cell = _classes(cases, step.cells, eligible, "nonresponse")
    made = nonresponse(chain.weight, eligible, respondent, cell, step.order, step.min_cell, step.max_factor)
    chain.apply("nonresponse", made)
    reached = chain.weight[respondent].sum()
    if abs(reached / total - 1) > SAME_SUM:
        raise FirstContactError(f"respondents' weights sum to {reached:.12g}, the eligible cases to {total:.12g}.")


def _classes(cases: pa.Table, names: Sequence[str], needed: np.ndarray, step: str) -> Labels:
    for name in names:
        require_column(cases, name, step)
    cell = crossed(cases, names)
    absent = int((needed & (cell.codes < 0)).sum())
    if absent:
        raise FirstContactError(
            f"{step}: {absent} cases have no {' or '.join(names)}. Classes come from frame columns known for all cases."
        )
    return cell


def _calibrate(chain: Chain, cases: pa.Table, asked: Calibrate, margins: Sequence[Margin]) -> None:
    chain.calibration, merged = calibration(cases, chain.weight, asked.method, margins, asked.min_cell)
    chain.notes += merged
    chain.calibrate()
