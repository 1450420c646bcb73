"""Road times through OSRM, an extra (`pip install hongqiao[road]`), over an OpenStreetMap extract that the user has.

`Roads.prepare` runs OSRM's own three steps over the extract once; `Roads.opened` finds the result again.
"""

import functools
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np

from hongqiao.connect.walking import haversine
from hongqiao.errors import NoCoordinates, RoadsUnavailable
from hongqiao.ground.basis import Column, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.place import Place

_ABOUT = "roads.json"
_FARTHEST = 1000.0  # metres from a place to its nearest road; OSRM itself would go any distance without a word


@dataclass(frozen=True, slots=True)
class Roads:
    """Roads prepared by OSRM: `path` is the .osrm file, `title` and `sha256` name the extract it was made from."""

    path: Path
    title: str
    sha256: str
    algorithm: str = "MLD"

    @classmethod
    def prepare(cls, extract: str | PathLike[str], folder: str | PathLike[str], title: str = "") -> Self:
        """Prepare the roads of an extract (.osm.pbf) for cars in a folder; minutes for a city, hours for a country.

        Raises RoadsUnavailable where the bindings or the extract are missing, or OSRM cannot read it.
        """
        source, home = Path(extract), Path(folder)
        profile = _installed() / "share" / "profiles" / "car.lua"
        if not source.is_file():
            raise RoadsUnavailable(f"no extract at {source}: an OpenStreetMap extract (.osm.pbf) was expected")
        home.mkdir(parents=True, exist_ok=True)
        path = home / "roads.osrm"
        for step in (
            ("extract", "-p", str(profile), "-o", str(path), str(source)),
            ("partition", str(path)),
            ("customize", str(path)),
        ):
            done = subprocess.run([sys.executable, "-m", "osrm", *step], capture_output=True, text=True, check=False)  # noqa: S603 -- our interpreter, OSRM's own steps
            if done.returncode:
                said = (done.stderr or done.stdout).strip().splitlines()
                raise RoadsUnavailable(f"osrm {step[0]} failed on {source.name}: {said[-1] if said else 'no word'}")
        with source.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        about = {"title": title or source.name, "sha256": digest, "file": path.name}
        (home / _ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return cls(path, about["title"], digest)

    @classmethod
    def opened(cls, folder: str | PathLike[str]) -> Self:
        """The roads that `prepare` left in a folder; raises RoadsUnavailable where there are none."""
        about = Path(folder) / _ABOUT
        try:
            said = json.loads(about.read_text(encoding="utf-8"))
            return cls(about.parent / said["file"], said["title"], said["sha256"])
        except (OSError, ValueError, KeyError) as error:
            raise RoadsUnavailable(
                f"no prepared roads in {folder} ({error}): Roads.prepare(extract, folder) makes them"
            ) from error

    def minutes(self, origin: Place, target: Place) -> Figure:
        """Minutes by car between two places with points, as a figure that rests on the extract.

        Raises NoCoordinates for a place without a point, RoadsUnavailable where the bindings, the prepared file or a
        way is missing, or a place lies more than a kilometre from every road of the extract.
        """
        points = []
        for place in (origin, target):
            if place.point is None:
                raise NoCoordinates(f"{place.id} has no point; a road time needs one")
            points.append((place.point[1], place.point[0]))
        _installed()
        if not any(self.path.parent.glob(f"{self.path.name}*")):
            raise RoadsUnavailable(f"no prepared roads at {self.path}: Roads.prepare(extract, folder) makes them")
        import osrm

        try:
            answer = _engine(str(self.path), self.algorithm).Route(osrm.RouteParameters(coordinates=points))
            duration = float(answer["routes"][0]["duration"])
            snapped = np.array([[float(axis) for axis in end["location"]] for end in answer["waypoints"]])
        except (RuntimeError, KeyError, IndexError) as error:
            raise RoadsUnavailable(f"OSRM found no way from {origin.id} to {target.id}: {error}") from error
        asked = np.array(points)
        off = haversine(asked[:, 1], asked[:, 0], snapped[:, 1], snapped[:, 0])
        for place, metres in zip((origin, target), off.tolist(), strict=True):
            if metres > _FARTHEST:
                raise RoadsUnavailable(
                    f"{place.id} lies {metres / 1000:,.0f} km from every road of {self.title}: another extract is needed"
                )
        basis = Step(
            "road time (OSRM)", "1", (Column(self.sha256, "ways", title=self.title),),
            (("from", origin.id), ("to", target.id)),
        )  # fmt: skip
        return Figure(duration / 60, "min", basis)


def _installed() -> Path:
    found = find_spec("osrm")
    if found is None or found.origin is None:
        raise RoadsUnavailable("road times need the OSRM bindings: pip install 'hongqiao[road]'")
    return Path(found.origin).parent


@functools.lru_cache(maxsize=2)
def _engine(path: str, algorithm: str) -> Any:
    import osrm

    return osrm.OSRM(algorithm=algorithm, storage_config=path, use_shared_memory=False)
