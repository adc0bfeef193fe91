import shutil
from dataclasses import replace

import pytest
from django.conf import settings

from firstcontact_site.config import pagecache


@pytest.fixture
def trees(homes):
    """The kept pages of the test's site: none at the beginning."""
    shutil.rmtree(pagecache.kept().folder, ignore_errors=True)
    yield pagecache.kept()
    shutil.rmtree(pagecache.kept().folder, ignore_errors=True)


@pytest.fixture
def proxy(monkeypatch):
    """Behind a web server that says the sender in one header."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, trusted_proxy_header="HTTP_X_REAL_IP"))
