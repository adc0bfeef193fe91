"""The application that a server runs: release pages from disk, everything else from Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstcontact_site.config.settings")

django_application = get_wsgi_application()

from firstcontact_site.accounts.routes import refuse_undeclared  # noqa: E402  settings must be ready first
from firstcontact_site.config.front import Front  # noqa: E402

refuse_undeclared()

application = Front(django_application)
