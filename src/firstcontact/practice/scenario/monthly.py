"""Which services are paid by the month, so that two of them may pay for the same work."""

from functools import cache

from firstcontact.practice.csv_rows import read_rows
from firstcontact.practice.parameters.shipped import shipped

COLUMNS = ("list", "code", "code_system", "valid_from", "valid_to", "label", "source")
APCM = "practice_model.apcm_monthly"
CARE_MANAGEMENT = "practice_model.care_management_monthly"
MONTHLY = (APCM, CARE_MANAGEMENT, "practice_model.behavioural_integration_monthly")


@cache
def monthly_lists() -> dict[str, str]:
    """The code list of each monthly service by its code, and of the two short names apcm and ccm."""
    rows = read_rows(shipped("code_lists"), COLUMNS)
    return {"apcm": APCM, "ccm": CARE_MANAGEMENT} | {r["code"]: r["list"] for r in rows if r["list"] in MONTHLY}
