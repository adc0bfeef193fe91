"""Small-number protection: what may be shown, what must be hidden with it, and the public rows that are left."""

from firstcontact.disclosure.api import Disclosed, disclose
from firstcontact.disclosure.audit import AuditReport, audit, audit_all
from firstcontact.disclosure.bounds import interval, propagate, verdict
from firstcontact.disclosure.errors import DisclosureError, PolicyError, RelationError
from firstcontact.disclosure.policy import Policy
from firstcontact.disclosure.primary import Flags
from firstcontact.disclosure.protect import Protection, primary, protect
from firstcontact.disclosure.public_view import public_view
from firstcontact.disclosure.system import System, build_system

__all__ = [
    "AuditReport",
    "Disclosed",
    "DisclosureError",
    "Flags",
    "Policy",
    "PolicyError",
    "Protection",
    "RelationError",
    "System",
    "audit",
    "audit_all",
    "build_system",
    "disclose",
    "interval",
    "primary",
    "propagate",
    "protect",
    "public_view",
    "verdict",
]
