"""Where the record lives: SQLite in one file by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any

from hongqiao.errors import BadDatabase

BUSY_SECONDS = 30.0


def databases(where: str | Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for a path, ``sqlite:///path`` or ``postgres://user:password@host/name``.

    SQLite runs with a write-ahead log and IMMEDIATE transactions: with the default mode, four writers at once lose
    writes to "database is locked" however long they wait.
    """
    return {"default": database(where)}


def database(where: str | Path) -> dict[str, Any]:
    """One entry of `databases`."""
    text = str(where)
    scheme, separator, _ = text.partition("://")
    if not separator:
        return _sqlite(text)
    if scheme == "sqlite":
        return _sqlite(text.removeprefix("sqlite:///") or ":memory:")
    if scheme in {"postgres", "postgresql"}:
        import dj_database_url

        return dict(dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True))
    raise BadDatabase(f"{scheme}:// is no database we keep a record in; give a file's path or postgres://…")


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name if name == ":memory:" else str(Path(name).expanduser().absolute()),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        },
    }
