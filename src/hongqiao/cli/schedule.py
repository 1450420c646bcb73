"""``hongqiao schedule EVENT.toml|FILE.dzn``: who meets whom, when and where, with as few breaks as can be."""

import argparse
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

from hongqiao.errors import UnreadableEvent
from hongqiao.match.meetings import Event, MeetingProblem, calendar, printable, read_dzn, read_event, seats
from hongqiao.match.meetings.planning import Schedule, confirmed, replan, schedule, without


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("event", type=Path, help="an event as TOML, or a B2BSP instance as .dzn")
    parser.add_argument("--seconds", type=float, default=120.0, metavar="S", help="time at most (default 120)")
    parser.add_argument(
        "--fairness", type=int, metavar="D", help="breaks that one may have more than another (default 2)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--previous", type=Path, metavar="FILE", help="an earlier schedule (JSON) to stay near")
    parser.add_argument("--cancel", nargs="+", default=[], metavar="ID", help="meetings that will not take place")
    parser.add_argument("--lock", nargs="+", default=[], metavar="ID", help="meetings of --previous that must not move")
    parser.add_argument("--agendas", type=Path, metavar="FOLDER", help="write each participant's agenda, .txt and .ics")
    parser.add_argument("--seed", type=int, default=1, help="start of the search (default 1)")


def run(args: argparse.Namespace) -> int:
    """Make, or re-plan, and print."""
    event, problem = _read(args.event)
    if args.fairness is not None:
        problem = replace(problem, fairness=args.fairness)
    if args.seconds <= 0:
        raise UnreadableEvent(f"--seconds needs a positive time, got {args.seconds:g}")
    ids = list(event.ids) if event is not None else [str(number + 1) for number in range(len(problem.requests))]
    cancelled = _numbers(args.cancel, ids, "--cancel")
    kept = list(range(len(ids)))
    if args.previous:
        earlier = _previous(args.previous, ids)
        locked = _numbers(args.lock, ids, "--lock")
        if missing := [ids[number] for number in locked if earlier[number] < 0]:
            raise UnreadableEvent(f"--lock names {missing[0]!r}, which the earlier schedule does not hold")
        problem = confirmed(problem, earlier, locked)
        problem, kept = without(problem, cancelled)
        plan = replan(problem, [earlier[number] for number in kept], min(args.seconds, 1.5), seed=args.seed)
    else:
        if cancelled:
            problem, kept = without(problem, cancelled)
        plan = schedule(problem, args.seconds, seed=args.seed)
    if event is not None:
        event = replace(
            event,
            problem=problem,
            ids=tuple(ids[number] for number in kept),
            interpreted=frozenset(new for new, old in enumerate(kept) if old in event.interpreted),
        )
    if args.agendas and event is not None:
        _write_agendas(args.agendas, event, plan)
    if args.json:
        print(json.dumps(_as_json(event, plan, kept, ids), ensure_ascii=False))
    else:
        _print(event, plan, kept, ids)
    return 0


def _read(path: Path) -> tuple[Event | None, MeetingProblem]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableEvent(f"{path} cannot be read: {error}") from error
    if path.suffix == ".dzn":
        return None, read_dzn(text)
    event = read_event(text)
    return event, event.problem


def _numbers(given: list[str], ids: list[str], option: str) -> list[int]:
    if unknown := [item for item in given if item not in ids]:
        raise UnreadableEvent(f"{option} names {unknown[0]!r}, which is no meeting of this event")
    return [ids.index(item) for item in given]


def _previous(path: Path, ids: list[str]) -> list[int]:
    try:
        slots = json.loads(path.read_text(encoding="utf-8"))["slots"]
        return [int(slots[str(number)]) - 1 if str(number) in slots else -1 for number in range(1, len(ids) + 1)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableEvent(f"{path} is no schedule that `hongqiao schedule --json` printed: {error!r}") from error


def _as_json(event: Event | None, plan: Schedule, kept: list[int], ids: list[str]) -> dict[str, object]:
    answer: dict[str, object] = {
        "breaks": plan.breaks,
        "bound": plan.bound,
        "optimal": plan.optimal,
        "slots": {str(old + 1): slot + 1 for old, slot in zip(kept, plan.slots, strict=True)},
    }
    if plan.moved:
        answer["moved"] = [ids[kept[number]] for number in plan.moved]
    if event is not None:
        answer["meetings"] = [
            {
                "id": seat.request,
                "start": seat.start.isoformat(),
                "end": seat.end.isoformat(),
                "table": seat.table,
                "between": [seat.first, seat.second],
                "interpreter": seat.interpreted,
                "why": [reason.says for reason in seat.why],
            }
            for seat in seats(event, plan.slots)
        ]
    return answer


def _print(event: Event | None, plan: Schedule, kept: list[int], ids: list[str]) -> None:
    proof = "no schedule has fewer" if plan.optimal else f"no schedule has fewer than {plan.bound}"
    print(f"{len(plan.slots)} meetings, {plan.breaks} breaks ({proof}); every rule checked")
    if plan.moved:
        print("moved: " + ", ".join(ids[kept[number]] for number in plan.moved))
    if event is None:
        for old, slot in zip(kept, plan.slots, strict=True):
            print(f"meeting {old + 1}: slot {slot + 1}")
        return
    for seat in seats(event, plan.slots):
        note = ", interpreter" if seat.interpreted else ""
        print(f"{seat.start:%Y-%m-%d %H:%M}  table {seat.table}  {seat.first} – {seat.second}{note}")


def _write_agendas(folder: Path, event: Event, plan: Schedule) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC)
    for number, person in enumerate(event.participants, 1):
        # numbered, since an id may hold what a file name cannot
        (folder / f"{number:03d}.txt").write_text(printable(event, plan.slots, person.id), encoding="utf-8")
        (folder / f"{number:03d}.ics").write_text(
            calendar(event, plan.slots, person.id, stamp), encoding="utf-8", newline=""
        )
