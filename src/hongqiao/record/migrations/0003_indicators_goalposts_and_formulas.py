"""Indicators may say between which ends they are scored, and by which formula the record computes them,
and in several languages which source would fill a gap."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns that may be empty."""

    dependencies: ClassVar = [("record", "0002_lives_and_origins")]

    operations: ClassVar = [
        migrations.AddField("indicator", "goalposts", models.JSONField(blank=True, null=True)),
        migrations.AddField("indicator", "would_fill_names", models.JSONField(blank=True, null=True)),
        migrations.AddField("indicator", "computed", models.JSONField(blank=True, null=True)),
    ]
