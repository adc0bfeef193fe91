"""Prints the rows that site_access.csv lacks, as the site answers now. Not a test: run by support.access."""

import csv
import sys

import pytest

from support import access


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_print(roles):
    access.quiet()
    page, browsers = access.draft(roles["en"]), access.browsers()
    given = access.rows() if access.FILE.is_file() else []
    writer = csv.writer(sys.__stdout__, lineterminator="\n")
    for route, method in access.missing(given):
        found = [access.answer(browser, route, method, page) for browser in browsers.values()]
        writer.writerow([route, method, *found])
