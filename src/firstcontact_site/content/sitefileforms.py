"""The form with which editors upload a file: what is in it counts, not its name."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from firstcontact_site.config.guard import check_upload

LARGEST = 200 * 1024 * 1024


class SiteFileForm(BaseDocumentForm):
    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_upload(file, kinds=frozenset(settings.WAGTAILDOCS_EXTENSIONS), limit=LARGEST)
        return file
