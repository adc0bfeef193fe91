"""Times the main job against one plain scan of its input, in one run on one machine.

    python benchmarks/bench.py --lines 10000000 [--keep DIR] [--replicate K]

Each stage runs in a process of its own, so that wall time, CPU time and peak memory are its own. T_scan is one DuckDB
scan that sums, or takes the bounds of, the columns that the measures depend on (stages.py names them).
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from replicate import replicate

HERE = Path(__file__).parent
LINES_PER_PERSON = 92  # claim lines of an example person in three years, medical and pharmacy
STAGES = ("scan", "import", "core", "measure")
SETTINGS = """[region]
id = "example"
name = "Example Region"

[[events]]
id = "spring"
start_month = "2024-03"
end_month = "2024-05"
baseline = {from = "2023-03", to = "2024-02"}
headline = true
"""


def run_stage(name: str, root: Path, *numbers: int) -> dict:
    """Run a stage in a child; its own facts, and wall seconds, CPU seconds and peak memory in MiB."""
    out = root / f"{name}.out"
    command = [sys.executable, str(HERE / "stages.py"), name, str(root), *(str(n) for n in numbers)]
    started = time.perf_counter()
    with out.open("wb") as target:
        child = os.posix_spawn(
            sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, target.fileno(), 1)]
        )
        _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"The stage {name} failed; its message is above.")
    facts = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    return facts | {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak_mib": usage.ru_maxrss / 1024}


def make_inputs(root: Path, lines: int, times: int) -> dict:
    (root / "firstcontact.toml").write_text(SETTINGS, encoding="utf-8")
    people = max(1, round(lines / LINES_PER_PERSON / times))
    facts = run_stage("generate", root, people)
    if times > 1:
        replicate(root / "inputs", times)
    return facts | {"people": people * times}


def line_table_bytes(root: Path, name: str) -> int:
    """Size of the claim lines that a stage starts from: the inputs, or the batches."""
    folder = "inputs" if name in ("scan", "import") else "store/batches"
    tables = ("medical_claim", "pharmacy_claim")
    return sum(p.stat().st_size for p in (root / folder).rglob("*.parquet") if p.parent.name in tables)


def run(root: Path, lines: int, times: int) -> dict:
    results = {"machine": {"cpus": os.cpu_count(), "system": platform.machine(), "python": platform.python_version()}}
    results["generate"] = make_inputs(root, lines, times)
    for name in STAGES:
        results[name] = run_stage(name, root)
        results[name]["reads"] = results[name]["bytes_read"] / max(1, line_table_bytes(root, name))
    return results


def report(results: dict) -> str:
    scan, lines = results["scan"]["seconds"], results["scan"]["lines"]
    made = results["generate"]
    text = [
        f"{lines:,} claim lines of {made['people']:,} people",
        f"generate {made['wall']:.1f} s, {made['peak_mib']:.0f} MiB",
        f"T_scan {scan:.2f} s on {results['machine']['cpus']} CPUs (first {results['scan']['first_seconds']:.2f} s)",
        f"{'stage':<14}{'wall s':>10}{'CPU s':>10}{'peak MiB':>10}{'x T_scan':>10}{'us/line':>10}{'reads':>8}",
    ]
    rows = {name: results[name] for name in STAGES[1:]}
    rows["import + core"] = together(results["import"], results["core"])
    for name, row in rows.items():
        per_line = row["wall"] / max(1, lines) * 1e6
        text.append(
            f"{name:<14}{row['wall']:>10.1f}{row['cpu']:>10.1f}{row['peak_mib']:>10.0f}{row['wall'] / scan:>10.1f}"
            f"{per_line:>10.2f}{row['reads']:>8.1f}"
        )
    text.append("reads: bytes read by the stage over the size of the claim lines it starts from")
    return "\n".join([*text, *slowest_steps(results)])


def together(first: dict, second: dict) -> dict:
    added = {name: first[name] + second[name] for name in ("wall", "cpu", "reads")}
    return added | {"peak_mib": max(first["peak_mib"], second["peak_mib"])}


def slowest_steps(results: dict, count: int = 12) -> list[str]:
    steps = [(s, f"{stage}: {name}") for stage in STAGES[1:] for name, s in results[stage].get("steps", {}).items()]
    return ["slowest steps:", *(f"{seconds:>9.1f} s  {name}" for seconds, name in sorted(steps, reverse=True)[:count])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=10_000_000, help="claim lines to make, about")
    parser.add_argument("--replicate", type=int, default=1, metavar="K", help="make lines / K and copy them K times")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this empty folder and leave it there")
    options = parser.parse_args()
    if options.lines < 1 or options.replicate < 1:
        parser.error("--lines and --replicate are positive whole numbers")
    root = options.keep or Path(tempfile.mkdtemp(prefix="firstcontact-bench-"))
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        parser.error(f"--keep {root}: the folder is not empty, and what it holds would be measured too")
    try:
        results = run(root, options.lines, options.replicate)
    finally:
        if not options.keep:
            shutil.rmtree(root)
    print(report(results))
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    (out / f"bench-{options.lines}.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
