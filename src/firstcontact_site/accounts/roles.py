"""The roles as groups with their permissions in the editor. Running it again puts back what was changed."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from firstcontact_site.accounts.rules import ROLES
from firstcontact_site.accounts.workflow import NAME, PrivacyTask, ReviewTask

ROOMS = ("content", "results", "signup", "events", "library")
PAGES = {
    "author": ("add",),
    "editor": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    "moderator": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    "publisher": ("change", "publish", "lock", "unlock"),
}
FILES = {
    "author": ("add", "choose"),
    "editor": ("add", "change", "delete", "choose"),
    "moderator": ("add", "change", "delete", "choose"),
    "publisher": ("choose",),
    "translator": ("choose",),
}
SITE = {
    "translator": ("wagtail_localize.submit_translation",),
    "editor": ("wagtail_localize.submit_translation",),
    "moderator": ("wagtail_localize.submit_translation",),
    "administrator": (
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "wagtailcore.add_locale",
        "wagtailcore.change_locale",
    ),
}
SNIPPET_VERBS = ("add", "change", "delete", "view", "publish", "lock", "unlock")


def make_roles() -> None:
    """Groups, what each may do with pages, files, snippets and settings, and the workflow."""
    for name in ROLES:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(name))
        _set_pages(group, PAGES.get(name, ()))
        _set_files(group, FILES.get(name, ()))
    _let_translators_edit_translations()
    make_workflow()


def _permissions(role: str) -> list[Permission]:
    found = [_permission(name) for name in ("wagtailadmin.access_admin", *SITE.get(role, ()))]
    if role in ("editor", "moderator"):
        found += _of_models(_snippets(), SNIPPET_VERBS)
    if role == "publisher":
        found += _of_models(_snippets(), ("view",))
    if role == "administrator":
        found += _of_models(_settings(), ("change", "view"))
    return [p for p in found if p]


def _permission(name: str) -> Permission | None:
    app, _, codename = name.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename).first()


def _of_models(models: list, verbs: tuple[str, ...]) -> list[Permission]:
    types = ContentType.objects.get_for_models(*models).values() if models else []
    wanted = [f"{verb}_{model._meta.model_name}" for model in models for verb in verbs]
    return list(Permission.objects.filter(content_type__in=types, codename__in=wanted))


def _models() -> list:
    return [model for label in ROOMS for model in apps.get_app_config(label).get_models()]


def _snippets() -> list:
    """All that is no page, setting or file: files go by their collection."""
    others = (Page, BaseSiteSetting, BaseGenericSetting, get_image_model(), get_document_model())
    return [m for m in _models() if not issubclass(m, others)]


def _settings() -> list:
    return [m for m in _models() if issubclass(m, BaseSiteSetting | BaseGenericSetting)]


def _set_pages(group: Group, verbs: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    _replace(GroupPagePermission, group, {"page": root}, [f"wagtailcore.{verb}_page" for verb in verbs])


def _set_files(group: Group, verbs: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    # Wagtail asks for these two names whatever our own models of files are called.
    kinds = (("wagtailimages", "image"), ("wagtaildocs", "document"))
    names = [f"{app}.{verb}_{kind}" for app, kind in kinds for verb in verbs]
    _replace(GroupCollectionPermission, group, {"collection": root}, names)


def _replace(model: type, group: Group, place: dict, names: list[str]) -> None:
    """Exactly these permissions at this place, and none at another."""
    wanted = [p for p in map(_permission, names) if p]
    model.objects.filter(group=group).exclude(permission__in=wanted, **place).delete()
    for permission in wanted:
        model.objects.get_or_create(group=group, permission=permission, **place)


def _let_translators_edit_translations() -> None:
    """They may change pages below the homes of the other languages, never the source language."""
    group = Group.objects.get(name="translator")
    others = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE)
    change = _permission("wagtailcore.change_page")
    for home in Page.objects.filter(depth=2, locale__in=others):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=change)


def make_workflow() -> None:
    """Draft, in review, legal and privacy check where flagged; then scheduled or live."""
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    steps = (("Review by a second person", ReviewTask), ("Legal and privacy check", PrivacyTask))
    for order, (name, kind) in enumerate(steps):
        task, _ = kind.objects.get_or_create(name=name)
        task.groups.set(Group.objects.filter(name__in=("moderator", "publisher")))
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=Task.objects.get(pk=task.pk), defaults={"sort_order": order}
        )
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    Workflow.objects.filter(name="Moderators approval", active=True).update(active=False)
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
