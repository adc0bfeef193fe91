"""From a draft to a sent newsletter: a test to oneself, the release by a second person, the sending."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.accounts.rules import may
from firstcontact_site.mail import outbox
from firstcontact_site.results.actions import fix_results
from firstcontact_site.signup import issue_mail
from firstcontact_site.signup.batch import IssueMailing
from firstcontact_site.signup.issues import NewsletterIssue
from firstcontact_site.signup.sending import post, readers, send_all
from firstcontact_site.signup.subscription import Subscription


class NotReleasable(Exception):
    """Says in one word why: released, author, changed, empty."""


def authors(issue: NewsletterIssue) -> set[int]:
    """Everybody who has written a version of the issue, in any language."""
    found: set[int] = set()
    for page in versions(issue):
        found |= {page.owner_id, *page.revisions.values_list("user_id", flat=True)}
    return found - {None}


def versions(issue: NewsletterIssue) -> list[NewsletterIssue]:
    """The issue in each language in which it was written; copies that only hold a place do not count."""
    pages = NewsletterIssue.objects.filter(translation_key=issue.translation_key, alias_of=None)
    return list(pages.select_related("locale").order_by("pk"))


def mark(issue: NewsletterIssue) -> str:
    return mark_of(versions(issue))


def mark_of(pages: Iterable[NewsletterIssue]) -> str:
    """Changes when any version is edited: what was looked at is what is released."""
    return "-".join(str(page.latest_revision_id or 0) for page in pages)


@transaction.atomic
def send_test(issue: NewsletterIssue, user) -> None:
    """The latest draft to the writer alone."""
    draft = issue.get_latest_revision_as_object()
    now = timezone.now().isoformat()
    code = draft.locale.language_code
    said = issue_mail.said(draft, test=True)
    outbox.queue(user.email, issue_mail.NAME, code, said, key=f"test:{issue.pk}:{user.pk}:{now}")
    audit.record("newsletter.tested", f"issue:{issue.pk}", actor=audit.actor_of(user))


@transaction.atomic
def release(issue: NewsletterIssue, user, seen: str) -> None:
    """Publishes all versions and starts the sending. Raises PermissionDenied, or NotReleasable with the reason.

    `seen` is the mark of what the releasing person looked at.
    """
    if not may(user, "newsletter.release"):
        raise PermissionDenied
    _hold(issue)
    pages = versions(issue)
    if IssueMailing.objects.filter(issue=issue.translation_key).exists():
        raise NotReleasable("released")
    if user.pk in authors(issue):
        raise NotReleasable("author")
    if seen != mark(issue):
        raise NotReleasable("changed")
    drafts = [page.get_latest_revision_as_object() for page in pages]
    if not all(issue_mail.parts(draft) for draft in drafts):
        raise NotReleasable("empty")
    now, actor = timezone.now(), audit.actor_of(user)
    for draft in drafts:
        _publish(draft, user, now)
    IssueMailing.objects.create(
        issue=issue.translation_key, audience=drafts[0].audience, released_by=actor, made_at=now
    )
    audit.record("newsletter.approved", f"issue:{issue.pk}", actor=actor)
    audit.record("newsletter.released", f"issue:{issue.pk}", {"languages": len(drafts)}, actor=actor)


def _hold(issue: NewsletterIssue) -> None:
    """Two people who press the button at once release one after the other: the second one is told so."""
    pages = NewsletterIssue.objects.filter(translation_key=issue.translation_key).order_by("pk")
    list(pages.select_for_update(of=("self",)).values_list("pk", flat=True))


def _publish(draft: NewsletterIssue, user, now) -> None:
    """Findings keep the release of today: the archive says what the mail said. Nobody wrote that revision."""
    fix_results(draft.body)
    NewsletterIssue.objects.filter(pk=draft.pk).update(released_at=now)
    draft.released_at = now
    draft.save_revision().publish(user=user, skip_permission_checks=True)


def send_issues() -> None:
    """Released issues go to their readers, each in the reader's language or in the one it was written in."""
    for mailing in IssueMailing.objects.filter(done_at=None).order_by("pk"):
        pages = list(NewsletterIssue.objects.filter(translation_key=mailing.issue, alias_of=None).order_by("pk"))
        by_language = {page.locale.language_code: issue_mail.said(page) for page in pages if page.live}
        if not by_language:
            continue
        first = next(iter(by_language.values()))
        to = readers(mailing).filter(choices__kind=mailing.audience, choices__target="")
        send_all(mailing, to, lambda reader, m=mailing, b=by_language, f=first: _send(m, b, f, reader), _record_sent)


def _record_sent(mailing: IssueMailing) -> None:
    audit.record("newsletter.sent", str(mailing), {"mails": mailing.mails}, actor="job:signup.issues")


def _send(mailing: IssueMailing, by_language: dict, first: dict, subscription: Subscription) -> bool:
    said = by_language.get(subscription.language, first)
    return post(mailing, subscription, issue_mail.NAME, said, mailing.audience)
