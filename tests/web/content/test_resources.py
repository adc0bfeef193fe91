"""Resources: facts of the file, editions that keep their addresses, downloads counted without a reader."""

import datetime
from hashlib import sha256

import pytest

pytestmark = pytest.mark.django_db


def content(answer):
    return b"".join(answer.streaming_content)


def test_the_page_tells_what_a_reader_wants_to_know_before_a_download(client, resource):
    text = client.get("/en/resources/strain/").text
    file = resource.current.file
    assert file.sha256 == sha256(file.file.open("rb").read()).hexdigest()
    assert file.sha256 in text
    assert file.pages == 3
    assert "PDF, 1 KB" in text
    assert "No. Ask us for another form" in text


def test_the_address_of_the_file_gives_the_newest_edition_and_old_ones_keep_theirs(client, resource):
    newest = content(client.get("/en/resources/strain/file/"))
    assert newest == content(client.get("/en/resources/strain/file/2/"))
    assert newest != content(client.get("/en/resources/strain/file/1/"))
    text = client.get("/en/resources/strain/").text
    assert 'href="/en/resources/strain/file/1/"' in text
    assert "always gives the newest edition" in text
    assert client.get("/en/resources/strain/file/9/").status_code == 404


def test_a_download_is_handed_over_to_be_saved_under_a_plain_name(client, resource):
    answer = client.get("/en/resources/strain/file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="strain-2.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_downloads_are_counted_by_day_and_leave_no_cookie(client, resource):
    from firstcontact_site.content.models import DownloadDay

    for address in ("file/", "file/2/", "file/1/"):
        answer = client.get(f"/en/resources/strain/{address}")
        assert not answer.cookies
    counts = sorted(DownloadDay.objects.values_list("count", flat=True))
    assert counts == [1, 2]
    assert set(DownloadDay.objects.values_list("day", flat=True)) == {datetime.date.today()}
    assert DownloadDay.total(resource) == 3
    assert {f.name for f in DownloadDay._meta.get_fields()} == {"id", "edition_key", "day", "count"}


def test_a_head_request_is_no_download(client, resource):
    from firstcontact_site.content.models import DownloadDay

    assert client.head("/en/resources/strain/file/").status_code == 200
    assert DownloadDay.objects.count() == 0


def test_a_file_that_only_looks_like_a_pdf_has_no_page_count(pdf, db):
    from io import BytesIO

    from firstcontact_site.content.sitefiles import pdf_facts

    assert pdf_facts(BytesIO(b"%PDF-1.7 not really")) == (None, None)


def test_the_list_holds_resources_of_the_rooms_below_it(client, resource):
    from firstcontact_site.content.models import ResourceIndex, ResourcePage

    index = ResourceIndex.objects.get(slug="resources")
    room = index.add_child(instance=ResourceIndex(title="Toolkits", slug="toolkits"))
    room.add_child(instance=ResourcePage(title="A toolkit", slug="kit", kind="toolkit", language="es"))
    text = client.get("/en/resources/").text
    assert "A toolkit" in text
    assert 'href="/en/resources/toolkits/">Toolkits' in text
    assert "A toolkit" not in client.get("/en/resources/?kind=report").text
    assert "A toolkit" in client.get("/en/resources/?language=es").text


def test_an_upload_is_judged_by_its_content(db):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.documents.forms import get_document_form

    from firstcontact_site.content.models import SiteFile

    script = SimpleUploadedFile("report.pdf", b"<html><script>1</script>", "application/pdf")
    form = get_document_form(SiteFile)({"title": "x", "tags": ""}, {"file": script})
    assert "file" in form.errors
