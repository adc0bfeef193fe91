"""Weights of a wave, from its sample, its dispositions and a weights file."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.errors import FirstContactError
from firstcontact.survey.wave import Wave, run_record
from firstcontact.survey.weighting.chain import Chain
from firstcontact.survey.weighting.config import Weights, read_weights
from firstcontact.survey.weighting.effects import deff_kish, n_kish
from firstcontact.survey.weighting.margins import Margin, read_margins
from firstcontact.survey.weighting.tables import step_table, weight_table
from firstcontact.survey.weighting.weigh import weigh

STAGE = "weights"


@dataclass(frozen=True)
class Weighted:
    """What was written: the folder, the table `weight`, the chain of steps, and what to tell."""

    folder: Path
    weight: pa.Table
    chain: Chain
    said: list[str]


def weight_wave(workspace: Path, name: str, weights: Path) -> Weighted:
    """Write weight and weight_step into `survey/<wave_id>/weights/`.

    weights: the weights file; margins stand beside it. Raises FirstContactError where the wave has no dispositions, or
    where file and data do not fit.
    """
    started = time.perf_counter()
    wave = Wave.open(workspace, name)
    config = read_weights(weights)
    files = [weights.parent / name for name in config.calibrate.margins] if config.calibrate else []
    margins = read_margins(files) if files else []
    cases = case_facts(wave)
    chain = weigh(cases, config, margins)
    run_id = f"{wave.info.wave_id}:weights"
    tables = {"weight": weight_table(cases, chain), "weight_step": step_table(cases, chain, run_id)}
    used = chain.weight > 0
    record = run_record(
        "survey weight",
        _parameters(config, margins),
        [weights, *files],
        ledger={"cases": cases.num_rows, "weighted": int(used.sum()), "set_aside": int((~used).sum())},
        warnings=chain.notes,
        timings={"weight": time.perf_counter() - started},
    )
    record["figures"] = figures(chain)
    folder = wave.write(STAGE, tables, record)
    return Weighted(folder, tables["weight"], chain, _said(chain, folder))


def _said(chain: Chain, folder: Path) -> list[str]:
    cases, used = chain.weight.size, int((chain.weight > 0).sum())
    facts = figures(chain)
    return [
        f"{cases} cases in = {used} weighted + {cases - used} without a usable response.",
        f"The weights sum to {facts['sum_of_weights']:.6g}; unequal weights cost a factor of {facts['deff_kish']:.3g}.",
        *chain.notes,
        f"Tables are in {folder}.",
    ]


def case_facts(wave: Wave) -> pa.Table:
    """One row per sampled case: sample_case, the class of its disposition, and the frame's other columns."""
    cases = wave.read("sample", "sample_case")
    decided = wave.read("disposition", "disposition").select(["case_id", "class"])
    facts = _joined(cases, decided, "case_id")
    undecided = facts["class"].null_count
    if undecided:
        raise FirstContactError(
            f"wave {wave.info.wave_id}: {undecided} sampled cases have no disposition. Run 'survey disposition' again."
        )
    if not wave.has("sample", "frame_unit"):
        return facts
    frame = wave.read("sample", "frame_unit")
    extra = [c for c in frame.column_names if c not in facts.column_names]
    return _joined(facts, frame.select(["unit_id", *extra]), "unit_id")


def figures(chain: Chain) -> dict[str, float]:
    """Sums and effects of the steps, for run.json."""
    return {
        "sum_of_base_weights": float(chain.base.sum()),
        "sum_of_weights": float(chain.weight.sum()),
        "deff_kish": deff_kish(chain.weight),
        "n_kish": n_kish(chain.weight),
        "largest_over_median": float(chain.weight.max() / np.median(chain.weight[chain.weight > 0])),
    }


def _parameters(config: Weights, margins: list[Margin]) -> dict:
    return config.model_dump(exclude_none=True) | {"margins_in_order": [m.name for m in margins]}


def _joined(left: pa.Table, right: pa.Table, key: str) -> pa.Table:
    """Columns of `right` beside `left`, rows in the order of `left`."""
    place = pc.index_in(left[key], value_set=right[key].combine_chunks())
    found = right.take(place)
    for name in found.column_names:
        if name not in left.column_names:
            left = left.append_column(name, found[name])
    return left
