from collections.abc import Callable
from pathlib import Path

import pytest

from hongqiao.errors import BadPack, UnknownPack
from hongqiao.ground.basis import Column
from hongqiao.record import actions, models, storing, verifying
from hongqiao.record.roles import LOCAL


def test_a_pack_brings_plan_targets_events_and_what_to_watch(towns: str) -> None:
    assert sorted(models.CurrentFact.objects.values_list("fact_id", "claims", "documents", "languages")) == [
        ("bridge-count", 2, 2, ["de", "en"]),
        ("park", 2, 2, ["de", "en"]),
        ("people", 2, 2, ["de", "en"]),
        ("signing-announced", 1, 1, ["en"]),
        ("train", 1, 1, ["en"]),
    ]
    assert list(models.CurrentProject.objects.values_list("project_id", "stage")) == [("east-bridge", "signed")]


def test_translations_that_differ_are_conflicts_and_what_one_leaves_out_is_said(towns: str) -> None:
    found = {
        row.fact_id: [(item["kind"], item.get("language", "")) for item in row.conflicts]
        for row in models.CurrentFact.objects.exclude(conflict_count=0)
    }
    assert found == {"bridge-count": [("comparator", "")], "train": [("missing", "de")]}


def test_a_value_rests_on_its_row_of_the_table(towns: str) -> None:
    row = models.Figure.objects.get(indicator="minutes")
    figure = storing.ground_figures([row])[0]
    dataset = models.DataSet.objects.get(name="values.csv")
    assert figure.roots() == [Column(dataset.hash, "value", "minutes|ald|2025|Timetable")]
    assert (figure.value, figure.unit, row.notes["source_url"]) == (19.5, "min", "https://example.org/t")


def test_a_corrected_value_supersedes_the_old_one(towns: str, make_pack: Callable[..., Path]) -> None:
    old = models.Figure.objects.get(indicator="minutes")
    actions.load_pack(LOCAL, make_pack({"values.csv": ("19.5", "18.5")}))
    new = models.Figure.objects.get(indicator="minutes", corrections=None)
    assert (new.value, new.supersedes_id, verifying.verify().sound) == (18.5, old.id, True)


def test_a_name_can_change_and_its_former_state_stays(towns: str, make_pack: Callable[..., Path]) -> None:
    actions.load_pack(LOCAL, make_pack({"pack.toml": ("East bridge", "Great east bridge")}))
    states = models.Revision.objects.filter(table="project", row="east-bridge").order_by("position")
    assert [row.after["names"]["en"] for row in states] == ["East bridge", "Great east bridge"]
    assert models.Project.objects.get().names == {"en": "Great east bridge"}


def test_a_reworded_document_takes_the_place_of_the_old_one(towns: str, make_pack: Callable[..., Path]) -> None:
    actions.load_pack(LOCAL, make_pack({"documents/signing-en.md": ("has 90,000", "now has 90,000")}))
    row = models.CurrentFact.objects.get(fact="people")
    assert (row.claims, row.documents, models.Document.objects.count()) == (2, 2, 3)


BROKEN = {
    "a place that is not there": ({"institutions.csv": (",ald,", ",nowhere,")}, r"institutions.csv, row 2, column place: got 'nowhere'"),
    "a parent that is not there": ({"places.csv": ("ald,town,land", "ald,town,sea")}, r"places.csv, row 3, column parent: got 'sea'"),
    "a place within itself": ({"places.csv": ("land,country,,", "land,country,ald,")}, r"places.csv, row 2, column parent: got 'ald'.*in itself"),
    "a place twice": ({"places.csv": ("bern,town", "ald,town")}, r"places.csv, row 4, column id: got 'ald', which row 3"),
    "a latitude in words": ({"places.csv": ("50.1", "north")}, r"places.csv, row 3, column lat: got 'north'"),
    "a latitude off the globe": ({"places.csv": ("50.1", "150.1")}, r"places.csv, row 3, column lat: got '150.1'"),
    "a code that ends before it begins": ({"place_codes.csv": ("1990,2011-05-31", "2012,2011-05-31")}, r"place_codes.csv, row 2, column valid_to"),
    "a value in words": ({"values.csv": ("=,3,", "=,three,")}, r"values.csv, row 2, column value: got 'three'"),
    "a unit that nobody knows": ({"values.csv": ("19.5,min", "19.5,blinks")}, r"values.csv, row 3, column unit: got 'blinks'"),
    "a period that is none": ({"values.csv": ("ald,2025,=,3", "ald,soon,=,3")}, r"values.csv, row 2, column period: got 'soon'"),
    "a value without a source": ({"values.csv": ("Yearbook", "")}, r"values.csv, row 2, column source_title.*without a basis"),
    "an indicator that is not there": ({"values.csv": ("minutes,ald", "speed,ald")}, r"values.csv, row 3, column indicator: got 'speed'"),
    "a row too long": ({"values.csv": ("Yearbook,", "Yearbook, of 2025,")}, r"values.csv, row 2: got 11 cells, 10 would be right"),
    "a quote that is never closed": ({"values.csv": ("Yearbook", '"Yearbook')}, r"values.csv, row \d"),
    "a column too few": ({"values.csv": ("indicator,place", "indicator,spot")}, r"values.csv, row 1: the columns place are missing"),
    "words that do not stand there": ({"pack.toml": ("more than 15 bridges", "more than 16 bridges")}, r"target bridge-count: the words 'more than 16 bridges' do not stand in signing-en.md"),
    "words that stand there twice": ({"documents/signing-en.md": ("The train takes 17 minutes.", "The train takes 17 minutes. 17 minutes it takes.")}, r"watch train: .* stand 2 times"),
    "a document that is not there": ({"pack.toml": ('document = "signing-de.md"', 'document = "lost.md"')}, r"'lost.md', which does not lie in documents/"),
    "a plan within itself": ({"pack.toml": ('id = "bridges-plan"\n', 'id = "bridges-plan"\nparent = "bridges-plan"\n')}, r"plan bridges-plan: it would be part of itself"),
    "a target within itself": ({"pack.toml": ('id = "bridge-count"\n', 'id = "bridge-count"\nparent = "bridge-count"\n')}, r"target bridge-count: it would be part of itself"),
    "a deadline before its start": ({"pack.toml": ('deadline = "2030"', 'deadline = "2020"')}, r"target bridge-count: its deadline 2020 lies before its plan's start"),
    "a clause that is not there": ({"pack.toml": ('clause = "bridges"', 'clause = "tunnels"')}, r"clause is 'tunnels', which is no clause"),
    "a stage that is none": ({"pack.toml": ('stage = "signed"', 'stage = "dreamt"')}, r"project east-bridge: stage is 'dreamt'; one of lead,"),
    "an id twice": ({"pack.toml": ('id = "park"', 'id = "train"')}, r"watch train: the id stands twice"),
    "no TOML": ({"pack.toml": ("id =", "id")}, r"pack.toml: "),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_pack_is_refused_by_name_and_nothing_changes(
    db: None, make_pack: Callable[..., Path], changed: dict[str, tuple[str, str]], message: str
) -> None:
    with pytest.raises(BadPack, match=message):
        actions.load_pack(LOCAL, make_pack(changed))
    assert (models.LedgerEntry.objects.count(), models.Place.objects.count(), models.Document.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_table_in_another_encoding_is_refused_with_the_row(db: None, make_pack: Callable[..., Path]) -> None:
    folder = make_pack()
    (folder / "places.csv").write_bytes(b"id,kind,parent,name_en\nald,town,,\xc4ld\n")
    with pytest.raises(BadPack, match=r"places.csv, row 2: byte 0xc4 is no UTF-8"):
        actions.load_pack(LOCAL, folder)


def test_a_pack_cannot_take_over_the_programme_of_another(towns: str, make_pack: Callable[..., Path]) -> None:
    other = make_pack({"pack.toml": ('id = "two-towns"', 'id = "other"')}, name="other")
    with pytest.raises(BadPack, match="came with the pack 'two-towns'"):
        actions.load_pack(LOCAL, other)
    assert models.LedgerEntry.objects.count() == 1


def test_a_name_that_is_neither_pack_nor_folder_is_refused_with_the_list(db: None, tmp_path: Path) -> None:
    with pytest.raises(UnknownPack, match="kunshan"):
        actions.load_pack(LOCAL, "nowhere")
    with pytest.raises(UnknownPack, match=r"holds no pack.toml"):
        actions.load_pack(LOCAL, tmp_path)


@pytest.mark.parametrize("name", ["kunshan", "pomerania", "demo"])
def test_the_packs_of_the_house_load_and_every_quote_is_read(db: None, name: str) -> None:
    loaded = actions.load_pack(LOCAL, name)
    assert loaded.unread == ()
    assert actions.load_pack(LOCAL, name).changed == 0
    assert verifying.verify().sound
