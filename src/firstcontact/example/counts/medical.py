"""Everything counted from the medical lines of a block."""

import numpy as np

from firstcontact.example.counts.base import Tally, with_dates
from firstcontact.example.counts.hospital import tally_hospital
from firstcontact.example.counts.spending import tally_spending
from firstcontact.example.counts.visits import tally_rounds, tally_visits
from firstcontact.example.lines import Columns, take
from firstcontact.example.scene import Scene
from firstcontact.example.versions import KEPT, MERGED


def tally_medical(scene: Scene, lines: Columns, outcome: np.ndarray) -> Tally:
    """Dollars of merged adjustments count; as lines they are part of the line they correct."""
    final = with_dates(scene, take(lines, np.flatnonzero((outcome == KEPT) | (outcome == MERGED))))
    merged = outcome[(outcome == KEPT) | (outcome == MERGED)] == MERGED
    kept = {name: values[~merged] for name, values in final.items()}
    return (
        tally_spending(scene, final)
        | tally_visits(scene, kept)
        | tally_rounds(scene, kept)
        | tally_hospital(scene, kept)
    )
