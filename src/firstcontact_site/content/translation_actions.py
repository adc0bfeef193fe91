"""What changes a translation's state: the mark of a reader."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import Translation

from firstcontact_site.accounts import audit
from firstcontact_site.accounts.rules import may
from firstcontact_site.content.translations import TranslationReview, key_of

RULE = "translations.write"


@transaction.atomic
def mark_reviewed(translation: Translation, user) -> TranslationReview:
    """`user` has read the words that stand there now. Raises PermissionDenied for who does not translate."""
    if not may(user, RULE):
        raise PermissionDenied
    said = {"reviewed_by": user, "reviewed_at": timezone.now(), "key": key_of(translation)}
    review, _ = TranslationReview.objects.update_or_create(translation=translation, defaults=said)
    code = translation.target_locale.language_code
    about = {"page": str(translation.source.object_id), "language": code}
    audit.record("translation.reviewed", f"translation:{translation.pk}", about, actor=audit.actor_of(user))
    return review
