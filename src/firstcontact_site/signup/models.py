"""Tables of this room, one file a subject."""

from firstcontact_site.signup.subscription import Choice, Confirmation, Subscription
from firstcontact_site.signup.supporter import Supporter

__all__ = ["Choice", "Confirmation", "Subscription", "Supporter"]
