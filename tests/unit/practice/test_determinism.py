"""The same inputs give the same bytes, in whatever order the rows stand."""

from pathlib import Path

from firstcontact.practice import Population, simulate
from support.practice_files import PAYERS, PRACTICES, STAFF, read, small

UNCERTAIN = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}


def turned(text: str) -> str:
    header, *rows = text.strip().split("\n")
    return "\n".join([header, *reversed(rows)]) + "\n"


def written(folder: Path, out: str, **tables: str) -> dict[str, bytes]:
    scenario = read(folder, small(prices=UNCERTAIN, draws=45, weeks=8), **tables)
    simulate(scenario, Population.load(scenario)).write(folder / out)
    return {p.name: p.read_bytes() for p in (folder / out).iterdir() if p.name != "run.json"}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, "one") == written(tmp_path, "two")


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    tables = {"practices": turned(PRACTICES), "payers": turned(PAYERS), "staff": turned(STAFF)}
    assert written(tmp_path, "one") == written(tmp_path, "two", **tables)


def test_adding_a_practice_changes_no_other(tmp_path: Path) -> None:
    more = {
        "practices": PRACTICES + "C,south,system,family,10000,90000,14212-01\n",
        "payers": PAYERS + "C,medicare,300,2,1\n",
        "staff": STAFF + "C,md,1,\n",
    }
    few = simulate_practices(tmp_path)
    many = [row for row in simulate_practices(tmp_path, **more) if row["practice_id"] != "C"]
    assert few == many


def simulate_practices(folder: Path, **tables: str) -> list[dict]:
    scenario = read(folder, small(prices=UNCERTAIN, draws=45), **tables)
    return simulate(scenario, Population.load(scenario)).practice.to_pylist()


def test_draw_d_is_the_same_with_few_and_many_draws(tmp_path: Path) -> None:
    first, second = (
        simulate(s, Population.load(s)).paired_practices["values"].to_pylist()
        for s in (read(tmp_path, small(prices=UNCERTAIN, draws=n)) for n in (5, 60))
    )
    assert [row[:5] for row in second] == first
