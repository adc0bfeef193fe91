"""Files that lie about what they are, and how files leave the site again."""

import io
import struct
import zipfile
import zlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from firstcontact_site.config.guard import check_upload
from firstcontact_site.content import sitefileforms
from firstcontact_site.content.sitefiles import SiteFile
from support.pages import from_disk
from support.staff import staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MEGABYTE = 1024 * 1024


def png():
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "png")
    return made.getvalue()


def archive():
    """A few kilobytes that unpack to ten megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("report.pdf", PDF + b"\0" * 10 * MEGABYTE)
    return made.getvalue()


def huge_picture():
    """A few bytes that say they are a picture of 2.5 thousand million points."""

    def part(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


LIES = {
    "a page called pdf": ("report.pdf", HTML, "application/pdf"),
    "a picture called pdf": ("report.pdf", png(), "application/pdf"),
    "a program called pdf": ("report.pdf", b"MZ\x90\x00" + b"\x00" * 400, "application/pdf"),
    "a page in front of a pdf": ("report.pdf", HTML + PDF, "application/pdf"),
    "a pdf that runs a script": (
        "report.pdf",
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"),
        "application/pdf",
    ),
    "a drawing with a script": ("drawing.svg", SVG, "image/svg+xml"),
    "nothing": ("report.pdf", b"", "application/pdf"),
    "11 MB": ("report.pdf", PDF[:-6] + b"0" * 11 * MEGABYTE + b"%%EOF\n", "application/pdf"),
    "an archive that unpacks to much": ("report.pdf", archive(), "application/pdf"),
    "a zip called pdf": ("report.pdf", b"PK\x03\x04" + b"\x00" * 200, "application/pdf"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_file_is_judged_by_what_is_in_it(lie):
    name, content, kind = LIES[lie]
    with pytest.raises(ValidationError):
        check_upload(SimpleUploadedFile(name, content, kind))


@pytest.mark.parametrize(
    "name", ["<script>.pdf", "../../etc/cron.d/x.pdf", "a.php.pdf", "x\x00.pdf", "report.pdf.html"]
)
def test_the_name_is_replaced(name):
    file = SimpleUploadedFile(name, PDF, "application/pdf")
    assert check_upload(file) == "pdf"
    assert file.name.endswith(".pdf")
    assert len(file.name) == 36
    assert file.name[:32].isalnum()


def add_file(client, content, name="a.pdf"):
    given = {
        "title": "<script>alert(1)</script>",
        "file": SimpleUploadedFile(name, content, "application/pdf"),
        "collection": 1,
    }
    return client.post("/cms/documents/add/", given | {"language": "en"})


@pytest.mark.parametrize("lie", LIES)
def test_the_editor_s_documents_are_judged_too(roles, lie, monkeypatch):
    """Editors may send films: only their limit is higher."""
    monkeypatch.setattr(sitefileforms, "LARGEST", 10 * MEGABYTE)
    name, content, _ = LIES[lie]
    add_file(staff("editor"), content, name)
    given = {"title": "x", "files[]": SimpleUploadedFile(name, content, "application/pdf"), "collection": 1}
    staff("editor", email="second@example.org").post("/cms/documents/multiple/add/", given)
    assert not SiteFile.objects.exists()


@pytest.mark.parametrize("content", [SVG, HTML, PDF, b"GIF89a" + HTML, huge_picture()])
def test_pictures_of_the_editor_are_pictures(roles, content):
    from wagtail.images import get_image_model

    client = staff("editor")
    for name in ("x.svg", "x.png", "x.gif"):
        client.post(
            "/cms/images/add/", {"title": "x", "file": SimpleUploadedFile(name, content, "image/png"), "collection": 1}
        )
    assert not get_image_model().objects.exists()


class Served:
    """A file of the media folder as the server in front of Django hands it out."""

    def __init__(self, name, content):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.headers, self.body = from_disk(f"/media/{name}")
        path.unlink()


@pytest.mark.parametrize(
    "name", ["documents/a.pdf", "documents/a.html", "documents/a.svg", "documents/a.csv", "documents/a"]
)
def test_files_leave_as_attachments_from_a_path_without_cookies(name):
    served = Served(name, PDF)
    assert served.headers["status"].startswith("200")
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in served.headers


def test_pictures_are_shown_and_nothing_in_them_runs():
    served = Served("images/a.png", png())
    assert served.headers["Content-Type"] == "image/png"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["../site.sqlite3", "..%2fsecret.key", "documents/../../secret.key", "/etc/passwd"])
def test_no_way_out_of_the_media_folder(path):
    assert not from_disk(f"/media/{path}")[0]["status"].startswith("200")


def test_private_files_of_applicants_are_below_no_address():
    assert not str(settings.PRIVATE_MEDIA_ROOT).startswith(str(settings.MEDIA_ROOT))
