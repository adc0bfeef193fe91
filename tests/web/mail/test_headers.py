"""Headers of mails to lists follow RFC 8058, and name nobody."""

import pytest

from firstcontact_site.mail.headers import headers

PATH = "/en/newsletter/u/12.abc.def/"


@pytest.fixture
def found():
    return headers("k", PATH, "data")


def test_one_click_unsubscribe_has_an_address_and_a_mailbox(found, settings):
    https, mailto = found["List-Unsubscribe"].split(", ")
    assert https == f"<{settings.WAGTAILADMIN_BASE_URL}{PATH}>"
    assert mailto.startswith("<mailto:")
    assert "12.abc.def" in mailto
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_lists_are_marked_as_bulk_with_an_id(found):
    assert found["Precedence"] == "bulk"
    assert found["List-Id"] == "<data.localhost>"


def test_a_mail_about_ones_own_request_is_not_bulk():
    alone = headers("k", None, None)
    assert set(alone) == {"Auto-Submitted", "Message-ID"}
