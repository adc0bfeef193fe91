"""State changes of results on pages."""

from wagtail.blocks import StreamValue

from firstcontact_site.config.frame import reader
from firstcontact_site.results.blocks import FromRelease


def fix_results(body: StreamValue, release_id: str = "") -> None:
    """Tie every result and finding of a body to a release, the live one when none is named, for a page that must keep
    its numbers.

    What names a release already is left as it is. The page is not saved here.
    """
    live = reader().current()
    release_id = release_id or (live.id if live else "")
    for child in body:
        if isinstance(child.block, FromRelease) and not child.value["release_id"]:
            child.value["release_id"] = release_id
