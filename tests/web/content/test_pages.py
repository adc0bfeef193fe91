"""Every page type of this room, in every language: light, well-formed, the same for everybody, and ready to preview."""

import re
from html.parser import HTMLParser

import pytest

pytestmark = pytest.mark.django_db
LIMIT = 60_000


def page_types():
    from firstcontact_site.content.models import (
        CollectionPage,
        PartnerIndex,
        PartnerPage,
        PeopleIndex,
        PersonPage,
        PostIndex,
        PostPage,
        PublicationIndex,
        PublicationPage,
        ResourceIndex,
        ResourcePage,
        StandardPage,
        TopicIndex,
        TopicPage,
    )

    return {
        "about": (StandardPage, "", {}),
        "about/team": (PeopleIndex, "about", {}),
        "about/team/one": (PersonPage, "about/team", {"role": "Role", "group": "team"}),
        "about/partners": (PartnerIndex, "about", {}),
        "about/partners/one": (PartnerPage, "about/partners", {"kind": "plan"}),
        "topics": (TopicIndex, "", {}),
        "topics/one": (TopicPage, "topics", {}),
        "news": (PostIndex, "", {}),
        "news/one": (PostPage, "news", {}),
        "resources": (ResourceIndex, "", {}),
        "resources/one": (ResourcePage, "resources", {}),
        "resources/review": (CollectionPage, "resources", {}),
        "research": (PublicationIndex, "", {}),
        "research/one": (PublicationPage, "research", {"authors": "A", "year": 2026, "published_in": "B"}),
    }


@pytest.fixture
def everything(homes):
    """One page of each type in each language; title words that no language has."""
    made = {}
    for code, home in homes.items():
        for path, (model, parent, fields) in page_types().items():
            above = made.get((code, parent)) or home
            page = model(title="Xyz", slug=path.rpartition("/")[2], locale=home.locale, **fields)
            made[code, path] = above.add_child(instance=page)
    return made


class Outline(HTMLParser):
    """Headings, ids and tags with a style, as a browser would meet them."""

    def __init__(self, text):
        super().__init__()
        self.levels, self.ids, self.inline, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if any(name.startswith("on") for name in given):
            self.inline.append(tag)


@pytest.mark.parametrize("code", ["en", "es", "pt"])
def test_each_page_is_light_has_one_title_and_nothing_inline(client, everything, code):
    addresses = [f"/{code}/", *(f"/{c}/{path}/" for c, path in everything if c == code)]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.text
        outline = Outline(text)
        assert len(text.encode()) < LIMIT, address
        assert outline.levels.count(1) == 1, address
        assert all(b <= a + 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False)), address
        assert len(outline.ids) == len(set(outline.ids)), address
        assert not outline.inline, address
        assert f'<html lang="{code}">' in text
        assert not answer.cookies, address
        assert "cookie" not in answer.headers.get("Vary", "").lower(), address


def test_no_word_of_one_language_stands_on_the_pages_of_another(client, everything):
    """Whole fixed texts of this room in English that differ from the Spanish ones."""
    from firstcontact_site import words

    rows = words.catalogue().words
    english = {rows[k]["en"] for k in rows if k.startswith(("content_", "post_", "resource_", "person_", "home_"))}
    other = {row["es"] for row in rows.values()}
    alone = {text for text in english - other if len(text) > 12 and "{" not in text}
    for (code, path), _ in everything.items():
        if code == "es":
            text = client.get(f"/es/{path}/").text
            assert not [word for word in alone if f">{word}<" in text], path


def test_every_page_type_can_be_previewed(everything):
    for (code, path), page in everything.items():
        if code == "en":
            for mode, _ in page.preview_modes:
                answer = page.make_preview_request(preview_mode=mode)
                assert answer.status_code == 200, path


def test_a_page_type_stands_only_where_it_belongs(homes):
    from firstcontact_site.content.models import HomePage, PersonPage, PostPage, TopicPage

    below_home = {model.__name__ for model in HomePage.allowed_subpage_models()}
    assert not {"PostPage", "TopicPage", "PersonPage", "ResourcePage", "HomePage"} & below_home
    assert {"PostIndex", "TopicIndex", "StandardPage"} <= below_home
    for model in (PostPage, TopicPage, PersonPage):
        assert not model.allowed_subpage_models(), model


def test_the_form_of_every_page_type_opens(everything):
    for (code, path), page in everything.items():
        if code == "en":
            form = page.get_edit_handler().get_form_class()
            assert "title" in form.base_fields, path
            assert "show_in_menus" not in form.base_fields, path


def test_every_list_has_its_words_in_every_language():
    from django.apps import apps

    from firstcontact_site import words
    from firstcontact_site.content.lists import ListPage

    for model in apps.get_models():
        if issubclass(model, ListPage):
            for code in ("en", "es", "pt"):
                language = words.language(code)
                assert language.text(f"{model.noun}_empty")
                for count in (1, 2, 1_000_000):
                    assert language.plural(f"{model.noun}_more", count, shown="1", total="2")


def test_a_page_asks_the_database_few_times(client, everything, django_assert_max_num_queries):
    limits = {"": 41, "news/one": 31, "topics/one": 37, "resources/one": 33, "about": 27, "about/team": 29}
    for path, limit in limits.items():
        address = f"/en/{path}/" if path else "/en/"
        client.get(address)
        with django_assert_max_num_queries(limit):
            client.get(address)


def test_private_pages_ask_for_a_login(client, everything):
    from wagtail.models import PageViewRestriction

    page = everything["en", "about"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/en/about/").status_code == 302
