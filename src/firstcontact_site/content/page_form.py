"""The form of every page type in the editor."""

from wagtail.admin.forms import WagtailAdminPageForm


class SitePageForm(WagtailAdminPageForm):
    """A field that begins with a value worked out at the moment, as today's date does, would be compared with a hidden
    copy of it that the editor's pages do not carry: it would count as changed with every save. Then an approval would
    count as writing, and the same page would have to be approved again for ever."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = False
