"""Nursing facilities, home health and hospice after a stay."""

import numpy as np

from firstcontact.example.assumptions import assumptions
from firstcontact.example.care.common import claims_of, uniform, whole_number
from firstcontact.example.codes import BILL_TYPES, DISPOSITIONS, INSTITUTIONAL, PLACES, REVENUE, SERVICES
from firstcontact.example.events import Events
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.scene import Scene


def after_hospital(scene: Scene, stays: Columns) -> list[Columns]:
    prices = assumptions()["prices"]
    nursing = _claims(scene, stays, "nursing", "03", "211", "0120", 24)
    home = _claims(scene, stays, "home_health", "06", "322", "0551", 30)
    hospice = _claims(scene, stays, "hospice", "50", "813", "0651", 30)
    days = nursing["end"] - nursing["start"] + 1
    rooms = single({**nursing, "units": days, "price": prices["nursing_day"] * days}, len(days))
    return [
        rooms,
        _rounds(scene, nursing),
        _home_visits(scene, home, prices["home_health"]),
        single({**hospice, "price": prices["hospice"]}, len(hospice["start"])),
    ]


def _claims(
    scene: Scene, stays: Columns, kind: str, disposition: str, bill_type: str, revenue: str, longest: int
) -> Columns:
    """One claim per discharge to that kind of care, as long as the person lives and the window lasts."""
    last = np.minimum(scene.people.death[stays["person"]], scene.calendar.last_day)
    at = np.flatnonzero((stays["disposition"] == DISPOSITIONS(disposition)) & (stays["end"] < last))
    start = stays["end"][at]
    events = Events(stays["person"][at], start, scene.calendar.month(start))
    claims = claims_of(scene, events, kind, "nursing")
    claims["product"] = stays["product"][at]
    length = whole_number(uniform(scene, f"{kind}.days", len(at)), 6, longest)
    firm = scene.world.directory.pick(kind, uniform(scene, f"{kind}.firm", len(at)))
    return claims | {
        "kind": INSTITUTIONAL,
        "end": np.minimum(start + length, last[at]).astype(np.int32),
        "bill_type": BILL_TYPES(bill_type),
        "revenue": REVENUE(revenue),
        "facility": firm,
        "billing": firm,
        "disposition": DISPOSITIONS("01"),
    }


def _rounds(scene: Scene, nursing: Columns) -> Columns:
    """The person's own clinician sees some of them in the nursing facility."""
    at = np.flatnonzero(uniform(scene, "rounds.seen", len(nursing["start"])) < 0.5)
    claims = {name: nursing[name][at] for name in ("person", "start", "product", "dx1", "dx2")}
    month = scene.calendar.month(claims["start"])
    force = scene.world.workforce
    usual = scene.usual_clinician[claims["person"]]
    clinician = np.where(force.works(usual, month), usual, force.lead(usual))
    directory = scene.world.directory
    claims |= {
        "end": claims["start"],
        "rendering": clinician,
        "specialty": directory.specialty[clinician],
        "place": PLACES("31"),
        "growth": 1,
    }
    practice = force.practice[clinician]
    return single(
        {
            **claims,
            "service": SERVICES("99309"),
            "practice": practice,
            "billing": directory.start["practice"] + practice,
        },
        len(at),
    )


def _home_visits(scene: Scene, home: Columns, price: float) -> Columns:
    lines = expand(home, whole_number(uniform(scene, "home.visits", len(home["start"])), 2, 5))
    u = uniform(scene, "home.service", len(lines["claim"]))
    return lines | {
        "service": np.where(u < 0.6, SERVICES("G0299"), SERVICES("G0151")),
        "price": np.full(len(u), price / 3.5),
    }
