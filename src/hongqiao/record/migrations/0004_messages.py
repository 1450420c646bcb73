"""Messages that people write to a place: personal data, erasable."""

import django.db.models.deletion
from django.db import migrations, models

import hongqiao.record.models.kinds


class Migration(migrations.Migration):
    """One table."""

    dependencies = (("record", "0003_indicators_goalposts_and_formulas"),)

    operations = (
        migrations.CreateModel(
            name="Message",
            fields=[
                ("position", models.PositiveBigIntegerField(db_index=True, editable=False)),
                ("salt", models.CharField(editable=False, max_length=64)),
                (
                    "id",
                    models.CharField(
                        default=hongqiao.record.models.kinds.new_id,
                        editable=False,
                        max_length=120,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("reply_to", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="record.place"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    )
