"""The page on which a practice tells its story."""

from django.http import HttpRequest, HttpResponse

from firstcontact_site.config.frame import here
from firstcontact_site.content.form_views import answer_form
from firstcontact_site.library import actions
from firstcontact_site.library.forms import StoryForm
from firstcontact_site.library.strategies import STORY, StrategyPage
from firstcontact_site.words import text


def tell(request: HttpRequest, strategy: StrategyPage) -> HttpResponse:
    above = strategy.get_context(request)["here"]
    trail = [*above.trail, (above.path.removesuffix(f"{STORY}/"), strategy.title)]
    alternates = {code: f"{url}{STORY}/" for code, url in request.alternates.items()}
    place = here(
        request, text("strategy_story_title"), "story", section=strategy.section, trail=trail, alternates=alternates
    )

    def store(cleaned: dict) -> None:
        kept = {name: cleaned[name] for name in ("words", "role", "name", "may_name")}
        actions.tell(strategy, strategy.locale.language_code, **kept)

    return answer_form(
        request,
        StoryForm,
        template="library/story.html",
        context={"here": place, "strategy": strategy},
        store=store,
        address=strategy.story_url,
    )
