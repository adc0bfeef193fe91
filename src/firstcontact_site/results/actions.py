"""State changes of results on pages."""

from wagtail.blocks import StreamValue

from firstcontact_site.config.frame import reader
from firstcontact_site.results.blocks import FromRelease


def fix_results(body: StreamValue) -> int:
    """Tie every result of a body to the live release, for a page that must keep its numbers; returns how many.

    Results that name a release already are left as they are. The page is not saved here.
    """
    release = reader().current()
    if release is None:
        return 0
    loose = [c.value for c in body if isinstance(c.block, FromRelease) and not c.value["release_id"]]
    for value in loose:
        value["release_id"] = release.id
    return len(loose)
