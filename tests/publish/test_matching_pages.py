"""The exchange, the claim form, meetings and agendas of the demo pack, as readers of three languages see them."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from crawling import Page, fetch, numbers_without_root
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from conftest import served

EVENT = "event/demo-exchange-day/meetings/"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with served(tmp_path_factory.mktemp("demo"), "demo") as running:
        yield running


class Visitor:
    """A reader with cookies, who sends forms."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def page(self, path):
        with self.opener.open(f"{self.address}/{path}", timeout=60) as answer:
            return HTMLParser(answer.read().decode())

    def send(self, path, to, /, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page(path).html)[1]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(f"{self.address}/{to}", body, {"Referer": self.address})  # noqa: S310 -- our own site
        with self.opener.open(request, timeout=120) as answer:
            return HTMLParser(answer.read().decode())


@pytest.fixture(scope="module")
def scheduled(demo):
    visitor = Visitor(demo.address)
    page = visitor.send(f"en/{EVENT}", f"en/{EVENT}schedule/")
    assert page.css_first(".message").text(strip=True) == "6 meetings have their seats, 0 moved."
    return visitor


@pytest.mark.parametrize("language", ["de", "en", "zh"])
def test_every_number_of_these_pages_opens_its_basis_under_the_banner(demo, scheduled, language):
    first = scheduled.page(f"{language}/{EVENT}")
    agenda = first.css_first("#people ~ ul a, section[aria-labelledby=people] a").attributes["href"]
    paths = [
        f"/{language}/programme/demo-two-harbours/exchange/", f"/{language}/need/demo-need-1/",
        f"/{language}/offer/demo-offer-2/", f"/{language}/{EVENT}", f"/{language}/event/demo-exchange-day/", agenda,
        f"/{language}/measure/demo-research-grant/claim/?firm=demo-salt-battery",
        f"/{language}/measure/demo-voucher/claim/?firm=demo-dune-software", f"/{language}/measure/demo-voucher/rules/",
        f"/{language}/event/demo-exchange-day/edit/",
    ]  # fmt: skip
    beside_a_programme = [f"/{language}/institution/demo-pier-sensors/facts/", f"/{language}/participants/"]
    wrong, banners = [], set()
    for path in [*paths, *beside_a_programme]:
        status, text = fetch(demo.address + path)[:2]
        page = Page(path, status, HTMLParser(text))
        wrong += numbers_without_root(page) if status == 200 else [f"{path}: {status}"]
        if path in paths:
            banners.add((page.tree.css_first(".banner") or page.tree.css_first("main")).text(strip=True)[:4])
    assert wrong == []
    assert banners == {{"de": "Vorf", "en": "Demo", "zh": "演示：本"}[language]}


def test_the_claim_form_shows_the_sentence_and_the_value_that_decide(scheduled):
    page = scheduled.page("de/measure/demo-research-grant/claim/?firm=demo-salt-battery")
    assert page.css_first("#answer").text(strip=True) == "Steht nicht zu"
    decided = page.css(".findings > li")[1].text()
    assert "mindestens 5 % des Umsatzes" in decided
    assert "58 Mio. Euro" in decided
    asked = "asked=1&partner_in_other_city=yes&research_spending_eur=&revenue_eur=2700000"
    page = scheduled.page(f"zh/measure/demo-research-grant/claim/?{asked}")
    assert page.css_first("#answer").text(strip=True) == "还需要资料"


def test_an_offer_travels_from_submission_to_its_match_list(scheduled):
    exchange = "en/programme/demo-two-harbours/exchange/"
    page = scheduled.send(
        exchange, exchange, kind="offer", institution="demo-lantern-optics", title="Steam gauge",
        text="A pressure gauge for hot steam that works without oil.",
    )  # fmt: skip
    address = page.css_first('form[action*="/step/"]').attributes["action"].removeprefix("/")
    listing = re.sub(r"exchange/(\w+)/([^/]+)/step/", r"\1/\2/", address)
    scheduled.send(listing, address, step="pass")
    scheduled.send(listing, address, step="publish")
    need = scheduled.page("en/need/demo-need-1/")
    assert "Steam gauge" in [item.text(strip=True) for item in need.css(".match h3 a")]
    offer = listing.split("/")[2]
    declined = scheduled.send(
        "en/need/demo-need-1/", f"en/exchange/need/demo-need-1/match/{offer}/", verdict="decline", reason="too-early"
    )
    assert "Steam gauge" not in [item.text(strip=True) for item in declined.css(".match h3 a")]
    assert "not mature enough" in declined.css_first("section[aria-labelledby=declined]").text()


def test_a_cancelled_meeting_leaves_and_the_next_plan_says_what_moved(scheduled):
    scheduled.send(f"en/{EVENT}", f"en/{EVENT}meeting/", meeting="demo-meeting-4", to="lock")
    page = scheduled.send(f"en/{EVENT}", f"en/{EVENT}meeting/", meeting="demo-meeting-3", to="cancel")
    assert page.css_first("#r-demo-meeting-3") is None
    page = scheduled.send(f"en/{EVENT}", f"en/{EVENT}schedule/")
    said = page.css_first(".message").text(strip=True)
    assert re.fullmatch(r"5 meetings have their seats, [01] moved\.", said)
    assert page.css_first("#r-demo-meeting-4").attributes["data-state"] == "locked"
    page = scheduled.send(f"en/{EVENT}", f"en/{EVENT}outcome/", meeting="demo-meeting-4", project="demo-quiet-ferry")
    assert [item.text(strip=True)[:1] for item in page.css("dl.ratio dd")] == ["6", "5", "1", "1"]


def test_an_agenda_goes_into_a_calendar(demo, scheduled):
    page = scheduled.page(f"zh/{EVENT}")
    agenda = page.css_first("section[aria-labelledby=people] a").attributes["href"].removeprefix("/")
    link = scheduled.page(agenda).css_first("a[download]").attributes["href"]
    with urllib.request.urlopen(demo.address + link, timeout=30) as answer:  # noqa: S310 -- our own site
        kind, text = answer.headers["Content-Type"], answer.read().decode()
    assert kind == "text/calendar; charset=utf-8"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "号桌" in text
