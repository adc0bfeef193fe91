"""Role x address. The list comes from the addresses of the site: an address without a row fails."""

import logging

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import path

from firstcontact.errors import UsageError
from firstcontact_site.accounts import routes as declared
from firstcontact_site.accounts.rules import MAY, ROLES, needs
from firstcontact_site.content.models import StandardPage
from support import access
from support.staff import person, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.promise("P12"),
    # a list of wagtail-localize is paged without an order
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
]


@pytest.fixture
def place(roles):
    """The draft's number and a browser for each column."""
    access.quiet()
    yield access.draft(roles["en"]), access.browsers()
    logging.disable(logging.NOTSET)


def differences(place, columns, given):
    page, browsers = place
    found = []
    for row in given:
        for column in columns:
            status = access.answer(browsers[column], row["route"], row["method"], page)
            if status != row[column]:
                found.append(f"{row['method']} {row['route']} as {column}: {status}, not {row[column]}")
    return found


def ours(row):
    """Addresses that this project wrote; the editor's own follow in the slow test."""
    return not row["route"].startswith("cms/") or row["route"].startswith(
        ("cms/people", "cms/newsletter", "cms/events", "cms/form-answers", "cms/stories", "cms/translations")
    )


def test_every_address_has_a_row():
    assert access.missing(access.rows()) == [], "run: python -m support.access (see its first lines)"


def test_no_row_without_an_address():
    assert {(r["route"], r["method"]) for r in access.rows()} <= set(access.routes())


def test_strangers_and_people_without_a_second_factor(place):
    assert differences(place, ("public", "no_factor"), access.rows()) == []


def test_each_role_at_our_own_addresses(place):
    assert differences(place, ROLES, [row for row in access.rows() if ours(row)]) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_each_role_at_the_editor_s_addresses(place, role):
    assert differences(place, (role,), [row for row in access.rows() if not ours(row)]) == []


def test_the_rows_open_nothing_of_the_editor_to_strangers():
    for row in access.rows():
        if row["route"].startswith("cms/"):
            assert {row["public"], row["no_factor"]} == {"404" if row["route"].startswith(CLOSED) else "door"}, row


CLOSED = ("cms/users/", "cms/groups/", "cms/failwhale/")  # the editor's pages of people, and one that fails


def test_no_address_fails():
    assert [row["route"] for row in access.rows() if "500" in row.values()] == []


def test_rows_agree_with_the_rules():
    """A role without the rule of an address is never answered 200 there."""
    rule_at = {route: declared.rule_of(route, name, view) for route, name, view in declared.addresses()}
    for row in access.rows():
        allowed = MAY.get(rule_at[row["route"]])
        for role in ROLES if allowed else ():
            assert role in allowed or row[role] != "200", (row["route"], role)


def test_authors_open_their_own_drafts_and_translators_translations_only(roles):
    writer = person("author")
    own = roles["en"].add_child(instance=StandardPage(title="Own", slug="own", live=False, owner=writer))
    own.save_revision(user=writer)
    own, foreign, spanish = own.pk, access.draft(roles["en"]), access.draft(roles["es"])
    expected = {writer: (200, 302, 302), person("translator"): (302, 302, 200), person("editor"): (200, 200, 200)}
    for user, answers in expected.items():
        browser = signed_in(user)
        assert tuple(browser.get(f"/cms/pages/{pk}/edit/").status_code for pk in (own, foreign, spanish)) == answers


def test_auditors_and_administrators_find_no_draft_by_the_interface_of_the_editor(place):
    page, browsers = place
    assert browsers["auditor"].get("/cms/api/main/pages/").status_code == 403
    assert browsers["editor"].get(f"/cms/api/main/pages/{page}/").status_code == 200


def test_people_and_roles_are_for_administrators():
    for row in access.rows():
        if row["route"].startswith("cms/people/") and "audit" not in row["route"] and "pages" not in row["route"]:
            assert [row[r] for r in ROLES if r != "administrator"] == ["403"] * 6, row


# planted faults: each protection switched off in a double must be seen by the tests above


def test_planted_fault_without_the_middleware_the_matrix_differs(roles, settings):
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "SecondFactor" not in m]
    place = access.draft(roles["en"]), access.browsers()
    some = [row for row in access.rows() if row["route"] in ("cms/", "cms/pages/", "cms/images/")]
    assert len(some) == 3
    assert differences(place, ("no_factor",), some) != []


def test_planted_fault_a_missing_row_is_seen():
    assert access.missing(access.rows()[1:]) != []


def open_to_all(request):
    raise AssertionError("never reached")


class Forgotten:
    """Addresses with a view that declares nothing."""

    urlpatterns = [path("forgotten/", open_to_all), path("declared/", needs("cms")(open_to_all))]


def test_planted_fault_a_view_without_a_rule_keeps_the_site_from_starting(client):
    assert run_checks(tags=["access"]) == []
    with override_settings(ROOT_URLCONF=Forgotten):
        assert [e.id for e in run_checks(tags=["access"])] == ["accounts.E001"]
        with pytest.raises(UsageError, match="'forgotten/' declares no rule"):
            declared.refuse_undeclared()


def test_a_rule_that_does_not_exist_is_refused_when_it_is_written():
    with pytest.raises(KeyError, match="no rule 'cook'"):
        needs("cook")
