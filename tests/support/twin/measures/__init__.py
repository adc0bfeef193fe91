"""The measures, one file per family, each from its definition."""

from support.twin.core import Core
from support.twin.measures import (
    alternative_payment,
    attribution_rate,
    clinician_supply,
    continuity,
    emergency_care,
    hospital_stays,
    panel,
    spending,
    visit_shares,
    volume,
    yearly_visits,
)
from support.twin.units import Measure

FAMILIES = (
    spending,
    alternative_payment,
    clinician_supply,
    panel,
    attribution_rate,
    yearly_visits,
    continuity,
    visit_shares,
    emergency_care,
    hospital_stays,
    volume,
)


def all_measures(core: Core) -> list[Measure]:
    return [measure for family in FAMILIES for measure in family.measures(core)]
