"""What one child process of the benchmark does: `python stages.py STAGE WORKSPACE ...`, one line of JSON at the end."""

import json
import sys
import time
from pathlib import Path

LAST_READS = "/proc/self/io"
# The columns of the two claim tables that measures (through the core tables) depend on.
SUMMED = {
    "medical_claim": [
        "paid_amount",
        "allowed_amount",
        "charge_amount",
        "coinsurance_amount",
        "copayment_amount",
        "deductible_amount",
        "service_unit_quantity",
        "claim_line_number",
    ],
    "pharmacy_claim": ["paid_amount", "allowed_amount", "copayment_amount", "quantity", "days_supply"],
}
BOUNDED = {
    "medical_claim": [
        "claim_id",
        "person_id",
        "payer",
        "plan",
        "line_of_business",
        "claim_type",
        "claim_status",
        "payer_position",
        "payment_arrangement",
        "claim_start_date",
        "claim_end_date",
        "claim_line_start_date",
        "admission_date",
        "discharge_date",
        "admit_source_code",
        "discharge_disposition_code",
        "place_of_service_code",
        "bill_type_code",
        "revenue_center_code",
        "drg_code",
        "hcpcs_code",
        "hcpcs_modifier_1",
        "rendering_npi",
        "billing_npi",
        "facility_npi",
        "attending_npi",
        "billing_tin",
        "rendering_specialty_code",
        "diagnosis_code_1",
        "diagnosis_code_2",
        "diagnosis_code_3",
        "procedure_code_1",
    ],
    "pharmacy_claim": [
        "claim_id",
        "person_id",
        "payer",
        "plan",
        "line_of_business",
        "claim_status",
        "dispensing_date",
        "ndc_code",
        "prescribing_provider_npi",
    ],
}


def scan(root: Path) -> dict:
    """One pass over the claim lines as they came in. The second of two runs counts: the files are then in memory."""
    import duckdb

    con = duckdb.connect(config={"memory_limit": "2GiB"})
    con.execute("SET enable_progress_bar = false")
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        rows = [con.execute(_scan_sql(root, table)).fetchone()[0] for table in SUMMED]
        seconds.append(time.perf_counter() - started)
    return {"lines": sum(rows), "seconds": seconds[-1], "first_seconds": seconds[0]}


def _scan_sql(root: Path, table: str) -> str:
    sums = [f"SUM({c})" for c in SUMMED[table]]
    bounds = [f"MIN({c}), MAX({c})" for c in BOUNDED[table]]
    files = root / "inputs" / table / "[0-9]*.parquet"
    return f"SELECT COUNT(*), {', '.join(sums + bounds)} FROM read_parquet('{files}')"


def generate(root: Path, people: int) -> dict:
    from firstcontact.example import generate as make

    truth = make(root / "inputs", people=people)
    return {"rows": truth["rows"]}


def import_(root: Path) -> dict:
    from firstcontact import intake

    return _timed(root, lambda ws, reporter: intake.import_batch(ws, reporter=reporter))


def core(root: Path) -> dict:
    from firstcontact.core import build_core

    return _timed(root, lambda ws, reporter: build_core(ws, reporter=reporter))


def measure(root: Path) -> dict:
    from firstcontact import engine

    return _timed(root, lambda ws, reporter: engine.measure(ws, reporter=reporter))


def _timed(root: Path, work) -> dict:
    from firstcontact.progress import Reporter
    from firstcontact.workspace import Workspace

    reporter = Reporter(quiet=True)
    work(Workspace.open(root), reporter)
    return {"steps": dict(sorted(reporter.timings.items(), key=lambda item: -item[1]))}


STAGES = {"scan": scan, "generate": generate, "import": import_, "core": core, "measure": measure}


def bytes_read() -> int:
    """All bytes this process has read from files, cached or not."""
    for line in Path(LAST_READS).read_text(encoding="ascii").splitlines():
        if line.startswith("rchar"):
            return int(line.split()[1])
    return 0


def main(name: str, root: str, *numbers: str) -> None:
    facts = STAGES[name](Path(root), *(int(n) for n in numbers))
    print(json.dumps(facts | {"bytes_read": bytes_read()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
