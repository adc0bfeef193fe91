"""Pages that are private already: their translations become so too."""

from django.db import migrations


def spread(apps, schema_editor) -> None:
    restrictions = apps.get_model("wagtailcore", "PageViewRestriction").objects
    pages = apps.get_model("wagtailcore", "Page").objects
    for row in restrictions.select_related("page").order_by("pk"):
        for page in pages.filter(translation_key=row.page.translation_key, view_restrictions=None):
            made = restrictions.create(page=page, restriction_type=row.restriction_type, password=row.password)
            made.groups.set(row.groups.all())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invitations_workflow"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(spread, migrations.RunPython.noop)]
