"""Settings of the site that an administrator may change."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="link-external")
class DonateLink(BaseSiteSetting):
    """Donations are made at an outside processor: this site holds no data about money."""

    address = models.URLField(blank=True, help_text="Address of the outside processor; it begins with https://")
    label = models.CharField(max_length=40, blank=True, help_text="Empty: the word 'Donate' in each language.")
    shown = models.BooleanField(default=False)

    panels = [FieldPanel("shown"), FieldPanel("address"), FieldPanel("label")]

    class Meta:
        verbose_name = "donate link"

    def clean(self) -> None:
        super().clean()
        if self.shown and not self.address.startswith("https://"):
            raise ValidationError({"address": "A link that is shown needs an address that begins with https://."})


@register_setting(icon="site")
class FooterSettings(BaseSiteSetting):
    address = models.CharField("postal address", max_length=250, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    copyright = models.CharField("copyright line", max_length=150, blank=True)

    panels = [FieldPanel("address"), FieldPanel("phone"), FieldPanel("copyright")]

    class Meta:
        verbose_name = "footer"

    @property
    def line(self) -> str:
        return " · ".join(filter(None, [self.address, self.phone, self.copyright]))
