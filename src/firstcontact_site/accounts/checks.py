"""What keeps the site from starting."""

from django.core.checks import Error, register

from firstcontact_site.accounts.routes import undeclared


@register("access")
def every_address_has_a_rule(app_configs: object, **kwargs: object) -> list[Error]:
    hint = "Put @public or @needs('rule') of accounts.rules on the view."
    return [Error(f"The address '{route}' declares no rule.", hint=hint, id="accounts.E001") for route in undeclared()]
