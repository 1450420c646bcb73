"""Files of offers, needs, firms and measures: JSON, JSON Lines, YAML, CSV or Excel."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hongqiao.errors import DuplicateId, UnreadableProfiles
from hongqiao.match.eligibility import Firm, Measure, firms, measures
from hongqiao.match.exchange.profile import Profile

_TABLES = {".csv", ".xlsx"}
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def entries(path: Path) -> list[Mapping[str, Any]]:
    """The entries of a file: a list of mappings, or one list under any single key; UnreadableProfiles says what is wrong.

    A table (CSV, the first sheet of an .xlsx) names its columns in the first row; an empty cell is left out.
    """
    try:
        given = _read(path)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise UnreadableProfiles(f"{path} cannot be read: {error}") from error
    if isinstance(given, dict) and len(given) == 1:
        given = next(iter(given.values()))
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise UnreadableProfiles(f"{path} holds no list of entries")
    return given


def _read(path: Path) -> Any:
    if path.suffix.lower() == ".xlsx":
        return _sheet(path)
    text = path.read_text(encoding="utf-8-sig")
    match path.suffix.lower():
        case ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        case ".json":
            return json.loads(text)
        case ".yaml" | ".yml":
            import yaml

            try:
                return yaml.safe_load(text)
            except yaml.YAMLError as error:
                raise UnreadableProfiles(f"{path} cannot be read: {error}") from error
        case ".csv":
            rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
            return [{key: value for key, value in row.items() if key and value} for row in rows]
        case other:
            raise UnreadableProfiles(
                f"{path}: {other or 'no ending'} is not read; write .json, .jsonl, .yaml, .csv or .xlsx"
            )


def _sheet(path: Path) -> list[dict[str, Any]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise UnreadableProfiles(f"{path} is no Excel workbook: {error}") from error
    except Exception as error:
        if type(error).__name__ == "BadZipFile":
            raise UnreadableProfiles(f"{path} is no Excel workbook: {error}") from error
        raise
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(name).strip() if name is not None else "" for name in next(rows, ())]
    found = []
    for row in rows:
        cells = {name: _cell(value) for name, value in zip(header, row, strict=False) if name and value is not None}
        if cells:
            found.append(cells)
    book.close()
    return found


def _cell(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def profiles(path: Path) -> list[Profile]:
    """The profiles of a file: id, text (or title and text), and optionally language, organisation, expires, refuses.

    `institution` and `valid_until` are read as organisation and expires; in a table, `refuses` separates ids by "|".
    """
    found: dict[str, Profile] = {}
    for number, entry in enumerate(entries(path), 1):
        if not str(entry.get("id", "")).strip() or not isinstance(entry.get("text"), str):
            raise UnreadableProfiles(f"entry {number} of {path} needs an id and a text, got {sorted(entry)}")
        expires = entry.get("expires", entry.get("valid_until"))
        try:
            day = dt.date.fromisoformat(str(expires)) if expires else None
        except ValueError as error:
            raise UnreadableProfiles(f"entry {number} of {path}: {expires!r} is no day like 2026-01-31") from error
        text = f"{entry['title']}. {entry['text']}" if entry.get("title") else entry["text"]
        refuses = entry.get("refuses", ())
        refuses = refuses.split("|") if isinstance(refuses, str) else refuses
        organisation = str(entry.get("organisation", entry.get("institution", "")))
        names = frozenset(str(name).strip() for name in refuses)
        made = Profile(str(entry["id"]), text, entry.get("language"), organisation, day, names)
        if made.id in found:
            raise DuplicateId(f"entry {number} of {path} has the id {made.id!r}, which an earlier one bears")
        found[made.id] = made
    return list(found.values())


def measures_of(path: Path) -> list[Measure]:
    """The measures of a file; in a table each row is one condition.

    Columns: measure, condition, when, quote and facts (such as ``city:text rd:number``), and where they are known
    title, source, valid_from, valid_to, amount, amount_quote, currency (from the first row of a measure).
    """
    given = entries(path)
    return measures(_grouped(given, path) if path.suffix.lower() in _TABLES else given)


def _grouped(rows: Sequence[Mapping[str, Any]], path: Path) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 2):
        key = str(row.get("measure", "")).strip()
        if not key:
            raise UnreadableProfiles(f"row {number} of {path} needs a measure, got {sorted(row)}")
        made = found.setdefault(
            key,
            {
                "id": key,
                **{name: row[name] for name in ("title", "source", "currency") if name in row},
                "valid": {"from": row.get("valid_from"), "to": row.get("valid_to")},
                "facts": {},
                "conditions": [],
            },
        )
        for pair in str(row.get("facts", "")).replace(",", " ").replace(";", " ").split():
            name, _, kind = pair.partition(":")
            made["facts"][name] = kind or "text"
        if "amount" in row:
            made["amount"] = {"when": str(row["amount"]), "quote": row.get("amount_quote", "")}
        made["conditions"].append(
            {"id": row.get("condition", f"row {number}"), "when": row.get("when", ""), "quote": row.get("quote", "")}
        )
    return list(found.values())


def firms_of(path: Path, asked: Sequence[Measure]) -> list[Firm]:
    """The firms of a file; the cells of a table become the types that the measures ask for."""
    given = entries(path)
    if path.suffix.lower() not in _TABLES:
        return firms(given)
    kinds = {name: kind for item in asked for name, kind in item.facts.items()}
    made = []
    for number, row in enumerate(given, 2):
        where = f"row {number} of {path}"
        made.append({name: _typed(value, kinds.get(name, ""), f"{where}, {name}") for name, value in row.items()})
    return firms(made)


def _typed(value: Any, kind: str, where: str) -> Any:
    if not isinstance(value, str):
        return bool(value) if kind == "flag" and value in {0, 1} else str(value) if kind == "text" else value
    match kind:
        case "number":
            try:
                number = float(value)
            except ValueError as error:
                raise UnreadableProfiles(f"{where}: {value!r} is no number like 1250.5") from error
            return int(number) if number.is_integer() and "." not in value else number
        case "flag":
            if value.strip().lower() not in _FLAGS:
                raise UnreadableProfiles(f"{where}: {value!r} is neither true nor false")
            return _FLAGS[value.strip().lower()]
        case "list":
            return [part.strip() for part in value.split("|") if part.strip()]
        case _:
            return value
