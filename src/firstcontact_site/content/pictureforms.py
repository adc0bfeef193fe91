"""The form with which editors upload a picture: one that is broken or far too large is refused with a sentence."""

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class Picture(WagtailImageField):
    def check_image_pixel_size(self, f) -> None:
        try:
            super().check_image_pixel_size(f)
        except (UnidentifiedImageError, Image.DecompressionBombError):
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from None


class PictureForm(BaseImageForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = Picture(label=given.label, required=given.required, widget=given.widget)
