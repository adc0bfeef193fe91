"""Third-party data and specs that stand beside the repository in some places and not in others."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"
TUVA = SHARED / "data" / "tuva_synthetic_medicare"

needs_tuva = pytest.mark.skipif(
    not TUVA.exists(), reason="the synthetic Medicare claims are not beside the repository (../shared/data)"
)
needs_specs = pytest.mark.skipif(
    not (SHARED / "specs").exists(), reason="the specs are not beside the repository (../shared/specs)"
)
