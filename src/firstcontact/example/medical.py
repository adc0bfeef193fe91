"""All medical claim lines of one block, and the columns of the file."""

import numpy as np
import pyarrow as pa

from firstcontact.example.arrow import dates, ids, money, numbers, texts
from firstcontact.example.assumptions import LINES_OF_BUSINESS
from firstcontact.example.calendar import NO_DAY
from firstcontact.example.care.after_hospital import after_hospital
from firstcontact.example.care.agenda import make_agenda
from firstcontact.example.care.emergency import emergency_care
from firstcontact.example.care.hospital import hospital_bills, hospital_stays
from firstcontact.example.care.inpatient_clinicians import bedside_care
from firstcontact.example.care.outpatient import outpatient_care
from firstcontact.example.care.primary import primary_care
from firstcontact.example.care.specialty import specialty_care
from firstcontact.example.codes import (
    ADMIT_SOURCES,
    ADMIT_TYPES,
    ARRANGEMENTS,
    BILL_TYPES,
    CLAIM_TYPES,
    DIAGNOSES,
    DISPOSITIONS,
    DRGS,
    MODIFIERS,
    PLACES,
    POSITIONS,
    PROCEDURES,
    REVENUE,
    SERVICES,
    SPECIALTIES,
    STATUSES,
)
from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.lines import Columns, join
from firstcontact.example.pricing import add_money
from firstcontact.example.scene import Scene
from firstcontact.example.versions import add_faults, add_secondary, add_versions

PAYMENT_DELAY = (12, 90)
CLAIMS_PER_BLOCK = 10_000_000


def medical_lines(scene: Scene) -> tuple[Columns, np.ndarray]:
    """Every row of the block in the order of the file, and its outcome (versions.OUTCOMES)."""
    lines = join(_drafts(scene))
    u = scene.streams("claim.paid").random(int(lines["claim"].max(initial=0)) + 1)[lines["claim"]]
    lines["paid_on"] = (lines["end"] + PAYMENT_DELAY[0] + np.floor(u * PAYMENT_DELAY[1])).astype(np.int32)
    add_money(scene, lines)
    add_faults(scene, lines)
    return add_versions(scene, add_secondary(scene, lines))


def _drafts(scene: Scene) -> list[Columns]:
    agenda = make_agenda(scene)
    stays = hospital_stays(scene, agenda)
    return [
        *primary_care(scene),
        *specialty_care(scene),
        *outpatient_care(scene),
        *emergency_care(scene, agenda),
        *hospital_bills(scene, stays),
        *bedside_care(scene, stays),
        *after_hospital(scene, stays),
    ]


def medical_table(scene: Scene, lines: Columns, npi: list[str], data_source: str) -> pa.Table:
    """The columns of the contract, in its order; columns that the example never fills are left out."""
    product, count = lines["product"], len(lines["claim"])
    block = scene.streams.block * CLAIMS_PER_BLOCK
    institutional = lines["kind"] == 1
    return pa.table(
        {
            "claim_id": ids("C", lines["claim"] + block, 12),
            "claim_line_number": numbers(lines["line"], pa.int32(), none=-1),
            "claim_type": texts(lines["kind"], CLAIM_TYPES.codes),
            "data_source": texts(np.zeros(count), [data_source]),
            "person_id": _person_ids(scene, lines),
            "payer": texts(PRODUCTS.payer[product], PRODUCTS.payers),
            "plan": texts(product, PRODUCTS.plans),
            "line_of_business": texts(PRODUCTS.line[product], list(LINES_OF_BUSINESS)),
            "claim_status": texts(lines["status"], STATUSES.codes),
            "claim_version": numbers(lines["version"], pa.int32()),
            "prior_claim_id": ids("C", np.where(lines["prior"] >= 0, lines["prior"] + block, -1), 12),
            "payer_position": texts(lines["position"], POSITIONS.codes),
            "payment_arrangement": texts(lines["arrangement"], ARRANGEMENTS.codes),
            "capitated_encounter_flag": lines["capitated"] == 1,
            "claim_start_date": dates(lines["start"]),
            "claim_end_date": dates(lines["end"]),
            "claim_line_start_date": dates(lines["line_start"]),
            "admission_date": dates(lines["admission"]),
            "discharge_date": dates(lines["discharge"]),
            "paid_date": dates(lines["paid_on"]),
            "admit_source_code": texts(lines["admit_source"], ADMIT_SOURCES.codes),
            "admit_type_code": texts(lines["admit_type"], ADMIT_TYPES.codes),
            "discharge_disposition_code": texts(lines["disposition"], DISPOSITIONS.codes),
            "place_of_service_code": texts(lines["place"], PLACES.codes),
            "bill_type_code": texts(lines["bill_type"], BILL_TYPES.codes),
            "revenue_center_code": texts(lines["revenue"], REVENUE.codes),
            "drg_code_type": texts(np.where(lines["drg"] >= 0, 0, -1), ["ms-drg"]),
            "drg_code": texts(lines["drg"], DRGS.codes),
            "service_unit_quantity": numbers(lines["units"], pa.decimal128(18, 4), none=-(2**15)),
            "hcpcs_code": texts(lines["service"], SERVICES.codes),
            "hcpcs_modifier_1": texts(lines["modifier"], MODIFIERS.codes),
            "rendering_npi": texts(lines["rendering"], npi),
            "billing_npi": texts(lines["billing"], npi),
            "facility_npi": texts(lines["facility"], npi),
            "attending_npi": texts(np.where(institutional, lines["attending"], -1), npi),
            "referring_npi": texts(lines["referring"], npi),
            "billing_tin": texts(lines["practice"], scene.world.practices.tins),
            "rendering_specialty_code": texts(
                np.where(lines["rendering"] >= 0, lines["specialty"], -1), SPECIALTIES.codes
            ),
            "paid_amount": money(lines["paid"]),
            "allowed_amount": money(lines["allowed"]),
            "charge_amount": money(lines["charge"]),
            "coinsurance_amount": money(lines["coinsurance"]),
            "copayment_amount": money(lines["copayment"]),
            "deductible_amount": money(lines["deductible"]),
            "diagnosis_code_type": texts(np.zeros(count), ["icd-10-cm"]),
            "diagnosis_code_1": texts(lines["dx1"], DIAGNOSES.codes),
            "diagnosis_code_2": texts(lines["dx2"], DIAGNOSES.codes),
            "diagnosis_code_3": texts(lines["dx3"], DIAGNOSES.codes),
            "procedure_code_type": texts(np.where(lines["procedure"] >= 0, 0, -1), ["icd-10-pcs"]),
            "procedure_code_1": texts(lines["procedure"], PROCEDURES.codes),
            "procedure_date_1": dates(np.where(lines["procedure"] >= 0, lines["procedure_on"], NO_DAY)),
        }
    )


def _person_ids(scene: Scene, lines: Columns) -> pa.Array:
    names = ids("P", scene.people.number, 9)
    return pa.DictionaryArray.from_arrays(pa.array(lines["person"]), names)
