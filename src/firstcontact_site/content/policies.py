"""Who may open a list of the CMS: decided by the named rules of accounts, not by Django's permissions."""

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from firstcontact_site.accounts.rules import may


class RulePolicy(BasePermissionPolicy):
    """`actions`: action of the CMS (view, change) -> name of a rule. What is not named, nobody may."""

    def __init__(self, model, **actions: str) -> None:
        super().__init__(model)
        self.actions = actions

    def user_has_permission(self, user, action: str) -> bool:
        return action in self.actions and may(user, self.actions[action])

    def users_with_any_permission(self, actions):
        allowed = [user.pk for user in get_user_model().objects.all() if self.user_has_any_permission(user, actions)]
        return get_user_model().objects.filter(pk__in=allowed)
