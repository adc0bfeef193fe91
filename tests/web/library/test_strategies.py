"""The strategy library: facts of the list, filters, links to measures, honest gaps."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from firstcontact_site.content.related import related
from firstcontact_site.library import actions, starting
from firstcontact_site.library.choices import Domain, Evidence, Form, Level, SurveyTopic
from firstcontact_site.library.models import StrategyMeasure, StrategyPage
from support.site_library import strategy, strategy_index

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "pt")


@pytest.fixture
def index(homes):
    return strategy_index(homes["en"])


def test_the_list_holds_every_strategy_once_and_only_known_words():
    rows = starting.rows()
    assert len({row["code"] for row in rows}) == len(rows) == 46
    for row in rows:
        assert row["domain"] in Domain.values
        assert row["level"] in Level.values
        assert row["form"] in Form.values
        assert set(filter(None, row["touches"].split(";"))) <= set(SurveyTopic.values)
        assert all(row[f"{name}_{code}"] for name in ("title", "done", "steps") for code in LANGUAGES)
        assert len({len(row[f"steps_{code}"].split(starting.PARTS)) for code in LANGUAGES}) == 1
        assert (row["is_own"] == "yes") == (row["sources"] == "")


def test_the_starting_list_is_put_in_once(index):
    assert actions.seed_strategies(index) == 46
    assert actions.seed_strategies(index) == 0
    assert StrategyPage.objects.count() == 46


def test_our_own_additions_wait_as_drafts_for_a_review(index, client):
    actions.seed_strategies(index)
    drafts = StrategyPage.objects.filter(live=False)
    assert {page.is_own for page in drafts} == {True}
    assert not StrategyPage.objects.filter(live=True, is_own=True).exists()
    assert client.get(drafts.first().url).status_code == 404


def test_what_the_list_does_not_hold_stays_empty_and_is_shown_so(index, client):
    actions.seed_strategies(index)
    page = StrategyPage.objects.get(code="PREP-01")
    assert (page.effort, page.audience, page.problem, page.results, page.last_review) == ("", "", "", "", None)
    assert page.evidence == Evidence.NOT_GRADED
    assert page.steps[0].value == "Pick one clinician and one morning a week"
    text = client.get(page.url).text
    for words in ("For any practice", "Not estimated yet", "Not graded yet", "No results are written down yet."):
        assert words in text
    assert "Not reviewed yet" in text


def test_languages_of_a_strategy_find_one_another(homes, client):
    for code in LANGUAGES:
        actions.seed_strategies(strategy_index(homes[code]))
    text = client.get("/es/strategies/teach-back/").text
    assert "Explicar y pedir que lo repitan" in text
    assert 'href="/pt/strategies/teach-back/" hreflang="pt"' in text


def test_no_english_is_left_in_the_other_languages(homes, client):
    """Sources keep the words of those who wrote them, and say that they are English."""
    english = {row["code"]: row for row in starting.rows()}
    for code in ("es", "pt"):
        index = strategy_index(homes[code])
        actions.seed_strategies(index)
        for page in StrategyPage.objects.child_of(index).live()[:6]:
            text = re.sub(r'<li lang="en">.*?</li>', "", client.get(page.url).text)
            row = english[page.code]
            assert row["done_en"] not in text
            assert not [step for step in row["steps_en"].split(starting.PARTS) if step in text]


def test_a_measure_of_the_release_is_a_link_and_another_is_not(index, client, release):
    text = client.get(strategy(index, "recall", ["wellness_visit", "blood_pressure_control"]).url).text
    assert 'href="/en/measure/wellness_visit/"' in text
    assert "blood_pressure_control" in text
    assert "/measure/blood_pressure_control/" not in text


def test_a_measure_that_the_release_does_not_have_cannot_be_written(index, release):
    page = strategy(index, "recall")
    StrategyMeasure(page=page, measure="wellness_visit").clean()
    with pytest.raises(ValidationError, match="no measure 'nothing'"):
        StrategyMeasure(page=page, measure="nothing").clean()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("domain=access", {"a"}),
        ("level=direct_care", {"b"}),
        ("form=partnership", {"a", "b"}),
        ("effort=low", {"b"}),
        ("measure=wellness_visit", {"a"}),
        ("topic=equity", {"c"}),
        ("domain=access&effort=low", set()),
        ("", {"a", "b", "c"}),
    ],
)
def test_filters_narrow_the_list(homes, index, client, release, query, found):
    from firstcontact_site.content.models import TopicIndex, TopicPage

    home = homes["en"]
    topics = home.add_child(instance=TopicIndex(title="Topics", slug="topics", locale=home.locale))
    topic = topics.add_child(instance=TopicPage(title="Fair", slug="equity", locale=home.locale))
    strategy(index, "a", ["wellness_visit"], domain="access", form="partnership")
    strategy(index, "b", domain="policy", level="direct_care", form="partnership", effort="low")
    page = strategy(index, "c", domain="policy", form="consultation", effort="high")
    page.topics = [topic]
    page.save()
    text = client.get(f"{index.url}?{query}").text
    assert {name for name in "abc" if f"/en/strategies/{name}/" in text} == found


def test_practices_that_look_at_a_measure_are_told_what_they_can_try(index, client, release):
    strategy(index, "recall", ["wellness_visit"])
    assert "can try" in client.get(f"{index.url}?measure=wellness_visit").text
    assert "can try" not in client.get(index.url).text


def test_the_results_are_told_which_strategies_touch_a_measure(index):
    for n in range(8):
        strategy(index, f"s{n}", ["wellness_visit"])
    strategy(index, "other", ["panel_size"])
    strategy(index, "hidden", ["panel_size"], live=False)
    found = related()["en"]
    assert [page["path"] for page in found["panel_size"][0]["pages"]] == [f"{index.url}other/"]
    assert found["panel_size"][0]["all"] == ""
    (group,) = found["wellness_visit"]
    assert (group["kind"], len(group["pages"])) == ("strategy", 6)
    assert group["all"] == f"{index.url}?measure=wellness_visit"


def test_a_practice_is_named_only_with_the_date_of_its_consent(index):
    page = strategy(index, "a")
    page.practice_name = "Some practice"
    with pytest.raises(ValidationError, match="consent"):
        page.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        StrategyPage.objects.filter(pk=page.pk).update(practice_name="Some practice")


def test_the_list_has_a_feed(index, client):
    strategy(index, "recall")
    answer = client.get(f"{index.url}feed/")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert "Recall" in answer.text


def test_a_long_list_needs_no_more_queries_than_a_short_one(index, client):
    counts = []
    for number in range(1, 12):
        strategy(index, f"s{number}", ["wellness_visit"])
        with CaptureQueriesContext(connection) as queries:
            client.get(index.url)
        counts.append(len(queries))
    assert counts[1] == counts[-1]


def test_a_strategy_that_is_not_translated_leads_to_its_source(homes, index, client):
    page = strategy(index, "recall")
    index.copy_for_translation(homes["es"].locale, alias=True)
    page.copy_for_translation(homes["es"].locale, alias=True)
    assert client.get("/es/strategies/recall/").headers["Location"] == page.url


def test_a_measure_that_was_named_twice_counts_once(index, client, release):
    strategy(index, "recall", ["wellness_visit", "wellness_visit"])
    assert client.get(f"{index.url}?measure=wellness_visit").text.count(">Recall<") == 1
    assert len(related()["en"]["wellness_visit"][0]["pages"]) == 1
