"""Let the cataloguers of sites that had the group before there were exports make them."""

from django.db import migrations

NAME = "Cataloguers"


def grant(apps, schema_editor):
    """Give the group the permission, which is made here if the models' own are not made yet."""
    group = apps.get_model("auth", "Group").objects.filter(name=NAME).first()
    if group is None:
        return  # it is founded with all its rights after the migrations
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="catalog", model="bagexport"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="add_bagexport", defaults={"name": "Can add export"}
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_leavings_turn"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        # Backwards nothing is taken away: by then a manager may have given it as well.
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
