from dataclasses import replace

from firstcontact.release.files.catalogue import releases_feed
from firstcontact.release.language import Catalogue
from firstcontact.release.site import Site
from support.public_region import region_input

GIVEN = region_input(only=("any_primary_care_visit",), practices=2, languages=("en",))
EARLIER = {"release": "2019-r1", "built_at": "2020-05-01T12:00:00Z", "period": "2017–2019"}


def test_the_feed_says_of_each_release_the_years_that_it_covers():
    site = Site(replace(GIVEN, history=(EARLIER,)))
    text = releases_feed(site, Catalogue.load().language("en"))
    assert f"Release 2024-r1, period {site.period}," in text
    assert "Release 2019-r1, period 2017–2019," in text
