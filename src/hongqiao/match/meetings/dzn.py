"""Events in the MiniZinc data format of the Business-to-Business Meeting Scheduling problem.

Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint Solving Approaches to the
Business-to-Business Meeting Scheduling Problem. JAIR 74 (2022) 263-301. Meetings are numbered from 1 in file
order; a session of 1 is the morning, 2 the afternoon, 3 either; 0 in `fixed`, `forbidden` and `precedences` says
"none". `precedences` lists, for each meeting, those that must come before it.
"""

import re
from typing import NoReturn

from hongqiao.errors import UnreadableEvent
from hongqiao.match.meetings.problem import Cap, MeetingProblem, Request

type _Value = int | bool | list[_Value] | frozenset[int]
_TOKEN = re.compile(
    r"\s+|%[^\n]*|/\*.*?\*/|(?P<symbol>\[\||\|\]|\.\.|-?\d+|[A-Za-z_]\w*|\"[^\"]*\"|[=;,|\[\]{}():]|::)", re.DOTALL
)
_MORNING, _AFTERNOON, _EITHER = 1, 2, 3


def read(text: str, fairness: int | None = 2) -> MeetingProblem:
    """The meeting problem that a .dzn text states.

    Raises UnreadableEvent, naming the line, where the text is not the format, lacks a part, or its parts disagree.
    """
    items = _Parser(text).items()
    count = {name: _integer(items, name) for name in ("nBusiness", "nMeetings", "nTables", "nTotalSlots")}
    people, meetings, slots = count["nBusiness"], count["nMeetings"], count["nTotalSlots"]
    morning = _integer(items, "nMorningSlots") if "nMorningSlots" in items else slots
    requested = _rows(items, meetings)
    forbidden = _sets(items, "forbidden", people, slots)
    precedences = _sets(items, "precedences", meetings, meetings)
    fixed = _list(items, "fixed", meetings)
    sessions = {
        _MORNING: frozenset(range(morning)),
        _AFTERNOON: frozenset(range(morning, slots)),
        _EITHER: None,
    }
    requests = []
    for number, (first, second, session) in enumerate(requested):
        for person in (first, second):
            if not 1 <= person <= people:
                raise UnreadableEvent(f"meeting {number + 1} names participant {person}, there are 1 to {people}")
        if first == second:
            raise UnreadableEvent(f"meeting {number + 1} is of participant {first} with itself")
        if session not in sessions:
            raise UnreadableEvent(f"meeting {number + 1} is in session {session}; 1 morning, 2 afternoon, 3 either")
        allowed = sessions[session]
        if fixed[number]:
            allowed = frozenset({fixed[number] - 1}) & (allowed if allowed is not None else frozenset(range(slots)))
        requests.append(Request(first - 1, second - 1, allowed, precedences[number]))
    return MeetingProblem(
        tuple(f"participant {number}" for number in range(1, people + 1)),
        tuple(requests),
        (0,) * slots,
        (Cap("tables", count["nTables"], frozenset(range(meetings))),),
        tuple(forbidden),
        fairness,
    )


class _Parser:
    def __init__(self, text: str) -> None:
        self.symbols: list[tuple[str, int]] = []
        at, line = 0, 1
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise UnreadableEvent(f"line {line}: {text[at : at + 12]!r} is no part of a .dzn file")
            if match["symbol"]:
                self.symbols.append((match["symbol"], line))
            line += match.group().count("\n")
            at = match.end()
        self.at = 0

    def items(self) -> dict[str, _Value]:
        found: dict[str, _Value] = {}
        while self.at < len(self.symbols):
            name = self._take()
            self._expect("=")
            found[name] = self._value()
            if self.at < len(self.symbols):  # the last semicolon may be missing
                self._expect(";")
        return found

    def _value(self) -> _Value:
        symbol = self._take()
        match symbol:
            case "[|":
                return self._table()
            case "[":
                return self._sequence("]")
            case "{":
                members = self._sequence("}")
                return frozenset(item for item in members if isinstance(item, int))
            case "true" | "false":
                return symbol == "true"
        if re.fullmatch(r"array[123]d", symbol):
            self._expect("(")
            parts = self._sequence(")")
            last = parts[-1]
            sizes = [len(part) for part in parts[:-1] if isinstance(part, frozenset | list)]
            if isinstance(last, list) and symbol == "array2d" and len(sizes) == 2:
                return [list(last[row * sizes[1] : (row + 1) * sizes[1]]) for row in range(sizes[0])]
            return last
        if not re.fullmatch(r"-?\d+", symbol):
            self.at -= 1
            self._complain(f"{symbol!r} is no number, list or set")
        if self._peek() == "..":
            self._take()
            return frozenset(range(int(symbol), int(self._take()) + 1))
        return int(symbol)

    def _sequence(self, end: str) -> list[_Value]:
        found: list[_Value] = []
        while self._peek() != end:
            found.append(self._value())
            if self._peek() == ",":
                self._take()
            elif self._peek() != end:
                self._complain(f"a comma or {end!r} was expected, got {self._peek()!r}")
        self._take()
        return found

    def _table(self) -> list[_Value]:
        rows: list[_Value] = []
        row: list[_Value] = []
        while True:
            symbol = self._peek()
            if symbol in {"|", "|]"}:
                self._take()
                if row:
                    rows.append(row)
                    row = []
                if symbol == "|]":
                    return rows
            else:
                row.append(self._value())
                if self._peek() == ",":
                    self._take()

    def _peek(self) -> str:
        return self.symbols[self.at][0] if self.at < len(self.symbols) else ""

    def _take(self) -> str:
        if self.at >= len(self.symbols):
            raise UnreadableEvent("the .dzn text ends in the middle of a value")
        self.at += 1
        return self.symbols[self.at - 1][0]

    def _expect(self, wanted: str) -> None:
        got = self._take()
        if got != wanted:
            self.at -= 1
            self._complain(f"{wanted!r} was expected, got {got!r}")

    def _complain(self, what: str) -> NoReturn:
        line = self.symbols[min(self.at, len(self.symbols) - 1)][1]
        raise UnreadableEvent(f"line {line}: {what}")


def _integer(items: dict[str, _Value], name: str) -> int:
    value = items.get(name)
    if not isinstance(value, int) or value < 0:
        raise UnreadableEvent(f"the .dzn text needs a number {name}, got {value!r}")
    return value


def _list(items: dict[str, _Value], name: str, length: int) -> list[int]:
    value = items.get(name)
    if value is None:
        return [0] * length
    if not isinstance(value, list) or len(value) != length:
        got = len(value) if isinstance(value, list) else value
        raise UnreadableEvent(f"{name} needs {length} entries, got {got}")
    return [int(item) if isinstance(item, int) else 0 for item in value]


def _rows(items: dict[str, _Value], meetings: int) -> list[tuple[int, int, int]]:
    value = items.get("requested")
    if not isinstance(value, list):
        raise UnreadableEvent("the .dzn text needs the table `requested` of participant, participant, session")
    if len(value) != meetings:
        raise UnreadableEvent(f"nMeetings is {meetings} but `requested` has {len(value)} rows")
    rows = []
    for number, row in enumerate(value, 1):
        numbers = [item for item in row if isinstance(item, int)] if isinstance(row, list) else []
        if len(numbers) not in {2, 3}:
            raise UnreadableEvent(f"row {number} of `requested` needs two participants and a session, got {row!r}")
        rows.append((numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else _EITHER))
    return rows


def _sets(items: dict[str, _Value], name: str, length: int, highest: int) -> list[frozenset[int]]:
    value = items.get(name)
    if value is None:
        return [frozenset()] * length
    if not isinstance(value, list) or len(value) != length:
        got = len(value) if isinstance(value, list) else value
        raise UnreadableEvent(f"{name} needs {length} sets, got {got}")
    found = []
    for number, entry in enumerate(value, 1):
        members = entry if isinstance(entry, frozenset | list) else [entry]
        numbers = [item for item in members if isinstance(item, int)]
        if beyond := [item for item in numbers if not 0 <= item <= highest]:
            raise UnreadableEvent(f"entry {number} of {name} names {beyond}, there are 1 to {highest}")
        found.append(frozenset(item - 1 for item in numbers if item > 0))
    return found
