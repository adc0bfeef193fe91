"""A small tree of pages in which the tests of this room walk."""

import datetime

import pytest


@pytest.fixture
def tree(homes):
    """News and topics below the English home."""
    from firstcontact_site.content.models import PostIndex, TopicIndex, TopicPage

    home = homes["en"]
    news = home.add_child(instance=PostIndex(title="News", slug="news", lead="What is new."))
    topics = home.add_child(instance=TopicIndex(title="Topics", slug="topics"))
    payment = topics.add_child(instance=TopicPage(title="Paying for primary care", slug="payment"))
    return {"home": home, "news": news, "topics": topics, "payment": payment}


@pytest.fixture
def post(tree):
    """Makes a post; tests state only what matters to them."""
    from firstcontact_site.content.models import PostPage

    def make(slug="post", topics=(), **fields):
        given = {"title": slug, "date": datetime.date(2027, 3, 1), **fields}
        made = tree["news"].add_child(instance=PostPage(slug=slug, **given))
        made.topics.set(topics)
        made.save()
        return made

    return make


@pytest.fixture
def posts(post):
    """Makes many posts, a day apart, newest last."""

    def make(count, **fields):
        first = datetime.date(2027, 1, 1)
        return [post(f"post-{n:02}", date=first + datetime.timedelta(days=n), **fields) for n in range(count)]

    return make
