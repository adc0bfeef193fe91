"""The form of a definition pack: closed keys. `used_lists` names every code list that its rules need."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Closed = ConfigDict(extra="forbid")
Names = list[str]


class Source(BaseModel):
    model_config = Closed
    title: str
    href: str | None = None
    citation: str | None = None
    read: Literal["verified", "secondary", "assumed", "own"]


class Match(BaseModel):
    """Codes a line must have (include) or must not have (exclude)."""

    model_config = Closed
    include: Names = Field(default_factory=list)
    exclude: Names = Field(default_factory=list)


class Diagnosis(BaseModel):
    model_config = Closed
    lists: Names
    positions: list[int] = Field(default_factory=lambda: [1])


class Clinicians(BaseModel):
    """`by: both`: the claim-reported specialty decides where a line has one, the taxonomy elsewhere.

    `facilities`: taxonomies of the billing or facility NPI that count like a clinician.
    """

    model_config = Closed
    by: Literal["specialty", "taxonomy", "both"]
    lists: Names
    position: Literal["rendering", "billing", "attending"] = "rendering"
    facilities: Names = Field(default_factory=list)
    use_secondary_taxonomy: bool = False


class History(BaseModel):
    """Clinicians without a line of `list` in the window leave, but for those of `exempt_lists`.

    `guard: skip_when_absent`: the rule is skipped when the data hold no such line at all.
    """

    model_config = Closed
    rule: Literal["has_service"]
    list: str
    window: Literal["all_data"] = "all_data"
    exempt_lists: Names = Field(default_factory=list)
    guard: Literal["skip_when_absent", "none"] = "skip_when_absent"


class Part(BaseModel):
    model_config = Closed
    services: Names
    places: Names = Field(default_factory=list)
    bill_types: Names = Field(default_factory=list)


class AddOn(BaseModel):
    model_config = Closed
    rule: Literal["same_person_same_day"]
    trigger: Part
    add: Part
    counts_as_visit: bool = False


class Always(BaseModel):
    model_config = Closed
    bill_types: Names
    services: Names
    counts_as_visit: bool = True


class Denominator(BaseModel):
    model_config = Closed
    medical: Names = Field(default_factory=list)
    total: Names = Field(default_factory=list)


class NonClaims(BaseModel):
    model_config = Closed
    numerator: Names = Field(default_factory=list)
    denominator: Names = Field(default_factory=list)


class ListFile(BaseModel):
    """`file` NULL: the list is known to exist but is not shipped; supply your own."""

    model_config = Closed
    file: str | None = None
    sha256: str | None = None
    completeness: Literal["complete", "partial"]


class Pack(BaseModel):
    model_config = Closed
    id: str
    version: str
    title: str
    sources: list[Source] = Field(min_length=1)
    status: Literal["complete", "partial"]
    valid_from: date | None = None
    valid_to: date | None = None
    bound: Literal["narrow", "broad", "reference", "none"]
    services: Names = Field(default_factory=list)
    diagnosis_any: Diagnosis | None = None
    clinicians: Clinicians | None = None
    places: Match = Field(default_factory=Match)
    bill_types: Match = Field(default_factory=Match)
    exclusions: list[
        Literal["secondary_payer", "inpatient", "swing_bed", "surgical_centre", "denied", "hospitalist"]
    ] = Field(default_factory=list)
    provider_history: History | None = None
    add_ons: list[AddOn] = Field(default_factory=list, max_length=1)
    always_in: list[Always] = Field(default_factory=list, max_length=1)
    amount: Literal["spend_amount", "allowed_amount", "paid_amount"] = "spend_amount"
    denominator: Denominator = Field(default_factory=Denominator)
    non_claims: NonClaims = Field(default_factory=NonClaims)
    age_bands: Names = Field(default_factory=list)
    pediatric_rule: str | None = None
    lists: dict[str, ListFile] = Field(default_factory=dict)
    replaces: str | None = None

    @property
    def incomplete(self) -> list[str]:
        """Names of the lists that are not complete; a pack with one prints no headline share."""
        return sorted(n for n, entry in self.lists.items() if entry.completeness == "partial")

    @property
    def list_hashes(self) -> dict[str, str | None]:
        return {name: entry.sha256 for name, entry in sorted(self.lists.items())}


def used_lists(pack: Pack) -> set[str]:
    """Every list name that a rule of the pack uses."""
    used = {
        *pack.services,
        *pack.places.include,
        *pack.places.exclude,
        *pack.bill_types.include,
        *pack.bill_types.exclude,
    }
    if pack.clinicians:
        used |= {*pack.clinicians.lists, *pack.clinicians.facilities}
    if pack.diagnosis_any:
        used |= set(pack.diagnosis_any.lists)
    if pack.provider_history:
        used |= {pack.provider_history.list, *pack.provider_history.exempt_lists}
    for add_on in pack.add_ons:
        for part in (add_on.trigger, add_on.add):
            used |= {*part.services, *part.places, *part.bill_types}
    for rule in pack.always_in:
        used |= {*rule.services, *rule.bill_types}
    return used
