"""``hongqiao up``: a programme from a pack or a folder of documents, summed up and served on this machine."""

import argparse
import datetime as dt
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hongqiao.errors import BadDay, UnknownPack

ADDRESS = "http://127.0.0.1"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "pack",
        nargs="?",
        default="kunshan",
        metavar="PACK | FOLDER",
        help="an installed pack, a folder with a pack.toml, or a folder of documents (default: kunshan)",
    )
    parser.add_argument(
        "--with",
        dest="files",
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="read these documents into the programme",
    )
    parser.add_argument("--once", action="store_true", help="print the summary and leave, without serving")
    parser.add_argument("--as-of", metavar="DATE", help="the day that pages and summary are as of (default: today)")
    parser.add_argument("--port", type=int, default=8000, help="where to serve (default: 8000)")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="sqlite:///PATH or postgres://… (default: DATABASE_URL, else a file in HONGQIAO_HOME)",
    )


def run(args: argparse.Namespace) -> int:
    """Load, add, sum up, serve."""
    day = _day(args.as_of)
    _settle(args, day)
    from hongqiao.publish import serving  # gunicorn is needed by this command alone

    if not args.once:
        serving.require_port(args.port)

    import django

    django.setup()
    # whatever is wrong with the input is found before the database is touched
    readings = _read([Path(name) for name in args.files])
    folder = _documents_folder(args.pack)

    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    programme, notes = _folder(folder) if folder else _pack(args.pack)
    batch = _add(programme, readings) if readings else None

    from hongqiao.cli import up_summary

    up_summary.show(programme, day or dt.datetime.now(tz=dt.UTC).date(), batch, notes)
    address = f"{ADDRESS}:{args.port}/en/programme/{programme}/"
    print(f"\nAddress    {address}" + ("   (not served: --once)" if args.once else ""))
    print(f"Database   {_where()}")
    if args.once:
        return 0
    _prepare(programme)
    print("Stop with Ctrl+C.", flush=True)

    from django.db import connections

    connections.close_all()
    serving.serve(args.port)
    return 0


_PREPARING = """
import sys, django
django.setup()
from hongqiao.record import place_reach
for place in place_reach.waiting(sys.argv[1]):
    place_reach.place_reach(place)
"""


def _prepare(programme: str) -> None:
    """Compute beside the site what the maps of the programme's own places show, so that few readers wait for it.

    The first time on a machine this compiles the timetable engine; what was computed is kept for every later start.
    """
    import subprocess

    from hongqiao.publish import serving
    from hongqiao.record import place_reach

    if place_reach.waiting(programme):
        subprocess.Popen(  # noqa: S603 - our own interpreter and text
            [sys.executable, "-c", _PREPARING, programme],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"},
            stdin=subprocess.DEVNULL,
            preexec_fn=serving.die_with_parent,  # noqa: PLW1509 - one call to the kernel, before any thread exists
        )


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadDay(f"--as-of {text!r} is no day; write it as 2025-12-31") from None


def _settle(args: argparse.Namespace, day: dt.date | None) -> None:
    """What the settings read: the database, the day, and that this site serves one person's machine."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hongqiao.publish.settings"
    os.environ.setdefault("HONGQIAO_OPEN", "1")
    if args.database:
        os.environ["DATABASE_URL"] = args.database
    if day is not None:
        os.environ["HONGQIAO_AS_OF"] = day.isoformat()
    from hongqiao.publish import home

    url = home.database_url()
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).expanduser().absolute().parent.mkdir(parents=True, exist_ok=True)


def _where() -> str:
    from hongqiao.publish import home

    # a password in an address is nobody's business on a screen
    return re.sub(r"(://[^:/@]+):[^@]+@", r"\1:…@", home.database_url())


def _read(paths: list[Path]) -> list[Any]:
    from hongqiao.record.actions import read_source

    with _progress("reading", len(paths)) as step:
        found = []
        for path in paths:
            found.append(read_source(path))
            step()
        return found


def _documents_folder(name: str) -> Path | None:
    """The folder, where one of documents was named; None for a pack. Raises UnknownPack for neither."""
    from hongqiao.record.pack import find

    path = Path(name)
    if path.is_dir() and not (path / "pack.toml").is_file():
        if not any(item.is_file() for item in path.iterdir()):
            raise UnknownPack(f"{name} is a folder without documents; put releases, plans or minutes into it")
        return path
    find(name)
    return None


def _pack(name: str) -> tuple[str, list[str]]:
    from hongqiao.record.actions import load_pack
    from hongqiao.record.roles import LOCAL

    with _progress("loading", None) as step:
        loaded = load_pack(LOCAL, name, step)
    notes = [f"no quantity was read in a quote of the pack: {quote}" for quote in loaded.unread]
    notes += [f"not as the pack says: {item}" for item in loaded.kept]
    return loaded.programmes[0], notes


def _folder(folder: Path) -> tuple[str, list[str]]:
    from hongqiao.record.actions import add_documents, create_programme
    from hongqiao.record.roles import LOCAL

    name = folder.resolve().name
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "programme"
    create_programme(LOCAL, slug, {"en": name, "de": name, "zh": name})
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    with _progress("reading", len(paths)) as step:
        batch = add_documents(LOCAL, slug, paths, progress=lambda done, total: step("documents", done, total))
    return slug, [f"{item.name}: {item.refused}" for item in batch.refused]


def _add(programme: str, readings: list[Any]) -> str:
    from hongqiao.record import intake_queries
    from hongqiao.record.actions import add_reading
    from hongqiao.record.models import new_id
    from hongqiao.record.roles import LOCAL

    batch = new_id()
    taken = [add_reading(LOCAL, programme, reading, batch) for reading in readings]
    known = intake_queries.batch_of([item.document for item in taken], programme)
    return batch if batch in known or not known else known[0]


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Any]:
    """A bar on a terminal for work that may take over a second; silent elsewhere."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(name: str = what, done: int | None = None, of: int | None = None) -> None:
            if done is None:
                bar.advance(task)
            else:
                bar.update(task, description=name, completed=done, total=of)

        yield step
