"""Where Hongqiao keeps its database and its secret: one folder of the person who runs it."""

import os
import secrets
import sys
from pathlib import Path

DATABASE = "hongqiao.sqlite3"


def home_folder() -> Path:
    """`HONGQIAO_HOME`, or the platform's folder for a program's data; it is not made here."""
    if chosen := os.environ.get("HONGQIAO_HOME"):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "hongqiao"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "hongqiao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hongqiao"


def database_url() -> str:
    """`DATABASE_URL`, or the SQLite file in the home folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{home_folder() / DATABASE}"


def secret_key() -> str:
    """`HONGQIAO_SECRET_KEY`, or a key made once and kept in the home folder, readable by its owner only."""
    if given := os.environ.get("HONGQIAO_SECRET_KEY"):
        return given
    kept = home_folder() / "secret-key"
    if kept.is_file():
        return kept.read_text(encoding="ascii").strip()
    kept.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster: both must use the same key
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made)
    return made
