"""What all tests share: generated examples may take as long as a busy machine needs.

With CI set, Hypothesis draws the same examples in every run; without it, each run looks for new ones.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
