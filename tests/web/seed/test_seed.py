"""The starting content: complete, in three languages, marked as an example, and put in once."""

import hashlib
import re

import pytest
from django.apps import apps
from django.core import serializers
from wagtail.models import Page

from firstcontact_site.accounts.roles import make_roles
from firstcontact_site.content.base import SitePage
from firstcontact_site.seed.given import body, content, said, statements
from support.pages import active
from support.staff import staff

LANGUAGES = ("en", "es", "pt")
MARK = {"en": "Example text", "es": "Texto de ejemplo", "pt": "Texto de exemplo"}
STATEMENTS = ("accessibility", "privacy", "data-use", "corrections-policy", "editorial-policy")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # pictures
]
UNCHANGED = ("contenttypes", "sessions", "auth", "wagtailsearch", "config")


def rows() -> dict[str, str]:
    """Digest of the rows of every table."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in UNCHANGED and not model._meta.proxy:
            text = serializers.serialize("json", model._default_manager.order_by("pk"))
            found[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
    return found


def pages(code: str) -> list[Page]:
    return list(Page.objects.live().filter(locale__language_code=code, depth__gt=1).order_by("path"))


def test_a_second_run_changes_no_row_of_any_table(seeded):
    from firstcontact_site.seed.actions import load

    before = rows()
    assert load(lambda line: None) == 0
    assert rows() == before


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_opens_in_its_language(seeded, client, code):
    for page in pages(code):
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        assert f'<html lang="{code}">' in answer.text
        assert answer.text.count("<h1") == 1, page.url
        assert len(answer.content) <= 60_000, page.url
        assert active(answer.text) == [], page.url


def test_the_editor_s_form_of_every_page_type_runs_nothing_from_inside(seeded):
    """Its policy would stop it: then a widget would not start."""
    make_roles()
    editor = staff("editor", "moderator", "publisher")
    one_each = {type(page): page for page in Page.objects.filter(locale__language_code="en", depth__gt=1).specific()}
    assert len(one_each) > 15
    for page in one_each.values():
        answer = editor.get(f"/cms/pages/{page.pk}/edit/")
        assert answer.status_code == 200, page
        assert active(answer.text) == [], page


def test_every_page_has_its_translations(seeded):
    for page in pages("en"):
        codes = page.get_translations(inclusive=True).live().values_list("locale__language_code", flat=True)
        assert set(codes) == set(LANGUAGES), page.url


def test_every_page_type_has_an_example(seeded):
    types = {model for model in apps.get_models() if issubclass(model, SitePage)}
    used = {type(page) for page in Page.objects.specific()}
    assert {model.__name__ for model in types - used} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_bodies_are_marked_as_examples(seeded, client, code):
    for path in [*STATEMENTS, "about/story", "news/welcome", "topics/payment", "media/voices/why-we-stay"]:
        assert MARK[code] in client.get(f"/{code}/{path}/").text, path


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_list_says_that_it_is_empty(seeded, client, code):
    text = client.get(f"/{code}/media/recorded-meetings/").text
    assert {"en": "No episode yet", "es": "Todavía no hay episodios", "pt": "Ainda não há episódios"}[code] in text


def test_the_fact_of_the_month_holds_the_number_of_the_live_release(seeded, client):
    from firstcontact_site.content.models import PostPage

    posts = PostPage.objects.filter(slug="fact-of-the-month")
    assert {post.fixed_release for post in posts} == {"2024-r1"}
    assert "any_primary_care_visit" in client.get("/en/news/fact-of-the-month/").text


def test_people_are_roles_and_nobody_is_invented(seeded):
    from firstcontact_site.content.models import PersonPage

    places = {"en": "to be filled in", "es": "falta", "pt": "falta"}
    for person in PersonPage.objects.select_related("locale"):
        assert places[person.locale.language_code] in person.title


def test_the_contact_page_has_a_form_with_labels(seeded, client):
    text = client.get("/es/contact/").text
    assert "Su mensaje" in text
    assert text.count("<label") >= 5


def test_a_programme_takes_applications_with_the_same_questions_in_every_language(seeded, client):
    programmes = [p.specific for code in LANGUAGES for p in pages(code) if p.slug == "student-summer-project"]
    assert len(programmes) == len(LANGUAGES)
    assert len({tuple(block.id for block in p.questions) for p in programmes}) == 1
    for page in programmes:
        assert f"{page.url}apply/" in client.get(page.url).text
        assert client.get(f"{page.url}apply/").status_code == 200


def test_menus_lead_to_the_sections_of_the_site(seeded):
    from firstcontact_site.content.frames import frames

    for code, menu in frames().items():
        paths = {item["path"] for entry in menu["main"] for item in [entry, *entry.get("items", [])]}
        assert {"topics/", "news/", "events/", "strategies/", "media/", "about/"} <= paths, code
        assert {"accessibility/", "privacy/", "data-use/"} <= {entry["path"] for entry in menu["footer"]}, code


def test_every_link_inside_the_content_leads_somewhere(seeded, client):
    for code in LANGUAGES:
        for path in STATEMENTS:
            main = client.get(f"/{code}/{path}/").text.partition("<main")[2].partition("</main>")[0]
            for address in re.findall(rf'href="(/{code}/[^"#?]*)"', main):
                if not address.endswith("/corrections/"):
                    assert client.get(address).status_code == 200, address


def test_every_text_stands_in_all_languages():
    for code in LANGUAGES:
        said(content(), code)
        for each in said(statements(), code):
            headings = [text for kind, text in body(each["body"], code) if kind == "heading"]
            assert len(headings) >= 3
