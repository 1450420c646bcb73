"""The columns of the exchange format: how a cell becomes a value of the record, and a value a cell.

A cell is text in CSV, text or a number in XLSX, and a plain JSON value in JSON: each kind reads all three.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hongqiao.errors import BadPeriod, DeadlineBeforeStart, HongqiaoError, UnitMismatch
from hongqiao.ground import unit as units
from hongqiao.ground.period import Period

LANGUAGES = ("en", "de", "zh")
_ID = re.compile(r"[^\s/\\?#%<>\"'=+@\-,|.][^\s/\\?#%<>\"'|]*")
_ID_LENGTH = 120
_FORMULA = frozenset("=+-@\t\r")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?")

type Cell = str | int | float | bool | Sequence[Any] | Mapping[str, Any] | None


class Wrong(Exception):
    """A cell that cannot be read: what would be right, and the error that this is by name."""

    def __init__(self, right: str, error: type[HongqiaoError] | None = None) -> None:
        super().__init__(right)
        self.right, self.error = right, error.__name__ if error else "BadValue"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name in the format, the attribute that it fills, and what may stand in it."""

    name: str
    attribute: str
    kind: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    to: str = ""
    length: int | None = None
    key: str = ""

    @property
    def right(self) -> str:
        """What would be right in a cell, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)} would be right"
        if self.kind == "reference":
            return f"the id of a row of {self.to}, in the record or in this file, would be right"
        return f"{_RIGHT[self.kind]} would be right"


_RIGHT = {
    "id": "a short lasting id without spaces or slashes, such as KS-2022-001,",
    "text": "a text",
    "words": "a text",
    "number": "a number such as 12.5",
    "whole": "a whole number such as 3",
    "yes": "true or false",
    "day": "a day such as 2025-12-31",
    "moment": "a moment such as 2025-12-31T08:00:00+00:00",
    "period": "a period such as 2022, 2022-11, 2022-Q4 or 2022/2025",
    "unit": "a unit such as count, min, % or CNY",
    "name": "a name",
    "others": 'names in further languages as JSON, such as {"pl": "Szczecin"},',
    "list": "texts between bars, such as a|b,",
    "json": "JSON",
    "reference": "an id",
    "basis": "a basis as the export writes it, or nothing: then the number rests on this very table,",
    "quote document": "the id of a document",
    "quote start": "a whole number: where in the document's text the quote begins",
    "quote end": "a whole number: where in the document's text the quote ends",
    "quote exact": "words that stand in the document",
}


def neutral(text: str) -> str:
    """Text for a cell of a spreadsheet: what would be computed gets a mark that keeps it text.

    >>> neutral("=cmd|' /C calc'!A0"), neutral("-5"), neutral("- see below")
    ("'=cmd|' /C calc'!A0", '-5', "'- see below")
    """
    return f"'{text}" if is_formula(text) or (text[:1] == "'" and is_formula(text[1:])) else text


def plain(text: str) -> str:
    """Text as it was before `neutral`.

    >>> plain("'=1+1"), plain("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and (is_formula(text[1:]) or text[1:2] == "'") else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute a text; numbers with a sign are numbers."""
    return (text[:1] in _FORMULA and not _NUMBER.fullmatch(text.strip()) and len(text) > 1) or text[:1] in {"\t", "\r"}


def read(column: Column, cell: Cell) -> Any:
    """The value of a cell that is not empty; raises Wrong."""
    if not storable(cell):
        raise Wrong("a text without NUL and without halves of characters would be right")
    value = _READ[column.kind](column, cell)
    if column.choices and value not in column.choices:
        raise Wrong(column.right)
    if column.length is not None and isinstance(value, str) and len(value) > column.length:
        raise Wrong(f"at most {column.length} characters would be right, these are {len(value)}")
    return value


def storable(cell: Cell) -> bool:
    r"""Whether both databases can hold a text: no NUL, no half of a pair of surrogates.

    >>> storable("昆山"), storable("a\0"), storable(["\ud800"])
    (True, False, False)
    """
    if isinstance(cell, int | float):
        return True
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    return "\0" not in text and "\\u0000" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def shown(cell: object) -> str:
    """What was got, as a report can hold it."""
    text = "" if cell is None else str(cell)[:300]
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in text
    )


def empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def _text(column: Column, cell: Cell) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case str():
            return cell if column.kind in {"words", "quote exact"} else cell.strip()
        case int() | float():
            return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
        case _:
            raise Wrong(column.right)


def _id(column: Column, cell: Cell) -> str:
    text = _text(column, cell)
    if len(text) > _ID_LENGTH or not _ID.fullmatch(text):
        raise Wrong(column.right)
    return text


def _number(column: Column, cell: Cell) -> float:
    try:
        value = float(cell) if not isinstance(cell, bool) else math.nan  # type: ignore[arg-type]  # the error is caught
    except (TypeError, ValueError, OverflowError):
        raise Wrong(column.right) from None
    if not math.isfinite(value):
        raise Wrong("a finite number would be right; a missing value is an empty cell")
    return value


def _whole(column: Column, cell: Cell) -> int:
    value = _number(column, cell)
    if not value.is_integer() or not 0 <= value < 2**31:
        raise Wrong(column.right)
    return int(value)


def _yes(column: Column, cell: Cell) -> bool:
    known = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
    text = _text(column, cell).casefold()
    if text not in known:
        raise Wrong(column.right)
    return known[text]


def _day(column: Column, cell: Cell) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(column, cell)[:10])
    except ValueError:
        raise Wrong(column.right) from None


def _moment(column: Column, cell: Cell) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(_text(column, cell))
    except ValueError:
        raise Wrong(column.right) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _period(column: Column, cell: Cell) -> str:
    text = _text(column, cell)
    try:
        return Period.parse(text).text
    except BadPeriod as error:
        if "runs forwards" in str(error):
            raise Wrong(f"an end after the start would be right ({error})", DeadlineBeforeStart) from None
        raise Wrong(str(error), BadPeriod) from None


def _unit(column: Column, cell: Cell) -> str:
    text = _text(column, cell)
    try:
        units.unit(text)
    except UnitMismatch as error:
        raise Wrong(str(error), UnitMismatch) from None
    return text


def _json(column: Column, cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    try:
        return json.loads(cell)
    except ValueError:
        raise Wrong(column.right) from None


def _list(column: Column, cell: Cell) -> list[Any]:
    if isinstance(cell, str) and not cell.lstrip().startswith("["):
        return [part.strip() for part in cell.split("|") if part.strip()]
    value = _json(column, cell)
    if not isinstance(value, list):
        raise Wrong(column.right)
    return value


def _object(column: Column, cell: Cell) -> dict[str, Any]:
    value = _json(column, cell)
    if not isinstance(value, dict):
        raise Wrong(column.right)
    return value


_READ = {
    "id": _id, "text": _text, "words": _text, "number": _number, "whole": _whole, "yes": _yes, "day": _day, "moment": _moment,
    "period": _period, "unit": _unit, "name": _text, "others": _object, "list": _list, "json": _json,
    "reference": _text, "basis": _object, "quote document": _text, "quote start": _whole, "quote end": _whole,
    "quote exact": _text,
}  # fmt: skip


def written(value: Any) -> Cell:
    """A value as JSON holds it: days and moments in ISO 8601, whole numbers without a point."""
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case _:
            return value  # type: ignore[no-any-return]


def in_sheet(column: Column, cell: Cell) -> str | int | float:
    """A cell of JSON as a spreadsheet holds it: lists between bars, the rest of JSON as text, formulas neutral."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return cell
        case str():
            return neutral(cell)
        case list() | tuple() if column.kind == "list" and all(_simple(item) for item in cell):
            return neutral("|".join(cell))
        case _:
            return json.dumps(cell, ensure_ascii=False, sort_keys=True) if cell else ""


def _simple(item: Any) -> bool:
    return isinstance(item, str) and bool(item) and "|" not in item and item == item.strip() and item[0] != "["
