"""People retract figures, edit events, set rules, record what is known of firms and erase persons by forms."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser


@pytest.fixture
def client(town):
    return town.client("ann")


def words(answer, part="main"):
    found = HTMLParser(answer.content.decode()).css_first(part)
    return " ".join(found.text(separator=" ").split()) if found else ""


def refusal(answer):
    return words(answer, 'main [role="alert"]')


def test_a_figure_is_retracted_struck_left_out_and_published_again_by_forms(town, client):
    fact, programme = town.ids["fact"], town.ids["programme"]
    sent = {"programme": programme, "do": "retract"}
    answer = client.post(f"/en/fact/{fact}/publish/", sent | {"reason": "the report was withdrawn"}, follow=True)
    assert answer.redirect_chain == [(f"/en/fact/{fact}/", 302)]
    assert words(answer, "main .message").endswith("ann: the report was withdrawn")
    assert words(answer, "main del") != ""
    target = client.get(f"/en/target/{fact}/")
    assert "Its figure is retracted" in words(target)
    assert HTMLParser(target.content.decode()).css_first(".lede") is None
    assert "figure retracted" in words(client.get(f"/en/programme/{programme}/"))
    again = client.post(f"/en/fact/{fact}/publish/", sent, follow=True)
    assert "says why" in words(again, "body") or "retracted already" in words(again, "body")
    back = client.post(f"/en/fact/{fact}/publish/", {"programme": programme, "do": "publish"}, follow=True)
    assert words(back, "main del") == ""
    assert "retracted: the report was withdrawn" in words(back)
    assert "figure retracted" not in words(client.get(f"/en/programme/{programme}/"))


def test_an_event_is_edited_by_its_form_and_an_end_before_its_start_refused(town, client):
    address = "/en/event/signing/"
    assert words(client.get(f"{address}edit/"), "h1") == "Keep the event"
    sent = {"do": "columns", "name_en": "Day of exchange", "period": "2027-06-11/2027-06-10", "kind": "fair"}
    refused = client.post(f"{address}edit/", sent)
    assert (refused.status_code, refusal(refused)) == (
        400,
        "the event ends 2027-06-10, before it begins 2027-06-11; an end after the beginning would be right",
    )
    assert HTMLParser(refused.content.decode()).css_first('[name="kind"]').attributes["value"] == "fair"
    sent |= {"period": "2027-06-10/2027-06-11", "description_en": "In the old warehouse", "institutions": ""}
    assert client.post(f"{address}edit/", sent).headers["Location"] == address
    page = words(client.get(address))
    assert "Day of exchange" in page
    assert "In the old warehouse" in page


def test_rules_are_set_one_by_one_and_as_a_table(town, client):
    from hongqiao.record import models

    address = f"/en/measure/{town.ids['measure']}/rules/"
    document = models.Document.objects.get(name="signing-en.md").id
    first = client.get(address)
    table = HTMLParser(first.content.decode()).css_first('textarea[name="table"]').text()
    assert table.splitlines()[0].split("\t") == ["id", "condition", "needs", "document", "exact"]
    rule = {"do": "rule", "id": "small", "condition": "employees < 50", "needs": "employees", "document": document}
    assert "a quote is a document and the words in it" in refusal(client.post(address, rule))
    for name in ("small", "smaller"):
        assert client.post(address, rule | {"id": name, "exact": "The park covers 30,000"}).status_code == 302
    kept = HTMLParser(client.get(address).content.decode()).css_first('textarea[name="table"]').text()
    assert client.post(address, {"do": "table", "table": kept}).status_code == 302
    assert [row.id for row in models.Rule.objects.filter(measure=town.ids["measure"])] == ["small", "smaller"]
    wrong = client.post(address, {"do": "table", "table": "id\tcondition\nsmall\temployees < 50"})
    assert "the columns id, condition, needs, document, exact would be right" in refusal(wrong)
    short = client.post(address, {"do": "table", "table": f"{table.splitlines()[0]}\nsmall\temployees < 50"})
    assert refusal(short) == "line 2 has 2 cells; 5 would be right"
    fact = {"do": "fact", "fact": "cranes", "type": "number", "unit": "count", "name_en": "Cranes", "name_de": "Kräne"}
    assert client.post(address, fact).status_code == 302
    assert "Cranes" in words(client.get(address))
    assert "another one" in refusal(client.post(address, fact | {"type": "text"}))


def test_what_is_known_of_a_firm_is_recorded_with_its_basis(town, client):
    from hongqiao.record import models

    address = "/en/institution/ald-council/facts/"
    document = models.Document.objects.get(name="signing-en.md").id
    told = {"do": "fact", "fact": "employees", "value": "51", "source": "told by the firm"}
    assert client.post(address, told).status_code == 302
    page = words(client.get(address))
    assert "51" in page
    assert "told by the firm" in page
    quoted = told | {"document": document, "exact": "17 minutes"}
    assert client.post(address, quoted).status_code == 302
    assert "17 minutes" in words(client.get(address))
    assert "is no number" in refusal(client.post(address, told | {"value": "many"}))
    assert client.post(address, told | {"value": ""}).status_code == 302
    assert "employees" not in models.FirmFacts.objects.get(pk="ald-council").facts


def test_a_person_is_seen_and_erased_on_the_page_of_participants(town, client):
    from hongqiao.record import actions, models
    from hongqiao.record.roles import LOCAL

    seat = actions.register(LOCAL, "signing", "bern-council", name="Wilhelmine Muster", email="w@x.org")
    assert "Wilhelmine Muster" in words(client.get("/en/participants/"))
    sent = {"participant": seat.participant, "reason": "asked for"}
    assert client.post("/en/participants/", sent).status_code == 302
    assert "Wilhelmine" not in words(client.get("/en/participants/"))
    assert "erased already" in refusal(client.post("/en/participants/", sent))
    assert models.Attendance.objects.get(pk=seat.id).participant == ""


def test_readers_see_rules_and_facts_and_no_form(town):
    reader = town.client(None)
    for path in (f"/en/measure/{town.ids['measure']}/rules/", "/en/institution/ald-council/facts/"):
        page = HTMLParser(reader.get(path).content.decode())
        assert [form.attributes.get("class") for form in page.css("main form")] == []
    own = HTMLParser(town.client("cal").get("/en/institution/ald-council/facts/").content.decode())
    others = HTMLParser(town.client("bea").get("/en/institution/ald-council/facts/").content.decode())
    assert [len(page.css("main form")) for page in (own, others)] == [1, 0]
