"""Hospital stays: the bill of the hospital, transfers and interim bills, and the emergency room on the way in."""

import numpy as np

from firstcontact.example.assumptions import assumptions, column, table
from firstcontact.example.calendar import NO_DAY
from firstcontact.example.care.agenda import AVERTED, DELIVERY, EMERGENCY, NEWBORN, OTHER, Agenda
from firstcontact.example.care.common import claims_of, hospital_near, uniform, whole_number
from firstcontact.example.codes import (
    ADMIT_SOURCES,
    ADMIT_TYPES,
    ARRANGEMENTS,
    BILL_TYPES,
    DIAGNOSES,
    DISPOSITIONS,
    DRGS,
    GROUPS,
    INSTITUTIONAL,
    PROCEDURES,
    REVENUE,
    SERVICES,
)
from firstcontact.example.lines import Columns, expand
from firstcontact.example.people import DAYS_PER_YEAR
from firstcontact.example.scene import Scene
from firstcontact.example.streams import choose

CAUSES = table("averted_causes")
CAUSE_DRG = DRGS.all(*(r["drg"] for r in CAUSES))
CAUSE_WEIGHT = np.array([[float(r[k]) for r in CAUSES] for k in ("under_40", "from_40", "from_65")])
AMPUTATION = [r["cause"] for r in CAUSES].index("pqi_16")
DIABETES = [n for n, r in enumerate(CAUSES) if r["cause"] in ("pqi_01", "pqi_03")]
WEIGHT = column(table("related_groups"), "weight")
DRG_OF_STAY = {code: r["drg"] for r in table("related_groups") for code in r["stays"].split(";")}
DEPARTMENTS = REVENUE.all("0250", "0300", "0320", "0360", "0370")
ROOM = REVENUE("0120")
TO_HOSPITAL, STILL_HERE = DISPOSITIONS("02"), DISPOSITIONS("30")
LONG = 8


def hospital_stays(scene: Scene, agenda: Agenda) -> Columns:
    """One element per stay, in order of the agenda: facts of the whole stay, before bills are split."""
    stays = agenda.take(np.flatnonzero(agenda.kind != EMERGENCY))
    events, kind = stays.events, stays.kind
    u = scene.streams("stay.kind").random((len(stays), 6))
    claims = claims_of(scene, events, "stay", "stay", kind=INSTITUTIONAL)
    claims |= _causes(scene, claims, kind, u)
    hospital = hospital_near(scene, events.person, u[:, 3])
    facts = assumptions()["hospital"]
    unplanned = np.isin(kind, (AVERTED, OTHER)) & (u[:, 4] < facts["through_emergency"])
    claims |= {
        "facility": hospital,
        "billing": hospital,
        "admission": events.day,
        "end": (events.day + stays.nights).astype(np.int32),
        "attending": scene.world.directory.pick("hospitalist", uniform(scene, "stay.attending", len(stays))),
        "admit_type": np.where(
            kind == NEWBORN, ADMIT_TYPES("4"), np.where(unplanned, ADMIT_TYPES("1"), ADMIT_TYPES("3"))
        ),
        "arrangement": ARRANGEMENTS("drg"),
        "_kind": kind,
        "_nights": stays.nights,
        "_emergency": unplanned,
        "_transfer": (u[:, 5] < facts["transfer"]) & np.isin(kind, (AVERTED, OTHER)) & (stays.nights >= 2),
        "_interim": (u[:, 5] > 1 - facts["interim_bill"]) & (stays.nights >= LONG),
    }
    claims["admit_source"] = np.where(claims.pop("_came_over"), ADMIT_SOURCES("4"), ADMIT_SOURCES("1"))
    claims["disposition"] = _dispositions(scene, claims, len(stays))
    return claims


def _causes(scene: Scene, claims: Columns, kind: np.ndarray, u: np.ndarray) -> Columns:
    """Principal diagnosis, related group, and in a few stays what takes them out of the prevention indicators."""
    age = (claims["start"] - scene.people.birth[claims["person"]]) / DAYS_PER_YEAR
    cause = choose(u[:, 0], CAUSE_WEIGHT[np.searchsorted([40, 65], age, side="right")])
    averted = kind == AVERTED
    excluded = averted & (u[:, 2] < assumptions()["hospital"]["excluded_from_pqi"])
    dx1, dx3 = claims["dx1"].copy(), np.full(len(age), -1, dtype=np.int16)
    drg = np.array([DRGS(DRG_OF_STAY.get(code, "682")) for code in DIAGNOSES.codes])[dx1]
    drg = np.where(averted, CAUSE_DRG[cause], drg)
    for number, facts in enumerate(CAUSES):
        mine = averted & (cause == number)
        dx1 = np.where(mine, GROUPS[facts["cause"]].pick(u[:, 1]), dx1)
        if facts["exclusion"]:
            dx3 = np.where(mine & excluded, GROUPS[facts["exclusion"]].pick(u[:, 1]), dx3)
    for special, name, code in ((DELIVERY, "delivery", "807"), (NEWBORN, "newborn", "795")):
        dx1 = np.where(kind == special, GROUPS[name].pick(u[:, 1]), dx1)
        drg = np.where(kind == special, DRGS(code), drg)
    procedure = np.select(
        [averted & (cause == AMPUTATION), drg == DRGS("470"), kind == DELIVERY],
        PROCEDURES.all("0Y620ZZ", "0SRC0J9", "10E0XZZ"),
        -1,
    )
    came_over = excluded & np.isin(cause, DIABETES)
    return {"dx1": dx1, "dx3": dx3, "drg": drg, "procedure": procedure, "_came_over": came_over}


def _dispositions(scene: Scene, claims: Columns, count: int) -> np.ndarray:
    facts, u = assumptions()["hospital"], uniform(scene, "stay.disposition", count)
    limits = np.cumsum([facts["nursing_after"], facts["home_health_after"], facts["hospice_after"]])
    after = DISPOSITIONS.all("03", "06", "50", "01")[np.searchsorted(limits, u, side="right")]
    after = np.where(np.isin(claims["_kind"], (DELIVERY, NEWBORN)), DISPOSITIONS("01"), after)
    return np.where(claims["end"] == scene.people.death[claims["person"]], DISPOSITIONS("20"), after)


def hospital_bills(scene: Scene, stays: Columns) -> list[Columns]:
    """Bills of the hospitals. A transfer and an interim bill make two of one stay's days; both halves stay `firm`."""
    split = stays["_transfer"] | stays["_interim"]
    halfway = stays["start"] + np.where(stays["_transfer"], 1, stays["_nights"] // 2)
    first = {**stays, "firm": split.astype(np.int8), "_end": np.where(split, halfway, stays["end"])}
    first["disposition"] = np.select(
        [stays["_transfer"], stays["_interim"]], [TO_HOSPITAL, STILL_HERE], stays["disposition"]
    )
    first["bill_type"] = np.where(stays["_interim"], BILL_TYPES("112"), BILL_TYPES("111"))
    first["discharge"] = np.where(stays["_interim"], NO_DAY, first["_end"])
    later = {name: values[split] if isinstance(values, np.ndarray) else values for name, values in first.items()}
    return [
        _bill_lines(scene, "first", first),
        _bill_lines(scene, "later", _second_halves(scene, later, halfway[split])),
    ]


def _second_halves(scene: Scene, later: Columns, halfway: np.ndarray) -> Columns:
    """The receiving hospital after a transfer; the closing bill after an interim one."""
    moved = later["_transfer"]
    directory = scene.world.directory
    next_one = (
        directory.start["hospital"]
        + (later["facility"] - directory.start["hospital"] + 1) % directory.count["hospital"]
    )
    facility = np.where(moved, next_one, later["facility"])
    return {
        **later,
        "start": np.where(moved, halfway, halfway + 1),
        "admission": np.where(moved, halfway, later["admission"]),
        "_end": later["end"],
        "facility": facility,
        "billing": facility,
        "admit_source": np.where(moved, ADMIT_SOURCES("4"), later["admit_source"]),
        "disposition": DISPOSITIONS("01"),
        "bill_type": np.where(moved, BILL_TYPES("111"), BILL_TYPES("114")),
        "discharge": later["end"],
        "_emergency": np.zeros(len(halfway), bool),
    }


def _bill_lines(scene: Scene, name: str, bills: Columns) -> Columns:
    """Room and board first, departments after it, the emergency room last."""
    count = len(bills["start"])
    facts = assumptions()["prices"]
    spread = np.exp(
        facts["stay_noise"] * scene.streams(f"bill.{name}.price").standard_normal(count) - facts["stay_noise"] ** 2 / 2
    )
    price = facts["stay"] * WEIGHT[bills["drg"]] * spread
    departments = whole_number(uniform(scene, f"bill.{name}.lines", count), 2, 5)
    emergency = bills["_emergency"].astype(np.int64)
    bills = {**bills, "end": bills["_end"], "procedure_on": np.where(bills["procedure"] >= 0, bills["start"], NO_DAY)}
    lines = expand({**bills, "_price": price, "_departments": departments}, 1 + departments + emergency)
    u = scene.streams(f"bill.{name}.department").random((len(lines["claim"]), 2))
    room, last = lines["line"] == 1, lines["line"] == 2 + lines["_departments"]
    department = DEPARTMENTS[np.floor(u[:, 0] * len(DEPARTMENTS)).astype(int)]
    lines["revenue"] = np.where(room, ROOM, np.where(last, REVENUE("0450"), department))
    lines["service"] = np.where(last, SERVICES("99285"), -1)
    lines["units"] = np.where(room, np.maximum(lines["end"] - lines["start"], 1), 1)
    lines["price"] = lines["_price"] * np.where(
        room, 0.7, 0.3 / np.maximum(lines["_departments"] + lines["_emergency"], 1)
    )
    lines["line_start"] = np.where(last, lines["start"], NO_DAY)
    return lines
