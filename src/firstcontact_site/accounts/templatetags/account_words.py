"""Our words in the templates of the editor."""

from django import template

from firstcontact_site import words

register = template.Library()


@register.simple_tag
def word(key: str, **places: object) -> str:
    return words.text(key, **places)


@register.simple_tag
def role(name: str) -> str:
    return words.text(f"account_role_{name}")


@register.simple_tag(takes_context=True)
def querystring_with(context: dict, **changed: object) -> str:
    """The present question of the list with one part changed."""
    asked = context["request"].GET.copy()
    for name, value in changed.items():
        asked[name] = str(value)
    return asked.urlencode()
