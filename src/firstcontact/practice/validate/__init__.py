"""What the model reproduces, what it was fitted to, and what it is known to miss: three suites, never one count."""

from firstcontact.practice.validate.suites import counts, failed, validate

__all__ = ["counts", "failed", "validate"]
