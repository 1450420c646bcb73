import csv
import datetime as dt
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongqiao.cli import main
from hongqiao.errors import DuplicateId, ImpossibleEvent, UnreadableEvent
from hongqiao.match.meetings import (
    Cap,
    MeetingProblem,
    Request,
    calendar,
    check,
    exchanges,
    printable,
    read_dzn,
    read_event,
)
from hongqiao.match.meetings.exact import prove
from hongqiao.match.meetings.planning import confirmed, replan, schedule, without
from hongqiao.match.meetings.problem import breaks_of, fewest_breaks, require_possible
from hongqiao.match.meetings.search import search

DZN = """% three firms
nBusiness = 3; nMeetings = 3; nTables = 2;
nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 3,
|1, 3, 2,
|2, 3, 3|];
forbidden = [{0}, {}, 1..1];
fixed = [0, 4, 0];
precedences = [{}, {1}, {0, 1}];
"""

EVENT = """
[event]
name = "Two days"
tables = 2
interpreters = 1
[[sessions]]
name = "first day"
start = 2026-05-12T09:00:00
slots = 3
minutes = 20
[[sessions]]
name = "second day"
start = 2026-05-13T09:00:00
slots = 3
minutes = 20
[[participants]]
id = "a"
name = "Alpha, 甲"
languages = ["zh"]
[[participants]]
id = "b"
languages = ["de"]
forbidden = [1]
[[participants]]
id = "c"
languages = ["de", "zh"]
[[requests]]
id = "r1"
between = ["a", "b"]
[[requests]]
id = "r2"
between = ["a", "c"]
after = ["r1"]
[[requests]]
id = "r3"
between = ["b", "c"]
session = "first day"
"""


def problem(pairs, slots, tables, **changes):
    people = max(max(pair) for pair in pairs) + 1
    made = MeetingProblem(
        tuple(f"p{person}" for person in range(people)),
        tuple(Request(*pair) for pair in pairs),
        (0,) * slots,
        (Cap("tables", tables, frozenset(range(len(pairs)))),),
        (frozenset(),) * people,
    )
    return replace(made, **changes)


def test_a_dzn_text_is_read_whole():
    read = read_dzn(DZN)
    assert read.requests == (
        Request(0, 1),
        Request(0, 2, frozenset({3}), frozenset({0})),
        Request(1, 2, None, frozenset({0})),
    )
    assert read.forbidden == (frozenset(), frozenset(), frozenset({0}))
    assert read.caps == (Cap("tables", 2, frozenset({0, 1, 2})),)
    assert read.fairness == 2


def test_array2d_and_a_missing_last_semicolon_are_read_too():
    text = DZN.replace("[|1, 2, 3,\n|1, 3, 2,\n|2, 3, 3|]", "array2d(1..3, 1..3, [1,2,3,1,3,2,2,3,3])").rstrip()[:-1]
    assert read_dzn(text) == read_dzn(DZN)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("nMeetings = 3", "nMeetings = 4"), "`requested` has 3 rows"),
        (("|2, 3, 3|]", "|2, 9, 3|]"), "participant 9"),
        (("|2, 3, 3|]", "|2, 2, 3|]"), "with itself"),
        (("fixed = [0, 4, 0]", "fixed = [0, 4]"), "needs 3 entries"),
        (("nTables = 2;", "nTables = ;"), "line 2"),
        (("nTables = 2;", ""), "nTables"),
    ],
)
def test_a_faulty_dzn_text_is_refused_by_name(change, says):
    with pytest.raises(UnreadableEvent, match=says):
        read_dzn(DZN.replace(*change))


@pytest.mark.parametrize("name", ["tic-12", "tic-13", "tic-14crafa", "forumt-14crafd"])
def test_published_optima_are_reached_and_proved(shared_data, name):
    folder = shared_data / "match" / "b2bsp"
    with (folder / "published_jair2022.csv").open() as file:
        optimum = {row["instance"]: int(row["optimum_breaks_d2"]) for row in csv.DictReader(file)}[name]
    given_ = read_dzn((folder / "data_table03_origin" / f"{name}.original.dzn").read_text())
    made = schedule(given_, 60)
    assert (made.breaks, made.optimal, check(given_, made.slots).violations) == (optimum, True, ())


@pytest.mark.prove
def test_all_published_optima_are_reached(shared_data):
    folder = shared_data / "match" / "b2bsp"
    with (folder / "published_jair2022.csv").open() as file:
        published = {row["instance"]: int(row["optimum_breaks_d2"]) for row in csv.DictReader(file)}
    reached = {}
    for name in published:
        made = schedule(read_dzn((folder / "data_table03_origin" / f"{name}.original.dzn").read_text()), 120)
        reached[name] = made.breaks if made.optimal else None
    assert reached == published


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_search_and_proof_agree_on_small_events_with_every_constraint(seed):
    dice = random.Random(seed)  # noqa: S311 (draws test cases)
    people, slots = dice.randint(3, 5), dice.randint(4, 6)
    pairs = [(a, b) for a in range(people) for b in range(a) if dice.random() < 0.7] or [(1, 0)]
    requests = tuple(
        Request(
            a,
            b,
            frozenset({dice.randrange(slots)}) if dice.random() < 0.1 else None,
            frozenset({dice.randrange(number)}) if number and dice.random() < 0.2 else frozenset(),
        )
        for number, (a, b) in enumerate(pairs)
    )
    made = replace(
        problem([(a, b) for a, b in pairs] + [(people - 1, 0)], slots, 2),
        requests=requests,
        caps=(Cap("tables", 2, frozenset(range(len(pairs)))),),
        forbidden=tuple(frozenset({dice.randrange(slots)} if dice.random() < 0.3 else ()) for _ in range(people)),
        days=tuple(int(slot >= slots // 2) for slot in range(slots)) if dice.random() < 0.5 else (0,) * slots,
    )
    try:
        require_possible(made)
    except ImpossibleEvent:
        assert prove(made).slots is None
        return
    proof = prove(made)
    found = search(made, 0.3, enough=proof.breaks if proof.slots else 0)
    if proof.slots is None:
        assert found is None
    else:
        assert check(made, proof.slots).violations == ()
        assert check(made, proof.slots).breaks == proof.breaks >= fewest_breaks(made)
        if found is not None:
            assert check(made, found[1]).violations == ()
            assert found[0] >= proof.breaks


@given(st.lists(st.integers(0, 40), unique=True))
def test_the_compiled_count_of_breaks_agrees_with_the_plain_one(slots):
    assert exchanges.breaks_in.py_func(sum(1 << slot for slot in slots)) == breaks_of(slots, (0,) * 41)


def test_more_requests_than_slots_says_who_and_by_how_much():
    with pytest.raises(ImpossibleEvent, match="p0 has 3 requested meetings and 2 free slots: 1 too many"):
        schedule(problem([(0, 1), (0, 2), (0, 3)], 2, 3), 5)


def test_a_person_forbidden_everywhere_is_named():
    with pytest.raises(ImpossibleEvent, match="p0 is forbidden in every slot"):
        schedule(problem([(0, 1)], 2, 1, forbidden=(frozenset({0, 1}), frozenset())), 5)


def test_fewer_tables_than_fixed_meetings_is_explained():
    fixed = (Request(0, 1, frozenset({0})), Request(2, 3, frozenset({0})))
    with pytest.raises(ImpossibleEvent, match="slot 1 has 2 fixed meetings and 1 tables"):
        schedule(problem([(0, 1), (2, 3)], 3, 1, requests=fixed), 5)


def test_a_circle_of_precedences_is_named():
    circle = (Request(0, 1, None, frozenset({1})), Request(2, 3, None, frozenset({0})))
    with pytest.raises(ImpossibleEvent, match="in a circle: meeting 1, meeting 2"):
        schedule(problem([(0, 1), (2, 3)], 3, 1, requests=circle), 5)


def test_a_clash_that_only_a_proof_finds_is_said_to_be_impossible():
    with pytest.raises(ImpossibleEvent, match="proved"):  # three people, each with each, in two slots
        schedule(problem([(0, 1), (1, 2), (0, 2)], 2, 2), 20)


def test_the_checker_finds_every_kind_of_fault():
    made = problem(
        [(0, 1), (0, 2), (3, 4)],
        3,
        1,
        requests=(Request(0, 1, frozenset({1})), Request(0, 2), Request(3, 4, None, frozenset({0}))),
        forbidden=(frozenset(), frozenset(), frozenset({0}), frozenset(), frozenset()),
    )
    assert check(made, [0, 0, 0]).violations == (
        "meeting 1 lies in slot 1, outside its session or fixed slot",
        "meeting 2 lies in slot 1, forbidden to p2",
        "meeting 3 lies before meeting 1, which must precede it",
        "slot 1 holds 3 meetings for 1 tables",
        "p0 has meeting 1 and meeting 2 in slot 1",
    )


def test_after_a_cancellation_the_others_stay():
    dice = random.Random(3)  # noqa: S311 (draws a test case)
    pairs = dice.sample([(a, b) for a in range(20) for b in range(a)], 60)
    made = problem(pairs, 12, 8)
    first = schedule(made, 3)
    rest, kept = without(made, [7])
    again = replan(rest, [first.slots[number] for number in kept], 0.3)
    assert check(rest, again.slots).violations == ()
    assert len(again.moved) <= 1


def test_confirmed_meetings_stay_and_a_new_absence_moves_only_its_own():
    made = problem([(0, 1), (0, 2), (1, 2), (2, 3)], 6, 2)
    first = schedule(made, 3)
    absent = tuple(frozenset({first.slots[3]}) if person == 3 else frozenset() for person in range(4))
    held = confirmed(replace(made, forbidden=absent), first.slots, [0, 1])
    again = replan(held, first.slots, 0.3)
    assert again.slots[:2] == first.slots[:2]
    assert 3 in again.moved


def test_an_event_in_toml_becomes_agendas_and_calendars():
    event = read_event(EVENT)
    assert event.interpreted == frozenset({0})
    slots = [4, 5, 2]
    assert check(event.problem, slots).violations == ()
    assert printable(event, slots, "a") == (
        "Two days\nAlpha, 甲\n\n2026-05-13\n  09:20–09:40  table 1  b, with interpreter\n  09:40–10:00  table 1  c\n"
    )
    text = calendar(event, slots, "b", dt.datetime(2026, 5, 1, 8, 0, tzinfo=dt.UTC))
    assert "DTSTART:20260513T092000\r\n" in text
    assert "SUMMARY:Alpha\\, 甲\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (('id = "c"', 'id = "b"'), DuplicateId, "two participants have the id 'b'"),
        (('between = ["b", "c"]', 'between = ["b", "x"]'), UnreadableEvent, "'x', who is no participant"),
        (("tables = 2", "tabels = 2"), UnreadableEvent, "tabels"),
        (('after = ["r1"]', 'after = ["r9"]'), UnreadableEvent, "'r9', which is no request"),
        (('id = "c"', 'id = "c"\nmost = 1'), ImpossibleEvent, "c takes at most 1 meetings and has 2 requests"),
        (("2026-05-13T09:00:00", "2026-05-12T09:20:00"), UnreadableEvent, "overlap"),
    ],
)
def test_a_faulty_event_is_refused_by_name(change, error, says):
    with pytest.raises(error, match=says):
        read_event(EVENT.replace(*change))


def test_the_command_prints_the_contract_and_replans(tmp_path, capsys):
    path = tmp_path / "three.dzn"
    path.write_text(DZN)
    assert main(["schedule", str(path), "--json", "--seconds", "20"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {key: answer[key] for key in ("breaks", "bound", "optimal")} == {"breaks": 1, "bound": 1, "optimal": True}
    assert sorted(answer["slots"]) == ["1", "2", "3"]
    assert answer["slots"]["2"] == 4
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(answer))
    assert main(["schedule", str(path), "--json", "--previous", str(earlier), "--cancel", "1"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert sorted(again["slots"]) == ["2", "3"]


def test_the_command_refuses_a_file_that_is_not_there(capsys):
    assert main(["schedule", "nowhere.dzn"]) == 1
    assert "nowhere.dzn cannot be read" in capsys.readouterr().err
