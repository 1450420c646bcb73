"""The review: what each claim would change, every verdict by form, steps undone; and by keyboard in a browser."""

import secrets
import statistics
import sys
import time

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

PROGRAMME = "demo-two-harbours"
NO_DIGITS = str.maketrans("0123456789-_", "abcdefghijkl")
NEWS = "The hall measures 21,000 square metres. The quay counts 19 cranes. The pier counts 23 lamps. The port counts 31 boats."


@pytest.fixture
def demo(db, settings):
    from hongqiao.record import actions, models
    from hongqiao.record.roles import LOCAL

    settings.HONGQIAO_OPEN = True
    actions.load_pack(LOCAL, "demo")
    waiting = models.CurrentClaim.objects.filter(programme=PROGRAMME, state="waiting").values_list(
        "claim_id", flat=True
    )
    actions.reject_claims(LOCAL, PROGRAMME, list(waiting)) if waiting else None
    return PROGRAMME


@pytest.fixture
def claims(demo):
    """The ids of four claims that wait, in the order of their text."""
    from hongqiao.record import actions, models
    from hongqiao.record.roles import LOCAL

    batch = actions.add_documents(LOCAL, demo, [("news.txt", NEWS.encode())])
    rows = models.CurrentClaim.objects.filter(batch=batch.id).order_by("claim__quote__start")
    return list(rows.values_list("claim_id", flat=True))


def judge(client, claim, **sent):
    return client.post(f"/en/review/{claim}/judge/", {"programme": PROGRAMME, **sent}, headers={"HX-Request": "true"})


def state(answer):
    return HTMLParser(answer.content.decode()).css_first("[data-claim]").attributes["data-state"]


def test_the_queue_lists_what_waits_with_what_it_changes(demo, client, claims):
    page = HTMLParser(client.get(f"/en/programme/{demo}/review/").content.decode())
    assert [item.attributes["data-claim"] for item in page.css("[data-claim]")] == claims
    assert "4" in page.css_first(".lede button.figure").text()


def test_every_verdict_is_given_by_form_and_undone(demo, client, claims):
    from hongqiao.record import models

    hall, cranes, lamps, boats = claims
    assert state(judge(client, hall, verdict="accept", reason="measured")) == "accepted"
    assert state(judge(client, cranes, verdict="reject")) == "rejected"
    assert state(judge(client, cranes, verdict="undo")) == "waiting"
    fact = models.CurrentClaim.objects.get(claim=hall).fact_id
    assert state(judge(client, cranes, verdict="into", fact=fact)) == "accepted"
    assert models.CurrentClaim.objects.get(claim=cranes).fact_id == fact
    assert state(judge(client, lamps, verdict="apart")) == "accepted"
    corrected = judge(client, boats, verdict="correct", value="32", comparator=">=", status="ACTUAL", reason="misread")
    assert state(corrected) == "corrected"
    made = models.Claim.objects.get(supersedes=boats)
    assert (made.value, made.comparator) == (32, ">=")
    assert state(judge(client, boats, verdict="undo")) == "waiting"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verdict": "correct", "value": "many"}, "a number would be right"),
        ({"verdict": "correct", "value": "19", "unit": "bananas"}, "bananas"),
        ({"verdict": "correct", "value": "19", "period": "soon"}, "period"),
        ({"verdict": "correct", "value": "19", "value_hi": "5"}, "upwards"),
        ({"verdict": "correct", "value": "19", "status": "RUMOUR"}, "ACTUAL"),
        ({"verdict": "correct", "value": "19"}, "every value given is the one that was read"),
        ({"verdict": "into", "fact": "no-fact"}, "no-fact"),
        ({"verdict": "open"}, "why it stays open"),
        ({"verdict": "undo"}, "none to undo"),
    ],
)
def test_a_judgement_that_cannot_be_is_said_on_its_card_and_changes_nothing(demo, client, claims, sent, said):
    from hongqiao.record import models

    before = models.LedgerEntry.objects.count()
    answer = judge(client, claims[1], **sent)
    card = HTMLParser(answer.content.decode())
    assert said in card.css_first('[role="alert"]').text()
    assert card.css_first("[data-claim]").attributes["data-state"] == "waiting"
    assert models.LedgerEntry.objects.count() == before


def test_a_contradiction_shows_old_and_new_and_is_left_open_on_purpose(demo, client):
    from hongqiao.record import actions, models
    from hongqiao.record.roles import LOCAL

    text = b"The cities of Nordhafen and Suedhafen intend to complete 25 joint research projects by 2027."
    batch = actions.add_documents(LOCAL, demo, [("other.txt", text)])
    row = models.CurrentClaim.objects.filter(batch=batch.id, relation="contradicts").first()
    assert row is not None
    card = next(
        item for item in HTMLParser(client.get(f"/en/programme/{demo}/review/").content.decode()).css("[data-claim]")
        if item.attributes["data-claim"] == row.claim_id
    )  # fmt: skip
    cells = card.css("table.diff tbody tr:first-child td button.figure")
    assert len(cells) == 2
    assert cells[0].text() != cells[1].text()
    assert state(judge(client, row.claim_id, verdict="open", reason="both are official")) == "accepted"
    assert models.Fact.objects.get(pk=row.fact_id).conflict_left_open == "both are official"


def test_steps_are_undone_from_the_history_and_the_undoing_too(demo, client, claims):
    from hongqiao.record import models

    judge(client, claims[0], verdict="reject", reason="a joke")
    step = models.Judgement.objects.order_by("-position").first().position
    page = client.get(f"/en/programme/{demo}/review/history/").content.decode()
    assert "a joke" in page
    client.post(f"/en/programme/{demo}/review/history/", {"step": step, "reason": "no joke"})
    assert models.CurrentClaim.objects.get(claim=claims[0]).state == "waiting"
    client.post(f"/en/programme/{demo}/review/history/", {"step": step + 1})
    assert models.CurrentClaim.objects.get(claim=claims[0]).state == "rejected"
    again = client.post(f"/en/programme/{demo}/review/history/", {"step": "99999"}, follow=True).content.decode()
    assert "holds no judgement" in again


def test_facts_are_decided_split_and_merged_on_their_page(demo, client, claims):
    from hongqiao.record import models

    hall, cranes, lamps, _boats = claims
    judge(client, hall, verdict="accept")
    fact = models.CurrentClaim.objects.get(claim=hall).fact_id
    judge(client, cranes, verdict="into", fact=fact)
    judge(client, lamps, verdict="into", fact=fact)
    split = client.post(
        f"/en/fact/{fact}/judge/", {"programme": demo, "do": "split", "claim": [lamps], "reason": "lamps"}
    )
    apart = split.headers["Location"].split("/")[-2]
    assert models.CurrentFact.objects.get(fact=apart).claims == 1
    client.post(f"/en/fact/{fact}/judge/", {"programme": demo, "do": "merge", "other": apart, "reason": "after all"})
    assert models.CurrentFact.objects.get(fact=fact).claims == 3
    said = client.post(f"/en/fact/{fact}/judge/", {"programme": demo, "do": "decide", "claim": [hall]}, follow=True)
    assert "says why" in said.content.decode()
    client.post(
        f"/en/fact/{fact}/judge/", {"programme": demo, "do": "decide", "claim": [hall], "reason": "the deed says so"}
    )
    assert models.CurrentFact.objects.get(fact=fact).claims == 1


def test_the_public_neither_reads_what_waits_nor_judges_it(demo, client, claims, settings):
    settings.HONGQIAO_OPEN = False
    refused = client.get(f"/en/programme/{demo}/review/")
    assert (refused.status_code, b"data-claim" in refused.content) == (403, False)
    assert judge(client, claims[0], verdict="accept").status_code == 403
    assert client.post("/en/fact/demo-hall-area/judge/", {"programme": demo, "do": "open"}).status_code == 403
    assert client.post(f"/en/programme/{demo}/review/history/", {"step": "1"}).status_code in {302, 403}


@pytest.mark.browser
def test_claims_are_judged_by_keyboard_alone(browser, site):
    """Every key of the review; the server's own time per judgement is printed, for a hundred in ten minutes."""
    from playwright.sync_api import expect

    context = browser.new_context()
    page = context.new_page()
    wrong = []
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{site.address}/en/add/")
    page.get_by_label("Or paste a text").fill(
        f"Report {secrets.token_urlsafe(9).translate(NO_DIGITS)}. "  # a text of its own, however often the test runs
        + "".join(f"Ward {n} of the town counts {n} halls. " for n in range(41, 53))
    )
    page.get_by_role("button", name="Read and compare").click()
    batch = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"{site.address}/en/programme/kunshan-shanghai/review/?batch={batch}")
    press = page.keyboard.press
    cards = page.locator("[data-claim]")
    count = cards.count()
    assert count >= 10

    def states():
        return [cards.nth(at).get_attribute("data-state") for at in range(cards.count())]

    press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    times = []

    def judged(key, state):
        before = len([item for item in states() if item == state])
        started = time.perf_counter()
        press(key)
        expect(page.locator(f'[data-claim][data-state="{state}"]')).to_have_count(before + 1)
        page.locator('[data-claim][data-state="waiting"]:focus').wait_for()
        times.append(time.perf_counter() - started)

    press("j")
    judged("a", "accepted")
    judged("r", "rejected")
    judged("s", "accepted")
    press("c")  # correct: the first field has the focus, Enter sends
    page.keyboard.press("Control+A")
    page.keyboard.type("99")
    judged("Enter", "corrected")
    press("m")  # merge: the first fact of the list
    page.locator(".choose input:focus").wait_for()
    page.keyboard.press("Space")
    judged("Enter", "accepted")
    press("w")  # why, then accept
    page.keyboard.type("seen")
    page.keyboard.press("Escape")
    judged("a", "accepted")
    waiting = states().count("waiting")
    press("u")  # the last judgement
    expect(page.locator('[data-claim][data-state="waiting"]')).to_have_count(waiting + 1)
    page.locator('[data-claim][data-state="waiting"]:focus').wait_for()
    judged("a", "accepted")
    sys.stdout.write(f"{statistics.median(times):.2f} s from key to the next claim, median of {len(times)}\n")
    assert wrong == []
    context.close()
