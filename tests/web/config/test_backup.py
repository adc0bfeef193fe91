"""A backup restored is the same site: rows, pages, uploads; a damaged one changes nothing."""

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from wagtail.models import Page

from firstcontact.errors import FirstContactError
from firstcontact_site.accounts.models import User
from firstcontact_site.config import backup
from firstcontact_site.config.backup import archive, staging, tables
from firstcontact_site.config.backup.restore import unpack
from firstcontact_site.content.models import StandardPage


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Uploads of a site of its own."""
    for name in ("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT"):
        monkeypatch.setattr(settings, name, tmp_path / name)
        (tmp_path / name).mkdir()
        (tmp_path / name / "año.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    return tmp_path


@pytest.fixture
def site(folder, transactional_db, homes):
    home = homes["en"]
    body = [{"type": "text", "value": "<p>ñ “x” = 1</p>"}]
    page = home.add_child(instance=StandardPage(title="About", slug="about", body=json.dumps(body)))
    page.save_revision().publish()
    User.objects.create_user("editor@example.invalid", "x" * 14, last_login=datetime(2026, 1, 2, 3, 4, 5, 6, UTC))
    return folder


def read_manifest(path):
    with tarfile.open(path) as found:
        return json.load(found.extractfile("manifest.json"))


@pytest.mark.slow
@pytest.mark.promise("P20")
def test_backup_wipe_and_restore_give_the_same_site(site):
    before = Client().get("/en/about/").text
    made, manifest = backup.make_backup(site / "one.tar.gz")
    Page.objects.get(slug="about").delete()
    User.objects.all().delete()
    (settings.MEDIA_ROOT / "año.pdf").unlink()
    backup.restore(made, force=True)
    again = archive.make_backup(site / "two.tar.gz")[1]
    assert again["tables"] == manifest["tables"]
    assert again["files"] == manifest["files"]
    assert Client().get("/en/about/").text == before
    page = Page.objects.get(slug="about").get_parent().add_child(instance=StandardPage(title="New", slug="new"))
    assert page.pk > Page.objects.get(slug="about").pk


@pytest.mark.slow
@pytest.mark.promise("P20")
def test_a_trial_compares_all_rows_and_leaves_the_site(site):
    made, _ = backup.make_backup(site / "one.tar.gz")
    StandardPage.objects.update(title="Changed since")
    backup.restore(made, only_test=True)
    assert StandardPage.objects.get().title == "Changed since"
    assert not list(settings.ENVIRONMENT.folder.glob("*restoring*"))


def test_a_site_with_pages_is_not_replaced_by_chance(site):
    made, _ = backup.make_backup(site / "one.tar.gz")
    with pytest.raises(FirstContactError, match="add --force"):
        backup.restore(made)


@pytest.mark.django_db
def test_a_backup_is_for_its_owner_and_holds_no_key_session_or_draft(folder):
    made, manifest = backup.make_backup(folder / "one.tar.gz")
    assert made.stat().st_mode & 0o777 == 0o600
    assert not {"secret.key", "link.key"} & set(manifest["files"])
    assert "django_session" not in manifest["tables"]
    assert [p.name for p in folder.glob(".*")] == []
    with_keys = backup.make_backup(folder / "two.tar.gz", with_keys=True)[1]
    assert {"secret.key", "link.key"} <= set(with_keys["files"])


@pytest.mark.django_db
def test_all_models_are_in_the_backup_or_left_out_by_name(folder):
    held = set(backup.make_backup(folder / "one.tar.gz")[1]["tables"])
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    extra = {n for n in present - held if not n.startswith(("wagtailsearch_", "procrastinate_"))}
    assert extra == {"django_migrations", "django_session", "config_count", "config_jobrun"} | (extra & {"site_cache"})


def test_only_the_newest_files_stay(tmp_path):
    for day in range(1, 21):
        (tmp_path / f"site-202601{day:02}T000000Z.tar.gz").touch()
    archive.tidy(tmp_path, keep=14)
    assert min(p.name for p in tmp_path.iterdir()) == "site-20260107T000000Z.tar.gz"


def rewritten(made, target, change):
    """The archive with its members changed: `change(name, content)` gives the new content, None leaves it out."""
    with tarfile.open(made) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            content = change(entry.name, old.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return target


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows/wagtailcore_site.jsonl", None),
        ("rows/accounts_user.jsonl", b"{}\n"),
        ("media/año.pdf", b""),
        ("manifest.json", None),
    ],
)
def test_a_damaged_backup_is_refused(folder, name, content):
    made, _ = backup.make_backup(folder / "one.tar.gz")
    broken = rewritten(made, folder / "broken.tar.gz", lambda n, c: content if n == name else c)
    (folder / "out").mkdir()
    with pytest.raises(FirstContactError, match=r"damaged|whole backup"):
        unpack(broken, folder / "out")


@pytest.mark.django_db
def test_a_cut_backup_is_refused(folder):
    made, _ = backup.make_backup(folder / "one.tar.gz")
    cut = folder / "cut.tar.gz"
    cut.write_bytes(made.read_bytes()[:-400])
    (folder / "out").mkdir()
    with pytest.raises(FirstContactError, match="whole backup"):
        unpack(cut, folder / "out")


@pytest.mark.parametrize("kind", ["outside", "link"])
def test_an_archive_cannot_write_elsewhere(tmp_path, kind):
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as evil:
        entry = tarfile.TarInfo("../outside" if kind == "outside" else "media/link")
        if kind == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        evil.addfile(entry, io.BytesIO())
    (tmp_path / "out").mkdir()
    with pytest.raises(FirstContactError, match="whole backup"):
        unpack(tmp_path / "evil.tar.gz", tmp_path / "out")
    assert not (tmp_path / "outside").exists()


@pytest.mark.django_db
def test_a_backup_of_a_newer_version_is_refused():
    with pytest.raises(FirstContactError, match="newer version"):
        staging.migrate_to([("content", "9999_from_the_future")])


def test_the_row_hash_does_not_depend_on_the_order():
    assert tables.RowHash.of(["a", "b", "b"]) == tables.RowHash.of(["b", "a", "b"])
    assert tables.RowHash.of(["a", "b"]) != tables.RowHash.of(["a", "c"])
