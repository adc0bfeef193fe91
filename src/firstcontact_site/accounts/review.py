"""Who may put a page live: the rule of two people, numbers by publishers only, the legal and privacy check.

Every way to publish in Wagtail ends in `PublishRevisionAction.execute`; `guard_publishing` stands in front of it, so
that no button, list action, workflow or superuser goes around the rules."""

import hashlib
import json
from collections.abc import Iterator
from typing import NoReturn

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page

from firstcontact_site import words
from firstcontact_site.accounts.conditions import unmet
from firstcontact_site.accounts.request import current_request
from firstcontact_site.accounts.rules import may

NOT_CONTENT = {
    "pk", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "go_live_at", "expire_at",
    "expired", "locked", "locked_by", "locked_at", "latest_revision", "live_revision", "latest_revision_created_at",
    "draft_title", "url_path", "path", "depth", "numchild", "owner", "wagtail_admin_comments",
}  # fmt: skip


class PublishRefused(PublishPermissionError):
    """`reason` is the key of the sentence that tells why."""

    def __init__(self, page: Page, reason: str) -> None:
        super().__init__(words.text(reason))
        self.page, self.reason = page, reason


def blocks_of(value: object) -> Iterator[object]:
    """Every block inside a body, at any depth."""
    if isinstance(value, StreamValue):
        for child in value:
            yield child.block
            yield from blocks_of(child.value)
    elif isinstance(value, StructValue):
        for child in value.bound_blocks.values():
            yield child.block
            yield from blocks_of(child.value)
    elif isinstance(value, ListValue):
        for child in value.bound_blocks:
            yield child.block
            yield from blocks_of(child.value)


def holds_results(page: models.Model) -> bool:
    """A block says itself that it shows numbers of a release: `shows_results = True`."""
    bodies = [getattr(page, f.name) for f in page._meta.get_fields() if isinstance(f, StreamField)]
    return any(getattr(block, "shows_results", False) for body in bodies for block in blocks_of(body))


def needs_two_people(page: models.Model) -> bool:
    """Statements, newsletters and pages with results. A page type says it with `two_people`."""
    return bool(getattr(page, "two_people", False)) or holds_results(page)


def content_key(revision: models.Model) -> str:
    """Digest of what people wrote: two revisions with the same key say the same. Fields that only code sets are left
    out."""
    fields = ContentType.objects.get_for_id(revision.content_type_id).model_class()._meta.get_fields()
    unwritten = NOT_CONTENT | {f.name for f in fields if not getattr(f, "editable", True)}
    said = _plain({k: v for k, v in revision.content.items() if k not in unwritten})
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k != "pk"}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def writers(page: Page, revision: models.Model) -> set[int]:
    """Who changed anything between the live version and this revision. Saving without a change writes nothing."""
    revisions = page.revisions.filter(created_at__lte=revision.created_at).order_by("created_at", "id")
    live = page.live_revision
    before = content_key(live) if live and live.created_at < revision.created_at else ""
    if before:
        revisions = revisions.filter(created_at__gt=live.created_at)
    found = set()
    for one in revisions:
        key = content_key(one)
        if key != before and one.user_id:
            found.add(one.user_id)
        before = key
    return found


def reason_against(page: Page, revision: models.Model, user: object) -> str | None:
    """Key of the sentence that says why this person may not put this revision live; None if they may."""
    if not may(user, "pages.publish"):
        return "account_refused_role"
    if holds_results(page) and not may(user, "pages.publish_results"):
        return "account_refused_results"
    if needs_two_people(page):
        if not may(user, "pages.approve"):
            return "account_refused_approve"
        if user.pk in writers(page, revision):
            return "account_refused_same_person"
    if _check_is_open(page, revision):
        return "account_refused_check"
    return unmet(page, revision)


def _check_is_open(page: Page, revision: models.Model) -> bool:
    """Flagged for the legal and privacy check, and these words have not passed it."""
    from firstcontact_site.accounts.models import PrivacyCheck

    flag = PrivacyCheck.objects.filter(page_id=page.pk).first()
    return flag is not None and flag.passed_key != content_key(revision)


def refuse_publication(page: models.Model, revision: models.Model, user: object) -> None:
    """Raises PublishRefused. While a request is answered it is always a person who publishes, whether Wagtail names
    them or not; else jobs and commands publish what was approved before, or seeds."""
    if not isinstance(page, Page):
        return
    request = current_request()
    if user is None and request is not None:
        user = request.user  # wagtail-localize publishes translations without saying for whom
    reason = unmet(page, revision) if user is None else reason_against(page, revision, user)
    if reason:
        refuse(page, reason)


def refuse(page: Page, reason: str) -> NoReturn:
    tell(page, reason)
    raise PublishRefused(page, reason)


def tell(page: Page, reason: str) -> None:
    """To the person at once; to the audit log when the request is over, because what raises here is rolled back."""
    request = current_request()
    if request is not None:
        request.publish_refused = (page.pk, reason)
        messages.error(request, words.text(reason))


def guard_publishing() -> None:
    """Once, when Django is ready."""
    execute = PublishRevisionAction.execute
    if getattr(execute, "guarded", False):
        return

    def guarded(self: PublishRevisionAction, skip_permission_checks: bool = False) -> None:
        refuse_publication(self.object, self.revision, self.user)
        execute(self, skip_permission_checks=skip_permission_checks)

    guarded.guarded = True
    PublishRevisionAction.execute = guarded
