"""Page types and snippets of the site, one file a family."""

from firstcontact_site.content.awards import Award
from firstcontact_site.content.collections import CollectionPage, CollectionPick
from firstcontact_site.content.forms import FormAnswer, FormField, FormPage
from firstcontact_site.content.home import FeaturedTopic, HomePage
from firstcontact_site.content.media import EpisodePage, MediaIndex, SeriesPage
from firstcontact_site.content.menus import Menu
from firstcontact_site.content.partners import PartnerIndex, PartnerPage
from firstcontact_site.content.people import PeopleIndex, PersonLink, PersonPage
from firstcontact_site.content.posts import PostIndex, PostPage
from firstcontact_site.content.publications import PublicationIndex, PublicationPage
from firstcontact_site.content.resources import DownloadDay, ResourceEdition, ResourceIndex, ResourcePage
from firstcontact_site.content.sitefiles import SiteFile
from firstcontact_site.content.sitesettings import DonateLink, FooterSettings
from firstcontact_site.content.spotlights import Spotlight
from firstcontact_site.content.standard import StandardPage
from firstcontact_site.content.topics import TopicIndex, TopicPage
from firstcontact_site.content.translations import TranslationReview

__all__ = [
    "Award",
    "CollectionPage",
    "CollectionPick",
    "DonateLink",
    "DownloadDay",
    "EpisodePage",
    "FeaturedTopic",
    "FooterSettings",
    "FormAnswer",
    "FormField",
    "FormPage",
    "HomePage",
    "MediaIndex",
    "Menu",
    "PartnerIndex",
    "PartnerPage",
    "PeopleIndex",
    "PersonLink",
    "PersonPage",
    "PostIndex",
    "PostPage",
    "PublicationIndex",
    "PublicationPage",
    "ResourceEdition",
    "ResourceIndex",
    "ResourcePage",
    "SeriesPage",
    "SiteFile",
    "Spotlight",
    "StandardPage",
    "TopicIndex",
    "TopicPage",
    "TranslationReview",
]
