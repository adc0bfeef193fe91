"""Lists inside a body. They are read when the page is shown, in the page's language."""

from django.apps import apps
from django.utils import translation
from wagtail import blocks
from wagtail.models import Locale

LONGEST = 6


def _locale_of(context: dict | None):
    page = (context or {}).get("page")
    return page.locale_id if page else Locale.objects.get_for_language(translation.get_language()).pk


class PostListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    topic = blocks.PageChooserBlock(page_type="content.TopicPage", required=False)
    count = blocks.IntegerBlock(min_value=1, max_value=LONGEST, default=3)

    class Meta:
        icon = "doc-full"
        label = "List of posts"
        template = "content/blocks/list.html"

    def get_context(self, value, parent_context=None):
        posts = apps.get_model("content", "PostPage")
        locale, topic = _locale_of(parent_context), value["topic"]
        items = posts.for_topic(topic.specific, locale) if topic else posts.newest(locale)
        return super().get_context(value, parent_context) | {"items": list(items[: value["count"]])}


class EventListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    count = blocks.IntegerBlock(min_value=1, max_value=LONGEST, default=3)

    class Meta:
        icon = "calendar"
        label = "List of next events"
        template = "content/blocks/list.html"

    def get_context(self, value, parent_context=None):
        from firstcontact_site.content.coming import coming

        items = coming(_locale_of(parent_context), value["count"])
        return super().get_context(value, parent_context) | {"items": items}


class PeopleListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    people = blocks.ListBlock(blocks.PageChooserBlock(page_type="content.PersonPage"), min_num=1, max_num=24)

    class Meta:
        icon = "group"
        label = "List of people"
        template = "content/blocks/list.html"

    def get_context(self, value, parent_context=None):
        keys = [person.translation_key for person in value["people"] if person]
        people = apps.get_model("content", "PersonPage").objects.visible(_locale_of(parent_context))
        found = {person.translation_key: person for person in people.filter(translation_key__in=keys)}
        items = [found[key] for key in keys if key in found]
        return super().get_context(value, parent_context) | {"items": items}
