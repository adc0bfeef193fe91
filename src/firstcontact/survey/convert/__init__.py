"""Instruments from and to other forms: FHIR R4, XLSForm, REDCap, SurveyJS, paper, codebook."""

from firstcontact.survey.convert.export import Exported, export
from firstcontact.survey.convert.fhir_response import questionnaire_response, read_response
from firstcontact.survey.convert.import_instrument import import_instrument

__all__ = ["Exported", "export", "import_instrument", "questionnaire_response", "read_response"]
