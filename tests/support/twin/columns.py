"""The columns of the input tables that the twin reads, in contract order, each with how its cells are read."""

import re

MEDICAL = """
claim_id claim_line_number:integer claim_type:word data_source person_id member_id payer plan
line_of_business:word claim_status:word claim_version:integer prior_claim_id payer_position:word
payment_arrangement:word capitated_encounter_flag:flag claim_start_date:date claim_end_date:date
claim_line_start_date:date claim_line_end_date:date admission_date:date discharge_date:date
paid_date:date admit_source_code admit_type_code discharge_disposition_code:pad2
place_of_service_code:pad2 bill_type_code:bill_type revenue_center_code:pad4 drg_code_type:word
drg_code:pad3 service_unit_quantity:decimal hcpcs_code:code hcpcs_modifier_{1..5}:code
rendering_npi billing_npi facility_npi attending_npi referring_npi rendering_tin billing_tin
rendering_specialty_code:pad2 paid_amount:money allowed_amount:money charge_amount:money
coinsurance_amount:money copayment_amount:money deductible_amount:money diagnosis_code_type:word
diagnosis_code_{1..25}:code diagnosis_poa_{1..25} procedure_code_type:word procedure_code_{1..25}:code
procedure_date_{1..25}:date in_network_flag:flag file_name file_date:date
"""
PHARMACY = """
claim_id claim_line_number:integer data_source person_id member_id payer plan line_of_business:word
claim_status:word claim_version:integer dispensing_date:date ndc_code quantity:decimal
days_supply:integer refills:integer prescribing_provider_npi dispensing_provider_npi
paid_amount:money allowed_amount:money charge_amount:money coinsurance_amount:money
copayment_amount:money deductible_amount:money rebate_amount:money paid_date:date
in_network_flag:flag file_name file_date:date
"""
ELIGIBILITY = """
person_id member_id data_source payer plan payer_type:word line_of_business:word
enrollment_start_date:date enrollment_end_date:date birth_date:date birth_date_precision:word
gender:word death_date:date race ethnicity:word language:word disability_flag:flag zip_code:zip
county_fips:pad5 census_tract:pad11 medical_coverage_flag:flag pharmacy_coverage_flag:flag
is_secondary_coverage:flag pcp_npi pcp_assignment_type:word
"""
PROVIDER = "npi entity_type:word primary_taxonomy_code:code primary_care_override:word deactivation_date:date"
PRACTICE = """
practice_id practice_name organization_id organization_name practice_type:word zip_code:zip
county_fips:pad5 census_tract:pad11 billing_tin start_date:date end_date:date
"""
PRACTICE_PROVIDER = "practice_id npi start_date:date end_date:date role:word clinical_fte:decimal"
ROSTER = "person_id payer line_of_business:word start_date:date end_date:date npi practice_id basis:word"
PAYMENT = """
payment_id payer line_of_business:word recipient_type:word recipient_id period_start:date
period_end:date amount:money apm_category primary_care_amount:money edition
"""
AREA = "area_id area_kind:word area_name deprivation_quintile:integer rurality_code:word"
POPULATION = """
area_id year:integer sex:word age_band:word race_ethnicity:word income_group:word population:integer
"""
ZIP_AREA = "zip_code:zip area_id weight:decimal"

TABLES = {
    "medical_claim": MEDICAL,
    "pharmacy_claim": PHARMACY,
    "eligibility": ELIGIBILITY,
    "provider": PROVIDER,
    "practice": PRACTICE,
    "practice_provider": PRACTICE_PROVIDER,
    "roster_attribution": ROSTER,
    "non_claims_payment": PAYMENT,
    "area": AREA,
    "area_population": POPULATION,
    "zip_area": ZIP_AREA,
}


def kinds(table: str) -> dict[str, str]:
    """Column name to the way its cells are read; plain text where none is named."""
    words = [word for text in TABLES[table].split() for word in _numbered(text)]
    return dict(([*word.split(":"), "text"])[:2] for word in words)


def _numbered(word: str) -> list[str]:
    """`code_{1..3}` stands for code_1, code_2, code_3."""
    found = re.search(r"\{1\.\.(\d+)\}", word)
    if not found:
        return [word]
    return [word.replace(found[0], str(n)) for n in range(1, int(found[1]) + 1)]


def names(table: str) -> list[str]:
    return list(kinds(table))
