"""A picture of a page: with words for those who cannot see it, or marked as decoration."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model

MISSING = "Say what the picture shows, or mark it as decoration."


THUMBNAIL = "fill-480x300|format-webp"


def with_pictures(pages: QuerySet, size: str = THUMBNAIL) -> QuerySet:
    """Pages with their pictures as they are drawn in a list: two more queries, however many pages."""
    images = get_image_model().objects.prefetch_renditions(size)
    return pages.prefetch_related(Prefetch("picture", queryset=images))


class HasPicture(models.Model):
    picture = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    picture_alt = models.CharField("what the picture shows", max_length=250, blank=True)
    picture_is_decoration = models.BooleanField("the picture is decoration only", default=False)

    panel = MultiFieldPanel(
        [FieldPanel("picture"), FieldPanel("picture_alt"), FieldPanel("picture_is_decoration")], heading="Picture"
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not (self.picture_alt.strip() or self.picture_is_decoration):
            raise ValidationError({"picture_alt": MISSING})

    @property
    def alt(self) -> str:
        return "" if self.picture_is_decoration else self.picture_alt
