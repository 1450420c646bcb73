"""What the site refuses, and what it says of itself."""

import importlib.util
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "hongqiao" / "publish" / "locale"


@pytest.fixture
def programme(db):
    from hongqiao.record import actions
    from hongqiao.record.roles import LOCAL

    actions.create_programme(LOCAL, "two-towns", {"en": "Two towns"})
    return "two-towns"


def test_the_front_door_leads_to_the_readers_language(db, client):
    assert client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"}).headers["Location"] == "/zh/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/de/"
    assert client.get("/", headers={"accept-language": "fi"}).headers["Location"] == "/en/"


def test_every_answer_has_a_policy_without_inline_scripts_or_styles(db, client):
    for path in ("/en/", "/en/nothing/here/", "/api/v1/openapi.json"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy


def test_a_programme_without_anything_still_says_something(programme, client):
    for language, words in (
        ("en", "no targets are recorded"),
        ("de", "Ziele sind nicht verzeichnet"),
        ("zh", "没有登记目标"),
    ):
        page = client.get(f"/{language}/programme/{programme}/")
        assert page.status_code == 200
        assert words in page.content.decode()


def test_a_day_that_is_none_is_said_and_the_page_is_as_of_today(programme, client):
    page = client.get(f"/en/programme/{programme}/?as_of=2025-13-40").content.decode()
    assert "“2025-13-40” is no day" in page


def test_the_public_may_read_but_neither_add_nor_judge(programme, client, settings):
    settings.HONGQIAO_OPEN = False
    assert client.post("/en/add/", {"programme": programme, "text": "37 parks"}).status_code == 403
    assert client.post("/en/claim/x/judge/", {"programme": programme, "verdict": "accept"}).status_code == 403


def test_a_form_from_elsewhere_is_refused(programme, settings):
    settings.HONGQIAO_OPEN = True
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/de/add/", {"programme": programme, "text": "37 Parks"})
    assert answer.status_code == 403
    assert "Formular ist abgelaufen" in answer.content.decode()


def test_another_host_name_is_refused(db, client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_files_that_are_too_large_are_refused_while_they_arrive(programme, client, settings):
    settings.HONGQIAO_OPEN = True
    settings.UPLOAD_LIMIT = 1000
    answer = client.post("/en/add/", {"programme": programme, "files": SimpleUploadedFile("a.txt", b"x" * 5000)})
    assert answer.status_code == 400
    assert "larger than" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "there was neither"),
        ({"files": SimpleUploadedFile("empty.txt", b"")}, "empty.txt"),
        ({"files": SimpleUploadedFile("binary.bin", bytes(range(256)) * 20)}, "binary.bin"),
        ({"text": "37 parks", "programme": "no-such"}, "no-such"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(programme, client, settings, sent, said):
    settings.HONGQIAO_OPEN = True
    answer = client.post("/en/add/", {"programme": programme} | sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_path_in_an_upload_name_stays_a_name(programme, client, settings):
    settings.HONGQIAO_OPEN = True
    sent = SimpleUploadedFile("../../etc/passwd.txt", b"The city opened 37 new parks in 2025.")
    page = client.post("/en/add/", {"programme": programme, "files": sent}, follow=True).content.decode()
    assert "passwd.txt" in page
    assert ".." not in page.partition("<main")[2].partition("</main")[0]


def test_the_interface_for_machines_describes_itself_and_gives_roots(programme, client):
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) >= {"/api/v1/programmes", "/api/v1/programmes/{programme}", "/api/v1/facts/{fact}"}
    answer = client.get(f"/api/v1/programmes/{programme}?as_of=2026-01-15").json()
    assert answer["as_of"] == "2026-01-15"
    assert answer["counts"]["targets"]["value"] == 0
    assert answer["counts"]["targets"]["roots"][0]["kind"] == "entry"
    assert client.get("/api/v1/programmes/none").status_code == 404
    assert client.get("/api/v1/documents?limit=0").status_code == 422


def _messages():
    described = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["de", "zh_Hans"])
def test_every_word_of_the_pages_is_translated_and_compiled(language):
    source = LOCALE / language / "LC_MESSAGES" / "django.po"
    text = source.read_text(encoding="utf-8")
    messages = _messages().entries(text)
    assert text.count("\nmsgid ") + 1 == len(messages)  # the head of the file is a message too
    assert source.with_suffix(".mo").read_bytes() == _messages().compiled(messages)


def test_the_settings_leave_no_debugging_open():
    assert settings.DEBUG is False
    assert settings.SESSION_COOKIE_HTTPONLY is True
