"""Files that editors upload: what a reader wants to know before a download is worked out once."""

from hashlib import file_digest

from django.conf import settings
from django.db import models
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from wagtail.documents.models import AbstractDocument, Document


def languages() -> list[tuple[str, str]]:
    return settings.LANGUAGES


def first_language() -> str:
    return settings.LANGUAGE_CODE


class SiteFile(AbstractDocument):
    """`accessible`: the PDF is tagged, so that a screen reader can follow it."""

    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    accessible = models.BooleanField("accessible PDF (tagged)", null=True, editable=False)
    language = models.CharField(max_length=5, blank=True, choices=languages)

    admin_form_fields = (*Document.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = "file"

    def save(self, *args, **kwargs) -> None:
        if self.file and not self.file._committed:
            self.read_facts()
        super().save(*args, **kwargs)

    def read_facts(self) -> None:
        """The file stays open: it is written to its place after this."""
        handle = self.file.open("rb")
        self.sha256 = file_digest(handle, "sha256").hexdigest()
        handle.seek(0)
        self.pages, self.accessible = pdf_facts(handle) if self.file_extension == "pdf" else (None, None)
        handle.seek(0)
        self.file_size = self.file.size

    @property
    def kind(self) -> str:
        return self.file_extension.upper()


def pdf_facts(handle) -> tuple[int | None, bool | None]:
    """Number of pages, and whether the file is tagged; nothing for a file that cannot be read."""
    try:
        reader = PdfReader(handle)
        marks = reader.trailer["/Root"].get("/MarkInfo")
        tagged = bool(marks and marks.get_object().get("/Marked"))
        return len(reader.pages), tagged
    except (PyPdfError, KeyError, ValueError, RecursionError, AttributeError, TypeError):
        return None, None
