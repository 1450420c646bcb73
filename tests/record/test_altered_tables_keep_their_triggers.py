"""Django rebuilds a SQLite table when a column is altered: the triggers go, and must come back."""

import os
import subprocess
import sys
from pathlib import Path

ALTER = """
import django
django.setup()
from django.core import checks
from django.core.management import call_command
from django.db import connection, models
from hongqiao.record import triggers, verifying
from hongqiao.record.models import Claim
call_command("migrate", verbosity=0)
new = models.TextField(default="", blank=True)
new.set_attributes_from_name("indicator")
new.model = Claim
with connection.schema_editor() as editor:
    editor.alter_field(Claim, Claim._meta.get_field("indicator"), new)
print(triggers.missing(connection))
print([item.id for item in checks.run_checks(databases=["default"]) if item.id == "record.E001"])
print(verifying.verify().sound)
call_command("migrate", verbosity=0)
print(triggers.missing(connection), verifying.verify().sound)
"""


def test_triggers_lost_to_an_altered_column_are_noticed_and_installed_again(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'altered.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings",
    }
    outcome = subprocess.run(
        [sys.executable, "-c", ALTER], env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.stdout.splitlines() == [
        "['record_claim_refuses_delete', 'record_claim_refuses_update']",
        "['record.E001']",
        "False",
        "[] True",
    ], outcome.stderr
