"""The relief entries of a scenario as programmes, in the order of the scenario."""

from firstcontact.practice.engine.advance import MedicareAdvance
from firstcontact.practice.engine.grants import Grant, Loan, ProviderRelief, Received
from firstcontact.practice.engine.ppp import PayrollLoan
from firstcontact.practice.engine.relief import Circumstances, Programme
from firstcontact.practice.scenario.model import Relief

BY_KIND = {
    "ppp": PayrollLoan,
    "ppp_second_draw": PayrollLoan,
    "medicare_advance": MedicareAdvance,
    "grant": Grant,
    "loan": Loan,
}


def programmes(seen: Circumstances) -> list[Programme]:
    received = Received()
    return [_programme(seen, entry, received) for entry in seen.tile.scenario.relief]


def _programme(seen: Circumstances, entry: Relief, received: Received) -> Programme:
    if entry.kind == "prf":
        return ProviderRelief(seen, entry, received)
    return BY_KIND[entry.kind](seen, entry)
