"""Emergency visits that end at home: a hospital bill and a clinician's bill, sometimes only one of them."""

import numpy as np

from firstcontact.example.assumptions import assumptions
from firstcontact.example.care.agenda import EMERGENCY, Agenda
from firstcontact.example.care.common import Menu, by_clinician, claims_of, hospital_near, uniform, whole_number
from firstcontact.example.codes import BILL_TYPES, DISPOSITIONS, GROUPS, INSTITUTIONAL, PLACES, REVENUE
from firstcontact.example.events import by_quintile
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.scene import Scene

LEVELS = Menu(_99281=3, _99282=11, _99283=40, _99284=32, _99285=14)
TESTS = Menu(_80053=30, _85025=30, _71046=20, _74177=10, _93000=10)
TEST_REVENUE = REVENUE.all("0300", "0300", "0320", "0250")
FACILITY_ONLY, PROFESSIONAL_ONLY = 0.05, 0.03


def emergency_care(scene: Scene, agenda: Agenda) -> list[Columns]:
    events = agenda.take(np.flatnonzero(agenda.kind == EMERGENCY)).events
    u = scene.streams("emergency.kind").random((len(events), 3))
    level = LEVELS.pick(u[:, 0])
    claims = claims_of(scene, events, "emergency", "ed_emergent")
    claims["dx1"] = _reasons(scene, events.person, scene.streams("emergency.reason").random((len(events), 2)))
    hospital = hospital_near(scene, events.person, u[:, 1])
    facility = _facility(
        scene, {**claims, "_level": level, "facility": hospital, "billing": hospital}, u[:, 2] >= PROFESSIONAL_ONLY
    )
    doctors = np.flatnonzero(u[:, 2] < 1 - FACILITY_ONLY)
    seen = {name: (values[doctors] if isinstance(values, np.ndarray) else values) for name, values in claims.items()}
    seen |= by_clinician(scene, "emergency", "emergency", len(doctors))
    return [facility, single({**seen, "place": PLACES("23"), "service": level[doctors]}, len(doctors))]


def _reasons(scene: Scene, person: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Where primary care is scarce, more people come with what it could have treated."""
    treatable = by_quintile(scene, "treatable_share")[person]
    rest = (u[:, 0] - treatable) / (1 - treatable)
    kinds = [u[:, 0] < treatable, rest < 0.60, rest < 0.88]
    picks = [GROUPS[g].pick(u[:, 1]) for g in ("ed_treatable", "ed_emergent", "ed_injury")]
    return np.select(kinds, picks, GROUPS["ed_mental"].pick(u[:, 1]))


def _facility(scene: Scene, claims: Columns, sent: np.ndarray) -> Columns:
    at = np.flatnonzero(sent)
    claims = {name: (values[at] if isinstance(values, np.ndarray) else values) for name, values in claims.items()}
    lines = expand(claims, whole_number(uniform(scene, "emergency.lines", len(at)), 2, 4))
    u = scene.streams("emergency.tests").random((len(lines["claim"]), 2))
    first = lines["line"] == 1
    test = np.floor(u[:, 0] * len(TEST_REVENUE)).astype(int)
    price = assumptions()["prices"]["emergency"]
    return lines | {
        "kind": INSTITUTIONAL,
        "bill_type": BILL_TYPES("131"),
        "revenue": np.where(first, REVENUE("0450"), TEST_REVENUE[test]),
        "service": np.where(first, lines["_level"], TESTS.pick(u[:, 1])),
        "price": np.where(first, price, price * 0.22),
        "disposition": DISPOSITIONS("01"),
        "attending": scene.world.directory.pick("emergency", u[:, 0]),
    }
