"""Feeds of what changed: valid Atom and JSON Feed, in three languages, for each kind of thing; names of people in none."""

import datetime as dt
import json
from xml.etree import ElementTree as ET

import pytest

from hongqiao.record import actions, changes
from hongqiao.record.roles import LOCAL, Actor, Role

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> & ]]> \u202e\u0301"


@pytest.fixture
def programme(db):
    officer = Actor("officer@city.example", Role.ADMINISTRATOR)
    actions.create_programme(officer, "two-towns", {"en": HOSTILE, "de": "Zwei Städte", "zh": "两城"})
    return "two-towns"


@pytest.fixture
def judged(programme, tmp_path):
    """A document taken in, its claims accepted."""
    from hongqiao.record import models

    path = tmp_path / "release.txt"
    path.write_text("The city opened 37 new parks in 2025. The road is more than 12 km long.", encoding="utf-8")
    actions.add_documents(LOCAL, programme, [path])
    for row in models.CurrentClaim.objects.filter(programme=programme, state="waiting"):
        actions.accept_claim(LOCAL, programme, row.claim_id)
    return programme


def atom_faults(text: bytes) -> list[str]:
    """What RFC 4287 asks of a feed and its entries (sections 4.1.1, 4.1.2, 3.3) and is not there."""
    feed = ET.fromstring(text)  # noqa: S314 -- our own feed
    faults = []
    if feed.tag != f"{ATOM}feed":
        faults.append(f"root {feed.tag}")
    self_links = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    faults += [] if len(self_links) == 1 else ["one link to itself"]
    faults += [] if feed.find(f"{ATOM}author/{ATOM}name") is not None else ["author"]
    ids = []
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            found = part.findall(f"{ATOM}{name}")
            if len(found) != 1 or not (found[0].text or "").strip():
                faults.append(f"{part.tag} {name}")
        ids.append(part.findtext(f"{ATOM}id") or "")
        stamp = part.findtext(f"{ATOM}updated") or ""
        if not stamp.endswith("Z") or dt.datetime.fromisoformat(stamp).tzinfo is None:
            faults.append(f"stamp {stamp}")
        if not any(
            link.get("rel") == "alternate" and link.get("href", "").startswith("http")
            for link in part.findall(f"{ATOM}link")
        ):
            faults.append("no page")
    if len(set(ids)) != len(ids) or not all(key.startswith("urn:uuid:") for key in ids):
        faults.append("ids")
    return faults


def json_feed_faults(feed: dict) -> list[str]:
    """What JSON Feed 1.1 asks and is not there."""
    faults = [name for name in ("title", "home_page_url", "feed_url", "items") if name not in feed]
    faults += [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    for item in feed["items"]:
        faults += [
            name
            for name in ("id", "url", "title", "content_text")
            if not isinstance(item.get(name), str) or not item[name]
        ]
        faults += [] if dt.datetime.fromisoformat(item["date_published"]).tzinfo else ["stamp"]
    ids = [item["id"] for item in feed["items"]]
    return faults + ([] if len(set(ids)) == len(ids) else ["ids"])


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_both_feeds_of_a_programme_are_valid_and_say_the_same(judged, client, language):
    atom = client.get(f"/{language}/feed/programme/{judged}.atom")
    feed = client.get(f"/{language}/feed/programme/{judged}.json")
    assert atom.headers["Content-Type"].startswith("application/atom+xml")
    assert feed.headers["Content-Type"].startswith("application/feed+json")
    assert atom_faults(atom.content) == []
    assert json_feed_faults(feed.json()) == []
    entries = ET.fromstring(atom.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own feed
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [item["id"] for item in feed.json()["items"]]
    assert len(entries) >= 4


def test_a_feed_says_what_was_accepted_with_its_quote_and_who_said_it_but_not_who_judged(judged, client):
    text = client.get(f"/en/feed/programme/{judged}.json").content.decode()
    titles = [item["title"] for item in json.loads(text)["items"]]
    assert any("more than 12 km" in title for title in titles)
    assert "“37 new parks”" in text
    assert "officer@city.example" not in text
    assert "local" not in {word for title in titles for word in title.split()}


def test_the_newest_change_comes_first_and_since_leaves_out_what_was_before(judged):
    of = changes.subject("programme", judged)
    found = changes.since(of, dt.date(2000, 1, 1))
    assert [item.position for item in found] == sorted((item.position for item in found), reverse=True)
    assert changes.since(of, dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)) == []
    assert changes.since(of, dt.date(2000, 1, 1), most=2) == found[:2]


@pytest.mark.parametrize(
    "address", ["programme/none.atom", "programme/two-towns.rss", "person/two-towns.atom", "target/none.json"]
)
def test_a_feed_of_nothing_is_not_found(programme, client, address):
    assert client.get(f"/en/feed/{address}").status_code == 404


def test_a_programme_in_which_nothing_happened_has_a_valid_feed(programme, client):
    empty = client.get(f"/de/feed/programme/{programme}.atom")
    assert atom_faults(empty.content) == []


def test_the_overview_tells_changes_since_a_day_and_says_where_a_day_is_none(judged, client):
    page = client.get(f"/en/programme/{judged}/").content.decode()
    assert "more than 12 km" in page.partition('id="changes"')[2].partition("</section>")[0]
    later = client.get(f"/en/programme/{judged}/?since=2150-01-01").content.decode()
    assert "Nothing in the record has changed since that day." in later
    assert "“soon” is no day" in client.get(f"/en/programme/{judged}/?since=soon").content.decode()
