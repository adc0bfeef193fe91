"""What all tests share: generated examples may take as long as a busy machine needs.

With CI set, Hypothesis draws the same examples in every run; without it, each run looks for new ones.
"""

from hypothesis import settings

settings.register_profile("patient", parent=settings(), deadline=None)
settings.load_profile("patient")
