"""What others do to accounts and pages, as lines of the audit log."""

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry, PageLogEntry

from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.request import current_request

PAGE = {
    "wagtail.publish": "page.published",
    "wagtail.publish.schedule": "page.scheduled",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.delete": "page.deleted",
    "wagtail.move": "page.moved",
    "wagtail.view_restriction.create": "page.restricted",
    "wagtail.view_restriction.edit": "page.restricted",
    "wagtail.view_restriction.delete": "page.restricted",
    "wagtail.workflow.start": "workflow.submitted",
    "wagtail.workflow.resume": "workflow.submitted",
    "wagtail.workflow.approve": "workflow.approved",
    "wagtail.workflow.reject": "workflow.rejected",
    "wagtail.workflow.cancel": "workflow.cancelled",
}
VERBS = {
    "wagtail.create": "created",
    "wagtail.edit": "changed",
    "wagtail.delete": "deleted",
    "wagtail.publish": "published",
    "wagtail.unpublish": "unpublished",
}
FILES = ("wagtailimages", "wagtaildocs")


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs) -> None:
    factors = [r["type"] for r in get_authentication_records(request, user) if r["method"] == "mfa"]
    record("sign_in.succeeded", f"user:{user.pk}", {"factors": factors}, actor=actor_of(user))


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        record("sign_out.done", f"user:{user.pk}", actor=actor_of(user))


@receiver(authentication_failed)
def second_factor_wrong(sender, user, authenticator, **kwargs) -> None:
    record("sign_in.second_failed", f"user:{user.pk}", {"type": authenticator.type}, actor="anonymous")


@receiver(authenticator_used)
def second_factor_right(sender, user, authenticator, reauthenticated, **kwargs) -> None:
    if reauthenticated:
        record("mfa.confirmed", f"user:{user.pk}", {"type": authenticator.type}, actor=actor_of(user))


@receiver(post_save, sender=Authenticator)
def factor_added(sender, instance, created, **kwargs) -> None:
    if not created:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        record("mfa.codes_made", f"user:{instance.user_id}", actor=_present(instance))
    else:
        record("mfa.added", f"user:{instance.user_id}", {"type": instance.type}, actor=_present(instance))


@receiver(post_delete, sender=Authenticator)
def factor_removed(sender, instance, **kwargs) -> None:
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        record("mfa.removed", f"user:{instance.user_id}", {"type": instance.type}, actor=_present(instance))


def _present(authenticator: Authenticator) -> str:
    """Who is there: the owner at the set-up, nobody on the command line."""
    request = current_request()
    return actor_of(request.user) if request else f"user:{authenticator.user_id}"


@receiver(password_changed)
def new_password(sender, user, **kwargs) -> None:
    record("password.changed", f"user:{user.pk}", actor=actor_of(user))


@receiver(password_reset)
def reset_password(sender, user, **kwargs) -> None:
    record("password.reset", f"user:{user.pk}", actor=actor_of(user))


@receiver(post_save, sender=PageLogEntry)
def page_logged(sender, instance, created, **kwargs) -> None:
    action = PAGE.get(instance.action)
    if created and action:
        record(action, f"page:{instance.page_id}", actor=_actor(instance))


@receiver(post_save, sender=ModelLogEntry)
def model_logged(sender, instance, created, **kwargs) -> None:
    """Snippets, settings, redirects, documents and pictures, from the editor's own log."""
    verb = VERBS.get(instance.action)
    if not created or not verb or instance.content_type is None:
        return
    kind = _kind(instance.content_type)
    if kind == "file":
        verb = "added" if verb == "created" else verb
    if kind in ("setting", "redirect"):
        verb = "changed"
    label = f"{instance.content_type.model}:{instance.object_id}"
    record(f"{kind}.{verb}", label, actor=_actor(instance))


def _kind(content_type) -> str:
    from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting

    model = content_type.model_class()
    if model and issubclass(model, BaseSiteSetting | BaseGenericSetting):
        return "setting"
    if content_type.app_label in FILES:
        return "file"
    return "redirect" if content_type.app_label == "wagtailredirects" else "snippet"


def _actor(entry) -> str:
    return f"user:{entry.user_id}" if entry.user_id else "job:editor"
