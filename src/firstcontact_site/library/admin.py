"""Stories in the CMS: a moderator reads one and decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from firstcontact_site.content.policies import RulePolicy
from firstcontact_site.library import actions
from firstcontact_site.library.stories import State, Story
from firstcontact_site.words import lazy, text


class Decision(forms.ModelForm):
    """The story itself stays as the practice wrote it."""

    decision = forms.ChoiceField(
        label=lazy("strategy_story_decision"),
        choices=[(State.RELEASED, lazy("strategy_story_show")), (State.DECLINED, lazy("strategy_story_keep"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=lazy("strategy_story_reason"), required=False, max_length=500)

    class Meta:
        model = Story
        fields: list[str] = []

    def clean(self) -> dict:
        found = super().clean()
        decision = found.get("decision")
        if decision == State.DECLINED and not found.get("reason"):
            self.add_error("reason", text("strategy_story_reason_needed"))
        if decision and not actions.may_become(self.instance.state, decision):
            raise ValidationError(text("strategy_story_decided"))
        return found


class StoryList(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("strategy")


class Decide(EditView):
    def save_instance(self) -> Story:
        story, said = self.form.instance, self.form.cleaned_data
        self.has_content_changes = True
        if said["decision"] == State.RELEASED:
            actions.release(story, self.request.user)
        else:
            actions.decline(story, self.request.user, said["reason"])
        return story


class StoryViewSet(ModelViewSet):
    model = Story
    icon = "openquote"
    name = url_namespace = "stories"
    url_prefix = "stories"
    menu_label = lazy("strategy_stories")
    add_to_admin_menu = True
    menu_order = 610
    index_view_class = StoryList
    edit_view_class = Decide
    edit_template_name = "library/decide.html"
    list_display = ["strategy", "state", "consented_at", "language"]
    list_filter = ["state", "language"]
    copy_view_enabled = False
    add_to_reference_index = False

    @property
    def permission_policy(self) -> RulePolicy:
        return RulePolicy(self.model, view="stories.release", change="stories.release")

    def get_form_class(self, for_update: bool = False) -> type[Decision]:
        return Decision
