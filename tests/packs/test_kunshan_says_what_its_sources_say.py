"""The seed case: its disagreements are carried, and nothing stands in it that no source says."""

import json
import math
from itertools import pairwise
from statistics import median

from tests.packs.pack_folder import pack_folder

KUNSHAN = pack_folder("kunshan")


def variants(target_id: str) -> dict[str, str]:
    target = next(thing for thing in KUNSHAN.things("target") if thing["id"] == target_id)
    return {quote["document"]: quote["exact"] for quote in target["quotes"]}


def test_fifteen_is_a_floor_in_chinese_and_japanese_and_is_exceeded_elsewhere() -> None:
    assert variants("scenario-projects") == {
        "release-2022-de.md": "mehr als 15 Projekte",
        "release-2022-en.md": "more than 15 typical projects",
        "release-2022-zh.md": "15项以上",
        "release-2022-fr.md": "plus de 15 projets",
        "release-2022-ja.md": "15件以上",
        "release-2022-pt.md": "mais de 15 projetos",
        "follow-up-2022-zh.md": "15项以上",
    }


def test_the_hundred_billion_are_a_ceiling_in_three_languages_and_a_value_in_three() -> None:
    ceilings = {name for name, exact in variants("industry-scale").items() if exact.startswith(("bis", "up", "até"))}
    assert ceilings == {"release-2022-de.md", "release-2022-en.md", "release-2022-pt.md"}


def test_only_the_german_version_speaks_of_investment() -> None:
    documents = KUNSHAN.documents()
    assert "Investitionsumfang" in documents["release-2022-de.md"]
    assert "industry scale" in documents["release-2022-en.md"]
    assert "产业规模" in documents["release-2022-zh.md"]


def test_the_chinese_version_has_no_travel_times() -> None:
    documents = KUNSHAN.documents()
    assert "分钟" not in documents["release-2022-zh.md"]
    assert all(minutes in documents["release-2022-de.md"] for minutes in ("40 Minuten", "17 Minuten"))


def test_the_announced_projects_have_no_names_and_so_no_rows() -> None:
    assert KUNSHAN.things("project") == []
    week = next(event for event in KUNSHAN.things("event") if event["id"] == "kunshan-week-2022")
    said = [quote["exact"] for quote in week["announces"]["projects"]]
    assert said == ["20 Kooperationsprojekte", "20 cooperation projects", "20个"]


def test_the_plan_has_three_targets_and_one_of_them_is_nested_in_that_of_suzhou() -> None:
    plan = next(plan for plan in KUNSHAN.things("plan") if plan["id"] == "metaverse-plan")
    assert [(target["id"], target.get("parent")) for target in plan["target"]] == [
        ("floor-area", None),
        ("industry-scale", "suzhou-industry-scale"),
        ("scenario-projects", None),
    ]


def test_kunshan_has_borne_four_codes_one_after_the_other() -> None:
    codes = [row for row in KUNSHAN.rows("place_codes.csv") if row["place"] == "kunshan"]
    assert [(row["code"], row["valid_from"], row["valid_to"]) for row in codes] == [
        ("322726", "1980-12-31", "1983-12-30"),
        ("320523", "1983-12-31", "1989-12-30"),
        ("329012", "1989-12-31", "1995-12-30"),
        ("320583", "1995-12-31", ""),
    ]


def test_sectors_add_up_to_the_output_of_the_year() -> None:
    rows = KUNSHAN.rows("values.csv")
    output = {
        row["period"]: float(row["value"]) for row in rows if row["indicator"] == "gdp" and row["place"] == "kunshan"
    }
    assert output == {"2021": 474.806e9, "2022": 500.67e9, "2024": 538.017e9}
    assert round(3.118 + 246.274 + 225.414, 3) * 1e9 == output["2021"]
    assert round(30.81 + 2786.07 + 2563.29, 2) * 1e8 == output["2024"]


def test_the_timetable_has_the_trains_from_hongqiao_to_kunshan_south() -> None:
    services = {row["service"]: row["dates"] for row in KUNSHAN.rows("tables/rail_services.csv")}
    departs, arrives = {}, {}
    for row in KUNSHAN.rows("tables/rail_2016.csv"):
        if row["station"] == "AOH" and row["departure"]:
            departs[row["trip"]] = (int(row["stop_order"]), minutes(row["departure"]), row["service"])
        if row["station"] == "KNH" and row["arrival"]:
            arrives[row["trip"]] = (int(row["stop_order"]), minutes(row["arrival"]))
    rides = {
        trip: (arrives[trip][1] - departs[trip][1], departs[trip][2])
        for trip in departs.keys() & arrives.keys()
        if departs[trip][0] < arrives[trip][0]
    }
    everyday = sorted(ride for ride, _ in rides.values())
    tenth = [ride for ride, service in rides.values() if "/" in services[service] or "2016-03-10" in services[service]]
    assert (len(everyday), min(everyday), everyday.count(17), max(everyday), median(everyday)) == (86, 17, 39, 23, 19)
    assert (len(tenth), min(tenth), tenth.count(17), max(tenth), median(tenth)) == (64, 17, 22, 23, 19)


def test_the_census_gives_the_published_location_quotients_and_isomorphism() -> None:
    sections = [row["code"] for row in KUNSHAN.rows("tables/industries.csv")]
    rows = KUNSHAN.rows("tables/census_2020.csv")
    country = jobs(KUNSHAN.rows("tables/census_2020_country.csv")[0], sections)
    kunshan = jobs(next(row for row in rows if row["place"] == "kunshan"), sections)
    districts = [jobs(row, sections) for row in rows if row["city_code"] == "310000"]
    shanghai = [sum(column) for column in zip(*districts, strict=True)]
    assert (len(rows), len(districts), sum(country)) == (323, 16, 64_437_156)
    quotient = {
        code: round(own / sum(kunshan) / (all_ / sum(country)), 6)
        for code, own, all_ in zip(sections, kunshan, country, strict=True)
    }
    published = {"C": 2.766223, "I": 1.494462, "K": 1.631850, "J": 0.974750, "M": 1.286153, "A": 0.023486}
    assert {code: quotient[code] for code in published} == published
    product = sum(a * b for a, b in zip(kunshan, shanghai, strict=True))
    assert round(product / math.hypot(*kunshan) / math.hypot(*shanghai), 6) == 0.874390


def test_the_census_of_2010_has_the_same_sections_under_the_letters_of_today() -> None:
    sections = [row["code"] for row in KUNSHAN.rows("tables/industries.csv")]
    rows = KUNSHAN.rows("tables/census_2010.csv")
    kunshan = jobs(next(row for row in rows if row["place"] == "kunshan"), sections)
    districts = [jobs(row, sections) for row in rows if row["city_code"] == "310000"]
    shanghai = [sum(column) for column in zip(*districts, strict=True)]
    assert (len(rows), len(districts), sum(shanghai)) == (319, 18, 1_251_461)
    # trade was the second largest employer of the country's cities then as now, and stands under F
    assert (kunshan[sections.index("F")], kunshan[sections.index("G")], kunshan[sections.index("I")]) == (
        11524,
        3161,
        886,
    )
    product = sum(a * b for a, b in zip(kunshan, shanghai, strict=True))
    assert round(product / math.hypot(*kunshan) / math.hypot(*shanghai), 6) == 0.943712
    country = jobs(KUNSHAN.rows("tables/census_2010_country.csv")[0], sections)
    assert round(kunshan[2] / sum(kunshan) / (country[2] / sum(country)), 6) == 3.901821


def test_metro_line_11_runs_from_kunshan_to_disney_with_one_hop_unknown() -> None:
    main = [row for row in KUNSHAN.rows("tables/metro_line_11.csv") if row["branch"] == "main"]
    assert (main[0]["name_zh"], main[-1]["name_zh"], len(main)) == ("花桥", "迪士尼", 37)
    assert [row["name_zh"] for row in main[:-1] if not row["minutes_to_next"]] == ["上海赛车场"]


def test_the_map_is_small_and_its_places_are_where_the_table_has_them() -> None:
    path = KUNSHAN.folder / "map.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert path.stat().st_size <= 250_000
    assert {kind: kinds.count(kind) for kind in kinds} == {"prefecture": 40, "district": 16, "county-city": 1}
    table = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in KUNSHAN.rows("places.csv") if row["lat"]}
    outside = [
        feature["properties"]["place"]
        for feature in features
        if (point := table.get(feature["properties"]["place"]))
        and sum(inside(point, ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon) % 2 == 0
    ]
    # Wuxi lies on both sides of a lake: its centre of area is not in it.
    assert outside == ["wuxi"]
    known = {row["code"]: row["place"] for row in KUNSHAN.rows("place_codes.csv")}
    named = [(feature["properties"]["code"], feature["properties"]["place"]) for feature in features]
    assert [pair for pair in named if known.get(pair[0], pair[1]) != pair[1]] == []


def minutes(clock: str) -> int:
    hours, _, rest = clock.partition(":")
    return 60 * int(hours) + int(rest)


def jobs(row: dict[str, str], sections: list[str]) -> list[int]:
    return [int(row[code]) for code in sections]


def inside(point: tuple[float, float], ring: list[list[float]]) -> bool:
    """Whether a ray from the point to the east crosses the ring an odd number of times."""
    x, y = point
    crossings = 0
    for (x0, y0), (x1, y1) in pairwise(ring):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossings += 1
    return crossings % 2 == 1
