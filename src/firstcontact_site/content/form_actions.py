"""What changes answers of forms: storing, telling the coalition, erasing."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.mail.outbox import queue


@transaction.atomic
def store(page, cleaned: dict) -> None:
    """Keep the answer, and tell the role's address that one has come: without a word of it."""
    from firstcontact_site.content.forms import MEMBER, FieldKind, FormAnswer

    fields = list(page.form_fields.all())
    values = [[field.label, cleaned[field.key]] for field in fields if field.kind != FieldKind.CONSENT]
    consented = any(field.kind == FieldKind.CONSENT for field in fields)
    answer = FormAnswer.objects.create(
        page=page,
        language=page.locale.language_code,
        consent_text=page.consent_text if consented else "",
        member=cleaned[page.name_field.key].strip() if cleaned.get(MEMBER) and page.name_field else "",
        values=values,
    )
    audit.record("form.answered", f"form:{page.pk}", actor="anonymous")
    if page.mail_to:
        tell(page, answer)


@transaction.atomic
def show_member(answer, shown: bool, actor: str) -> None:
    """A moderator lets a name into the list on the page, or takes it out. Without consent there is no name."""
    if not answer.member:
        raise ValueError(f"answer {answer.pk} came without consent to be named")
    if shown == (answer.shown_at is not None):
        return
    answer.shown_at = timezone.now() if shown else None
    answer.save(update_fields=["shown_at"])
    audit.record("form.answer_released", f"answer:{answer.pk}", {"shown": shown}, actor=actor)


def tell(page, answer) -> None:
    address = settings.WAGTAILADMIN_BASE_URL + reverse("form_answers:inspect", args=[answer.pk])
    said = {"title": page.title, "address": address}
    queue(page.mail_to, "content/form_answer", page.locale.language_code, said, key=f"form-answer:{answer.pk}")


@transaction.atomic
def erase_old() -> int:
    """Erase answers that are older than their page says; returns how many."""
    from firstcontact_site.content.forms import FormAnswer

    erased = 0
    for page, days in FormAnswer.objects.order_by().values_list("page", "page__keep_days").distinct():
        old = FormAnswer.objects.filter(page=page, at__lt=timezone.now() - timedelta(days=days))
        count, _ = old.delete()
        if count:
            audit.record("form.erased", f"form:{page}", {"answers": count}, actor="job:erase_old_answers")
        erased += count
    return erased
