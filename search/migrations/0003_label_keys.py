"""Add the keys of names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_query_log_and_name_keys")]

    operations = [
        migrations.CreateModel(
            name="LabelKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authority", models.CharField(db_index=True, max_length=40, verbose_name="authority")),
                ("text", models.CharField(max_length=200, verbose_name="name")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("is_label", models.BooleanField(verbose_name="is a label")),
                ("key", models.CharField(max_length=200, verbose_name="key")),
                ("analysis", models.PositiveSmallIntegerField(verbose_name="version of the analysis")),
            ],
            options={
                "verbose_name": "key of a name",
                "verbose_name_plural": "keys of names",
                "indexes": [models.Index(fields=["key", "analysis"], name="search_label_key")],
            },
        ),
    ]
