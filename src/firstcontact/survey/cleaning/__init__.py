"""From collected to clean answers: rules C0 to C7 in their order, every change logged."""

from firstcontact.survey.cleaning.clean import Cleaned, Rules, clean
from firstcontact.survey.cleaning.eligibility import CaseFacts
from firstcontact.survey.cleaning.tables import clean_tables

__all__ = ["CaseFacts", "Cleaned", "Rules", "clean", "clean_tables"]
