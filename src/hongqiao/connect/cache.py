"""Compiled timetables on disk, so that a feed is parsed once.

They lie in ``$HONGQIAO_CACHE``, else in the user's cache folder; removing the folder costs only time.
"""

import contextlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl


def folder() -> Path:
    """The folder of compiled timetables and kernels."""
    if own := os.environ.get("HONGQIAO_CACHE"):
        return Path(own)
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "hongqiao"


def load(key: str) -> dict[str, Any] | None:
    """What was stored under a key; None where there is nothing, or nothing whole."""
    path = folder() / "timetables" / f"{key}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            content = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
    about = json.loads(content.pop("about").tobytes())
    frames = {name: pl.read_ipc(io.BytesIO(content.pop(f"frame_{name}").tobytes())) for name in about["frames"]}
    return {"arrays": content, "frames": frames, "repairs": about["repairs"]}


def store(key: str, content: dict[str, Any]) -> None:
    """Keep arrays, frames and repairs under a key; a folder that cannot be written to is left alone."""
    arrays = dict(content["arrays"])
    for name, frame in content["frames"].items():
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="uncompressed")
        arrays[f"frame_{name}"] = np.frombuffer(buffer.getvalue(), np.uint8)
    about = {"frames": list(content["frames"]), "repairs": content["repairs"]}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    write(folder() / "timetables" / f"{key}.npz", packed.getvalue())


def write(path: Path, data: bytes) -> None:
    """Write a file of the cache whole or not at all; a folder that cannot be written to is left alone."""
    with contextlib.suppress(OSError):  # the cache only saves time
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            part.write(data)
        Path(part.name).replace(path)
