"""Tables of this room, one file a subject."""

from firstcontact_site.accounts.audit_event import AuditCounter, AuditEvent
from firstcontact_site.accounts.user import User

__all__ = ["AuditCounter", "AuditEvent", "User"]
