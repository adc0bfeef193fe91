"""Pages go to translators as PO files and come back; a machine's words wait for a person."""

import polib
import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import LocaleSynchronization, Translation

from firstcontact.errors import FirstContactError, UsageError
from firstcontact_site.accounts.review import PublishRefused
from firstcontact_site.content import translation_files as files
from firstcontact_site.content import trees
from firstcontact_site.content.translation_actions import mark_reviewed
from firstcontact_site.content.translations import TranslationReview, waits_for_a_person
from support.staff import person, signed_in, staff

pytestmark = pytest.mark.django_db
WORDS = {"News": "Noticias", "What is new.": "Qué hay de nuevo.", "news": "noticias"}


@pytest.fixture
def spanish(roles):
    return Locale.objects.get(language_code="es")


@pytest.fixture
def page(tree, roles):
    """A live list of news in English, and nothing in Spanish."""
    tree["news"].save_revision().publish()
    return tree["news"]


@pytest.fixture
def filled(page, spanish, tmp_path):
    """The page's file as a translator sends it back."""

    def make(words=WORDS):
        ((_, path),) = files.export([page], spanish, tmp_path)
        po = polib.pofile(str(path))
        for entry in po:
            entry.msgstr = words.get(entry.msgid, "")
        po.save()
        return path

    return make


def test_a_page_goes_round_as_a_file_and_is_live_in_spanish(filled, client):
    editor = person("editor")
    translation, taken = files.take(filled(), reviewer=editor)
    assert (taken.texts, taken.missing, taken.doubts) == (3, 0, [])
    assert client.get("/es/noticias/").status_code == 404
    files.put_live(translation, editor)
    text = client.get("/es/noticias/").text
    assert "<h1>Noticias</h1>" in text
    assert "Qué hay de nuevo." in text
    assert TranslationReview.objects.get().reviewed_by == editor


def test_the_file_of_a_translated_page_holds_its_words(page, filled, spanish, tmp_path):
    files.take(filled())
    ((_, path),) = files.export([page], spanish, tmp_path / "again")
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == WORDS


def test_words_that_a_machine_wrote_do_not_go_live_before_a_person_has_read_them(filled):
    translation, _ = files.take(filled(), machine="example translator")
    target = translation.get_target_instance()
    for user in (None, person("publisher")):
        with pytest.raises(PublishRefused) as refused:
            target.get_latest_revision().publish(user=user)
        assert refused.value.reason == "translation_refused_machine"
    mark_reviewed(translation, person("translator"))
    target.get_latest_revision().publish()
    target.refresh_from_db()
    assert target.live


def test_new_words_of_a_machine_need_a_new_mark(filled):
    translation, _ = files.take(filled(), machine="example translator")
    mark_reviewed(translation, person("translator"))
    target = translation.get_target_instance()
    assert not waits_for_a_person(target)
    files.take(filled(WORDS | {"News": "Novedades"}), machine="example translator")
    assert waits_for_a_person(target)


def test_only_who_translates_can_mark(filled):
    translation, _ = files.take(filled(), machine="example translator")
    for role in ("author", "auditor"):
        with pytest.raises(PermissionDenied):
            mark_reviewed(translation, person(role))
    assert not TranslationReview.objects.exists()


def test_a_missing_text_leaves_the_page_as_it_was_and_keeps_the_others(filled, page, spanish):
    _, taken = files.take(filled({"News": "Noticias"}))
    assert (taken.texts, taken.missing) == (3, 2)
    assert not page.get_translations().filter(locale=spanish, alias_of=None).exists()
    _, taken = files.take(filled({"What is new.": "Qué hay de nuevo.", "news": "noticias"}))
    assert taken.missing == 0


def test_a_text_that_is_gone_from_the_page_is_named(filled, page):
    path = filled()
    po = polib.pofile(str(path))
    po.append(polib.POEntry(msgid="Old words", msgctxt="lead", msgstr="Palabras viejas"))
    po.save()
    _, taken = files.take(path)
    (doubt,) = taken.doubts
    assert "line " in doubt
    assert "'Old words'" in doubt
    assert taken.missing == 0


def test_a_file_that_is_none_of_ours_is_refused_in_words(filled, tmp_path):
    path = filled()
    path.write_text(path.read_text().replace("X-WagtailLocalize-TranslationID", "X-Other"))
    with pytest.raises(FirstContactError, match="names no translation"):
        files.take(path)
    (tmp_path / "x.po").write_bytes(b"\xff\xfe")
    with pytest.raises(FirstContactError, match="is not a PO file"):
        files.take(tmp_path / "x.po")
    with pytest.raises(UsageError, match="es, pt"):
        files.language("fr")


def test_a_translation_that_was_written_by_hand_is_in_the_file(page, spanish, tmp_path):
    copy = page.copy_for_translation(spanish)
    copy.title, copy.slug, copy.lead = "Actualidad", "actualidad", "Lo nuevo."
    copy.save_revision().publish()
    ((_, path),) = files.export([page], spanish, tmp_path)
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {
        "News": "Actualidad",
        "What is new.": "Lo nuevo.",
        "news": "actualidad",
    }


def test_a_hand_made_translation_of_another_shape_is_left_to_the_editor(page, spanish, tmp_path):
    copy = page.copy_for_translation(spanish)
    copy.lead = ""
    copy.save_revision().publish()
    assert list(files.export([page], spanish, tmp_path)) == [(page, None)]
    assert not Translation.objects.exists()


def test_the_pages_of_a_part_of_the_site(tree, post):
    post("one")
    tree["topics"].save_revision().publish()
    assert [page.slug for page in files.sources("news/")] == ["news", "one"]
    assert {"news", "one", "topics", "payment"} <= {page.slug for page in files.sources()}


def test_an_editor_publishes_a_translation_in_the_cms_and_an_author_does_not(
    filled, client, django_capture_on_commit_callbacks
):
    translation, _ = files.take(filled())
    address = f"/cms/pages/{translation.get_target_instance().pk}/edit/"
    with django_capture_on_commit_callbacks(execute=True):
        staff("author").post(address, {"action": "publish"})
    assert client.get("/es/noticias/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        staff("editor").post(address, {"action": "publish"})
    assert client.get("/es/noticias/").status_code == 200


def test_the_mark_is_offered_and_set_in_the_cms(filled):
    translation, _ = files.take(filled(), machine="example translator")
    page = translation.get_target_instance()
    address = f"/cms/translations/{page.pk}/reviewed/"
    translator = signed_in(person("translator"))
    assert translator.get(address).status_code == 200
    assert staff("author").post(address).status_code in (302, 403)
    assert waits_for_a_person(page)
    translator.post(address)
    assert not waits_for_a_person(page)
    assert translator.get(address).status_code == 404


def test_trees_are_kept_alike_by_copies_that_lead_to_their_source(page, post, spanish, client):
    trees.set_up()
    made = post("late")
    trees.sync()
    trees.sync()
    copies = made.get_translations().filter(locale=spanish)
    assert [(copy.alias_of_id, copy.live) for copy in copies] == [(made.pk, True)]
    assert client.get("/es/news/late/").headers["Location"] == "/en/news/late/"
    assert LocaleSynchronization.objects.count() == 2


def test_a_translation_that_was_begun_is_not_read_in_the_words_of_its_source(page, spanish, filled, client):
    trees.set_up()
    assert client.get("/es/news/").headers["Location"] == "/en/news/"
    files.take(filled())
    assert client.get("/es/noticias/").status_code == 404
    assert "/en/news/" in client.get("/es/news/").text


def test_a_copy_of_a_private_page_is_as_private(page, post, spanish, client):
    page.copy_for_translation(spanish).save_revision().publish()
    hidden = post("hidden", title="Hidden words")
    trees.set_up()
    assert "Hidden words" in client.get("/es/news/").text
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for path in ("/es/news/", "/es/news/feed/", "/es/search/?q=hidden&tab=pages"):
        assert "Hidden words" not in client.get(path).text


def test_search_names_the_language_of_a_page_that_is_not_translated(page, post, spanish, client):
    post("one", title="Quarterly review")
    trees.set_up()
    text = client.get("/es/search/?q=quarterly&tab=pages").text
    assert '<a href="/en/news/one/" lang="en">' in text
    assert "English" in text.partition("/en/news/one/")[2]


def run(*words):
    """The command, without setting Django up anew."""
    from typer.testing import CliRunner

    from firstcontact_site.cli_translations import app

    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def _ready(monkeypatch):
    from firstcontact_site import cli

    monkeypatch.setattr(cli, "django", lambda where: None)


@pytest.mark.usefixtures("_ready")
def test_the_commands_go_round_and_publish_as_the_person_who_has_read(page, spanish, filled, client, tmp_path):
    said = run("export", "--to", "es", "-o", tmp_path / "po", "--below", "news/")
    assert (said.exit_code, said.output) == (0, f"1 files in {tmp_path / 'po'}.\n")
    assert [path.name for path in (tmp_path / "po").iterdir()] == ["news.es.po"]
    reader = person("editor")
    said = run("import", filled(), "--machine", "example translator", "--reviewed-by", reader.email, "--publish")
    assert (said.exit_code, said.output) == (0, "News (es): live\n")
    assert client.get("/es/noticias/").status_code == 200


@pytest.mark.usefixtures("_ready")
def test_the_import_says_what_is_missing_and_who_may_not_publish(filled, client):
    said = run("import", filled({"News": "Noticias"}))
    assert said.exit_code == 1
    assert "2 of 3 texts missing, the page is as it was" in said.output
    translator = person("translator")
    said = run("import", filled(), "--reviewed-by", translator.email, "--publish")
    assert said.exit_code == 1
    assert "draft: Your role may not put pages live" in said.output
    assert client.get("/es/noticias/").status_code == 404


@pytest.mark.usefixtures("_ready")
def test_nothing_goes_live_by_command_that_nobody_has_read(filled):
    said = run("import", filled(), "--publish")
    assert isinstance(said.exception, UsageError)
    said = run("import", filled(), "--reviewed-by", "nobody@example.org", "--publish")
    assert "no account of this site that may translate" in str(said.exception)
