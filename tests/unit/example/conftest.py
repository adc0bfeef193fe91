"""One small block of the example region, made once."""

import numpy as np
import pytest

from firstcontact.example.medical import medical_lines
from firstcontact.example.scene import make_scene, make_world


@pytest.fixture(scope="session")
def world():
    return make_world(people=3_000, years=3, seed=5, last_year=2025)


@pytest.fixture(scope="session")
def scene(world):
    return make_scene(world, block=0, block_size=3_000)


@pytest.fixture(scope="session")
def medical(scene) -> tuple[dict[str, np.ndarray], np.ndarray]:
    return medical_lines(scene)
