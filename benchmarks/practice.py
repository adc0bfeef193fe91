"""One million practice-years in weekly steps, the full model: five payers in three modes, eight roles, receivables
with a lag, staffing response, pay rule, three relief programmes. Prints wall time and peak memory of one core.

    python benchmarks/practice.py [--practices 1000] [--draws 1000] [--weeks 52] [--dtype float64] [--chunk 20000]

Each practice-year is counted once; the baseline run that every run is paired with is timed too and counted beside it.
"""

import argparse
import platform
import resource
import time
from pathlib import Path

import numpy as np

from firstcontact.practice.engine.tiles import CHUNK
from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.population.model import Population
from firstcontact.practice.results import simulate
from firstcontact.practice.scenario.document import Document
from firstcontact.practice.scenario.load import build
from firstcontact.practice.scenario.model import Scenario

SECONDS, MEBIBYTES = 10, 500
START = "2020-01-05"


def plan(draws: int, weeks: int) -> dict:
    """The scenario as plain data."""
    floor = {"ma": "furlough_floor_share", "admin": "furlough_floor_share", "rn": 0.8, "lpn": 0.8}
    return {
        "schema": "firstcontact.practice/1",
        "id": "benchmark",
        "title": "The full model at scale",
        "start": START,
        "weeks": weeks,
        "seed": 1,
        "draws": draws,
        "population": {"generate": {**_generate()}},
        "prices": {
            "preset": "per_visit",
            "base_amount": 100,
            "payer_multiplier": {
                "medicaid": "price_ratio_medicaid_to_medicare",
                "commercial": "price_ratio_commercial_to_medicare",
                "uninsured": 0.5,
            },
            "collection_rate": "collection_rate",
            "sequestration": False,
        },
        "shock": {
            "series": "builtin:shock_weekly_2020",
            "kind": "realised",
            "by_specialty": {"family": "adult_primary_care", "pediatrics": "pediatrics"},
            "after": "baseline",
        },
        "demand": {"backlog": {"return_rate": 0, "deferred_share": 0, "leak": 0}},
        "telemedicine": {"share": "from_shock", "video_share": "video_share_of_telemedicine"},
        "payment": [
            {"payers": ["medicare_advantage", "medicaid", "uninsured"], "from": START, "components": [{"kind": "ffs"}]},
            {
                "payers": ["medicare", "commercial"],
                "from": START,
                "components": [
                    {"kind": "ffs", "share": 0.6},
                    {"kind": "capitation", "share": 0.4, "pmpm": "capitation_pmpm_national", "paid_every": "month"},
                ],
            },
        ],
        "costs": {"turnover": {"ma": "turnover_per_month_ma"}, "turnover_cost": "turnover_cost_per_event"},
        "staffing": {"response": True, "floor": floor, "down": "staff_speed_down", "up": "staff_speed_up"},
        "physician_pay": {"default": {"rule": "fixed"}, "independent": {"rule": "floor", "share": 0.5}},
        "relief": [
            {"kind": "prf", "phase": 1, "date": "2020-04-12"},
            {"kind": "medicare_advance", "date": "2020-04-12", "months": 3, "take_up": 0.3},
            {"kind": "ppp", "date": "2020-05-03", "take_up": 0.7, "nonpayroll_share": 0.5},
        ],
        "outputs": {"by": [[], ["setting"], ["size_class"]], "weekly": True},
    }


def _generate() -> dict:
    wages = dict.fromkeys(ROLES[1:], 60000)
    return {
        "n": 1,
        "region": "benchmark",
        "settings": {"independent": 0.6, "system": 0.4},
        "specialty": {"family": 0.8, "pediatrics": 0.2},
        "locality": "national",
        "payer_mix": {payer: 1 / len(PAYERS) for payer in PAYERS},
        "visits_per_patient_year": dict.fromkeys(PAYERS, 2.5),
        "overhead_usd_per_fte_md": 110_000,
        "physician_pay_usd_year": 220_000,
        "wages": {**wages, "ma": "wage_loaded_ma"},
    }


def scenario(practices: int, draws: int, weeks: int) -> Scenario:
    data = plan(draws, weeks)
    data["population"]["generate"]["n"] = practices
    return build(Document(data, {}, Path("benchmark.yaml")))


def machine() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        names = [line.split(":", 1)[1].strip() for line in f if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, numpy {np.__version__}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--dtype", default="float64")
    parser.add_argument("--chunk", type=int, default=CHUNK)
    asked = parser.parse_args()
    made = scenario(asked.practices, asked.draws, asked.weeks)
    population = Population.load(made)
    wall, processor = time.perf_counter(), time.process_time()
    simulate(made, population, dtype=asked.dtype, chunk=asked.chunk)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    years = asked.practices * asked.draws * asked.weeks / 52
    print(f"practice-years {years:,.0f}, and as many of the baseline run")
    print(f"wall           {wall:.2f} s (allowed {SECONDS} s for a million)   processor {processor:.2f} s")
    print(f"peak memory    {peak:.0f} MiB (allowed {MEBIBYTES})")
    print(f"rows a second  {asked.practices * asked.draws * asked.weeks / wall:,.0f} practice-weeks")
    print(f"dtype          {asked.dtype}   chunk {asked.chunk:,}")
    print(f"machine        {machine()}")


if __name__ == "__main__":
    main()
