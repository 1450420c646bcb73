"""A programme in open standards: each export is read by somebody else's software, and each number keeps its sources."""

import datetime as dt
import io
import json
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hongqiao.publish.exports import FORMATS, Subject
from hongqiao.record import actions, ledger, models
from hongqiao.record.bulk import tables
from hongqiao.record.roles import LOCAL

SITE = "https://towns.example"


@pytest.fixture
def subject(db: None) -> Subject:
    loaded = actions.load_pack(LOCAL, "kunshan")
    return Subject(loaded.programmes[0], SITE, whole=True)


def exported(form: str, subject: Subject) -> bytes:
    sink = io.BytesIO()
    FORMATS[form](subject, sink)
    return sink.getvalue()


def read(form: str, subject: Subject) -> dict[str, Any]:
    return json.loads(exported(form, subject))


def test_the_data_package_is_valid_and_every_number_has_sources(subject: Subject, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # frictionless and its libraries warn of their own future
        import frictionless

        with zipfile.ZipFile(io.BytesIO(exported("data-package", subject))) as archive:
            archive.extractall(tmp_path)
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
        assert report.flatten(["taskId", "fieldName", "rowNumber", "type", "note"]) == []
        package = frictionless.Package(str(tmp_path / "datapackage.json"))
        assert sorted(package.resource_names) == sorted([*(table.name for table in tables()), "sources"])
        values = {row["id"] for row in package.get_resource("values").read_rows()}
        claims = {row["id"] for row in package.get_resource("claims").read_rows()}
        sources = package.get_resource("sources").read_rows()
    assert {row["of"] for row in sources if row["table"] == "values"} == values
    assert {row["of"] for row in sources if row["table"] == "claims"} == claims
    assert all(row["exact"] for row in sources)
    content = json.loads((tmp_path / "datapackage.json").read_text())
    assert content["hongqiao"] == {
        "format": "hongqiao-tables-1", "ledger_position": ledger.head()[0], "ledger_head": ledger.head()[1]
    }  # fmt: skip
    assert len(values) == models.Figure.objects.count() > 60


def test_prov_is_read_by_the_library_of_its_authors_and_leads_to_roots(subject: Subject) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from prov.model import ProvDocument

        text = exported("prov", subject).decode()
        document = ProvDocument.deserialize(content=text, format="json")
        assert len(document.get_records()) > 300
        assert json.loads(document.serialize(format="json"))["entity"].keys() == json.loads(text)["entity"].keys()
    content = json.loads(text)
    above: dict[str, set[str]] = {}
    for relation in content["wasDerivedFrom"].values():
        above.setdefault(relation["prov:generatedEntity"], set()).add(relation["prov:usedEntity"])
    for row in models.Figure.objects.all():
        waiting, roots = {f"hq:value-{row.id}"}, set()
        while waiting:
            key = waiting.pop()
            roots |= {key} if key not in above else set()
            waiting |= above.get(key, set())
        assert {root.split("-")[0] for root in roots} <= {"hq:data", "hq:document", "hq:page"}
    assert {f"hq:claim-{key}" for key in models.Claim.objects.values_list("id", flat=True)} <= set(above)
    assert content["entity"]["hq:record"]["hq:ledger_head"] == ledger.head()[1]
    known = {key for kind in ("entity", "activity", "agent") for key in content[kind]}
    for kind in ("wasDerivedFrom", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith"):
        for relation in content[kind].values():
            ends = {end for name, end in relation.items() if name != "prov:type"}
            assert ends <= known


ANNOTATION = {
    "type": "object",
    "required": ["@context", "id", "type", "partOf", "items", "ledger_head"],
    "properties": {
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["id", "type", "body", "target", "motivation"],
                "properties": {
                    "id": {"type": "string", "format": "uri"},
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["describing", "linking"]},
                    "target": {
                        "type": "object",
                        "required": ["source", "selector"],
                        "properties": {
                            "selector": {
                                "type": "array",
                                "prefixItems": [
                                    {
                                        "required": ["type", "exact", "prefix", "suffix"],
                                        "properties": {
                                            "type": {"const": "TextQuoteSelector"},
                                            "exact": {"type": "string", "minLength": 1},
                                        },
                                    },
                                    {
                                        "required": ["type", "start", "end"],
                                        "properties": {
                                            "type": {"const": "TextPositionSelector"},
                                            "start": {"type": "integer", "minimum": 0},
                                            "end": {"type": "integer", "minimum": 1},
                                        },
                                    },
                                ],
                                "minItems": 2,
                                "maxItems": 2,
                            }
                        },
                    },
                },
            },
        },
    },
}


def test_every_quote_is_an_annotation_that_finds_its_words_again(subject: Subject) -> None:
    import jsonschema

    page = read("web-annotation", subject)
    jsonschema.Draft202012Validator(ANNOTATION).validate(page)
    assert page["partOf"]["total"] == len(page["items"]) == len({item["id"] for item in page["items"]})
    texts = {f"{SITE}/en/document/{row.document_id}/": row.text for row in models.Content.objects.all()}
    for item in page["items"]:
        words, place = item["target"]["selector"]
        text = texts[item["target"]["source"]["id"]]
        assert text[place["start"] : place["end"]] == words["exact"]
        assert text[: place["start"]].endswith(words["prefix"])
        assert text[place["end"] :].startswith(words["suffix"])
    claims = [item for item in page["items"] if "claim-" in item["id"]]
    assert len(claims) == models.Claim.objects.count()


def test_schema_org_is_json_ld_whose_numbers_name_what_they_rest_on(subject: Subject) -> None:
    from pyld import jsonld

    content = read("schema-org", subject)
    triples = jsonld.to_rdf(content)["@default"]  # the context stands in the file: nothing is fetched
    kinds = {triple["object"]["value"] for triple in triples if triple["predicate"]["value"].endswith("#type")}
    assert {
        f"https://schema.org/{name}" for name in ("Dataset", "Observation", "ClaimReview", "Claim", "Rating")
    } <= kinds
    graph = content["@graph"]
    values = [node for node in graph if node["type"] == "Observation"]
    assert len(values) == models.Figure.objects.count()
    assert all(node["isBasedOn"] and node["unitText"] for node in values)
    reviews = {node["id"].rpartition("review-")[2]: node for node in graph if node["type"] == "ClaimReview"}
    judged = models.CurrentClaim.objects.exclude(state="waiting")
    assert set(reviews) == set(judged.values_list("claim_id", flat=True))
    for node in reviews.values():
        assert node["claimReviewed"]
        assert node["author"]["name"]
        assert dt.date.fromisoformat(node["datePublished"])
        assert "#q" in node["itemReviewed"]["appearance"]["id"]
        assert node["reviewRating"]["ratingValue"] in {0, 1}
    assert graph[0]["identifier"]["value"] == ledger.head()[1]


def test_the_calendar_holds_every_event_that_has_a_day(subject: Subject) -> None:
    import icalendar

    body = exported("ical", subject)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(body)
    events = {str(item["UID"]).partition("@")[0]: item for item in calendar.walk("VEVENT")}
    rows = {row.id: row for row in models.Event.objects.filter(starts__isnull=False)}
    assert {key: (item.decoded("DTSTART"), item.decoded("DTEND")) for key, item in events.items()} == {
        key: (row.starts, row.ends + dt.timedelta(days=1)) for key, row in rows.items()
    }
    assert {str(item["SUMMARY"]) for item in events.values()} == {row.names["en"] for row in rows.values()}
    assert str(calendar["X-HONGQIAO-LEDGER"]) == " ".join(map(str, ledger.head()))


def test_a_day_leaves_out_what_came_later_and_says_so(subject: Subject) -> None:
    day = dt.date(2022, 11, 20)
    later = models.Document.objects.filter(published_on__gt=day).values_list("id", flat=True)
    assert later
    for form in FORMATS:
        late, before = exported(form, subject), exported(form, Subject(subject.programme, SITE, as_of=day, whole=True))
        if form == "data-package":
            parts = ("documents.csv", "datapackage.json")
            late, before = (
                b"".join(zipfile.ZipFile(io.BytesIO(body)).read(name) for name in parts) for body in (late, before)
            )
            assert b'"as_of": "2022-11-20"' in before
        else:
            assert b"what was true by 2022-11-20" in before.replace(b"\r\n ", b"")
        if form == "ical":
            assert late.count(b"BEGIN:VEVENT") > before.count(b"BEGIN:VEVENT")
        else:
            assert all(key.encode() in late for key in later)
            assert not any(key.encode() in before for key in later)


def test_the_command_writes_each_standard(subject: Subject, tmp_path: Path, make_command: Callable[..., str]) -> None:
    for form in FORMATS:
        said = make_command("export", subject.programme, "--as", form, "-o", str(tmp_path / form))
        assert f"head of the ledger: entry {ledger.head()[0]}, {ledger.head()[1]}" in said
        assert (tmp_path / form).read_bytes() == exported(
            form, Subject(subject.programme, "https://hongqiao.invalid", whole=True)
        )


@pytest.fixture
def make_command(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        from hongqiao.cli import main

        assert main(list(arguments)) == 0, sys.stderr
        return capsys.readouterr().out

    return run
