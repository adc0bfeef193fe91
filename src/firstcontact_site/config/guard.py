"""Everything that stands between the site and strangers: forms, limits, uploads, exports. The rooms import it here."""

from firstcontact_site.config.exports import csv_response, csv_text, safe_cell
from firstcontact_site.config.forms import GuardedForm, guard_fields
from firstcontact_site.config.limits import address, limited, not_found, over_limit
from firstcontact_site.config.uploads import check_upload

__all__ = [
    "GuardedForm",
    "address",
    "check_upload",
    "csv_response",
    "csv_text",
    "guard_fields",
    "limited",
    "not_found",
    "over_limit",
    "safe_cell",
]
