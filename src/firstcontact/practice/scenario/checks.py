"""Checks over the whole scenario: parameters that it uses, and values without a source."""

from firstcontact.practice.scenario.node import Node
from firstcontact.practice.scenario.paths import parse

SOURCED_SECTIONS = ("payment", "relief", "prices", "parameters.set")


def check_used(root: Node) -> None:
    """Notes for inflated parameters that are used; PM003 for one that could not be inflated."""
    reading = root.reading
    if reading.inflation is None:
        return
    for name in sorted(reading.used):
        if name in reading.inflation.notes:
            reading.warnings.append(reading.inflation.notes[name])
        elif name in reading.inflation.left:
            year = reading.inflation.left[name]
            message = f"the index has no row for {year}, the price year of {name}. Add it."
            reading.document.problem("PM003", ("parameters", "inflate", "index"), message)


def warn_sources(root: Node, strict: bool) -> None:
    """A value without a source under payment, relief, prices or parameters.set: a warning, or PM013 when strict."""
    reading = root.reading
    bare = [s for s in reading.sourced if s.path.startswith(SOURCED_SECTIONS) and not s.source]
    if strict:
        for value in bare:
            message = f"{value.value:g} has no source. Write {{value: ..., source: ..., status: ...}}."
            reading.document.problem("PM013", parse(value.path) or (), message)
    elif bare:
        reading.warnings.append(f"{len(bare)} values under payment, relief, prices or parameters.set have no source.")
