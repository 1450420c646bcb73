"""A place as a firm looks at it, two places side by side, industries as objects, messages that can be taken back."""

import datetime as dt

import pytest

from hongqiao.errors import BadMessage, NotAllowed, UnknownRow
from hongqiao.record import actions, industry_queries, models, place_comparison, place_profile
from hongqiao.record.actions.messages import MOST_AN_HOUR
from hongqiao.record.pack.finding import find
from hongqiao.record.roles import LOCAL, Actor, Role

TODAY = dt.date(2026, 1, 15)
PUBLIC = Actor("public", Role.PUBLIC)


@pytest.fixture
def delta(db):
    return actions.load_pack(LOCAL, find("kunshan")).programmes[0]


def test_a_place_shows_what_it_is_strong_in_and_how_that_moved(delta):
    found = place_profile.place_profile("kunshan", TODAY)
    first = found.industries[0]
    assert (first.code, round(first.quotient.value, 3), round(first.before.value, 3)) == ("C", 2.766, 3.902)
    assert (round(first.share.value, 1), first.share.unit) == (48.2, "%")
    assert (found.year, found.year_before) == ("2020", "2010")
    # a share of less than one job in a hundred comes last, however special
    assert all(line.share.value >= 1 for line in found.industries)


def test_measures_of_the_place_and_of_those_above_it_are_open_from_their_day_on(delta):
    later = place_profile.place_profile("kunshan", TODAY)
    assert [measure.id for measure in later.measures] == ["cluster-support", "suzhou-platform-grants"]
    assert all(measure.quotes for measure in later.measures)
    assert place_profile.place_profile("kunshan", dt.date(2021, 1, 1)).measures == ()


def test_what_no_source_names_is_an_empty_part_and_not_a_made_up_one(delta):
    found = place_profile.place_profile("kunshan", TODAY)
    assert (found.parks, found.projects) == ((), ())
    assert [target for target, _ in found.floor_targets] == ["floor-area"]
    assert [place for place, _ in found.beside] == ["shanghai"]
    assert place_profile.place_profile("nowhere", TODAY) is None


def test_two_places_stand_side_by_side_with_their_gaps(delta):
    found = place_comparison.compare("kunshan", "shanghai", TODAY)
    sides = {side.indicator: side for field in found.fields for side in field.sides}
    assert (sides["population"].first.value, sides["population"].second.value) == (2_092_496, 24_870_895)
    assert sides["gdp"].second is None
    assert "communiques" in sides["gdp"].would_fill["en"]
    # a value of the station town is not the city's own
    assert "metro-passengers" not in sides
    pair = {cell.indicator.id: cell for field in found.fields for cell in field.pair}
    assert round(pair["industrial-isomorphism"].latest.figure.value, 6) == 0.874390
    industries = {line.code: line for line in found.industries}
    assert len(industries) == 20
    assert industries["J"].second.quotient.value > industries["J"].first.quotient.value


def test_turned_round_the_pair_says_the_same(delta):
    one, other = (place_comparison.compare(*pair, TODAY) for pair in (("kunshan", "shanghai"), ("shanghai", "kunshan")))

    def alike(found):
        return next(cell for field in found.fields for cell in field.pair if cell.indicator.id == "science-parity")

    assert alike(one).latest.figure.value == alike(other).latest.figure.value


def test_an_earlier_day_knows_the_earlier_census_alone(delta):
    found = place_comparison.compare("kunshan", "shanghai", dt.date(2015, 1, 1))
    assert found.year == "2010"
    sides = {side.indicator: side for field in found.fields for side in field.sides}
    assert sides["population"].first.value == 1_644_860
    assert "gdp" not in sides


@pytest.mark.parametrize("pair", [("kunshan", "kunshan"), ("kunshan", "nowhere")])
def test_a_place_cannot_stand_beside_itself_or_nothing(delta, pair):
    assert place_comparison.compare(*pair, TODAY) is None


def test_an_industry_has_its_codes_its_sets_and_its_places(delta):
    found = industry_queries.industry("I")
    codes = {(line.scheme, line.code) for line in found.codes}
    assert codes == {("GB/T 4754-2017", "I"), ("GB/T 4754-2002", "G"), ("ISIC Rev.4", "J"), ("NACE Rev.2", "J")}
    (metaverse,) = found.sets
    assert [division for division, _ in metaverse.divisions] == ["63", "64", "65"]
    assert "No official list exists" in metaverse.basis.why
    assert found.places[0].place == "shanghai"
    assert [line.quotient.value for line in found.places] == sorted(
        (line.quotient.value for line in found.places), reverse=True
    )
    assert industry_queries.industry("X") is None


def test_a_message_is_kept_read_by_editors_and_taken_back_for_good(delta):
    words = {"name": "Ada", "reply_to": "ada@example.org", "text": "Two hectares, please.\n昆山"}
    kept = actions.send_message(PUBLIC, "kunshan", **words)
    (read,) = actions.messages_to(LOCAL, "kunshan")
    assert (read.id, read.name, read.text) == (kept, "Ada", words["text"])
    with pytest.raises(NotAllowed):
        actions.messages_to(PUBLIC, "kunshan")
    revisions = models.Revision.objects.filter(table="message", row=kept)
    assert "Ada" not in str(list(revisions.values_list("after", flat=True)))
    assert actions.take_back_message(PUBLIC, kept) == "kunshan"
    assert actions.message_of(kept) is None
    assert not models.Message.objects.exists()
    with pytest.raises(UnknownRow):
        actions.take_back_message(PUBLIC, kept)


def test_a_message_without_a_part_too_long_or_one_too_many_is_refused(delta):
    good = {"name": "Ada", "reply_to": "ada@example.org", "text": "Hello"}
    with pytest.raises(BadMessage, match="reply_to"):
        actions.send_message(PUBLIC, "kunshan", **good | {"reply_to": "  "})
    with pytest.raises(BadMessage, match=r"text \(5001 of 5000\)"):
        actions.send_message(PUBLIC, "kunshan", **good | {"text": "x" * 5001})
    with pytest.raises(UnknownRow, match="nowhere"):
        actions.send_message(PUBLIC, "nowhere", **good)
    for _ in range(MOST_AN_HOUR):
        actions.send_message(PUBLIC, "kunshan", **good)
    with pytest.raises(BadMessage, match="within the hour"):
        actions.send_message(PUBLIC, "kunshan", **good)
