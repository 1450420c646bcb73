"""The nineteen hazards met in real pages, each in short texts of our own with the same facts."""

import datetime as dt

import pytest

from hongqiao.evidence import Claim, Document, Fact, claims, read, reconcile
from hongqiao.evidence.reconciling import claim_id
from hongqiao.ground.names import Names
from hongqiao.ground.place import Code, Gazetteer, Place


def document(name: str, body: str, published: str | None = None, **fields: str) -> Document:
    given = {"published": published} if published else {}
    lines = "".join(f'{key} = "{value}"\n' for key, value in {**given, **fields}.items())
    return read(f"+++\n{lines}+++\n{body}\n".encode(), name=name)


def facts(*given: Document) -> list[Fact]:
    return reconcile([claim for one in given for claim in claims(one)], given)


def fact_with(found: list[Fact], document: str, quote: str) -> Fact:
    (one,) = [fact for fact in found for claim in fact.claims if claim.document == document and quote in claim.quote]
    return one


def kinds(fact: Fact) -> list[str]:
    return [conflict.kind for conflict in fact.conflicts]


def notes(fact: Fact) -> list[str]:
    return [note.kind for note in fact.notes]


DE = (
    "Kunshan hat mit Shanghai 20 Kooperationsprojekte vereinbart. Der Plan sieht einen Park von mehr als 300.000 Quadratmetern "
    "vor. Bis 2025 soll das Investitionsvolumen auf bis zu 100 Milliarden Yuan wachsen. Mehr als 15 Anwendungsprojekte sollen "
    "fertig werden. Der Flughafen liegt 40 Minuten entfernt über die Autobahn und 17 Minuten mit dem Zug."
)
EN = (
    "Kunshan agreed on 20 cooperation projects with Shanghai. The plan foresees a park of more than 300,000 square meters. By "
    "2025 the industry scale is to grow to up to 100 billion yuan. More than 15 application projects are to be finished. The "
    "airport is 40 minutes away by road and 17 minutes by train."
)
ZH = "昆山与上海签下20个合作项目。计划建设超过300000平方米的园区。到2025年产业规模达1000亿元。建成15项以上应用项目。"


def test_1_one_release_makes_different_claims_in_its_languages() -> None:
    found = facts(document("de", DE, "2022-11-14"), document("en", EN, "2022-11-11"), document("zh", ZH, "2022-11-14"))
    assert kinds(fact_with(found, "de", "15")) == ["comparator"]
    assert kinds(fact_with(found, "de", "100 Milliarden")) == ["comparator", "indicator"]
    assert [(conflict.kind, conflict.documents) for conflict in fact_with(found, "de", "17 Minuten").conflicts] == [
        ("missing", ("zh",))
    ]
    assert fact_with(found, "de", "20").conflicts == ()


def test_2_buddhist_years_become_common_ones() -> None:
    found = read("(กรุงปักกิ่ง--14 พ.ย. 2565/พีอาร์นิวส์ไวร์) 20 โครงการ".encode())
    assert found.published is not None
    assert found.published.start == dt.date(2022, 11, 14)


def test_3_what_only_one_language_says_is_named() -> None:
    longer = ZH + "共同体由23家机构发起。"
    found = facts(
        document("de", DE, "2022-11-14"), document("en", EN, "2022-11-11"), document("zh", longer, "2022-11-14")
    )
    only = fact_with(found, "zh", "23")
    assert [(conflict.kind, set(conflict.documents)) for conflict in only.conflicts] == [("missing", {"de", "en"})]


def test_4_copies_and_spun_copies_are_one_source() -> None:
    copy = document("copy", "Reported by our partners. " + EN, "2022-11-11")
    spun = document(
        "spun",
        EN.replace("agreed on", "sealed")
        .replace("foresees", "envisages")
        .replace("finished", "completed")
        .replace("away", "off"),
        "2022-11-18",
    )
    found = facts(document("en", EN, "2022-11-11"), copy, spun)
    assert {(fact.documents, fact.independent_sources) for fact in found} == {(("en", "copy", "spun"), 1)}


def test_5_a_mirror_with_pinyin_glosses_says_what_the_page_says() -> None:
    page = document("page", "到2025年相关产业规模达1000亿元，建成15项以上项目。", "2022-11-14")
    mirror = document(
        "mirror",
        "到2025年相關產(chǎn)業(yè)規(guī)模達(dá)1000億(yì)元，建成15項(xiàng)以上項(xiàng)目。",
        "2022-11-14",
    )
    assert mirror.repairs[0].name == "pinyin glosses"
    stated = [[(claim.value, claim.unit, claim.comparator) for claim in claims(one)] for one in (page, mirror)]
    assert stated[0] == stated[1]


def test_5_a_lost_digit_is_a_conflict_of_values() -> None:
    one = document("one", "苏州轨交11号线长41.27公里，设28座车站，总投资269亿元，日均客流38500人次。", "2023-01-31")
    two = document("two", "苏州轨交11号线长427公里，设28座车站，总投资269亿元，日均客流38500人次。", "2023-01-31")
    found = facts(one, two)
    assert kinds(fact_with(found, "one", "41.27")) == ["value"]
    assert fact_with(found, "one", "41.27") is fact_with(found, "two", "427")


def test_6_a_scale_slip_is_told_from_another_value() -> None:
    zh = document("zh", "2022年昆山地区生产总值5006.7亿元，规模以上工业企业2430家，同比增长1.8%。", "2023-03-22")
    en = document(
        "en",
        "In 2022 Kunshan's GDP was 5006.7 billion yuan, with 2,430 industrial enterprises and growth of 1.8%.",
        "2023-03-22",
    )
    found = facts(zh, en)
    assert kinds(fact_with(found, "en", "5006.7")) == ["scale"]


def test_7_a_single_day_is_told_from_the_cumulative_count() -> None:
    day = document("day", "拍卖会当日成交30个项目，金额1.39亿元，参加企业412家，观众2960人。", "2020-05-12")
    total = document("total", "拍卖会成交30个项目，累计5.03亿元，参加企业412家，观众2960人。", "2020-05-13")
    assert kinds(fact_with(facts(day, total), "day", "1.39亿元")) == ["cumulative"]


def test_8_states_of_two_days_are_no_conflict() -> None:
    words = (
        "Stand der Förderung aus dem Fonds der kleinen Projekte in der Euroregion: bewilligt wurden {0} kleine Projekte mit "
        "Ausgaben von {1} Euro, an denen {2} Menschen aus beiden Ländern teilgenommen haben. Der Fonds fördert Begegnungen von "
        "Bürgerinnen und Bürgern diesseits und jenseits der Grenze, ihre Vereine, Schulen, Gemeinden und Feuerwehren."
    )
    old = document("2019", words.format("198", "1.933.356", "20.283"), "2019-05-16")
    new = document("2020", words.format("247", "2.696.783", "24.847"), "2020-05-18")
    found = facts(old, new)
    assert [kinds(fact) for fact in found if fact.conflicts] == []


def test_9_a_bound_a_rounded_and_a_revised_figure_are_told_apart() -> None:
    release = document("release", "The GDP of Kunshan exceeded 470 billion yuan in 2021.", "2022-11-11")
    yearbook = document("yearbook", "Kunshan's GDP was 474.806 billion yuan in 2021.", "2022-04-27")
    rounded = document("rounded", "In 2021 the GDP of Kunshan reached 474.81 billion yuan.", "2023-06-01")
    made = [_with_place(claim, "Kunshan") for one in (release, yearbook, rounded) for claim in claims(one)]
    (found,) = reconcile(made, [release, yearbook, rounded])
    assert found.conflicts == ()
    assert set(notes(found)) <= {"bound", "rounding", "as_of"}
    assert {"bound", "rounding"} & set(notes(found))


def test_9_a_preliminary_figure_and_its_revision_are_named_so() -> None:
    first = document("first", "The preliminary GDP of Kunshan for 2021 is 470.2 billion yuan.", "2022-01-20")
    later = document("later", "The revised GDP of Kunshan for 2021 is 474.8 billion yuan.", "2022-02-20")
    made = [_with_place(claim, "Kunshan") for one in (first, later) for claim in claims(one)]
    (found,) = reconcile(made, [first, later])
    assert kinds(found) == ["revised"]


def _with_place(claim: Claim, place: str) -> Claim:
    from dataclasses import replace

    return replace(claim, place=place, indicator="GDP", period="2021")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("GDP was 474.806 billion yuan: 3.118 billion yuan in farming, 246.274 billion yuan in industry and 225.414 billion yuan in services.", "474.806"),
        ("12 projects received 8.77 million euros and 10 projects 7.43 million euros; together this makes 16.2 million euros.", "16.2"),
        ("Bewilligt wurden 8 Projekte im Frühjahr und 3 Projekte im Herbst, insgesamt 11 Projekte.", "11"),
    ],
)  # fmt: skip
def test_10_sums_that_hold_are_found(text: str, whole: str) -> None:
    found = facts(document("one", text))
    (fact,) = [fact for fact in found for claim in fact.claims if claim.quote.startswith(whole)]
    assert "sum" in notes(fact)


def test_11_francs_and_euros_are_two_units_and_nothing_is_converted() -> None:
    euro = document(
        "euro",
        "Das Programm fördert 76 Projekte mit 14,7 Millionen Euro in 28 Gemeinden und 5.370 Betrieben.",
        "2014-01-10",
    )
    franc = document(
        "franc",
        "Das Programm unterstützt 76 Projekte mit 14.7 Millionen Franken in 28 Gemeinden und 5'370 Betrieben.",
        "2014-01-12",
    )
    found = facts(euro, franc)
    assert kinds(fact_with(found, "euro", "14,7")) == ["unit"]
    assert {claim.unit for claim in fact_with(found, "euro", "14,7").claims} == {"EUR", "CHF"}


def test_12_one_thing_with_three_definitions_keeps_its_variants() -> None:
    made = [
        _commuters(name, value, comparator)
        for name, value, comparator in (("a", 15_200, "="), ("b", 14_000, ">"), ("c", 18_500, "="))
    ]
    found = reconcile(made)
    assert sorted(variant.value for fact in found for variant in fact.variants) == [14_000, 15_200, 18_500]
    assert not any(fact.independent_sources > len(fact.documents) for fact in found)


def _commuters(name: str, value: float, comparator: str) -> Claim:
    return Claim(
        name, name * 64, "en", str(value), 10, 16, "In 2015 ", " commuters", value, "count", comparator=comparator,
        period="2015", place="Öresund", indicator="commuters",
    )  # fmt: skip


def test_13_events_that_resemble_each_other_stay_apart() -> None:
    november = document(
        "november",
        "At Kunshan Week in Shanghai 20 projects were signed and a park of 300,000 square meters was announced.",
        "2022-11-11",
    )
    september = document(
        "september",
        "At a conference in September 33 projects worth 62 billion yuan were signed by 140 companies.",
        "2022-09-20",
    )
    assert all(len(fact.documents) == 1 for fact in facts(november, september))


def test_14_targets_of_nested_places_are_noted_and_never_added() -> None:
    made = [_target(place, value) for place, value in (("Kunshan", 1e11), ("Suzhou", 2e11), ("Shanghai", 3.5e11))]
    found = reconcile(made)
    assert [(fact.place, fact.variants[0].value, notes(fact), kinds(fact)) for fact in found] == [
        ("Kunshan", 1e11, ["nested"], []),
        ("Suzhou", 2e11, ["nested"], []),
        ("Shanghai", 3.5e11, ["nested"], []),
    ]


def _target(place: str, value: float) -> Claim:
    return Claim(
        place, place.ljust(64, "0"), "en", f"{value:g}", 10, 20, f"{place} aims at ", " yuan", value, "CNY",
        status="TARGET", period="2025", place=place, indicator="metaverse industry scale",
    )  # fmt: skip


def test_15_the_airport_and_the_station_are_two_ends() -> None:
    airport = document(
        "airport", "Kunshan is 17 minutes from Hongqiao airport by train. 52 trains run each day.", "2022-11-11"
    )
    station = document(
        "station", "Kunshan is about 20 minutes from Hongqiao station by train, a distance of 50 km.", "2024-03-01"
    )
    assert all(len(fact.documents) == 1 for fact in facts(airport, station))


def test_16_signed_commenced_and_completed_are_three_sets_in_one_text() -> None:
    found = facts(document("one", "13 projects were signed, 15 projects were commenced and 9 projects were completed."))
    assert sorted(fact.variants[0].value for fact in found) == [9, 13, 15]
    assert [kinds(fact) for fact in found] == [[]] * 3


def test_17_compound_magnitudes_are_read() -> None:
    (claim,) = claims(document("one", "全市经济总量达到1.8万亿元。"))
    assert (claim.value, claim.unit) == (1.8e12, "CNY")


def test_18_a_name_of_several_places_is_refused_and_a_code_has_its_days() -> None:
    end = dt.date(1989, 9, 27)
    places = Gazetteer(
        [
            Place("suzhou-js", "prefecture", Names.of(en="Suzhou", zh="苏州")),
            Place("suzhou-ah", "prefecture", Names.of(en="Suzhou", zh="宿州")),
            Place(
                "kunshan",
                "county-city",
                Names.of(en="Kunshan", zh="昆山"),
                "suzhou-js",
                (Code("GB/T 2260", "320523", None, end), Code("GB/T 2260", "320583", end + dt.timedelta(1))),
            ),
        ]
    )
    with pytest.raises(LookupError, match="suzhou-ah"):
        places.named("Suzhou")
    assert places["kunshan"].code("GB/T 2260") == "320583"
    assert places["kunshan"].code("GB/T 2260", dt.date(1985, 1, 1)) == "320523"


def test_19_a_retelling_makes_no_source_and_a_text_that_contradicts_itself_says_so() -> None:
    told = document("told", EN, "2022-11-20", retells="https://example.org/release")
    assert {fact.independent_sources for fact in facts(told)} == {0}
    twice = document(
        "twice", "Total investment exceeds 7 billion yuan. The total investment is 7 billion yuan.", "2024-03-23"
    )
    made = claims(twice)
    assert [(claim.value, claim.comparator) for claim in made] == [(7e9, ">"), (7e9, "=")]
    found = [fact for fact in reconcile(made, [twice]) if len(fact.claims) == 2]
    assert [kinds(fact) for fact in found] == [["comparator"]]
    assert len({claim_id(claim) for claim in made}) == 2
