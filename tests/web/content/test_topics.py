"""A topic gathers posts, resources and publications, in its own language."""

import feedparser
import pytest

pytestmark = pytest.mark.django_db


def test_a_topic_shows_its_posts_and_resources_and_the_other_topics(client, post, resource, tree):
    from firstcontact_site.content.models import TopicPage

    tree["topics"].add_child(instance=TopicPage(title="Fair care", slug="equity"))
    post("one", topics=[tree["payment"]])
    post("other")
    resource.topics.set([tree["payment"]])
    resource.save()
    text = client.get("/en/topics/payment/").text
    assert 'href="/en/news/one/"' in text
    assert 'href="/en/news/other/"' not in text
    assert 'href="/en/resources/strain/"' in text
    assert "Other topics" in text
    assert 'href="/en/topics/equity/"' in text


def test_more_than_four_of_a_kind_lead_to_the_list_of_that_topic(client, resource, tree):
    from firstcontact_site.content.models import ResourceIndex, ResourcePage

    index = ResourceIndex.objects.get()
    for n in range(5):
        page = index.add_child(instance=ResourcePage(title=f"R{n}", slug=f"r{n}"))
        page.topics.set([tree["payment"]])
        page.save()
    text = client.get("/en/topics/payment/").text
    assert 'href="/en/resources/?topic=payment"' in text


def test_posts_of_a_topic_are_paged_like_any_list(client, posts, tree):
    posts(13, topics=[tree["payment"]])
    first = client.get("/en/topics/payment/").text
    assert 'href="/en/topics/payment/?page=2"' in first
    assert client.get("/en/topics/payment/?page=2").text.count('class="row"') == 1
    assert client.get("/en/topics/payment/?page=3").status_code == 404


def test_each_topic_has_a_feed(client, post, tree):
    post("one", topics=[tree["payment"]])
    post("other")
    feed = feedparser.parse(client.get("/en/topics/payment/feed/").content)
    assert [entry.title for entry in feed.entries] == ["one"]


def test_a_translated_post_stands_on_the_translated_topic_even_with_the_source_s_topics(client, post, tree, homes):
    from wagtail.models import Locale

    spanish = Locale.objects.get(language_code="es")
    for name in ("news", "topics", "payment"):
        copy = tree[name].copy_for_translation(spanish)
        copy.save_revision().publish()
    made = post("one", topics=[tree["payment"]])
    made.copy_for_translation(spanish).save_revision().publish()
    assert 'href="/es/news/one/"' in client.get("/es/topics/payment/").text
    assert 'href="/es/news/one/"' in client.get("/es/news/?topic=payment").text
    assert 'href="/es/topics/payment/"' in client.get("/es/news/one/").text


def test_the_topic_itself_can_be_followed(client, tree):
    text = client.get("/en/topics/payment/").text
    assert 'href="/en/newsletter/?topic=payment">Follow this topic</a>' in text
    form = client.get("/en/newsletter/?topic=payment").text
    assert 'name="follow" type="checkbox" value="topic:payment" checked' in form
