"""Tables of this room, one file a subject."""

from firstcontact_site.accounts.audit_event import AuditCounter, AuditEvent
from firstcontact_site.accounts.invitation import Invitation
from firstcontact_site.accounts.user import User
from firstcontact_site.accounts.workflow import PrivacyCheck, PrivacyTask, ReviewTask

__all__ = ["AuditCounter", "AuditEvent", "Invitation", "PrivacyCheck", "PrivacyTask", "ReviewTask", "User"]
