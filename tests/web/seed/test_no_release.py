"""Without a release there is no number to fix."""

import pytest

from firstcontact_site.content.models import PostPage
from firstcontact_site.seed import pages as room

pytestmark = pytest.mark.django_db


def test_without_a_release_the_fact_is_left_out_and_the_command_says_so(homes, monkeypatch):
    tree = room.Tree(homes["en"])
    monkeypatch.setattr(tree, "_has", lambda measure: False)
    tree.topics()
    tree.news()
    assert tree.notes == [room.NO_RELEASE]
    assert not PostPage.objects.filter(slug="fact-of-the-month").exists()
