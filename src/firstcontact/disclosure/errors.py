"""Refusals of disclosure control. No sentence holds the exact value of a hidden cell together with a name."""

from firstcontact.errors import FirstContactError


class DisclosureError(FirstContactError):
    """Something in the results, the policy or the hierarchy that a release cannot be made of."""


class PolicyError(DisclosureError):
    """policy.yaml asks for something that is not allowed."""


class RelationError(DisclosureError):
    """Parts that do not add up to their whole in the true values."""
