"""Planned care in hospital outpatient departments, with the clinician's own bill."""

import numpy as np

from firstcontact.example.assumptions import assumptions
from firstcontact.example.care.common import Menu, by_clinician, claims_of, hospital_near, uniform, whole_number
from firstcontact.example.codes import BILL_TYPES, INSTITUTIONAL, PLACES, REVENUE, SERVICES
from firstcontact.example.events import draw
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.scene import Scene

SERVICES_DONE = Menu(
    _45378=12,
    _45385=8,
    _66984=6,
    _93306=12,
    _93015=6,
    _95810=4,
    _74177=14,
    _73721=10,
    _80053=14,
    _85025=12,
    _96413=4,
    J1745=1.2,
    J9271=0.9,
)
DEPARTMENTS = REVENUE.all("0360", "0320", "0300", "0510", "0250", "0420")
DRUGS = SERVICES.all("J1745", "J9271")


def outpatient_care(scene: Scene) -> list[Columns]:
    events = draw(scene, "outpatient", scene.people.frailty, weekdays=True)
    hospital = hospital_near(scene, events.person, uniform(scene, "outpatient.hospital", len(events)))
    claims = claims_of(scene, events, "outpatient", "specialty")
    seen = np.flatnonzero(uniform(scene, "outpatient.seen", len(events)) < 0.6)
    return [_facility(scene, {**claims, "facility": hospital, "billing": hospital}), _clinicians(scene, claims, seen)]


def _facility(scene: Scene, claims: Columns) -> Columns:
    lines = expand(claims, whole_number(uniform(scene, "outpatient.lines", len(claims["person"])), 2, 6))
    u = scene.streams("outpatient.service").random((len(lines["claim"]), 3))
    service = SERVICES_DONE.pick(u[:, 0])
    price = assumptions()["prices"]["outpatient"] * (0.12 + 0.5 * u[:, 2] ** 3)
    return lines | {
        "kind": INSTITUTIONAL,
        "bill_type": BILL_TYPES("131"),
        "revenue": DEPARTMENTS[np.floor(u[:, 1] * len(DEPARTMENTS)).astype(int)],
        "service": service,
        "price": np.where(np.isin(service, DRUGS), 0, price),
        "attending": scene.world.directory.pick("gastroenterology", u[:, 1]),
    }


def _clinicians(scene: Scene, claims: Columns, at: np.ndarray) -> Columns:
    seen = {name: (values[at] if isinstance(values, np.ndarray) else values) for name, values in claims.items()}
    seen |= by_clinician(scene, "surgery", "outpatient", len(at))
    seen |= {"place": PLACES("22"), "service": SERVICES("45378")}
    return single(seen, len(at))
