import copy
from pathlib import Path

import pytest

from firstcontact.survey.instrument import from_document
from firstcontact.survey.instrument.read import read_file

SMALL = Path(__file__).parent.with_name("instrument") / "small.yaml"


@pytest.fixture(scope="session")
def small_document():
    return read_file(SMALL).data


@pytest.fixture
def document(small_document):
    return copy.deepcopy(small_document)


@pytest.fixture(scope="session")
def small(small_document):
    return from_document(small_document, "small.yaml")


@pytest.fixture
def items(document):
    """link_id -> item of `document`, to change in place."""
    return {i["link_id"]: i for p in document["pages"] for g in p["groups"] for i in g["items"]}
