"""Every file of a pack parses, every reference leads somewhere, every quote stands in its document."""

import datetime as dt
import math
from collections import Counter
from itertools import pairwise

import pytest
from tests.packs.pack_folder import FIELDS, LANGUAGES, NAMES, PackFolder, front_matter, pack_folder

UNITS = {"count", "CNY", "EUR", "PLN", "%", "pp", "min", "h", "km", "m2", "x", "index"}
COMPARATORS = {"=", ">", ">=", "<", "<=", "~", "~<", "~>"}


@pytest.fixture(params=NAMES)
def pack(request: pytest.FixtureRequest) -> PackFolder:
    return pack_folder(request.param)


def twice(ids: list[str]) -> list[str]:
    return [name for name, count in Counter(ids).items() if count > 1]


def test_a_pack_is_named_as_its_folder_and_says_its_licence(pack: PackFolder) -> None:
    head = pack.toml("pack.toml")
    assert (head["id"], bool(head["licence"])) == (pack.folder.name, True)
    assert set(head["names"]) == set(head["description"]) == LANGUAGES


def test_ids_are_unique_within_their_kind(pack: PackFolder) -> None:
    kinds = ("programme", "plan", "clause", "target", "measure", "event", "project", "watch")
    doubled = {kind: twice([thing["id"] for thing in pack.things(kind)]) for kind in kinds}
    for table in ("places.csv", "institutions.csv"):
        doubled[table] = twice([row["id"] for row in pack.rows(table)])
    doubled["indicators"] = twice([row["id"] for row in pack.toml("indicators.toml")["indicator"]])
    assert {kind: ids for kind, ids in doubled.items() if ids} == {}


def test_two_packs_never_use_one_id_so_that_they_can_live_in_one_database() -> None:
    owners: dict[tuple[str, str], list[str]] = {}
    for name in NAMES:
        pack = pack_folder(name)
        for kind in ("programme", "plan", "clause", "measure", "event", "project"):
            for thing in pack.things(kind):
                owners.setdefault((kind, thing["id"]), []).append(name)
        # Targets and watched figures are both facts, and share their ids.
        for thing in [*pack.things("target"), *pack.things("watch")]:
            owners.setdefault(("fact", thing["id"]), []).append(name)
        for table in ("places.csv", "institutions.csv"):
            for row in pack.rows(table):
                owners.setdefault((table, row["id"]), []).append(name)
        for indicator in pack.toml("indicators.toml")["indicator"]:
            owners.setdefault(("indicator", indicator["id"]), []).append(name)
    assert {thing: names for thing, names in owners.items() if len(names) > 1} == {}


def test_each_exact_quote_stands_once_in_its_document(pack: PackFolder) -> None:
    documents = pack.documents()
    wrong = [
        (quote.owner, quote.document, quote.exact, documents.get(quote.document, "").count(quote.exact))
        for quote in pack.quotes()
        if documents.get(quote.document, "").count(quote.exact) < quote.nth
        or (quote.nth == 1 and documents[quote.document].count(quote.exact) != 1)
    ]
    assert wrong == []


def test_each_document_names_the_page_that_it_retells_and_its_licence(pack: PackFolder) -> None:
    for name, text in pack.documents().items():
        front = front_matter(text)
        assert {"language", "title", "published", "publisher", "licence"} <= set(front), name
        assert front.get("retells", "https://").startswith(("https://", "http://")), name
        assert front.get("place") is None or front["place"] in pack.places(), name
        assert name.removesuffix(".md").endswith(f"-{front['language']}"), name


def test_only_the_banner_of_the_demonstration_excuses_a_document_without_a_page(pack: PackFolder) -> None:
    without = [name for name, text in pack.documents().items() if "retells" not in front_matter(text)]
    assert without == [] or set(pack.toml("pack.toml")["banner"]) == LANGUAGES


def test_an_extract_backs_too_few_figures_to_pass_for_the_whole_page(pack: PackFolder) -> None:
    """Of a page that is retold in part nothing may be said about what it leaves out."""
    extracts = {name for name, text in pack.documents().items() if front_matter(text).get("extract")}
    facts = [*pack.things("target"), *pack.things("watch")]
    backed = {
        name: [fact["id"] for fact in facts if name in {q["document"] for q in fact["quotes"]}] for name in extracts
    }
    assert {name: ids for name, ids in backed.items() if len(ids) > 2} == {}


def test_places_lie_in_places_of_the_pack(pack: PackFolder) -> None:
    known = pack.places()
    assert [row["id"] for row in pack.rows("places.csv") if row["parent"] and row["parent"] not in known] == []
    assert [row["place"] for row in pack.rows("place_codes.csv") if row["place"] not in known] == []


def test_a_place_with_coordinates_names_their_source(pack: PackFolder) -> None:
    for row in pack.rows("places.csv"):
        assert bool(row["lat"]) == bool(row["lon"]), row["id"]
        assert row["source"], row["id"]
        if row["lat"]:
            assert -90 <= float(row["lat"]) <= 90, row["id"]
            assert -180 <= float(row["lon"]) <= 180, row["id"]


def test_codes_of_one_scheme_are_never_in_force_together(pack: PackFolder) -> None:
    spans: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for row in pack.rows("place_codes.csv"):
        start = dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else dt.date.min
        end = dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else dt.date.max
        spans.setdefault((row["place"], row["scheme"]), []).append((start, end))
        spans.setdefault((row["scheme"], row["code"]), []).append((start, end))
    overlapping = [
        key
        for key, found in spans.items()
        if any(earlier[1] >= later[0] for earlier, later in pairwise(sorted(found))) or any(a > b for a, b in found)
    ]
    assert overlapping == []


def test_everything_named_in_the_programme_exists(pack: PackFolder) -> None:
    places, indicators = pack.places(), {row["id"] for row in pack.toml("indicators.toml")["indicator"]}
    ids = {
        kind: {thing["id"] for thing in pack.things(kind)}
        for kind in ("programme", "plan", "clause", "target", "event")
    }
    institutions = {row["id"] for row in pack.rows("institutions.csv")}
    wrong = []
    for programme in pack.things("programme"):
        wrong += [place for place in programme["places"] if place not in places]
        wrong += [field for field in programme["fields"] if field not in FIELDS]
    for plan in pack.things("plan"):
        wrong += [plan["id"]] if plan["programme"] not in ids["programme"] or plan["field"] not in FIELDS else []
        wrong += [plan["id"]] if plan.get("parent") not in {None, *ids["plan"]} else []
        clauses = {clause["id"] for clause in plan.get("clause", [])}
        wrong += [target["id"] for target in plan.get("target", []) if target["clause"] not in clauses]
    for target in pack.things("target"):
        wrong += [target["id"]] if target.get("parent") not in {None, *ids["target"]} else []
    for kind in ("measure", "event", "project"):
        wrong += [thing["id"] for thing in pack.things(kind) if thing["programme"] not in ids["programme"]]
    for thing in [*pack.things("target"), *pack.things("watch")]:
        wrong += [thing["id"]] if thing["indicator"] not in indicators else []
    for kind in ("plan", "target", "measure", "event", "watch"):
        wrong += [thing["id"] for thing in pack.things(kind) if thing["place"] not in places]
    for event in pack.things("event"):
        wrong += [name for name in event.get("institutions", []) if name not in institutions]
    for row in pack.rows("institutions.csv"):
        wrong += [row["id"]] if row["place"] not in places or row["source_document"] not in pack.documents() else []
    assert wrong == []


def test_everything_is_named_in_three_languages(pack: PackFolder) -> None:
    kinds = ("programme", "plan", "clause", "target", "measure", "event", "project", "watch")
    missing = [thing["id"] for kind in kinds for thing in pack.things(kind) if not set(thing["names"]) >= LANGUAGES]
    missing += [
        indicator["id"]
        for indicator in pack.toml("indicators.toml")["indicator"]
        if set(indicator["names"]) != LANGUAGES or set(indicator["definition"]) != LANGUAGES
    ]
    assert missing == []


def test_each_indicator_says_which_source_would_fill_a_gap(pack: PackFolder) -> None:
    for row in pack.toml("indicators.toml")["indicator"]:
        assert row["would_fill"], row["id"]
        found = (row["unit"], row["direction"], row["field"], row["aspect"])
        allowed = (UNITS, {"up", "down", "none"}, FIELDS, {"interaction", "convergence", "capacity"})
        assert all(value in known for value, known in zip(found, allowed, strict=True)), row["id"]


def test_each_value_is_a_number_with_a_unit_and_a_source(pack: PackFolder) -> None:
    units = {row["id"]: row["unit"] for row in pack.toml("indicators.toml")["indicator"]}
    for row in pack.rows("values.csv"):
        assert math.isfinite(float(row["value"])), row
        assert (row["unit"], row["comparator"] in COMPARATORS) == (units[row["indicator"]], True), row
        assert row["place"] in pack.places(), row
        assert row["source_title"], row
        assert row["source_url"].startswith(("https://", "http://")), row


def test_each_table_has_its_source_beside_it(pack: PackFolder) -> None:
    for path in pack.tables():
        about = pack.toml(f"tables/{path.stem}.toml")
        assert {"title", "source_url", "licence", "description"} <= set(about), path.name
        assert pack.rows(f"tables/{path.name}"), path.name


def test_offers_needs_rules_and_meetings_of_the_demonstration_fit_together() -> None:
    demo = pack_folder("demo")
    institutions = {row["id"] for row in demo.rows("institutions.csv")}
    offers = {row["id"]: row["institution"] for row in demo.rows("offers.csv")}
    needs = {row["id"]: row["institution"] for row in demo.rows("needs.csv")}
    assert {*offers.values(), *needs.values(), *(row["institution"] for row in demo.rows("firms.csv"))} <= institutions
    assert {row["language"] for row in [*demo.rows("offers.csv"), *demo.rows("needs.csv")]} == LANGUAGES
    requests = demo.toml("meetings.toml")["request"]
    assert [(needs[request["need"]], offers[request["offer"]]) for request in requests] == [
        (request["from"], request["to"]) for request in requests
    ]
    columns, documents = set(demo.rows("firms.csv")[0]), demo.documents()
    measures = {measure["id"] for measure in demo.things("measure")}
    for rule in demo.toml("rules.toml")["rule"]:
        assert (rule["measure"] in measures, set(rule["needs"]) <= columns) == (True, True), rule["id"]
        assert documents[rule["quote"]["document"]].count(rule["quote"]["exact"]) == 1, rule["id"]
