"""Headers that let mail programs unsubscribe with one click (RFC 8058) and keep robots from answering."""

from hashlib import sha256

from django.conf import settings

from firstcontact_site.mail.letters import absolute


def headers(key: str, list_unsubscribe: str | None, list_id: str | None) -> dict[str, str]:
    """The mail's id comes from its key: if a crash sends it twice, mail programs see one mail."""
    domain = settings.ENVIRONMENT.domain
    found = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"}
    if list_unsubscribe or list_id:
        found["Precedence"] = "bulk"
    if list_id:
        found["List-Id"] = f"<{list_id}.{domain}>"
    if list_unsubscribe:
        found |= _unsubscribe(absolute(list_unsubscribe))
    return found


def _unsubscribe(address: str) -> dict[str, str]:
    token = address.rstrip("/").rpartition("/")[2]
    by_mail = f"mailto:{settings.ENVIRONMENT.mail_unsubscribe}?subject=unsubscribe%20{token}"
    return {
        "List-Unsubscribe": f"<{address}>, <{by_mail}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
