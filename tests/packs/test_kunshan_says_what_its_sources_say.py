"""The seed case: its disagreements are carried, and nothing stands in it that no source says."""

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
    assert "产业的规模" in documents["release-2022-zh.md"]


def test_the_chinese_version_has_no_travel_times() -> None:
    documents = KUNSHAN.documents()
    assert "分钟" not in documents["release-2022-zh.md"]
    assert all(minutes in documents["release-2022-de.md"] for minutes in ("40 Minuten", "17 Minuten"))


def test_the_announced_projects_have_no_names_and_so_no_rows() -> None:
    assert KUNSHAN.things("project") == []
    week = next(event for event in KUNSHAN.things("event") if event["id"] == "kunshan-week-2022")
    assert week["announces"]["projects"]["exact"] == "20 Kooperationsprojekte"


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
