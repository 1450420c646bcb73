"""What is not refused, and does no harm: markup, words of a search, sessions, addresses and frames."""

import pytest
from django.test import Client
from townsfolk import PASSWORD

from hongqiao.record import actions, models
from hongqiao.record.roles import LOCAL

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"


def test_markup_in_names_and_texts_is_shown_and_never_runs(town):
    actions.create_programme(LOCAL, "hostile", {"en": MARKUP, "de": MARKUP, "zh": MARKUP})
    body = f"{MARKUP} The town of Ald has 44 <b>halls</b>.".encode()
    batch = actions.add_documents(LOCAL, "hostile", [(f"{MARKUP[:30]}.txt", body)])
    client = town.client("edo")
    for path in ("/en/", "/de/programme/hostile/", f"/zh/add/{batch.id}/", f"/en/document/{batch.taken[0].document}/",
                 "/en/search/?q=%3Cscript%3E", "/en/documents/"):  # fmt: skip
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", '"; DROP TABLE record_claim; --', "a* NEAR(b) ^c", "%_\\", "昆山'\"", "\0x"]
)
def test_search_takes_any_words_as_words(town, words):
    assert town.client(None).get("/en/search/", {"q": words}).status_code == 200
    assert models.Claim.objects.exists()


def test_a_session_from_before_signing_in_is_worth_nothing_after_it(town):
    client = Client()
    client.get("/en/account/login/")
    client.cookies["sessionid"] = "fixed0session0chosen0by0somebody"
    client.post("/en/account/login/", {"login": "edo", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "fixed0session0chosen0by0somebody"
    thief = Client()
    thief.cookies["sessionid"] = "fixed0session0chosen0by0somebody"
    assert thief.get("/en/account/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/en//evil.example/", "//evil.example/en/", "/en/\\evil.example/", "/de/?next=//evil.example/"]
)
def test_the_language_switch_leads_to_this_site_alone(town, path):
    page = Client().get(path)
    if page.status_code in {301, 302}:
        assert not page.headers["Location"].startswith(("//", "http", "/\\"))
        return
    links = [part.partition('"')[0] for part in page.content.decode().split('href="')[1:]]
    assert [link for link in links if link.startswith(("//", "/\\", "http:", "https:"))] == []


def test_no_page_may_be_framed_or_sniffed_and_cookies_stay_with_the_browser(town):
    client = town.client(None)
    response = client.post("/en/account/login/", {"login": "edo", "password": PASSWORD})
    for path in ("/en/", "/en/account/", "/api/v1/ledger", "/en/nothing/"):
        headers = client.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    cookie = response.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (
        client.get("/en/account/").headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    )
