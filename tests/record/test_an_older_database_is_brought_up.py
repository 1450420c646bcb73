"""A record of before the latest migrations is brought up to date, checked as the command checks it."""

import os
import subprocess
import sys
from pathlib import Path

OLDER = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "record", "0007", verbosity=0)
from django.db import connection
print("record_publication" in connection.introspection.table_names())
"""

NEWER = """
import django
django.setup()
from django.core.management import execute_from_command_line
execute_from_command_line(["hongqiao", "migrate", "--verbosity", "0"])
from django.db import connection
from hongqiao.record import triggers, verifying
print(triggers.missing(connection), verifying.verify().sound)
"""


def test_the_command_migrates_a_database_whose_newest_tables_are_still_to_come(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'older.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings",
    }
    said = []
    for code in (OLDER, NEWER):
        outcome = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        assert outcome.returncode == 0, outcome.stderr
        said.append(outcome.stdout.strip())
    assert said == ["False", "[] True"]
