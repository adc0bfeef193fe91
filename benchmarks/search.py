"""Search over 10,000 made-up practices: requests a second in one process, and names found although misspelled.

python benchmarks/search.py [--practices 10000] [--queries 200] [--seed 7]
"""

import argparse
import random
import string
import time
from statistics import quantiles

from firstcontact_site.results.search.index import Index

FIRST = """Alder|Amber|Aspen|Bay|Beacon|Birch|Bluff|Bridge|Brook|Canyon|Cedar|Chestnut|Clover|Copper|Coral|Creek|
Crescent|Cypress|Dale|Elm|Fern|Forest|Garden|Glen|Granite|Grove|Harbor|Hazel|Heron|Hickory|Hill|Holly|Iris|
Ivy|Juniper|Lake|Laurel|Linden|Magnolia|Maple|Marsh|Meadow|Mill|Oak|Olive|Orchard|Pearl|Pine|Pond|Poplar|
Prairie|Quarry|River|Rowan|Sage|Silver|Spruce|Stone|Summit|Valley""".replace("\n", "").split("|")
SECOND = """Street|Ridge|View|Park|Point|Gate|Field|Wood|Side|Crossing|Landing|Square|Heights|Springs|Hollow|Corner|
Lane|Court|Terrace|Way|Village|Shore|Bend|Falls""".replace("\n", "").split("|")
KINDS = """Family Medicine|Health Center|Pediatrics|Primary Care|Internal Medicine|Community Clinic|Medical Group|
Family Practice|Medical Associates|Wellness Center""".replace("\n", "").split("|")
PLACES = [f"{a}{b}" for a in ("North", "South", "East", "West", "New", "Old") for b in ("field", "ton", "port", "bury")]
EDITS = ("insert", "delete", "replace", "swap")


def made_up(count: int, seed: int) -> list[dict]:
    """Distinct names, each with a town and a ZIP code."""
    names = [f"{a} {b} {c}" for a in FIRST for b in SECOND for c in KINDS]
    chosen = random.Random(seed).sample(names, count)
    return [_entry(i, name) for i, name in enumerate(chosen)]


def _entry(number: int, name: str) -> dict:
    place = number % len(PLACES)
    where = {"place": PLACES[place], "zip": f"{100 + place * 3 + number % 3:05d}"}
    return {"kind": "practice", "id": f"p{number:05d}", "name": name, "path": f"practice/p{number:05d}/", **where}


def misspelled(name: str, chance: random.Random) -> str:
    """One random edit."""
    at, edit, letter = chance.randrange(len(name) - 1), chance.choice(EDITS), chance.choice(string.ascii_lowercase)
    if edit == "insert":
        return name[:at] + letter + name[at:]
    if edit == "swap":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + (letter if edit == "replace" else "") + name[at + 1 :]


def measure(practices: int, queries: int, seed: int) -> dict:
    """Figures of one machine; the same seed gives the same names and queries."""
    entries = made_up(practices, seed)
    began = time.perf_counter()
    index = Index(entries, "en")
    built = time.perf_counter() - began
    chance = random.Random(seed + 1)
    wanted = chance.sample(entries, queries)
    asked = [misspelled(entry["name"], chance) for entry in wanted]
    times, found = [], 0
    for entry, query in zip(wanted, asked, strict=True):
        began = time.perf_counter()
        hits = index.find(query)
        times.append(time.perf_counter() - began)
        found += entry["id"] in [hit.entry["id"] for hit in hits[:3]]
    return {"built": built, "rate": queries / sum(times), "p99": quantiles(times, n=100)[98], "found": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    figures = measure(given.practices, given.queries, given.seed)
    print(f"index of {given.practices:,} practices: {figures['built']:.2f} s")
    print(f"answers a second, one process: {figures['rate']:,.0f}; 99 of 100 within {figures['p99'] * 1000:.1f} ms")
    print(f"found in the first three with one edit: {figures['found']} of {given.queries}")


if __name__ == "__main__":
    main()
