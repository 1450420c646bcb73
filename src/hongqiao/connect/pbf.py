"""The nodes and ways of an OpenStreetMap extract in PBF, read with zlib and numpy alone.

The format: https://wiki.openstreetmap.org/wiki/PBF_Format (blocks of protocol buffers; dense nodes as differences).
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import FeedBroken

type Ids = NDArray[np.int64]
type Floats = NDArray[np.float64]
type Way = tuple[Ids, dict[str, str]]


def nodes_and_ways(data: bytes) -> tuple[Ids, Floats, Floats, list[Way]]:
    """Node ids, latitudes and longitudes in degrees, and ways as node ids with tags; FeedBroken for damaged bytes."""
    ids: list[Ids] = []
    lats: list[Floats] = []
    lons: list[Floats] = []
    ways: list[Way] = []
    try:
        for kind, block in _blocks(data):
            if kind == b"OSMData":
                _read_block(block, ids, lats, lons, ways)
    except (IndexError, struct.error, zlib.error, KeyError, ValueError) as error:
        raise FeedBroken(f"the extract cannot be read as OSM PBF ({error}); it may be cut") from error
    empty = np.empty(0)
    if not ids:
        return np.empty(0, np.int64), empty, empty, ways
    return np.concatenate(ids), np.concatenate(lats), np.concatenate(lons), ways


def _blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        header = dict(_fields(data[at + 4 : at + 4 + size]))
        length = header[3]
        start = at + 4 + size
        blob = data[start : start + length]
        if len(blob) < length:
            raise ValueError(f"a block of {length} bytes ends after {len(blob)}")
        fields = dict(_fields(blob))
        yield header[1], fields[1] if 1 in fields else zlib.decompress(fields[3])
        at = start + length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:  # bytes or int, as the field's kind says
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                value, at = _varint(data, at)
                yield key >> 3, value
            case 1:
                yield key >> 3, data[at : at + 8]
                at += 8
            case 2:
                size, at = _varint(data, at)
                yield key >> 3, data[at : at + size]
                at += size
            case 5:
                yield key >> 3, data[at : at + 4]
                at += 4
            case kind:
                raise ValueError(f"field of unknown kind {kind}")


def _packed(data: bytes) -> NDArray[np.uint64]:
    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw < 128)
    if ends.size == 0:
        return np.empty(0, np.uint64)
    starts = np.concatenate([[0], ends[:-1] + 1])
    place = np.arange(ends[-1] + 1) - np.repeat(starts, ends - starts + 1)
    parts = (raw[: ends[-1] + 1] & 127).astype(np.uint64) << (7 * place).astype(np.uint64)
    return np.add.reduceat(parts, starts)


def _signed(data: bytes) -> Ids:
    value = _packed(data)
    half = (value >> np.uint64(1)).astype(np.int64)
    result: Ids = np.where(value & np.uint64(1), ~half, half)
    return result


def _read_block(block: bytes, ids: list[Ids], lats: list[Floats], lons: list[Floats], ways: list[Way]) -> None:
    strings: list[bytes] = []
    groups: list[bytes] = []
    scale = {17: 100, 19: 0, 20: 0}  # granularity and offsets, in nanodegrees
    for number, value in _fields(block):
        if number == 1 and isinstance(value, bytes):
            strings = [text for _, text in _fields(value) if isinstance(text, bytes)]
        elif number == 2 and isinstance(value, bytes):
            groups.append(value)
        elif number in scale and isinstance(value, int):
            # negative numbers are written as 64 bits
            scale[number] = value - 2**64 if value >= 2**63 else value
    for group in groups:
        for number, value in _fields(group):
            if not isinstance(value, bytes):
                continue
            if number == 1:
                node = {key: part for key, part in _fields(value) if isinstance(part, int)}
                single = [np.array([(part >> 1) ^ -(part & 1)]) for part in (node[1], node[8], node[9])]
                ids.append(single[0].astype(np.int64))
                lats.append(((scale[19] + scale[17] * single[1]) * 1e-9).astype(np.float64))
                lons.append(((scale[20] + scale[17] * single[2]) * 1e-9).astype(np.float64))
            elif number == 2:
                dense = {key: part for key, part in _fields(value) if isinstance(part, bytes)}
                ids.append(np.cumsum(_signed(dense[1])))
                lats.append(np.asarray((scale[19] + scale[17] * np.cumsum(_signed(dense[8]))) * 1e-9, np.float64))
                lons.append(np.asarray((scale[20] + scale[17] * np.cumsum(_signed(dense[9]))) * 1e-9, np.float64))
            elif number == 3:
                way = {key: part for key, part in _fields(value) if isinstance(part, bytes)}
                names = _packed(way.get(2, b"")).tolist()
                values = _packed(way.get(3, b"")).tolist()
                tags = {
                    strings[name].decode("utf-8", "replace"): strings[text].decode("utf-8", "replace")
                    for name, text in zip(names, values, strict=True)
                }
                ways.append((np.cumsum(_signed(way.get(8, b""))), tags))
