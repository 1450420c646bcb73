"""Pages are kept while the ledger stands; whoever has signed in or holds a form gets pages of their own."""

import gzip

import brotli
import pytest

from hongqiao.publish.compressing import chosen
from hongqiao.record import actions
from hongqiao.record.roles import LOCAL


@pytest.fixture
def programme(db):
    actions.create_programme(LOCAL, "two-towns", {"en": "Two towns"})
    return "/en/programme/two-towns/"


def test_a_reader_who_has_the_page_is_told_so_until_the_ledger_moves_on(programme, client):
    first = client.get(programme)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(programme, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    actions.create_programme(LOCAL, "three-towns", {"en": "Three towns"})
    fresh = client.get(programme, headers={"if-none-match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag
    assert "Ledger entry 2" in fresh.content.decode()


def test_the_kept_page_is_the_page_in_every_coding_with_its_policy(programme, client):
    plain = client.get(programme)
    brotlied = client.get(programme, headers={"accept-encoding": "gzip, br"})
    zipped = client.get(programme, headers={"accept-encoding": "gzip"})
    assert brotlied.headers["Content-Encoding"] == "br"
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert brotli.decompress(brotlied.content) == gzip.decompress(zipped.content) == plain.content
    for answer in (plain, brotlied, zipped):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"


def test_languages_days_and_addresses_are_kept_apart(programme, client):
    pages = [
        client.get(address).content
        for address in (
            programme,
            "/de/programme/two-towns/",
            f"{programme}?as_of=2020-01-01",
            f"{programme}conflicts/",
        )
    ]
    assert len(set(pages)) == 4
    assert [client.get(programme).content, client.get("/de/programme/two-towns/").content] == pages[:2]


def test_a_page_with_a_form_is_nobody_elses(programme, client, settings):
    settings.HONGQIAO_OPEN = True
    first, second = client.get("/en/add/"), client.get("/en/add/")
    assert "ETag" not in first.headers
    assert first.content != second.content  # each holds a token of its own


def test_whoever_has_a_session_gets_a_page_made_for_them(programme, client):
    client.get(programme)
    client.cookies["sessionid"] = "something"
    assert "ETag" not in client.get(programme).headers


def test_refusals_and_answers_to_what_was_sent_are_not_kept(programme, client):
    assert "ETag" not in client.get("/en/programme/none/").headers
    assert client.get("/en/programme/none/").status_code == 404
    assert "ETag" not in client.post(programme).headers


def test_another_host_is_refused_though_the_page_is_kept(programme, client):
    client.get(programme)
    assert client.get(programme, headers={"host": "evil.example"}).status_code == 400


def test_style_leaves_compressed(client):
    sent = client.get("/static/hongqiao.css", headers={"accept-encoding": "br"})
    plain = client.get("/static/hongqiao.css")
    assert sent.headers["Content-Encoding"] == "br"
    assert brotli.decompress(sent.getvalue()) == plain.getvalue()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("*", "gzip"), ("identity", ""), ("", "")],
)
def test_the_best_coding_that_the_reader_takes_is_chosen(accepted, coding):
    assert chosen(accepted, [("content-type", "text/html; charset=utf-8")]) == coding


def test_what_is_compressed_already_is_left_as_it_is():
    assert chosen("br", [("Content-Type", "image/png")]) == ""
