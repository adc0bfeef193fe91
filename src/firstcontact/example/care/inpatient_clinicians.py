"""Clinicians at the bedside: hospitalists day by day, surgeons, births, and the emergency room on the way in."""

import numpy as np

from firstcontact.example.care.agenda import DELIVERY, NEWBORN
from firstcontact.example.care.common import by_clinician, claims_of, uniform
from firstcontact.example.codes import DRGS, PLACES, SERVICES
from firstcontact.example.events import Events
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.scene import Scene

FIRST_DAY = SERVICES.all("99222", "99223", "99221")
SURGICAL = DRGS.all("470", "481", "239")
CLINIC_AFTER_STAY = 0.18


def bedside_care(scene: Scene, stays: Columns) -> list[Columns]:
    return [_daily(scene, stays), _single(scene, stays, "surgery", np.isin(stays["drg"], SURGICAL), "27447", "21"),
            _single(scene, stays, "gynecology", stays["_kind"] == DELIVERY, "59400", "21"),
            _single(scene, stays, "emergency", stays["_emergency"], "99285", "23"), _clinic(scene, stays)]  # fmt: skip


def _professional(stays: Columns, at: np.ndarray) -> Columns:
    names = ("person", "start", "end", "product", "dx1", "dx2", "growth")
    return {name: stays[name][at] if isinstance(stays[name], np.ndarray) else stays[name] for name in names}


def _daily(scene: Scene, stays: Columns) -> Columns:
    """One claim per stay with a line for each day; the attending hospitalist renders all of it."""
    at = np.flatnonzero(stays["_kind"] != NEWBORN)
    days = np.maximum(stays["_nights"][at], 1) + 1
    attending = stays["attending"][at]
    claims = _professional(stays, at) | {
        "rendering": attending,
        "specialty": scene.world.directory.specialty[attending],
    }
    lines = expand({**claims, "place": PLACES("21"), "_days": days, "_nights": stays["_nights"][at]}, days)
    u = uniform(scene, "daily.service", len(lines["claim"]))
    first, last = lines["line"] == 1, lines["line"] == lines["_days"]
    daily = np.where(u < 0.7, SERVICES("99232"), np.where(u < 0.9, SERVICES("99231"), SERVICES("99233")))
    admission = FIRST_DAY[np.floor(u * 3).astype(int)]
    lines["service"] = np.where(first, admission, np.where(last, SERVICES("99239"), daily))
    lines["line_start"] = lines["start"] + np.minimum(lines["line"] - 1, lines["_nights"])
    return lines


def _single(scene: Scene, stays: Columns, kind: str, which: np.ndarray, service: str, place: str) -> Columns:
    at = np.flatnonzero(which)
    claims = _professional(stays, at) | by_clinician(scene, kind, f"stay.{kind}", len(at))
    claims |= {"end": claims["start"], "place": PLACES(place), "service": SERVICES(service)}
    return single(claims, len(at))


def _clinic(scene: Scene, stays: Columns) -> Columns:
    """A visit to the hospital's clinic two weeks later, with the hospitalist: the little they do outside."""
    day = stays["end"] + 14
    alive = (day < scene.people.death[stays["person"]]) & (day <= scene.calendar.last_day)
    at = np.flatnonzero(
        alive & (uniform(scene, "clinic.after", len(day)) < CLINIC_AFTER_STAY) & (stays["_kind"] != NEWBORN)
    )
    month = scene.calendar.month(day[at])
    covered = scene.coverage.care[stays["person"][at], month]
    at, month = at[covered], month[covered]
    claims = claims_of(scene, Events(stays["person"][at], day[at], month), "clinic", "office")
    attending = stays["attending"][at]
    claims |= {"rendering": attending, "specialty": scene.world.directory.specialty[attending]}
    return single({**claims, "place": PLACES("22"), "service": SERVICES("99213")}, len(at))
