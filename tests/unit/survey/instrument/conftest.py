import copy
from pathlib import Path

import pytest

from firstcontact.survey.instrument import from_document, validate_document
from firstcontact.survey.instrument.read import read_file

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture(scope="session")
def small_document():
    return read_file(SMALL).data


@pytest.fixture
def document(small_document):
    """A valid document that a test may spoil."""
    return copy.deepcopy(small_document)


@pytest.fixture(scope="session")
def small(small_document):
    return from_document(small_document, "small.yaml")


@pytest.fixture
def items(document):
    """link_id -> item of `document`, to change in place."""
    return {i["link_id"]: i for p in document["pages"] for g in p["groups"] for i in g["items"]}


@pytest.fixture
def found(document):
    """What the validator says about `document` as it is when called: {rule: [sentences]}."""

    def say() -> dict[str, list[str]]:
        said: dict[str, list[str]] = {}
        for finding in validate_document(document):
            said.setdefault(finding.rule, []).append(finding.sentence("small.yaml"))
        return said

    return say
