"""People keep projects, plans, measures, institutions and contacts by forms; what is refused says why and changes nothing."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

PROGRAMME = "demo-two-harbours"


@pytest.fixture
def demo(db, settings):
    from hongqiao.record import actions
    from hongqiao.record.roles import LOCAL

    settings.HONGQIAO_OPEN = True
    actions.load_pack(LOCAL, "demo")
    return PROGRAMME


def main(answer):
    return HTMLParser(answer.content.decode()).css_first("main")


def words(answer):
    return " ".join(main(answer).text(separator=" ").split())


def refusal(answer):
    return main(answer).css_first('[role="alert"]').text(strip=True)


def test_a_project_is_created_joined_dated_paid_and_withdrawn_by_forms(demo, client):
    from hongqiao.record import models

    place, institution = models.Place.objects.first().id, models.Institution.objects.first().id
    made = client.post(
        f"/en/programme/{demo}/projects/new/",
        {"do": "create", "name_en": "Night ferry", "name_de": "Nachtfähre", "field": "infrastructure", "place": place},
    )
    address = made.headers["Location"]
    project = address.rstrip("/").rpartition("/")[2]
    for sent in (
        {"do": "partner", "institution": institution, "role": "owner", "side": place},
        {"do": "stage", "stage": "signed", "period": "2025-03", "note": "seen at the quay"},
        {"do": "money", "kind": "committed", "value": "2 500 000", "comparator": ">=", "unit": "eur", "period": "2025-04", "note": "letter"},
    ):  # fmt: skip
        assert client.post(f"{address}edit/", sent).status_code == 302
    page = words(client.get(address))
    assert "Night ferry" in page
    assert "signed since March 2025" in page
    assert "at least 2.5 million euros" in page
    assert "owner" in page
    event = models.ProjectEvent.objects.get(project=project, stage="signed")
    client.post(f"{address}edit/", {"do": "withdraw", "subject": event.id, "reason": "another ferry"})
    assert "withdrawn: another ferry" in words(client.get(address))
    assert "no stage recorded" in words(client.get(address))


def test_what_cannot_be_is_refused_in_words_and_nothing_has_to_be_typed_twice(demo, client):
    from hongqiao.record import models

    edit = "/en/project/demo-quiet-ferry/edit/"
    answer = client.post(edit, {"do": "stage", "stage": "lead", "period": "2026-01", "note": "a letter"})
    assert answer.status_code == 400
    assert "cannot come after" in refusal(answer)
    assert main(answer).css_first('input[name="period"][value="2026-01"]') is not None
    document = models.Document.objects.get(name="project-news-en.md").id
    for sent, said in (
        ({"do": "stage", "stage": "paused", "period": "2026-01"}, "rests on quoted words"),
        ({"do": "stage", "stage": "paused", "period": "2026-01", "document": document}, "one of the two is missing"),
        (
            {"do": "stage", "stage": "paused", "period": "2026-01", "document": document, "exact": "zzz"},
            "do not stand in",
        ),
        (
            {"do": "money", "kind": "paid", "value": "lots", "unit": "EUR", "period": "2026-01", "note": "x"},
            "'lots' is no number",
        ),
        ({"do": "partner", "institution": "nobody"}, "'nobody'"),
        ({"do": "columns", "name_en": ""}, "at least one language"),
    ):
        answer = client.post(edit, sent)
        assert (answer.status_code, said in refusal(answer)) == (400, True), (sent, refusal(answer))


def test_a_quote_is_given_by_the_documents_address(demo, client):
    from hongqiao.record import models

    document = models.Document.objects.get(name="project-news-en.md")
    sent = {
        "do": "stage", "stage": "started", "period": "2025-01", "document": f"https://site.example/en/document/{document.id}/#q1-2",
        "exact": "Shared Cold Store was signed",
    }  # fmt: skip
    assert client.post("/en/project/demo-cold-store/edit/", sent).status_code == 302
    assert models.ProjectEvent.objects.get(project="demo-cold-store", stage="started").quote.document_id == document.id


def test_the_list_is_filtered_by_stage_field_and_silence_and_as_of_a_day(demo, client):
    def listed(query=""):
        tree = main(client.get(f"/en/programme/{demo}/projects/{query}"))
        return [item.attributes["href"].split("/")[-2] for item in tree.css("ul.plain a[href*='/project/']")]

    everything = ["demo-cold-store", "demo-harbour-twin", "demo-quiet-ferry"]
    assert listed() == everything
    assert listed("?stage=signed") == ["demo-cold-store"]
    assert listed("?silent=1") == everything
    assert listed("?silent=1&as_of=2025-05-02") == ["demo-cold-store"]
    assert listed("?stage=nonsense&field=nonsense&as_of=2025-05-02") == everything
    assert listed("?after=demo-harbour-twin") == ["demo-quiet-ferry"]
    client.post(f"/en/programme/{demo}/silence/", {"months": "600"})
    assert listed("?silent=1") == []
    client.post(f"/en/programme/{demo}/silence/", {"months": "0"})
    assert "from 1 to 600" in words(client.get(f"/en/programme/{demo}/projects/"))


def test_money_is_added_by_kind_and_currency_and_what_is_left_out_is_listed(demo, client):
    for project, sent in (
        (
            "demo-cold-store",
            {"kind": "announced", "value": "3000000", "comparator": ">", "unit": "EUR", "period": "2024-12"},
        ),
        ("demo-quiet-ferry", {"kind": "announced", "value": "1000000", "unit": "EUR", "period": "2024-12"}),
        ("demo-quiet-ferry", {"kind": "announced", "value": "1500000", "unit": "EUR", "period": "2025-02"}),
        ("demo-quiet-ferry", {"kind": "paid", "value": "70000", "unit": "CNY", "period": "2025-02"}),
    ):
        assert client.post(f"/en/project/{project}/edit/", {"do": "money", "note": "x", **sent}).status_code == 302
    answer = client.get(f"/en/programme/{demo}/projects/")
    page = words(answer)
    assert "announced more than 4.5 million euros" in page
    assert "paid 70,000 yuan" in page
    left = [item for item in main(answer).css("h3 + ul.plain li") if "announced" in item.text()]
    named = [[link.text(strip=True) for link in item.css("a")] for item in left]
    assert named == [["Harbour Twin"], ["Quiet Ferry"]]
    assert "a later statement replaced it" in page


def test_an_event_is_followed_to_its_results(demo, client):
    client.post(
        "/en/project/demo-quiet-ferry/edit/",
        {"do": "columns", "name_en": "Quiet Ferry", "came_from": "event:demo-exchange-day"},
    )
    row = next(
        item for item in main(client.get(f"/en/programme/{demo}/projects/")).css("tbody tr")
        if "demo-exchange-day" in (item.css_first("a").attributes["href"] or "")
    )  # fmt: skip
    assert [cell.text(strip=True)[:1] for cell in row.css("td")] == ["–", "1", "1", "1"]


def test_plans_clauses_targets_and_measures_are_kept_by_forms(demo, client):
    from hongqiao.record import models

    made = client.post(
        f"/en/programme/{demo}/plans/new/", {"name_en": "Quay plan", "period": "2026/2028", "parent": "demo-joint-plan"}
    )
    edit = made.headers["Location"]
    plan = edit.split("/")[-3]
    assert client.post(edit, {"do": "clause", "name_en": "Quays"}).status_code == 302
    clause = models.Clause.objects.get(plan=plan)
    sent = {
        "do": "target",
        "name_en": "Quays built",
        "clause": clause.id,
        "deadline": "2028",
        "parent": "demo-hall-area",
    }
    assert client.post(edit, sent).status_code == 302
    target = models.Target.objects.get(plan=plan)
    above = words(client.get("/en/plan/demo-joint-plan/"))
    assert "Left out of the count" in above
    assert "Quays built: it is nested in a target that is counted" in above.replace(" :", ":")
    late = client.post(
        f"/en/target/{target.id}/edit/", {"name_en": "Quays built", "deadline": "2024", "clause": clause.id}
    )
    assert "lies before the start of its plan" in refusal(late)
    circle = client.post("/en/plan/demo-joint-plan/edit/", {"do": "columns", "name_en": "Joint plan", "parent": plan})
    assert "it would be part of itself" in refusal(circle)
    made = client.post(
        f"/en/programme/{demo}/measures/new/", {"name_en": "Quay grant", "kind": "funding", "valid": "2026/2028"}
    )
    edit = made.headers["Location"]
    refused = client.post(edit, {"do": "budget", "value": "5", "unit": "m2"})
    assert "currency" in refusal(refused)
    assert client.post(edit, {"do": "budget", "value": "500000", "unit": "EUR"}).status_code == 302
    assert "Budget: 500,000 euros" in words(client.get(edit.replace("/edit/", "/"))).replace(" :", ":")


def test_institutions_are_merged_and_parted_by_forms(demo, client):
    from hongqiao.record import models

    first = models.Institution.objects.order_by("id").first()
    name = first.names["en"]
    made = client.post("/en/institutions/new/", {"name_en": name.upper(), "identifiers": "LEI: 5299"})
    twin = made.headers["Location"].split("/")[-2]
    assert name in words(client.get(f"/en/institution/{twin}/edit/"))
    client.post(f"/en/institution/{twin}/edit/", {"do": "merge", "into": first.id, "reason": "the same house"})
    assert client.get(f"/en/institution/{twin}/").headers["Location"] == f"/en/institution/{first.id}/"
    assert name.upper() in words(client.get(f"/en/institution/{first.id}/"))
    client.post(f"/en/institution/{twin}/edit/", {"do": "unmerge"})
    assert "5299" in words(client.get(f"/en/institution/{twin}/"))


def test_a_contact_is_erased_on_its_page_and_the_ledger_goes_on_verifying(demo, client):
    from hongqiao.record import actions, models, verifying
    from hongqiao.record.roles import LOCAL

    text = "Ulm (ots) - Die Bahn braucht 40 Minuten.\n\nPressekontakt:\nEva Muster, +49-711-5550100\n"
    actions.add_documents(LOCAL, demo, [("release.txt", text.encode())])
    contact = models.Contact.objects.get()
    assert "Eva Muster" in words(client.get("/en/contacts/"))
    assert client.post("/en/contacts/", {"contact": contact.id, "reason": "asked for it"}).status_code == 302
    assert "Eva Muster" not in words(client.get("/en/contacts/"))
    assert verifying.verify().sound
    assert "it may be erased already" in refusal(client.post("/en/contacts/", {"contact": contact.id}))


def test_the_public_sees_no_form_and_may_do_none_of_it(demo, client, settings):
    settings.HONGQIAO_OPEN = False
    from hongqiao.record import models

    before = models.LedgerEntry.objects.count()
    for address in (
        f"/en/programme/{demo}/projects/new/", "/en/project/demo-quiet-ferry/edit/", f"/en/programme/{demo}/silence/",
        f"/en/programme/{demo}/plans/new/", "/en/plan/demo-joint-plan/edit/", "/en/target/demo-hall-area/edit/",
        "/en/clause/demo-hall/edit/", f"/en/programme/{demo}/measures/new/", "/en/measure/demo-voucher/edit/",
        "/en/institutions/new/", f"/en/institution/{models.Institution.objects.first().id}/edit/", "/en/contacts/",
    ):  # fmt: skip
        assert client.post(address, {"name_en": "x", "note": "x", "do": "columns"}).status_code == 403, address
    assert client.get("/en/contacts/").status_code == 403
    assert "Keep the project" not in words(client.get("/en/project/demo-quiet-ferry/"))
    assert models.LedgerEntry.objects.count() == before
