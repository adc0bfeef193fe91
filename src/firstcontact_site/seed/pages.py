"""The page tree of a language, from the texts in content.yaml and statements.yaml."""

from wagtail.models import Page

from firstcontact_site.config.frame import reader
from firstcontact_site.content.models import (
    CollectionPage,
    CollectionPick,
    FormField,
    FormPage,
    HomePage,
    MediaIndex,
    PartnerIndex,
    PartnerPage,
    PeopleIndex,
    PersonPage,
    PostIndex,
    PostPage,
    PublicationIndex,
    PublicationPage,
    ResourceIndex,
    ResourcePage,
    StandardPage,
    TopicIndex,
    TopicPage,
)
from firstcontact_site.events.models import EventIndex, EventPage, ProgrammeIndex, ProgrammePage
from firstcontact_site.library.actions import seed_strategies
from firstcontact_site.library.models import StrategyIndex, StrategyMeasure, StrategyPage
from firstcontact_site.seed import media
from firstcontact_site.seed.given import body, content, moment, rich, said, statements
from firstcontact_site.seed.planting import Planter, key
from firstcontact_site.signup.models import NewsletterIndex, NewsletterIssue, NewsletterPage

NO_RELEASE = "No release is live: the fact of the month was left out. Publish a release and run this command again."


class Tree:
    """One language: `notes` are lines for the person who runs the command."""

    def __init__(self, home: HomePage) -> None:
        self.home = home
        self.planter = Planter(home)
        self.code = self.planter.code
        self.given = said(content(), self.code)
        self.notes: list[str] = []

    def grow(self) -> int:
        """Everything, in an order in which links find their targets. Returns how many pages were missing."""
        for part in (
            self.topics,
            self.news,
            self.about,
            self.resources,
            self.events,
            self.programmes,
            self.strategies,
            self.series,
            self.research,
            self.newsletter,
            self.statements,
            self.contact,
        ):
            part()
        return self.planter.made

    def body(self, text: str) -> list:
        return body(text, self.code)

    def rich(self, text: str) -> str:
        return rich(text, self.code)

    def section(self, name: str, model: type[Page], parent: Page | None = None, **fields) -> Page:
        given = self.given["sections"][name]
        extra = {"body": self.body(given["body"])} if "body" in given else {}
        shown = {"title": given["title"], "lead": given["lead"]}
        return self.planter.page(parent or self.home, model, name, **shown, **extra, **fields)

    def on(self, slugs: list[str]) -> list[TopicPage]:
        return list(TopicPage.objects.filter(locale=self.home.locale, slug__in=slugs))

    def topics(self) -> None:
        index = self.section("topics", TopicIndex)
        for each in self.given["topics"]:
            shown = {"title": each["title"], "body": self.body(each["body"]), "order": each["order"]}
            self.planter.page(index, TopicPage, each["slug"], **shown)

    def news(self) -> None:
        index = self.section("news", PostIndex)
        for each in self.given["posts"]:
            blocks = self.body(each["body"])
            if "result" in each:
                if not self._has(each["result"]["measure"]):
                    self.notes.append(NO_RELEASE)
                    continue
                blocks.insert(0, ("result", each["result"]))
            plain = {name: each[name] for name in ("title", "lead", "kind", "date")}
            self.planter.page(index, PostPage, each["slug"], {"topics": self.on(each["topics"])}, body=blocks, **plain)

    def _has(self, measure: str) -> bool:
        release = reader().current()
        return bool(release and release.measure(measure))

    def about(self) -> None:
        about = self.section("about", StandardPage)
        for each in self.given["about"]:
            self.planter.page(about, StandardPage, each["slug"], title=each["title"], body=self.body(each["body"]))
        lists = {}
        for each in self.given["people_lists"]:
            shown = {"title": each["title"], "group": each["group"]}
            lists[each["slug"]] = self.planter.page(about, PeopleIndex, each["slug"], **shown)
        for each in self.given["people"]:
            plain = {name: each[name] for name in ("title", "role", "group")}
            self.planter.page(lists[each["below"]], PersonPage, each["slug"], bio=self.rich(each["bio"]), **plain)
        partners = self.section("partners", PartnerIndex, about)
        for each in self.given["partners"]:
            shown = {"title": each["title"], "kind": each["kind"], "text": self.rich(each["text"])}
            self.planter.page(partners, PartnerPage, each["slug"], **shown)

    def resources(self) -> None:
        index = self.section("resources", ResourceIndex)
        folders = {
            each["slug"]: self.planter.page(index, ResourceIndex, each["slug"], title=each["title"], lead=each["lead"])
            for each in self.given["resource_folders"]
        }
        for each in self.given["resources"]:
            if each["kind"] == "collection":
                picks = [CollectionPick(chosen=page) for path in each["items"] if (page := self.planter.at(path))]
                shown = {"title": each["title"], "body": self.body(each["summary"])}
                self.planter.page(index, CollectionPage, each["slug"], {"picks": picks}, **shown)
                continue
            plain = {name: each[name] for name in ("title", "kind", "date")}
            plain |= {"language": self.code, "body": self.body(each["summary"])}
            self.planter.page(
                folders[each["below"]], ResourcePage, each["slug"], {"topics": self.on(each["topics"])}, **plain
            )

    def events(self) -> None:
        index = self.section("events", EventIndex)
        for each in self.given["events"]:
            zone = each["zone"]
            plain = {name: each[name] for name in ("title", "kind", "capacity")}
            plain |= {"starts_at": moment(each["starts"], zone), "ends_at": moment(each["ends"], zone)}
            plain |= {"time_zone": zone, "place": each.get("place", ""), "body": self.body(each["body"])}
            self.planter.page(index, EventPage, each["slug"], self._topics(EventPage, each), **plain)

    def _topics(self, model: type[Page], given: dict) -> dict:
        return {"topics": self.on(given["topics"])} if hasattr(model, "topics") else {}

    def programmes(self) -> None:
        index = self.section("programs", ProgrammeIndex)
        lists = {
            each["audience"]: self.planter.page(
                index, ProgrammeIndex, each["slug"], title=each["title"], lead=each["lead"], audience=each["audience"]
            )
            for each in self.given["programme_lists"]
        }
        for each in self.given["programmes"]:
            plain = {name: each[name] for name in ("title", "audience", "length", "cost")}
            plain |= self._applications(each)
            parent = lists[each["audience"]]
            self.planter.page(
                parent,
                ProgrammePage,
                each["slug"],
                self._topics(ProgrammePage, each),
                body=self.body(each["summary"]),
                **plain,
            )
        self._community(index)

    def _applications(self, given: dict) -> dict:
        """The form of a programme that takes applications. A question has one id in all languages."""
        if not given.get("takes_applications"):
            return {}
        questions = [
            self._block(q["kind"], {"help": "", "required": True} | q, f"{given['slug']} question {number}")
            for number, q in enumerate(given["questions"])
        ]
        cohorts = [self._block("cohort", run, f"{given['slug']} {run['starts']}") for run in given["cohorts"]]
        return {"takes_applications": True, "questions": questions, "cohorts": cohorts}

    def _block(self, kind: str, value: dict, name: str) -> dict:
        return {"type": kind, "value": value, "id": str(key(name))}

    def _community(self, index: Page) -> None:
        given = self.given["community"]
        shown = {"title": given["title"], "body": self.body(given["intro"])}
        folder = self.given["community_folder"]
        above = self.planter.page(index, StandardPage, folder["slug"], title=folder["title"], lead=folder["lead"])
        community = self.planter.page(above, StandardPage, given["slug"], **shown)
        self.form(community, "take-part", given["form_title"], self.given["community_form"])

    def strategies(self) -> None:
        index = self.section("strategies", StrategyIndex)
        for each in self.given["strategies"]:
            many = {"topics": self.on(each["topics"])}
            many["measures"] = [StrategyMeasure(measure=measure) for measure in each["measures"]]
            plain = {name: each[name] for name in ("title", "effort", "evidence")}
            plain |= {name: self.rich(each[name]) for name in ("problem", "done", "results") if name in each}
            plain["steps"] = [("step", step) for step in each["steps"]]
            self.planter.page(index, StrategyPage, each["slug"], many, **plain)
        self.planter.made += seed_strategies(index)

    def series(self) -> None:
        index = self.section("media", MediaIndex)
        media.plant(self.planter, index, self.given["series"], self.on)

    def research(self) -> None:
        index = self.section("research", PublicationIndex)
        for each in self.given["publications"]:
            plain = {name: each[name] for name in ("title", "authors", "year", "published_in", "abstract", "measures")}
            self.planter.page(index, PublicationPage, each["slug"], {"topics": self.on(each["topics"])}, **plain)

    def newsletter(self) -> None:
        """The issue is a draft: an issue is shown when a second person has released it."""
        given = self.given["newsletter"]
        place = self.section("newsletter", NewsletterPage)
        archive = self.planter.page(place, NewsletterIndex, "archive", title=given["archive"])
        issue = given["issue"]
        shown = {"title": issue["title"], "lead": issue["lead"]}
        self.planter.page(archive, NewsletterIssue, issue["slug"], draft=True, **shown)

    def statements(self) -> None:
        for each in said(statements(), self.code):
            shown = {"title": each["title"], "lead": each["lead"], "body": self.body(each["body"])}
            self.planter.page(self.home, StandardPage, each["at"], show_contents=True, **shown)

    def contact(self) -> None:
        given = self.given["contact"]
        self.form(self.home, "contact", given["title"], given, lead=given["lead"])

    def form(self, parent: Page, slug: str, title: str, given: dict, **fields) -> None:
        questions = [
            FormField(
                kind=each["kind"],
                label=each["label"],
                help_text=each.get("help", ""),
                required=each.get("required", True),
                autocomplete=each.get("autocomplete", ""),
                choices="\n".join(each.get("choices", [])),
            )
            for each in given["fields"]
        ]
        plain = {"intro": self.rich(given["intro"]), "consent_text": given["consent"]}
        plain |= {"thank_you": given["thank_you"], "keep_days": given["keep_days"]}
        plain |= {"members_text": given.get("members", "")}
        self.planter.page(parent, FormPage, slug, {"form_fields": questions}, title=title, **plain, **fields)
