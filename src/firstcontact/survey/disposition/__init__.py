"""What became of every case: final dispositions, and response rates by the AAPOR formulas."""

from firstcontact.survey.disposition.codes import CLASS_OF, Classes
from firstcontact.survey.disposition.decide import Decision, Evidence, decide
from firstcontact.survey.disposition.make_disposition import DispositionResult, make_disposition
from firstcontact.survey.disposition.rates import RATES, response_rates

__all__ = [
    "CLASS_OF",
    "RATES",
    "Classes",
    "Decision",
    "DispositionResult",
    "Evidence",
    "decide",
    "make_disposition",
    "response_rates",
]
