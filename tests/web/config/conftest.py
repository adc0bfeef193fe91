from dataclasses import replace

import pytest
from django.conf import settings


@pytest.fixture
def proxy(monkeypatch):
    """Behind a web server that says the sender in one header."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, trusted_proxy_header="HTTP_X_REAL_IP"))
