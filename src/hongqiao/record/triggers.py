"""Triggers that refuse to change or delete what is only ever added, on SQLite and on PostgreSQL.

Django rebuilds a SQLite table when a column is altered, which drops its triggers: they are installed again after
every migration, and their presence is checked when the record is opened.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from hongqiao.errors import TriggersMissing
from hongqiao.record import search

_FUNCTION = "record_only_grows"


def guarded() -> list[type[models.Model]]:
    """The tables that only grow: every `Added` model, and the ledger itself."""
    from hongqiao.record.models import Added, LedgerEntry

    models_ = apps.get_app_config("record").get_models()
    return [model for model in models_ if issubclass(model, Added) or model is LedgerEntry]


def _names(table: str) -> dict[str, str]:
    return {f"{table}_refuses_{verb}": verb for verb in ("update", "delete")}


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every trigger that is not there."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        tables = [model._meta.db_table for model in guarded() if model._meta.db_table in existing]
        if connection.vendor == "postgresql":
            _install_postgresql(cursor, tables)
        else:
            for table in tables:
                for name, verb in _names(table).items():
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: a correction is a new row'); END"
                    )


def _install_postgresql(cursor: Any, tables: Sequence[str]) -> None:
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% only grows: a correction is a new row', TG_TABLE_NAME; END $$"
    )
    for table in tables:
        for name, verb in _names(table).items():
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
            )
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        )


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for a restore into an emptied database; `install` brings them back."""
    with connection.cursor() as cursor:
        for model in guarded():
            table = model._meta.db_table
            for name in [*_names(table), f"{table}_refuses_truncate"]:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that ought to be there and are not (or are disabled).

    A table that a migration has still to make is asked for none: the migration installs them.
    """
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = {
            name for model in guarded() if model._meta.db_table in tables for name in _names(model._meta.db_table)
        }
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - found)


def require(connection: BaseDatabaseWrapper) -> None:
    """Raise TriggersMissing where a table that only grows could be changed."""
    absent = missing(connection)
    if absent:
        raise TriggersMissing(
            f"{len(absent)} triggers that guard the record are missing, {absent[0]} among them: "
            "apply the migrations again, then run `hongqiao ledger verify`"
        )


def after_migrations(using: str, **_: object) -> None:
    """Install triggers and search index on a database that was just migrated, and fill what a migration left empty."""
    from hongqiao.record import projections

    connection = connections[using]
    install(connection)
    search.install(connection)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if "record_comparedkey" in tables:  # it is not while one migrates to a state of before
        projections.complete(using)


def check_at_start(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Django's check: the triggers stand on every database that is asked about."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        with connection.cursor() as cursor:
            if "record_ledgerentry" not in connection.introspection.table_names(cursor):
                continue  # not migrated yet: the migration installs them
        absent = missing(connection)
        if absent:
            found.append(Error(f"triggers missing: {', '.join(absent)}", hint="migrate again", id="record.E001"))
    return found
