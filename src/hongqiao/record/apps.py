"""The one Django app of the record."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    """Installs the triggers after every migration, since rebuilding a SQLite table drops them."""

    name = "hongqiao.record"
    label = "record"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what has to run after migrations and at start."""
        from hongqiao.record import triggers

        post_migrate.connect(triggers.after_migrations, sender=self)
        register(triggers.check_at_start, Tags.database)
