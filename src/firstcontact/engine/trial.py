"""The region's values of one measure, without writing a run."""

import tempfile
from pathlib import Path

import pyarrow.compute as pc

from firstcontact.engine.reader import results
from firstcontact.engine.run import measure
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Workspace


class _Elsewhere(Workspace):
    """The same workspace with its results in a folder that is thrown away."""

    folder: Path = Path()

    @property
    def results(self) -> Path:
        return self.folder


def preview(ws: Workspace, measure_id: str, reporter: Reporter = QUIET) -> str:
    """Lines of text: period, numerator, denominator, value and status of the region."""
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = _Elsewhere(ws.root, ws.config)
        object.__setattr__(elsewhere, "folder", Path(folder))
        measure(elsewhere, only=[measure_id], allow_partial=True, reporter=reporter)
        table = results(elsewhere, group="region")
    rows = table.filter(pc.equal(table["stratum_kind"], "all")).to_pylist()
    lines = [f"{'measure':44} {'from':10} {'to':10} {'numerator':>16} {'denominator':>16} {'value':>12}  status"]
    for r in rows:
        value = "" if r["value"] is None else f"{r['value']:.6g}"
        n, d = ("" if r[k] is None else f"{r[k]:.2f}" for k in ("numerator", "denominator"))
        lines.append(
            f"{r['measure']:44} {r['period_start']} {r['period_end']} {n:>16} {d:>16} {value:>12}  {r['status']}"
        )
    return "\n".join(lines)
