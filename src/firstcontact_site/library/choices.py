"""The closed lists of the strategy library."""

from django.db import models

from firstcontact_site.words import lazy


class Domain(models.TextChoices):
    VISIT_PREPARATION = "visit_preparation", lazy("strategy_domain_visit_preparation")
    COMMUNICATION = "communication_literacy", lazy("strategy_domain_communication_literacy")
    SHARED_DECISIONS = "shared_decisions", lazy("strategy_domain_shared_decisions")
    SELF_MANAGEMENT = "self_management", lazy("strategy_domain_self_management")
    TEAM = "team_coordination", lazy("strategy_domain_team_coordination")
    BEHAVIORAL = "behavioral_integration", lazy("strategy_domain_behavioral_integration")
    ACCESS = "access", lazy("strategy_domain_access")
    PATIENT_VOICE = "patient_voice_in_practice", lazy("strategy_domain_patient_voice_in_practice")
    COMMUNITY = "community", lazy("strategy_domain_community")
    POLICY = "policy", lazy("strategy_domain_policy")
    PREPARATION = "preparation_of_people", lazy("strategy_domain_preparation_of_people")
    EQUITY = "equity", lazy("strategy_domain_equity")


class Level(models.TextChoices):
    CARE = "direct_care", lazy("strategy_level_direct_care")
    DESIGN = "organizational_design", lazy("strategy_level_organizational_design")
    POLICY = "policy_community", lazy("strategy_level_policy_community")


class Form(models.TextChoices):
    CONSULTATION = "consultation", lazy("strategy_form_consultation")
    INVOLVEMENT = "involvement", lazy("strategy_form_involvement")
    PARTNERSHIP = "partnership", lazy("strategy_form_partnership")


class Effort(models.TextChoices):
    LOW = "low", lazy("strategy_effort_low")
    MEDIUM = "medium", lazy("strategy_effort_medium")
    HIGH = "high", lazy("strategy_effort_high")


class Evidence(models.TextChoices):
    TRIAL = "trial", lazy("strategy_evidence_trial")
    SEVERAL = "several", lazy("strategy_evidence_several")
    ONE = "one", lazy("strategy_evidence_one")
    NOT_GRADED = "not_graded", lazy("strategy_evidence_not_graded")


class SurveyTopic(models.TextChoices):
    """What a survey of patients asks about; a strategy says which of these it touches."""

    ACCESS = "access", lazy("strategy_touches_access")
    COMMUNICATION = "communication", lazy("strategy_touches_communication")
    COORDINATION = "coordination", lazy("strategy_touches_coordination")
    KNOWS_ME = "knows_me", lazy("strategy_touches_knows_me")
    SELF_MANAGEMENT = "self_management", lazy("strategy_touches_self_management")
    BEHAVIORAL = "behavioral_health", lazy("strategy_touches_behavioral_health")
    OFFICE = "office_staff", lazy("strategy_touches_office_staff")
    TRUST = "trust", lazy("strategy_touches_trust")
    EQUITY = "equity_gap", lazy("strategy_touches_equity_gap")
    ALL = "all", lazy("strategy_touches_all")
