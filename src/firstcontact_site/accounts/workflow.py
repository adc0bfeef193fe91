"""Steps of the editorial workflow: review by a second person, then the legal and privacy check where asked for."""

from django.conf import settings
from django.db import models
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from firstcontact_site.accounts.review import content_key, reason_against, refuse, writers

NAME = "Editorial review"


class PrivacyCheck(models.Model):
    """A page that must pass the legal and privacy check. `passed_key`: digest of the words that passed."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="privacy_check")
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    flagged_at = models.DateTimeField(auto_now_add=True)
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    passed_key = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"legal and privacy check of page {self.page_id}"


class ReviewTask(AbstractGroupApprovalTask):
    """Approval by somebody who did not write and who may put the page live."""

    def get_actions(self, obj, user):
        offered = super().get_actions(obj, user)
        if self._reason(obj, user) is None:
            return offered
        return [action for action in offered if action[0] != "approve"]

    def on_action(self, task_state, user, action_name, **kwargs):
        """Asked again here: the list of actions is only what was shown."""
        if action_name == "approve":
            page = task_state.revision.as_object()
            if reason := self._reason(page, user):
                refuse(page, reason)
        return super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def _reason(page, user) -> str | None:
        """Against passing this step; the check comes after it."""
        reason = reason_against(page, page.get_latest_revision(), user)
        return None if reason == "account_refused_check" else reason


class PrivacyTask(AbstractGroupApprovalTask):
    """Passed at once by pages without the flag; else by somebody who did not write."""

    def start(self, workflow_state, user=None):
        state = super().start(workflow_state, user=user)
        if not PrivacyCheck.objects.filter(page_id=workflow_state.object_id).exists():
            state.status = TaskState.STATUS_SKIPPED
            state.save()
        return state

    def get_actions(self, obj, user):
        if user.pk in writers(obj, obj.get_latest_revision()):
            return [a for a in super().get_actions(obj, user) if a[0] != "approve"]
        return super().get_actions(obj, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "approve":
            revision = task_state.revision
            if user.pk in writers(revision.content_object, revision):
                refuse(revision.content_object, "account_refused_same_person")
            key = content_key(revision)
            PrivacyCheck.objects.filter(page_id=revision.object_id).update(passed_by=user, passed_key=key)
        return super().on_action(task_state, user, action_name, **kwargs)
