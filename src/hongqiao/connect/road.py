"""Road times through OSRM, an extra (`pip install hongqiao[road]`), over an extract that the user prepared."""

from dataclasses import dataclass
from pathlib import Path

from hongqiao.errors import NoCoordinates, RoadsUnavailable
from hongqiao.ground.basis import Column, Step
from hongqiao.ground.figure import Figure
from hongqiao.ground.place import Place


@dataclass(frozen=True, slots=True)
class Roads:
    """Roads prepared by OSRM: `path` is the .osrm file, `title` and `sha256` name the extract it was made from."""

    path: Path
    title: str
    sha256: str
    algorithm: str = "MLD"

    def minutes(self, origin: Place, target: Place) -> Figure:
        """Minutes by car between two places with points, as a figure that rests on the extract.

        Raises NoCoordinates for a place without a point, RoadsUnavailable where the bindings, the prepared file or a
        way is missing.
        """
        points = []
        for place in (origin, target):
            if place.point is None:
                raise NoCoordinates(f"{place.id} has no point; a road time needs one")
            points.append((place.point[1], place.point[0]))
        try:
            import osrm
        except ImportError as error:
            raise RoadsUnavailable("road times need the OSRM bindings: pip install 'hongqiao[road]'") from error
        if not any(self.path.parent.glob(f"{self.path.name}*")):
            raise RoadsUnavailable(
                f"no prepared roads at {self.path}: run osrm-extract, osrm-partition and osrm-customize"
            )
        try:
            engine = osrm.OSRM(algorithm=self.algorithm, storage_config=str(self.path), use_shared_memory=False)
            answer = engine.Route(osrm.RouteParameters(coordinates=points))
            duration = float(answer["routes"][0]["duration"])
        except (RuntimeError, KeyError, IndexError) as error:
            raise RoadsUnavailable(f"OSRM found no way from {origin.id} to {target.id}: {error}") from error
        basis = Step(
            "road time (OSRM)", "1", (Column(self.sha256, "ways", title=self.title),),
            (("from", origin.id), ("to", target.id)),
        )  # fmt: skip
        return Figure(duration / 60, "min", basis)
