"""Files of offers, needs, firms and measures: JSON, JSON Lines, YAML or CSV."""

import csv
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hongqiao.errors import UnreadableProfiles
from hongqiao.match.exchange.profile import Profile


def entries(path: Path) -> list[Mapping[str, Any]]:
    """The entries of a file: a list of mappings, or one list under any single key; UnreadableProfiles says what is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        match path.suffix.lower():
            case ".jsonl":
                given: Any = [json.loads(line) for line in text.splitlines() if line.strip()]
            case ".json":
                given = json.loads(text)
            case ".yaml" | ".yml":
                import yaml

                given = yaml.safe_load(text)
            case ".csv":
                given = [
                    {key: value for key, value in row.items() if value} for row in csv.DictReader(text.splitlines())
                ]
            case other:
                raise UnreadableProfiles(
                    f"{path}: {other or 'no ending'} is not read; write .json, .jsonl, .yaml or .csv"
                )
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableProfiles(f"{path} cannot be read: {error}") from error
    except ImportError as error:
        raise UnreadableProfiles(
            f"{path}: reading YAML needs PyYAML (pip install pyyaml); JSON is read without"
        ) from error
    if isinstance(given, dict) and len(given) == 1:
        given = next(iter(given.values()))
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise UnreadableProfiles(f"{path} holds no list of entries")
    return given


def profiles(path: Path) -> list[Profile]:
    """The profiles of a file: id, text (or title and text), and optionally language, organisation, expires, refuses."""
    found = []
    for number, entry in enumerate(entries(path), 1):
        if not str(entry.get("id", "")).strip() or not isinstance(entry.get("text"), str):
            raise UnreadableProfiles(f"entry {number} of {path} needs an id and a text, got {sorted(entry)}")
        expires = entry.get("expires")
        try:
            day = dt.date.fromisoformat(str(expires)) if expires else None
        except ValueError as error:
            raise UnreadableProfiles(f"entry {number} of {path}: {expires!r} is no day like 2026-01-31") from error
        text = f"{entry['title']}. {entry['text']}" if entry.get("title") else entry["text"]
        refuses = frozenset(map(str, entry.get("refuses", ())))
        found.append(
            Profile(str(entry["id"]), text, entry.get("language"), str(entry.get("organisation", "")), day, refuses)
        )
    return found
