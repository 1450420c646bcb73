"""A real process, really killed: what was acknowledged is there, nothing is there twice, and the ledger verifies."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

IMPORT = """
import sys, django
django.setup()
from hongqiao.record import actions
from hongqiao.record.roles import LOCAL
actions.create_programme(LOCAL, "town", {"en": "Town"})
sources = [(f"{n}.txt", f"The town has {n + 2} halls and {n + 3} bridges in document {n}.".encode()) for n in range(60)]
actions.add_documents(LOCAL, "town", sources, progress=lambda done, total: print(done, flush=True))
"""

REPORT = """
import json, django
django.setup()
from hongqiao.record import models, verifying
result = verifying.verify()
print(json.dumps({"sound": result.sound, "documents": models.Document.objects.count(),
    "filings": models.Filing.objects.count(), "claims": models.Claim.objects.count(),
    "current": models.CurrentClaim.objects.count(), "entries": result.entries}))
"""


def python(code: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)


def finished(code: str, environment: dict[str, str]) -> str:
    process = python(code, environment)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.prove)])
def test_a_killed_import_loses_and_doubles_nothing(tmp_path: Path, kills: int) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings",
    }
    finished(
        "import django; django.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)",
        environment,
    )
    acknowledged = 0
    for _ in range(kills):
        process = python(IMPORT, environment)
        assert process.stdout is not None
        # reads on until this run has acknowledged a few more than the one before, then kills it in the middle of the next
        for line in process.stdout:
            if int(line) >= min(acknowledged + 60 // kills + 1, 59):
                acknowledged = max(acknowledged, int(line))
                break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        report = json.loads(finished(REPORT, environment))
        assert report["sound"]
        assert report["documents"] >= acknowledged
    finished(IMPORT, environment)
    report = json.loads(finished(REPORT, environment))
    assert report == {
        "sound": True, "documents": 60, "filings": 60, "claims": report["current"], "current": report["claims"], "entries": 61
    }  # fmt: skip
