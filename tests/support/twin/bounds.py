"""Which lines are primary care spending: the narrow, broad and reference bounds."""

from support.twin import codes
from support.twin.clinicians import class_of
from support.twin.lines import has_code
from support.twin.values import valid_npi

Rows = list[dict]
NARROW_CLINICIANS = ("pc_taxonomy_core_physician", "pc_taxonomy_ext_general_practice")
REFERENCE_CLINICIANS = (
    "pc_taxonomy_core",
    "pc_taxonomy_ext_general_practice",
    "pc_taxonomy_ext_np_general",
    "pc_taxonomy_ext_pa",
)
REST_HOME = {str(code) for code in (*range(99324, 99329), *range(99334, 99338))}
NOT_IN_NARROW = REST_HOME | {"G0466", "G0467", "T1015"}
NOT_PLACES = {"inpatient", "emergency", "surgical_centre"}


def mark_bounds(lines: Rows, providers: dict[str, dict], clinician_years: dict, claims: Rows) -> None:
    """`claims`: every row of the files, also those that the final lines have replaced: the file reports a specialty."""
    for line in lines:
        line["narrow"] = _narrow(line, providers)
        line["broad"] = _broad(line, providers, clinician_years)
    reported = {claim["data_source"] for claim in claims if claim["rendering_specialty_code"]}
    _mark_reference(lines, providers, reported)


def _taxonomy(npi: str | None, providers: dict[str, dict]) -> str | None:
    return providers[npi]["primary_taxonomy_code"] if npi in providers else None


def _on_any(lists: tuple[str, ...], code: str | None) -> bool:
    return code is not None and any(codes.on_list(name, code) for name in lists)


def _narrow(line: dict, providers: dict[str, dict]) -> bool:
    return (
        line["claim_type"] == "professional"
        and _on_any(NARROW_CLINICIANS, _taxonomy(line["clinician"], providers))
        and has_code(line, "visit_primary_care")
        and line["hcpcs_code"] not in NOT_IN_NARROW
        and line["pos_group"] not in NOT_PLACES
    )


def _broad(line: dict, providers: dict[str, dict], clinician_years: dict) -> bool:
    if line["pos_group"] in NOT_PLACES | {"ancillary"}:
        return False
    if line["claim_type"] == "institutional":
        facility = _taxonomy(line["facility_npi"] or line["billing_npi"], providers)
        return _on_any(("pc_taxonomy_facility",), facility) and line["tob_group"] not in NOT_PLACES
    year = clinician_years.get((line["clinician"], line["service_date"].year))
    return line["claim_type"] == "professional" and bool(year and year["is_primary_care"])


def _mark_reference(lines: Rows, providers: dict[str, dict], reported: set[str]) -> None:
    screened = {line["rendering_npi"] for line in lines if has_code(line, "ref2025_wellness_visit")}
    for line in lines:
        line["reference"] = _steps_1_to_5(line, providers, screened, reported) or _health_centre(line)
    triggers = {
        (line["person_id"], line["service_date"])
        for line in lines
        if line["reference"]
        and line["claim_type"] == "professional"
        and has_code(line, "ref2025_office_visit_for_addon")
        and line["place_of_service_code"] in ("19", "22")
    }
    for line in lines:
        if _clinic_fee(line) and (line["person_id"], line["service_date"]) in triggers:
            line["reference"] = True


def _steps_1_to_5(line: dict, providers: dict[str, dict], screened: set, reported: set) -> bool:
    npi = line["rendering_npi"]
    in_scope = (
        line["claim_type"] == "professional"
        and line["payer_position"] == "primary"
        and has_code(line, "ref2025_service")
        and line["place_of_service_code"] is not None
        and codes.on_list("ref2025_place", line["place_of_service_code"], line["service_date"])
        and valid_npi(npi)
    )
    if not in_scope:
        return False
    kind = _kind(line, providers, line["data_source"] in reported)
    return kind == "exempt" or (kind == "physician" and (npi in screened or not screened))


def _kind(line: dict, providers: dict[str, dict], by_specialty: bool) -> str | None:
    """`physician` passes the wellness screen first, `exempt` (nurse practitioner, physician assistant) does not."""
    if by_specialty:
        specialty = line["rendering_specialty_code"]
        if _on_any(("ref2025_cms_specialty_physician",), specialty):
            return "physician"
        return "exempt" if _on_any(("ref2025_cms_specialty_npp",), specialty) else None
    taxonomy = _taxonomy(line["rendering_npi"], providers)
    if not _on_any(REFERENCE_CLINICIANS, taxonomy):
        return None
    return "physician" if class_of(taxonomy) == "physician" else "exempt"


def _health_centre(line: dict) -> bool:
    return (
        line["claim_type"] == "institutional"
        and line["payer_position"] == "primary"
        and _on_any(("ref2025_tob_health_centre",), line["tob_prefix2"])
        and has_code(line, "ref2025_service")
    )


def _clinic_fee(line: dict) -> bool:
    return (
        line["claim_type"] == "institutional"
        and line["payer_position"] == "primary"
        and _on_any(("ref2025_tob_clinic_addon",), line["tob_prefix2"])
        and has_code(line, "ref2025_facility_clinic_visit")
    )
