"""Bodies: a closed list of blocks, each with what its readers need."""

import pytest
from django.core.exceptions import ValidationError

pytestmark = pytest.mark.django_db
HEADER = {"first_row_is_table_header": True, "first_col_is_header": True, "table_header_choice": "both"}


@pytest.fixture
def body():
    """A body of the given blocks, not yet checked."""
    from firstcontact_site.content.blocks import Body

    made = Body()

    def make(*given):
        return made.to_python([{"type": kind, "value": value} for kind, value in given])

    make.block = made
    return make


@pytest.fixture
def shown(client, tree, body):
    """The page with these blocks as readers get it."""
    from firstcontact_site.content.models import StandardPage

    def show(*given, **fields):
        page = tree["home"].add_child(instance=StandardPage(title="Page", slug="page", body=body(*given), **fields))
        answer = client.get("/en/page/")
        assert answer.status_code == 200
        page.delete()
        return answer.text

    return show


def refused(body, *given):
    with pytest.raises(ValidationError) as caught:
        body.block.clean(body(*given))
    return str(caught.value.as_json_data() if hasattr(caught.value, "as_json_data") else caught.value)


def table(rows, caption="Ways of paying", **header):
    return {"data": rows, "table_caption": caption, **(header or HEADER)}


def test_there_is_no_block_of_raw_html(body):
    from wagtail.blocks import RawHTMLBlock

    def blocks_in(block):
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from blocks_in(child)

    kinds = [type(block) for block in blocks_in(body.block)]
    assert not any(issubclass(kind, RawHTMLBlock) for kind in kinds)
    assert {"result", "finding"} <= set(body.block.child_blocks)


def test_rich_text_keeps_only_what_is_allowed(body):
    block = body.block.child_blocks["text"]
    assert set(block.features) == {"h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"}


def test_headings_go_down_one_level_at_a_time(body):
    with pytest.raises(ValidationError):
        body.block.clean(body(("text", "<h3>Too deep</h3>")))
    with pytest.raises(ValidationError):
        body.block.clean(body(("heading", "Second"), ("text", "<h4>Too deep</h4>")))
    body.block.clean(body(("heading", "Second"), ("text", "<h3>Right</h3><h4>Deeper</h4><h2>Up again</h2>")))


def test_the_table_of_contents_leads_to_every_heading(shown):
    text = shown(("heading", "Why we do it"), ("text", "<h2>How & when</h2><p>x</p>"), show_contents=True)
    for anchor in ("h-why-we-do-it", "h-how-when"):
        assert f'href="#{anchor}"' in text
        assert f'id="{anchor}"' in text


def test_a_table_needs_a_header_row_and_a_caption(body):
    rows = [["Way", "Number"], ["a", "1"]]
    body.block.clean(body(("table", table(rows))))
    for wrong in (table(rows, caption=""), table([["Way", ""], ["a", "1"]]), table(rows, table_header_choice="column")):
        with pytest.raises(ValidationError):
            body.block.clean(body(("table", wrong)))


def test_a_table_is_read_by_its_headers(shown):
    text = shown(("table", table([["Way", "Number"], ["<b>a</b>", "1"]])))
    assert "<caption>Ways of paying</caption>" in text
    assert '<th scope="col">Number</th>' in text
    assert '<th scope="row">&lt;b&gt;a&lt;/b&gt;</th>' in text
    assert 'role="region" tabindex="0" aria-label="Ways of paying"' in text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its drawing open
def test_a_picture_needs_words_or_is_marked_as_decoration(body, picture, shown):
    def given(alt, decorative):
        return ("picture", {"picture": {"image": picture.pk, "alt_text": alt, "decorative": decorative}, "caption": ""})

    with pytest.raises(ValidationError):
        body.block.clean(body(given("", False)))
    assert 'alt="A green field"' in shown(given("A green field", False))
    assert 'alt=""' in shown(given("", True))


def test_a_page_s_own_picture_needs_words_too(post, picture):
    made = post("one", picture=picture, live=False)
    with pytest.raises(ValidationError, match="decoration"):
        made.clean()
    made.picture_is_decoration = True
    made.clean()


def test_a_quote_names_its_source(body, shown):
    with pytest.raises(ValidationError):
        body.block.clean(body(("quote", {"quote": "x", "source": "", "link": ""})))
    assert "A member of the council" in shown(
        ("quote", {"quote": "x", "source": "A member of the council", "link": ""})
    )


def test_a_video_is_a_file_with_captions_or_a_link_but_never_fetched_from_outside(body, pdf, shown):
    def given(**fields):
        return ("video", {"title": "Talk", "file": None, "captions": None, "link": "", "transcript": "", **fields})

    file = pdf().pk
    for wrong in (given(), given(file=file), given(file=file, captions=file, link="https://example.org/v")):
        with pytest.raises(ValidationError):
            body.block.clean(body(wrong))
    outside = shown(given(link="https://example.org/v"))
    assert "Watch on the outside site: example.org" in outside
    assert "<iframe" not in outside
    assert "<video" not in outside
    own = shown(given(file=file, captions=file))
    assert '<track kind="captions"' in own
    assert 'preload="none"' in own
    assert "autoplay" not in own


def test_a_sound_has_a_transcript(body, pdf, shown):
    with pytest.raises(ValidationError):
        body.block.clean(body(("audio", {"title": "Talk", "file": pdf().pk, "transcript": ""})))
    assert "What was said" in shown(
        ("audio", {"title": "Talk", "file": pdf().pk, "transcript": "<p>What was said</p>"})
    )


def test_a_download_tells_kind_size_and_pages(pdf, shown):
    text = shown(("download", {"file": pdf(4, title="The plan").pk, "title": "", "text": ""}))
    assert "The plan" in text
    assert "PDF, 1 KB, Pages: 4" in text


def test_a_call_out_has_its_kind_in_words(shown):
    text = shown(("callout", {"heading": "Mind this", "text": "<p>x</p>", "kind": "caution"}))
    assert 'class="callout is-caution" aria-label="Caution"' in text


@pytest.fixture
def contact(tree):
    """A page with a form, in English only."""
    from firstcontact_site.content.models import FormPage

    return tree["home"].add_child(instance=FormPage(title="Contact", slug="contact", thank_you="Thanks"))


def leads(page):
    return "form", {"heading": "Tell us", "text": "", "page": page.pk, "button": "Open the form"}


def test_a_form_in_a_body_leads_to_its_page(contact, shown):
    text = shown(leads(contact))
    assert '<a class="button" href="/en/contact/">Open the form</a>' in text
    assert "<form" not in text.partition("<main")[2]


def test_a_form_in_a_body_leads_to_the_language_of_the_page_and_says_when_there_is_none(contact, client, homes, body):
    from firstcontact_site.content.models import StandardPage

    homes["es"].add_child(
        instance=StandardPage(title="P", slug="p", body=body(leads(contact)), locale=homes["es"].locale)
    )
    text = client.get("/es/p/").text
    assert '<a class="button" href="/en/contact/" hreflang="en">Open the form</a>' in text
    assert "(en inglés)" in text
    contact.copy_for_translation(homes["es"].locale).save_revision().publish()
    assert '<a class="button" href="/es/contact/">Open the form</a>' in client.get("/es/p/").text


def test_a_form_that_is_off_leaves_nothing_behind(contact, shown):
    contact.unpublish()
    assert "Tell us" not in shown(leads(contact))


def test_only_a_page_with_a_form_can_be_chosen_for_a_form(contact, tree, body):
    assert refused(body, leads(tree["news"]))
    body.block.clean(body(leads(contact)))


def test_lists_in_a_body_show_what_is_new_and_what_is_chosen(post, tree, shown):
    from firstcontact_site.content.models import PeopleIndex, PersonPage

    team = tree["home"].add_child(instance=PeopleIndex(title="Team", slug="team"))
    ann = team.add_child(instance=PersonPage(title="Person A", slug="ann", role="-", group="team"))
    bob = team.add_child(instance=PersonPage(title="Person B", slug="bob", role="-", group="team", show=False))
    post("one", topics=[tree["payment"]])
    post("two")
    text = shown(
        ("posts", {"heading": "All", "topic": None, "count": 2}),
        ("people", {"heading": "Who", "people": [ann.pk, bob.pk]}),
        ("events", {"heading": "When", "count": 2}),
    )
    assert 'href="/en/news/one/"' in text
    assert 'href="/en/news/two/"' in text
    assert "Person A" in text
    assert "Person B" not in text
    only = shown(("posts", {"heading": "Some", "topic": tree["payment"].pk, "count": 2}))
    assert 'href="/en/news/two/"' not in only


def test_cells_of_a_table_go_to_translators_one_by_one(body):
    block = body.block.child_blocks["table"]
    value = table([["Way", "Number"], ["a", ""]])
    segments = block.get_translatable_segments(value)
    assert [(s.path, s.string.data) for s in segments] == [
        ("caption", "Ways of paying"),
        ("0-0", "Way"),
        ("0-1", "Number"),
        ("1-0", "a"),
    ]
    assert block.restore_translated_segments(value, segments)["data"] == [["Way", "Number"], ["a", ""]]


def test_a_player_gets_parts_of_a_film_and_only_under_its_own_name(client, db):
    from django.core.files.base import ContentFile

    from firstcontact_site.content.models import SiteFile

    film = SiteFile.objects.create(title="Talk", file=ContentFile(b"0123456789", name="a1b2.mp4"))
    answer = client.get(f"/en/play/{film.pk}/{film.filename}", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"234")
    assert answer.headers["Content-Type"] == "video/mp4"
    assert client.get(f"/en/play/{film.pk}/other.mp4").status_code == 404


def test_a_document_is_not_played(client, pdf):
    file = pdf()
    assert client.get(f"/en/play/{file.pk}/{file.filename}").status_code == 404


def test_blocks_that_are_not_filled_yet_can_be_looked_at(homes, release, rf, body):
    """Drafts are saved and previewed while somebody is still writing."""
    from firstcontact_site.content.models import StandardPage

    page = homes["en"].add_child(instance=StandardPage(title="Draft", slug="draft"))
    for name, block in body.block.child_blocks.items():
        page.body = [(name, block.get_default())]
        assert page.make_preview_request(original_request=rf.get("/en/")).status_code == 200, name
