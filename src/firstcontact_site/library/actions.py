"""What changes the library: stories told and decided, the starting list of strategies."""

from django.db import transaction
from django.utils import timezone

from firstcontact_site.accounts import audit
from firstcontact_site.config.pagecache import purge
from firstcontact_site.library import starting
from firstcontact_site.library.stories import State, Story
from firstcontact_site.library.strategies import StrategyIndex, StrategyPage

CONSENT = "strategy_story_consent_1"
NAME_CONSENT = "strategy_story_name_consent_1"


class NotAllowed(Exception):
    """The step does not exist from the story's present state."""


@transaction.atomic
def tell(strategy: StrategyPage, language: str, *, words: str, role: str, name: str, may_name: bool) -> Story:
    """A story that waits for a moderator. A name without consent to show it is not stored at all."""
    story = Story.objects.create(
        strategy=strategy,
        language=language,
        text=words,
        role=role,
        practice_name=name if may_name else "",
        consent=CONSENT,
        name_consent=NAME_CONSENT if may_name and name else "",
        consented_at=timezone.now(),
    )
    audit.record("story.offered", f"story:{story.pk}", actor="anonymous")
    return story


def release(story: Story, user) -> None:
    """Show the story on the pages of its strategy."""
    _decide(story, State.RELEASED, user, "")


def decline(story: Story, user, reason: str) -> None:
    """Keep the story from the site; a released one goes off it. The reason stays with the record."""
    _decide(story, State.DECLINED, user, reason)


STEPS = {State.PENDING: (State.RELEASED, State.DECLINED), State.RELEASED: (State.DECLINED,), State.DECLINED: ()}


def may_become(state: str, other: str) -> bool:
    return other in STEPS[State(state)]


@transaction.atomic
def _decide(story: Story, state: State, user, reason: str) -> None:
    locked = Story.objects.select_for_update().get(pk=story.pk)
    if not may_become(locked.state, state):
        raise NotAllowed(f"A story that is {locked.state} cannot become {state}.")
    locked.state, locked.reason = state, reason
    locked.decided_by, locked.decided_at = user, timezone.now()
    locked.save()
    audit.record(f"story.{state}", f"story:{story.pk}", actor=audit.actor_of(user))
    story.refresh_from_db()
    purge(_pages(story))


def _pages(story: Story) -> list[str]:
    return [page.url for page in story.strategy.get_translations(inclusive=True).live()]


@transaction.atomic
def seed_strategies(index: StrategyIndex) -> int:
    """Add the starting strategies that the index lacks, by code; returns how many. Our own additions come as drafts:
    a person reviews them before anybody else sees them."""
    have = set(StrategyPage.objects.child_of(index).values_list("code", flat=True))
    missing = [row for row in starting.rows() if row["code"] not in have]
    for row in missing:
        page = starting.page_of(row, index.locale)
        index.add_child(instance=page)
        revision = page.save_revision(log_action=False)
        if not page.is_own:
            revision.publish(log_action=False)
    return len(missing)
