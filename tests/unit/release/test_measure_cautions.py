"""Which cautions of a run stand on the page of a measure."""

from types import SimpleNamespace

from firstcontact.release.pages.measures import _cautions


def test_a_page_says_what_is_said_of_its_measure_and_of_gaps_between_its_groups():
    given = [
        {"measure": "seen.any", "words": "few."},
        {"measure": "gap.seen.any", "words": "race is often not known"},
        {"measure": "ratio.seen.any", "words": "race is often not known"},
        {"measure": "gap.other", "words": "not here"},
        {"measure": "other.seen_too", "words": "nor here"},
    ]
    view = SimpleNamespace(site=SimpleNamespace(given=SimpleNamespace(run={"cautions": given})))
    assert _cautions(view, ["seen.any"]) == "few; race is often not known"
