"""Times the two heavy jobs of the surveys, each in a process of its own.

    python benchmarks/survey.py [--responses 1000000] [--practices 2000] [--items 30] [--job score|rake]

score: a CSV of responses x items, four adjusters, three boxes; read, scored and written in under 20 s and 2 GiB.
rake: as many rows to six margins, in under 5 s.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

LIMITS = {"score": (20.0, 2048), "rake": (5.0, None)}
ADJUSTERS = ("age", "health", "education", "mental_health")
BOXES = "{bottom: [1, 2], middle: [3, 3], top: [4, 4]}"
MARGINS = (2, 3, 4, 5, 6, 8)  # levels of each margin


def make_responses(path: Path, responses: int, practices: int, items: int) -> None:
    """Answers that lean with the practice and the respondent; a tenth of them and a twentieth of adjusters blank."""
    draw = np.random.default_rng(7)
    unit = draw.integers(0, practices, responses)
    adjusters = {name: draw.integers(1, 6, responses) for name in ADJUSTERS}
    leaning = draw.normal(0, 0.3, practices)[unit] + 0.1 * adjusters["age"] - 0.2 * adjusters["health"]
    columns = {"unit_id": pa.array(np.char.add("P", unit.astype(str)))}
    for item in range(1, items + 1):
        scores = np.clip(np.rint(2.8 + leaning + draw.normal(0, 1.2, responses)), 1, 4).astype(np.int8)
        columns[f"q{item}"] = pa.array(scores, mask=draw.random(responses) < 0.1)
    for name, values in adjusters.items():
        columns[name] = pa.array(values, mask=draw.random(responses) < 0.05)
    pyarrow.csv.write_csv(pa.table(columns), path)


def make_measures(path: Path, items: int) -> None:
    names = ", ".join(f"q{i}" for i in range(1, items + 1))
    lines = [
        "format: firstcontact-measures/1",
        "unit: unit_id",
        "items:",
        *(f"  q{i}: {{min: 1, max: 4}}" for i in range(1, items + 1)),
        "adjusters:",
        *(f"  {name}: {{min: 1, max: 5}}" for name in ADJUSTERS),
        "measures:",
        f"  - {{measure: all_items, items: [{names}], adjusters: [{', '.join(ADJUSTERS)}], boxes: {BOXES}}}",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def score(root: Path, size: argparse.Namespace) -> float:
    """Seconds from the CSV to the written tables."""
    from firstcontact.survey.score import score_file

    make_measures(root / "measures.yaml", size.items)
    started = time.perf_counter()
    score_file(root / "responses.csv", root / "measures.yaml", root / "scores")
    return time.perf_counter() - started


def rake(root: Path, size: argparse.Namespace) -> float:
    """Seconds to rake one weight per row to six margins."""
    from firstcontact.survey.weighting.margins import Cells
    from firstcontact.survey.weighting.rake import rake as rake_weights

    draw = np.random.default_rng(8)
    margins = []
    for number, levels in enumerate(MARGINS):
        codes = draw.integers(0, levels, size.responses)
        targets = np.bincount(codes, minlength=levels) * draw.uniform(0.7, 1.3, levels)
        targets *= size.responses / targets.sum()
        margins.append(Cells(f"m{number}", codes, [str(i) for i in range(levels)], targets))
    weight = draw.uniform(0.5, 2.0, size.responses)
    started = time.perf_counter()
    rake_weights(weight, margins)
    return time.perf_counter() - started


JOBS = {"score": score, "rake": rake}


def in_a_child(job: str, root: Path, size: argparse.Namespace) -> tuple[float, float, float]:
    """(wall seconds of the job, CPU seconds and peak MiB of its whole process)."""
    out = root / f"{job}.out"
    words = ["--job", job, "--responses", size.responses, "--practices", size.practices, "--items", size.items]
    command = [sys.executable, __file__, "--folder", str(root), *map(str, words)]
    with out.open("wb") as target:
        child = os.posix_spawn(
            sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, target.fileno(), 1)]
        )
        _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"The job {job} failed; its message is above.")
    wall = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def machine() -> str:
    """Cores, memory and the name of the processor."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {model}, Python {platform.python_version()}, NumPy {np.__version__}"
    )


def report(jobs: list[str], root: Path, size: argparse.Namespace) -> bool:
    """Print wall time and peak memory of each job; True where every limit is kept."""
    kept = True
    print(f"machine: {machine()}")
    for job in jobs:
        if job == "score":
            make_responses(root / "responses.csv", size.responses, size.practices, size.items)
        wall, cpu, peak = in_a_child(job, root, size)
        most, memory = LIMITS[job]
        ok = wall < most and (memory is None or peak < memory)
        kept &= ok
        limit = f"under {most:g} s" + (f" and {memory} MiB" if memory else "")
        facts = f"{size.responses:,} rows, wall {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:,.0f} MiB"
        print(f"{job}: {facts}; {limit}: {'yes' if ok else 'NO'}")
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--practices", type=int, default=2_000)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    size = parser.parse_args()
    if size.folder:
        print(json.dumps(JOBS[size.job](size.folder, size)))
        return
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if report([size.job] if size.job else list(JOBS), Path(folder), size) else 1)


if __name__ == "__main__":
    main()
