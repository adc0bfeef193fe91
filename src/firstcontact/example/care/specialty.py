"""Specialists, therapy, tests and devices."""

import numpy as np

from firstcontact.example.care.common import Menu, by_clinician, claims_of, uniform, whole_number
from firstcontact.example.codes import PLACES, SERVICES
from firstcontact.example.directory import SPECIALISTS
from firstcontact.example.events import by_quintile, draw
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.scene import Scene
from firstcontact.example.streams import choose

VISITS = Menu(_99203=10, _99204=10, _99212=8, _99213=34, _99214=34, _99215=4)
PROCEDURES = Menu(
    _92014=20, _17110=14, _20610=12, _93000=16, _93306=6, _93015=4, _11042=4, _57452=3, _45378=3, _66984=2
)
LABORATORY = Menu(_80053=18, _80061=14, _85025=18, _83721=6, _84443=10, _82043=6, _82306=6, _83036=14, _87086=6)
IMAGING = Menu(_77067=22, _71046=26, _72148=8, _74177=10, _73721=9, _76700=12)
THERAPY = Menu(_97110=50, _97140=26, _97161=10, _98941=14)
BEHAVIORAL = Menu(_90834=48, _90837=40, _90791=12)
DEVICES = Menu(E0601=6, A0427=1)
OFFICE_SPECIALTIES = tuple(s for s in SPECIALISTS if s not in ("emergency", "radiology", "psychiatry", "therapy"))


def specialty_care(scene: Scene) -> list[Columns]:
    return [_specialists(scene), _laboratory(scene), _imaging(scene), *_sessions(scene), _devices(scene)]


def _specialists(scene: Scene) -> Columns:
    events = draw(scene, "specialist", by_quintile(scene, "specialty") * scene.people.frailty, weekdays=True)
    u = scene.streams("specialist.kind").random((len(events), 3))
    weights = np.array([SPECIALISTS[s][2] for s in OFFICE_SPECIALTIES], dtype=float)
    kind = choose(u[:, 0], weights)
    directory = scene.world.directory
    first = np.array([directory.start[s] for s in OFFICE_SPECIALTIES])[kind]
    size = np.array([directory.count[s] for s in OFFICE_SPECIALTIES])[kind]
    # People go back to the specialist they know: the choice hangs on the person more than on the day.
    known = (events.person * 7_919 + kind * 104_729) % 10_007 / 10_007
    clinician = (first + np.floor(np.where(u[:, 1] < 0.75, known, u[:, 2]) * size)).astype(np.int32)
    claims = claims_of(
        scene,
        events,
        "specialist",
        "specialty",
        rendering=clinician,
        specialty=directory.specialty[clinician],
        place=PLACES("11"),
    )
    claims["referring"] = np.where(u[:, 2] < 0.5, scene.usual_clinician[events.person], -1)
    lines = expand(claims, 1 + (uniform(scene, "specialist.more", len(events)) < 0.5))
    v = uniform(scene, "specialist.service", len(lines["claim"]))
    lines["service"] = np.where(lines["line"] == 1, VISITS.pick(v), PROCEDURES.pick(v))
    return lines


def _laboratory(scene: Scene) -> Columns:
    """Independent laboratories name no clinician but the one who ordered."""
    events = draw(scene, "laboratory", scene.people.frailty, weekdays=True)
    firm = scene.world.directory.pick("laboratory", uniform(scene, "laboratory.firm", len(events)))
    claims = claims_of(scene, events, "laboratory", "laboratory", billing=firm, place=PLACES("81"))
    claims["referring"] = scene.usual_clinician[events.person]
    lines = expand(claims, whole_number(uniform(scene, "laboratory.tests", len(events)), 2, 6))
    lines["service"] = LABORATORY.pick(uniform(scene, "laboratory.service", len(lines["claim"])))
    return lines


def _imaging(scene: Scene) -> Columns:
    events = draw(scene, "imaging", scene.people.frailty, weekdays=True)
    claims = claims_of(scene, events, "imaging", "imaging", place=PLACES("11"))
    claims |= by_clinician(scene, "radiology", "imaging", len(events))
    claims["service"] = IMAGING.pick(uniform(scene, "imaging.service", len(events)))
    return single(claims, len(events))


def _sessions(scene: Scene) -> list[Columns]:
    drafts = []
    for family, kind, menu, most in (("therapy", "therapy", THERAPY, 3), ("behavioral", "psychiatry", BEHAVIORAL, 1)):
        events = draw(scene, family, scene.people.frailty, weekdays=True)
        claims = claims_of(scene, events, family, family, place=PLACES("11"))
        claims |= by_clinician(scene, kind, family, len(events))
        lines = expand(claims, whole_number(uniform(scene, f"{family}.lines", len(events)), 1, most))
        lines["service"] = menu.pick(uniform(scene, f"{family}.service", len(lines["claim"])))
        drafts.append(lines)
    return drafts


def _devices(scene: Scene) -> Columns:
    events = draw(scene, "ambulance_or_device", scene.people.frailty)
    service = DEVICES.pick(uniform(scene, "device.service", len(events)))
    place = np.where(service == SERVICES("A0427"), PLACES("41"), PLACES("12"))
    firm = scene.world.directory.pick("ambulance", uniform(scene, "device.firm", len(events)))
    return single(
        claims_of(scene, events, "device", "specialty", billing=firm, place=place, service=service), len(events)
    )
