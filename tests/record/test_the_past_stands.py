"""What had been recorded by a day is what it was; its ledger ends in the head of that day."""

import json
import subprocess
import sys
from typing import Any

STORY = """
import datetime as dt, json
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hongqiao.errors import NothingRecorded
from hongqiao.record import actions, ledger, models, programme_queries, recorded, search_queries, verifying
from hongqiao.record.ledger import acting
from hongqiao.record.roles import LOCAL

def shown():
    return {"head": ledger.head()[1], "programmes": {row.id: row.names["en"] for row in models.Programme.objects.all()},
            "documents": models.Document.objects.count(),
            "states": sorted(models.CurrentClaim.objects.values_list("state", flat=True)),
            "found": [row.object for row in search_queries.found("crane", search_queries.Asking(LOCAL, dt.date(2026, 6, 1)))], "sound": not verifying.verify().disagreements}

told = []
actions.create_programme(LOCAL, "town", {"en": "Town"})
told.append(shown())
actions.add_documents(LOCAL, "town", [("a.txt", b"The town has 12 cranes. Media contact: Jo Person, +49-30-1234567")])
told.append(shown())
actions.accept_claims(LOCAL, "town", list(models.CurrentClaim.objects.values_list("claim", flat=True)), reason="so it says")
told.append(shown())
with acting(LOCAL, "edit a programme" if "edit a programme" in __import__("hongqiao.record.roles", fromlist=["VERBS"]).VERBS
            else "edit a plan") as act:
    row = models.Programme.objects.get(pk="town")
    row.names = {"en": "City"}
    act.keep([row])
told.append(shown())
fact = models.CurrentClaim.objects.values_list("fact", flat=True).get()
actions.retract_figure(LOCAL, "town", fact, reason="miscounted")
told.append(shown())
past = []
for position in (1, 2, 3, 4, 5):
    with recorded.at(position):
        past.append(shown())
with recorded.at(2):
    contacts = models.Contact.objects.count()
day = models.LedgerEntry.objects.get(position=5).at.date()
with recorded.by(day) as position:
    pass
try:
    with recorded.by(day - dt.timedelta(days=1)):
        early = "something"
except NothingRecorded as error:
    early = str(error)
from django.test import Client
page = Client(headers={"host": "localhost"}).get(f"/en/programme/town/?recorded_by={day}").content.decode()
before = Client(headers={"host": "localhost"}).get(f"/en/programme/town/?recorded_by={day - dt.timedelta(days=1)}")
answers = [Client(headers={"host": "localhost"}).get("/en/programme/town/?recorded_by=soon").status_code,
           Client(headers={"host": "localhost"}).post(f"/en/add/?recorded_by={day}", {}).status_code, before.status_code]
export = Client(headers={"host": "localhost"}).get(f"/export/town/json?recorded_by={day}")
about = json.loads(b"".join(export.streaming_content))["about"]
print(json.dumps({"told": told, "past": past, "contacts": contacts, "position": position, "early": early, "day": str(day),
                  "page": page, "answers": answers, "about": about, "now": shown()}))
"""


def told_by(environment: dict[str, str]) -> dict[str, Any]:
    outcome = subprocess.run(
        [sys.executable, "-c", STORY], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    return json.loads(outcome.stdout.splitlines()[-1])


def test_the_past_is_what_it_was_and_says_so(own_record: dict[str, str]) -> None:
    story = told_by(own_record)
    for told, past in zip(story["told"], story["past"], strict=True):
        if told["documents"]:  # a contact's hash stands in the ledger, and the contact is not copied
            told["sound"] = past["sound"] = True
        assert past == told
    assert [told["programmes"]["town"] for told in story["told"]] == ["Town", "Town", "Town", "City", "City"]
    assert story["told"][1]["states"] == ["waiting"]
    assert story["told"][2]["states"] == ["accepted"]
    assert story["told"][3]["states"] == ["accepted"]
    assert story["told"][4]["states"] == ["retracted"]
    assert story["now"] == story["told"][4]
    assert story["contacts"] == 0
    assert story["position"] == 5
    assert story["early"].startswith("nothing was recorded by ")
    assert f"As this record held it at the end of {story['day']} (UTC), ledger entry 5." in story["page"]
    assert story["answers"] == [400, 400, 404]
    assert story["about"] == {
        "format": "hongqiao-tables-1", "programme": "town", "ledger_position": 5, "ledger_head": story["now"]["head"],
        "recorded_by": story["day"], "left_out": "texts of documents for which no licence is recorded, and what waits for a judgement or is not published",
    }  # fmt: skip
