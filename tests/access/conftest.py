"""The two towns with people of every role, and tokens of theirs; closed, as a site for several people is."""

import datetime as dt
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from hongqiao.publish.api.gate import COUNTED
from hongqiao.record import actions, ledger, models
from hongqiao.record.ledger import acting
from hongqiao.record.roles import FOR_TOKENS, LOCAL, SCOPES, VERBS

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, and this module is theirs alone

from townsfolk import PASSWORD, PEOPLE, Town

RECORD = Path(__file__).resolve().parent.parent / "record" / "conftest.py"
_described = importlib.util.spec_from_file_location("two_towns", RECORD)
assert _described is not None
assert _described.loader is not None
_two_towns = importlib.util.module_from_spec(_described)
_described.loader.exec_module(_two_towns)
FILES: dict[str, str] = _two_towns.FILES


@pytest.fixture(autouse=True)
def closed(settings: Any) -> None:
    """A site that several people share; passwords hashed quickly, since nobody guesses them here."""
    settings.HONGQIAO_OPEN = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", *settings.AUTHENTICATION_BACKENDS]
    COUNTED.forget()
    cache.clear()  # what the test before tried counts for nothing here


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "two-towns"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "institutions.csv":
            text += "bern-council,council,bern,Council of Bern,Rat von Bern,,,signing-en.md\n"  # noqa: PLW2901
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def town(db: None, pack: Path) -> Town:
    """The two towns, with a document whose claims wait, and people of every role."""
    loaded = actions.load_pack(LOCAL, pack)
    for name, (role, institution) in PEOPLE.items():
        actions.add_member(LOCAL, name, role, institution=institution, password=PASSWORD)
    with acting(LOCAL, "edit a project", subject="project:east-bridge") as act:
        act.keep([models.Partner(id="east-ald", project_id="east-bridge", institution_id="ald-council", role="lead")])
    batch = actions.add_documents(LOCAL, loaded.programmes[0], [("more.txt", b"Ald has 11 towers and 37 parks.")])
    waiting = list(
        models.CurrentClaim.objects.filter(batch=batch.id).order_by("claim").values_list("claim_id", flat=True)
    )
    judged = models.Judgement.objects.order_by("id").first()
    contact = actions_contact()
    measure = actions.create_measure(LOCAL, loaded.programmes[0], {"en": "Vouchers"})
    stage = actions.record_stage(LOCAL, "east-bridge", "started", "2026-04", note="told by the council")
    listed = {
        kind: actions.submit_listing(
            LOCAL, kind, loaded.programmes[0], "ald-council", f"{kind} of sensors for bridges"
        ).id
        for kind in ("offer", "need")
    }
    seat = actions.register(LOCAL, "signing", "ald-council", name="Jo Person", email="jo@example.org")
    other_seat = actions.register(LOCAL, "signing", "bern-council")
    meeting = actions.request_meeting(LOCAL, seat.id, other_seat.id)
    actions.set_up_meetings(
        LOCAL,
        "signing",
        tables=2,
        sessions=[{"day": dt.date(2026, 3, 2), "begins": "09:00", "slots": 4, "minutes": 30}],
    )
    with acting(LOCAL, "schedule meetings", subject="event:signing") as act:  # without a search, which takes its time
        act.keep([models.Meeting(request=meeting, slot=1, table=1)], new=True)
    actions.ask_fact(LOCAL, "employees", "number", {"en": "Employees"}, unit="count")
    message = actions.send_message(LOCAL, "ald", name="Jo", reply_to="jo@example.org", text="Is there a park?")
    job = actions.ask_for_import(LOCAL, loaded.programmes[0], "places.csv", b"id,kind\n", dry_run=True)
    return Town(
        {
            "programme": loaded.programmes[0], "plan": "bridges-plan", "target": "bridge-count", "event": "signing",
            "project": "east-bridge", "fact": "bridge-count", "other_fact": "park", "place": "ald", "other": "bern",
            "institution": "ald-council", "indicator": "bridge-number", "claim": waiting[0], "other_claim": waiting[1],
            "document": batch.taken[0].document, "batch": batch.id, "contact": contact,
            "judgement": judged.id if judged else "", "dataset": models.DataSet.objects.values_list("id", flat=True)[0],
            "quote": models.Quote.objects.values_list("id", flat=True)[0],
            "figure": models.Figure.objects.values_list("id", flat=True)[0], "position": "1", "measure": measure.id,
            "clause": "bridges", "partner": "east-ald", "project_event": stage.id, "attendance": seat.id,
            "message": message, "job": job.id, "participant": seat.participant, "other_seat": other_seat.id,
            "meeting": meeting.id, **listed,
        }
    )  # fmt: skip


def actions_contact() -> str:
    document = models.Document.objects.order_by("id").first()
    with acting(LOCAL, "add documents", subject="contact") as act:
        row = models.Contact(document=document, text="Jo Person; +49 30 1234567")
        act.confide([row])
    return row.id


@pytest.fixture
def token(town: Town) -> Callable[..., str]:
    """Makes a token: of somebody, with scopes (all that fit the role by default), stale or revoked if asked."""

    def make(name: str, scopes: list[str] | None = None, *, stale: bool = False, revoked: bool = False) -> str:
        role = PEOPLE[name][0]
        fitting = [scope for scope in FOR_TOKENS if any(role in VERBS[verb] for verb in SCOPES[scope])]
        key, text = actions.issue_token(LOCAL, name, f"test {name}", fitting if scopes is None else scopes)
        if revoked:
            actions.revoke_token(LOCAL, key)
        if stale:
            with acting(LOCAL, "issue a token", subject=f"member:{name}") as act:
                row = models.Token.objects.get(pk=key)
                row.expires = timezone.now() - dt.timedelta(seconds=1)
                act.keep([row], new=False)
        return text

    return make


@pytest.fixture
def head(town: Town) -> tuple[int, str]:
    """Where the ledger stood before."""
    return ledger.head()
