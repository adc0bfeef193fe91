"""A workspace with keys and one small live release, and Django set up for it: imported by the conftests of the site's
tests, so that all of them share one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

from firstcontact import workspace
from firstcontact.release.beside import AWARDS_FILE, RELATED_FILE
from firstcontact.release.build import build_tree
from firstcontact.release.frame import FRAME_FILE
from firstcontact.release.manifest import write_manifest
from firstcontact_site.config.environment import make_secrets
from support.public_region import region_input

ROOT = Path(tempfile.mkdtemp(prefix="firstcontact-web-"))
atexit.register(shutil.rmtree, ROOT, ignore_errors=True)
WORKSPACE = workspace.create(ROOT / "region", "Example Region")
CONFIG = WORKSPACE.root / workspace.CONFIG_NAME
CONFIG.write_text(CONFIG.read_text(encoding="utf-8").replace('["en"]', '["en", "es", "pt"]'), encoding="utf-8")
make_secrets(WORKSPACE.site)
(WORKSPACE.site / "static").mkdir()
os.environ["FIRSTCONTACT_WORKSPACE"] = str(WORKSPACE.root)
os.environ["DJANGO_SETTINGS_MODULE"] = "firstcontact_site.config.settings"
django.setup()
# Not for children: a test worker that inherits it would load its settings before it has a workspace of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]
if not os.environ.get("DATABASE_URL"):
    # A file, as in a real demo: threads of one test must see one database.
    django.db.connections.settings["default"]["TEST"]["NAME"] = str(ROOT / "test.sqlite3")

MEASURES = ("any_primary_care_visit", "care_averted_stays", "gap", "panel_size", "primary_care_pmpm", "wellness_visit")


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files():
    """Names of static files without digests: nothing has been collected."""
    from django.test import override_settings

    plain = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    memory = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(STORAGES=plain, EMAIL_BACKEND=memory, PASSWORD_HASHERS=quick):
        yield


@pytest.fixture(scope="session", autouse=True)
def _audit_log_can_be_emptied():
    """Tests with real transactions empty all tables when they end; the audit log refuses that without this."""
    from django.core.management.commands.flush import Command
    from django.db import connections

    from firstcontact_site.accounts import triggers

    def handle(self, *, _flush=Command.handle, **options):
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            return _flush(self, **options)
        finally:
            triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        if Command.handle.__module__ != __name__:  # each conftest that imports this fixture has one of its own
            patch.setattr(Command, "handle", handle)
        yield


@pytest.fixture(scope="session")
def release():
    """The live release of the workspace, built once although each conftest has this fixture of its own."""
    folder = WORKSPACE.releases / "2024-r1"
    if (WORKSPACE.releases / "current").is_symlink():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    build_tree(region_input(only=MEASURES, practices=26), folder)
    facts = {"built_at": "2025-03-01T09:00:00Z", "periods": [{"start": "2024-01-01", "end": "2024-12-31"}]}
    write_manifest(folder, {"release": "2024-r1", "languages": ["en", "es", "pt"], **facts})
    (WORKSPACE.releases / "current").symlink_to("2024-r1")
    return folder


@pytest.fixture(autouse=True)
def _roots(request):
    """Each test with a database starts as a new site: with the roots of the trees, which real transactions empty, and
    without what the site of an earlier test told the results."""
    if not (request.node.get_closest_marker("django_db") or "db" in request.fixturenames):
        return
    request.getfixturevalue("db")
    make_roots()
    for name in (FRAME_FILE, AWARDS_FILE, RELATED_FILE):
        (WORKSPACE.site / name).unlink(missing_ok=True)


def make_roots() -> None:
    """What Wagtail's migrations leave in an empty database."""
    from wagtail.models import Collection, Locale, Page

    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


@pytest.fixture
def homes(db, _roots):
    """The home page of each language."""
    from firstcontact_site.config.setup import make_homes
    from firstcontact_site.content.models import HomePage

    make_homes()
    return {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}


@pytest.fixture
def roles(homes):
    """The groups of the roles with their permissions, and the workflow."""
    from firstcontact_site.accounts.roles import make_roles

    make_roles()
    return homes
