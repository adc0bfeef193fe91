"""Page types of the site, one file a family."""

from firstcontact_site.content.home import HomePage
from firstcontact_site.content.standard import StandardPage

__all__ = ["HomePage", "StandardPage"]
