"""A small tree of pages in which the tests of this room walk."""

import datetime
import gc
from io import BytesIO

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


@pytest.fixture
def pdf(db):
    """Makes a file of so many pages."""
    from django.core.files.base import ContentFile
    from pypdf import PdfWriter

    from firstcontact_site.content.models import SiteFile

    def make(pages=2, title="Report"):
        writer, target = PdfWriter(), BytesIO()
        for _ in range(pages):
            writer.add_blank_page(300, 400)
        writer.write(target)
        return SiteFile.objects.create(title=title, file=ContentFile(target.getvalue(), name="report.pdf"))

    return make


@pytest.fixture
def resource(tree, pdf):
    """A report with two editions."""
    from firstcontact_site.content.models import ResourceEdition, ResourceIndex, ResourcePage

    index = tree["home"].add_child(instance=ResourceIndex(title="Resources", slug="resources"))
    page = index.add_child(instance=ResourcePage(title="Strain", slug="strain", date=datetime.date(2027, 2, 1)))
    for number in (1, 2):
        day = datetime.date(2026, number, 1)
        ResourceEdition.objects.create(page=page, file=pdf(number + 1), number=number, date=day)
    page.refresh_from_db()
    return page


@pytest.fixture
def picture(db):
    from django.core.files.images import ImageFile
    from PIL import Image as Drawn
    from wagtail.images.models import Image

    target = BytesIO()
    Drawn.new("RGB", (900, 600), "#0a4b4a").save(target, "PNG")
    yield Image.objects.create(title="Green", file=ImageFile(BytesIO(target.getvalue()), name="green.png"))
    gc.collect()


@pytest.fixture
def frame_file(monkeypatch, tmp_path, settings):
    """The menus go to a folder of the test."""
    from dataclasses import replace

    environment = settings.ENVIRONMENT
    monkeypatch.setattr(type(environment), "folder", property(lambda self: tmp_path))
    assert replace(environment).folder == tmp_path
    return tmp_path / "frame.json"
