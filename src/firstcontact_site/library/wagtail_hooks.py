from wagtail import hooks

from firstcontact_site.library.admin import StoryViewSet


@hooks.register("register_admin_viewset")
def register_stories() -> StoryViewSet:
    return StoryViewSet()
