"""The worked disclosure cases: exact bounds and verdicts of given patterns."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from firstcontact.disclosure import interval, verdict

CASES = Path(__file__).resolve().parents[3] / "shared" / "specs" / "publishing" / "disclosure_cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the specifications are not beside the repository")


def read(name):
    path = CASES / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


BOUNDS = defaultdict(list)
for line in read("bounds"):
    BOUNDS[line["case_id"], line["pattern"], line["attacker"]].append(line)


class Case:
    def __init__(self, case_id, pattern):
        cells = [c for c in read("cells") if c["case_id"] == case_id]
        self.place = {c["cell"]: i for i, c in enumerate(cells)}
        self.value = np.array([float(c["value"]) for c in cells])
        self.owners = [set(c["owners"].split("|")) for c in cells]
        self.sensitive = [c["sensitive"] == "1" for c in cells]
        lines = [r for r in read("relations") if r["case_id"] == case_id]
        names = sorted({r["relation_id"] for r in lines})
        self.at_most = np.array([next(r["sense"] for r in lines if r["relation_id"] == n) == "<=" for n in names])
        where = ([names.index(r["relation_id"]) for r in lines], [self.place[r["cell"]] for r in lines])
        data = [float(r["coefficient"]) for r in lines]
        self.matrix = csr_matrix((data, where), shape=(len(names), len(cells)))
        found = next(p for p in read("patterns") if (p["case_id"], p["pattern"]) == (case_id, pattern))
        self.hidden = np.isin(list(self.place), found["hidden_cells"].split("|"))
        self.lower = np.full(len(cells), float(found["lower_bound"]))
        self.pattern = found

    def bounds(self, attacker, cells):
        known = np.array([attacker in o for o in self.owners])
        targets = np.array([self.place[c] for c in cells])
        return interval(self.matrix, self.value, self.hidden & ~known, self.lower, targets, self.at_most)

    def safe(self, attacker):
        known = np.array([attacker in o for o in self.owners])
        at = [i for i, s in enumerate(self.sensitive) if s and self.hidden[i] and not known[i]]
        low, high = self.bounds(attacker, [list(self.place)[i] for i in at])
        found = [verdict(self.value[i], *b) for i, b in zip(at, zip(low, high, strict=True), strict=True)]
        open_ = [s and not h for s, h in zip(self.sensitive, self.hidden, strict=True)]
        return all(v == "safe" for v in found) and not any(open_)


@pytest.mark.parametrize("key", sorted(BOUNDS), ids="-".join)
def test_bounds_and_verdicts_of_each_attacker(key):
    case_id, pattern, attacker = key
    lines = [b for b in BOUNDS[key] if b["verdict"] != "shown"]
    low, high = Case(case_id, pattern).bounds(attacker, [b["cell"] for b in lines])
    for b, least, greatest in zip(lines, low, high, strict=True):
        assert least == float(b["low"])
        assert greatest == (float(b["high"]) if b["high"] else np.inf)
        if b["verdict"] != "not_sensitive":
            assert verdict(float(b["true_value"]), least, greatest) == b["verdict"]


@pytest.mark.parametrize("line", read("patterns"), ids=lambda p: f"{p['case_id']}-{p['pattern']}")
def test_verdict_of_each_pattern_for_readers_and_insiders(line):
    case = Case(line["case_id"], line["pattern"])
    assert case.safe("reader") == (line["reader_verdict"] == "safe")
    insiders = sorted({o for owners in case.owners for o in owners if o})
    failing = [o for o in insiders if not case.safe(o)]
    if line["reader_verdict"] == "safe":
        assert failing == sorted(filter(None, line["failing_insiders"].split("|")))
