"""Primary care: sick visits, check-ups, telehealth, health centres and hospital-owned clinics."""

from dataclasses import dataclass

import numpy as np

from firstcontact.example.assumptions import LINES_OF_BUSINESS, assumptions
from firstcontact.example.care.common import OTHER_CARE, PRIMARY_CARE, Menu, claims_of, hospital_near, uniform
from firstcontact.example.codes import BILL_TYPES, GROUPS, INSTITUTIONAL, MODIFIERS, PLACES, REVENUE, SERVICES
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.events import Events, by_group, by_quintile, draw
from firstcontact.example.lines import Columns, expand, single
from firstcontact.example.people import DAYS_PER_YEAR
from firstcontact.example.practices import HEALTH_CENTRE, HOSPITAL_OWNED
from firstcontact.example.scene import Scene

ESTABLISHED = Menu(_99211=4, _99212=10, _99213=46, _99214=36, _99215=4)
NEW = Menu(_99202=10, _99203=45, _99204=38, _99205=7)
HOME = Menu(_99347=3, _99348=5, _99349=2)
EXTRA_ADULT = Menu(_36415=24, _83036=10, _96127=16, _93000=8, _81002=8, _99406=5, G2211=12, _90471=8, _90686=8, G0008=5)
EXTRA_CHILD = Menu(_96127=20, _87880=20, _90460=22, _90686=16, _81002=8)
EXTRA_INFANT = Menu(_90460=24, _90698=10, _90670=12, _90707=7, _90716=7, _90744=8, _90723=8, _90648=6, _90713=6)
CHECKUP_AGES = np.array([1, 5, 12, 18, 40, 65])
CHECKUP = SERVICES.all("99391", "99392", "99393", "99394", "99395", "99396", "99397")
CHECKUP_NEW = SERVICES.all("99381", "99382", "99383", "99384", "99385", "99386", "99387")
CHECKUP_MEDICARE = Menu(G0439=90, G0438=8, G0402=2)
AGE_OF_HOME_VISITS, HOME_SHARE, NEW_SHARE = 80, 0.06, 0.07
PUBLIC = np.array([not lob.startswith("commercial") for lob in LINES_OF_BUSINESS])
MEDICAID = np.array([lob.startswith("medicaid") for lob in LINES_OF_BUSINESS])


@dataclass
class Visits:
    """Primary care visits: the contact, who was seen where, and of what kind."""

    events: Events
    well: np.ndarray
    clinician: np.ndarray
    practice: np.ndarray
    remote: np.ndarray
    at_home: np.ndarray
    new: np.ndarray

    def __len__(self) -> int:
        return len(self.well)


def primary_care(scene: Scene) -> list[Columns]:
    visits = _visits(scene)
    product = scene.coverage.care_product[visits.events.person, visits.events.month]
    public = PUBLIC[PRODUCTS.line[product]]
    kind = scene.world.practices.type[visits.practice]
    on_site = ~visits.remote & ~visits.at_home
    centre = (kind == HEALTH_CENTRE) & public & on_site
    lines = _office_lines(scene, visits, np.flatnonzero(~centre))
    return [
        lines,
        *_clinic_fees(scene, visits, (kind == HOSPITAL_OWNED) & public & on_site),
        _centre_lines(scene, visits, np.flatnonzero(centre)),
    ]


def _visits(scene: Scene) -> Visits:
    by_people = by_group(scene, "primary_care_by_group")
    sick_factor = by_quintile(scene, "primary_care") * by_people * scene.people.frailty
    sick = draw(scene, "sick_visit", sick_factor, weekdays=True)
    well = draw(scene, "preventive", by_quintile(scene, "preventive") * by_people, weekdays=True)
    events = Events(*(np.concatenate([getattr(sick, f), getattr(well, f)]) for f in ("person", "day", "month")))
    is_well = np.r_[np.zeros(len(sick), bool), np.ones(len(well), bool)]
    clinician = _clinicians(scene, events)
    is_well &= scene.world.workforce.screens[clinician]
    practice = scene.world.workforce.practice_at(clinician, events.month, uniform(scene, "visit.practice", len(events)))
    u = scene.streams("visit.setting").random((len(events), 3))
    remote = (u[:, 0] < _telehealth(scene)[events.month]) & ~is_well
    old = events.day - scene.people.birth[events.person] >= AGE_OF_HOME_VISITS * DAYS_PER_YEAR
    at_home = old & (u[:, 1] < HOME_SHARE) & ~remote & ~is_well
    return Visits(events, is_well, clinician, practice, remote, at_home, u[:, 2] < NEW_SHARE)


def _clinicians(scene: Scene, events: Events) -> np.ndarray:
    """The usual clinician, another of the practice, or anyone near; the lead stands in for those not there."""
    force = scene.world.workforce
    usual = scene.usual_clinician[events.person]
    u = scene.streams("visit.clinician").random((len(events), 3))
    loyalty = by_quintile(scene, "loyalty")[events.person]
    home = force.practice[usual]
    colleague = force.first[home] + np.floor(u[:, 1] * force.size[home]).astype(np.int64)
    other = np.where(u[:, 2] < 0.55, colleague, scene.near(events.person, u[:, 1]))
    chosen = np.where(u[:, 0] < loyalty, usual, other)
    return np.where(force.works(chosen, events.month), chosen, force.lead(chosen))


def _telehealth(scene: Scene) -> np.ndarray:
    """Share of sick visits by telehealth in each month: a jump in the shock, and it does not go back to what it was."""
    facts, calendar = assumptions()["shock"], scene.calendar
    share = np.full(calendar.months, facts["telehealth_before"])
    first = 12 * calendar.shock_year + min(facts["telehealth"]) - 1
    share[first:] = facts["telehealth_after"]
    for month, value in facts["telehealth"].items():
        share[12 * calendar.shock_year + month - 1] = value
    return share


def _base(scene: Scene, visits: Visits, at: np.ndarray, name: str) -> Columns:
    events = visits.events.take(at)
    clinician, practice = visits.clinician[at], visits.practice[at]
    directory = scene.world.directory
    claims = claims_of(scene, events, name, "office", growth=PRIMARY_CARE)
    u = uniform(scene, f"{name}.reason", len(at))
    child = events.day - scene.people.birth[events.person] < 18 * DAYS_PER_YEAR
    adult_well = GROUPS["well_adult"].pick(u)
    reason = np.where(child, GROUPS["child"].pick(u), claims["dx1"])
    reason = np.where(visits.well[at], np.where(child, GROUPS["well_child"].pick(u), adult_well), reason)
    return {
        **claims,
        "dx1": reason,
        "rendering": clinician,
        "billing": directory.start["practice"] + practice,
        "practice": practice,
        "specialty": directory.specialty[clinician],
    }


def _office_lines(scene: Scene, visits: Visits, at: np.ndarray) -> Columns:
    claims = _base(scene, visits, at, "office")
    remote, age = visits.remote[at], _age(scene, claims)
    u = scene.streams("office.kind").random((len(at), 4))
    service = _office_service(scene, visits, at, claims, age, u[:, 0])
    at_home = visits.at_home[at]
    service = np.where(at_home, HOME.pick(u[:, 0]), service)
    voice = remote & (u[:, 2] < 0.12)
    before_2025 = claims["start"] < np.datetime64("2025-01-01").astype(np.int64)
    claims["modifier"] = np.where(remote, np.where(voice, MODIFIERS("93"), MODIFIERS("95")), -1)
    service = np.where(voice & before_2025, SERVICES("99442"), service)
    claims["place"] = np.where(
        remote, np.where(u[:, 3] < 0.5, PLACES("10"), PLACES("02")), _places(scene, visits, at, claims)
    )
    return _with_extras(scene, visits, at, claims, service, age)


def _places(scene: Scene, visits: Visits, at: np.ndarray, claims: Columns) -> np.ndarray:
    """Where visits in person happen: hospital departments bill public payers as such."""
    kind = scene.world.practices.type[visits.practice[at]]
    department = (kind == HOSPITAL_OWNED) & PUBLIC[PRODUCTS.line[claims["product"]]]
    choices = [visits.at_home[at], kind == HEALTH_CENTRE, department]
    return np.select(choices, PLACES.all("12", "50", "22"), PLACES("11"))


def _office_service(
    scene: Scene, visits: Visits, at: np.ndarray, claims: Columns, age: np.ndarray, u: np.ndarray
) -> np.ndarray:
    new, well = visits.new[at] & ~visits.remote[at], visits.well[at]
    band = np.searchsorted(CHECKUP_AGES, age, side="right")
    medicare = PUBLIC[PRODUCTS.line[claims["product"]]] & ~MEDICAID[PRODUCTS.line[claims["product"]]] & (age >= 18)
    checkup = np.where(new, CHECKUP_NEW[band], CHECKUP[band])
    checkup = np.where(medicare, CHECKUP_MEDICARE.pick(u), checkup)
    return np.where(well, checkup, np.where(new, NEW.pick(u), ESTABLISHED.pick(u)))


def _with_extras(
    scene: Scene, visits: Visits, at: np.ndarray, claims: Columns, service: np.ndarray, age: np.ndarray
) -> Columns:
    """Small services beside the visit; infants get most of them at check-ups."""
    well, remote = visits.well[at], visits.remote[at]
    u = uniform(scene, "office.extras", len(at))
    several = np.where(well & (age < 2), 3, np.where(well, 1, 0))
    extras = np.where(remote, 0, several + (u < 0.42) + (u < 0.13))
    lines = expand({**claims, "_service": service, "_age": age}, 1 + extras)
    v = uniform(scene, "office.extra", len(lines["claim"]))
    small = np.where(
        lines["_age"] < 2, EXTRA_INFANT.pick(v), np.where(lines["_age"] < 18, EXTRA_CHILD.pick(v), EXTRA_ADULT.pick(v))
    )
    lines["service"] = np.where(lines["line"] == 1, lines["_service"], small)
    return lines


def _clinic_fees(scene: Scene, visits: Visits, owned: np.ndarray) -> list[Columns]:
    """A hospital-owned clinic sends a second bill for the room: G0463 on the same day."""
    at = np.flatnonzero(owned & (uniform(scene, "fee.sent", len(visits)) < 0.8))
    events = visits.events.take(at)
    hospital = hospital_near(scene, events.person, np.ones(len(at)))
    claims = claims_of(scene, events, "fee", "office", growth=OTHER_CARE, facility=hospital, billing=hospital)
    claims |= {"kind": INSTITUTIONAL, "bill_type": BILL_TYPES("131"), "revenue": REVENUE("0510")}
    return [single({**claims, "service": SERVICES("G0463"), "attending": visits.clinician[at]}, len(at))]


def _centre_lines(scene: Scene, visits: Visits, at: np.ndarray) -> Columns:
    """Health centres bill public payers as institutions; some name no clinician at all."""
    claims = _base(scene, visits, at, "centre")
    u = scene.streams("centre.clinician").random((len(at), 2))
    line = PRODUCTS.line[claims["product"]]
    medicare = np.where(
        visits.well[at], SERVICES("G0468"), np.where(visits.new[at], SERVICES("G0466"), SERVICES("G0467"))
    )
    claims |= {
        "kind": INSTITUTIONAL,
        "bill_type": BILL_TYPES("771"),
        "revenue": REVENUE("0521"),
        "service": np.where(MEDICAID[line], SERVICES("T1015"), medicare),
        "facility": claims["billing"],
        "attending": np.where(u[:, 0] < 0.93, claims["rendering"], -1),
        "rendering": np.where(u[:, 1] < 0.55, claims["rendering"], -1),
        "specialty": -1,
    }
    return single(claims, len(at))


def _age(scene: Scene, claims: Columns) -> np.ndarray:
    return (claims["start"] - scene.people.birth[claims["person"]]) / DAYS_PER_YEAR
