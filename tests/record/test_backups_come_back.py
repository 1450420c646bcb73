import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from hongqiao.errors import BadBackup
from hongqiao.record import actions, backup, ledger, models, verifying
from hongqiao.record.roles import LOCAL


def everything() -> dict[str, list[dict[str, object]]]:
    found = {}
    for model in backup.tables():
        rows = [backup._plain(row) for row in model._default_manager.order_by("pk")]
        found[model._meta.label] = [json.loads(ledger.canonical(row)) for row in rows]
    return found


@pytest.fixture
def kept(towns: str, tmp_path: Path) -> backup.Manifest:
    actions.add_documents(LOCAL, towns, [("a.txt", b"It has 7 halls. Media contact: Jo Person, +49-30-1234567")])
    return backup.backup(tmp_path / "kept.zip")


def test_a_backup_comes_back_as_it_was(towns: str, kept: backup.Manifest) -> None:
    before = everything()
    actions.create_programme(LOCAL, "later", {"en": "Later"})
    actions.ask_for_import(LOCAL, "later", "projects.csv", b"id,name_en\nA,First\n")
    restored = backup.restore(kept.path, replace=True)
    assert everything() == before
    assert (restored.position, restored.head) == ledger.head() == (kept.position, kept.head)
    assert verifying.verify().sound
    assert not models.Job.objects.exists()
    assert models.CurrentFact.objects.get(fact="bridge-count").claims == 2
    assert actions.create_programme(LOCAL, "next", {"en": "Next"}).position == kept.position + 1


def test_rows_of_every_table_come_back(peopled: str, tmp_path: Path, settings: Any) -> None:
    empty = [model._meta.label for model in backup.tables() if not model._default_manager.exists()]
    assert empty == [], "give the example rows of these tables, or name them in backup.LEFT_OUT"
    before, position = everything(), ledger.head()
    made = backup.backup(tmp_path / "whole.zip")
    user = get_user_model().objects.get(username="ed")
    get_user_model().objects.create(username="later")
    Session.objects.create(session_key="k", session_data="ed is here", expire_date=timezone.now())
    key = models.Token.objects.values_list("id", flat=True)[0]
    models.Answer.objects.create(token_id=key, key="once", request="x", at=timezone.now())
    user.user_permissions.add(Permission.objects.all()[0])
    restored = backup.restore(made.path, replace=True)
    assert (everything(), ledger.head(), restored.sealed) == (before, position, 0)
    assert verifying.verify().disagreements == ()
    assert [Session.objects.count(), models.Answer.objects.count(), user.user_permissions.count()] == [0, 0, 0]
    connection.check_constraints()
    Authenticator.objects.create(user=user, type="webauthn", data={})  # the next number is free
    settings.SECRET_KEY = "another site's"  # noqa: S105 -- no secret of anybody
    assert backup.restore(made.path, replace=True).sealed == 2


def test_what_is_left_out_is_there_and_nothing_that_the_ledger_covers() -> None:
    known = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    assert set(backup.LEFT_OUT) <= set(known)
    covered = models.Kept | models.Added | models.Erasable
    assert not [label for label in backup.LEFT_OUT if issubclass(known[label], covered)]


def test_a_database_that_is_not_empty_is_not_overwritten_unasked(towns: str, kept: backup.Manifest) -> None:
    before = everything()
    with pytest.raises(BadBackup, match="--replace"):
        backup.restore(kept.path)
    assert everything() == before


def altered(path: Path, change: Callable[[str, bytes], bytes], to: Path) -> Path:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return to


def test_a_damaged_backup_is_refused(towns: str, kept: backup.Manifest, tmp_path: Path) -> None:
    path = altered(kept.path, lambda name, data: data.replace(b"Yearbook", b"Cookbook"), tmp_path / "damaged.zip")
    with pytest.raises(BadBackup, match="another checksum"):
        backup.restore(path, replace=True)


def test_a_backup_whose_checksums_were_made_to_fit_is_caught_by_its_ledger(
    towns: str, kept: backup.Manifest, tmp_path: Path
) -> None:
    import hashlib

    with zipfile.ZipFile(kept.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "tables/record.figure.jsonl"
    parts[name] = parts[name].replace(b"19.5", b"18.5")
    manifest = json.loads(parts["manifest.json"])
    manifest["sha256"][name] = hashlib.sha256(parts[name]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    path = altered(kept.path, lambda part, _: parts[part], tmp_path / "forged.zip")
    before = everything()
    with pytest.raises(BadBackup, match="does not agree with its ledger: figure"):
        backup.restore(path, replace=True)
    assert everything() == before


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_what_is_no_backup_is_refused(db: None, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "file.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadBackup, match=r"file\.zip"):
        backup.restore(path)


def test_a_cut_off_backup_leaves_no_file(towns: str, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.backup(tmp_path / "cut.zip", stop)
    assert [path.name for path in tmp_path.glob("*cut*")] == []
