"""Tables of this room, one file a subject."""

from firstcontact_site.signup.batch import IssueMailing, News, WeeklyBundle
from firstcontact_site.signup.issues import NewsletterIndex, NewsletterIssue, NewsletterPage
from firstcontact_site.signup.subscription import Choice, Confirmation, Subscription
from firstcontact_site.signup.supporter import Supporter

__all__ = [
    "Choice",
    "Confirmation",
    "IssueMailing",
    "News",
    "NewsletterIndex",
    "NewsletterIssue",
    "NewsletterPage",
    "Subscription",
    "Supporter",
    "WeeklyBundle",
]
