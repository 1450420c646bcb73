"""Chinese map coordinates to WGS-84.

Maps published in China are shifted: GCJ-02 by a periodic offset over the Krasovsky ellipsoid, BD-09 (Baidu) by a
further turn. The offset is smooth, so that the inverse is found by fixed-point iteration to below a millimetre.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import BadRoutingOption

type System = Literal["wgs84", "gcj02", "bd09"]
type Degrees = NDArray[np.float64]

_AXIS = 6378245.0  # Krasovsky 1940, metres
_ECCENTRICITY = 0.00669342162296594323  # its eccentricity squared
_BAIDU = np.pi * 3000.0 / 180.0


def gcj02(lat: Degrees, lon: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 degrees as GCJ-02 degrees; the same shape. Outside China (72–138° E, 0.8–56° N) nothing is shifted."""
    x, y = lon - 105.0, lat - 35.0
    ripple = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + ripple
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + ripple
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - _ECCENTRICITY * np.sin(phi) ** 2
    inside = (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    d_lat = np.degrees(north * magic * np.sqrt(magic) / (_AXIS * (1 - _ECCENTRICITY)))
    d_lon = np.degrees(east * np.sqrt(magic) / (_AXIS * np.cos(phi)))
    return np.where(inside, lat + d_lat, lat), np.where(inside, lon + d_lon, lon)


def to_wgs84(lat: Degrees, lon: Degrees, system: System) -> tuple[Degrees, Degrees]:
    """Latitudes and longitudes in degrees, of a map's system, as WGS-84; the same shape.

    >>> import numpy as np
    >>> lat, lon = gcj02(np.array([31.1962]), np.array([121.3164]))
    >>> back = to_wgs84(lat, lon, "gcj02")
    >>> round(float(back[0][0]), 6), round(float(back[1][0]), 6)
    (31.1962, 121.3164)
    """
    if system == "wgs84":
        return lat, lon
    if system not in {"gcj02", "bd09"}:
        raise BadRoutingOption(f"coordinates are wgs84, gcj02 or bd09, got {system!r}")
    if system == "bd09":
        x, y = lon - 0.0065, lat - 0.006
        radius = np.hypot(x, y) - 0.00002 * np.sin(y * _BAIDU)
        angle = np.arctan2(y, x) - 0.000003 * np.cos(x * _BAIDU)
        lat, lon = radius * np.sin(angle), radius * np.cos(angle)
    guess_lat, guess_lon = lat.copy(), lon.copy()
    for _ in range(8):  # each round shrinks the error a thousandfold
        shifted_lat, shifted_lon = gcj02(guess_lat, guess_lon)
        guess_lat, guess_lon = guess_lat + lat - shifted_lat, guess_lon + lon - shifted_lon
    return guess_lat, guess_lon
