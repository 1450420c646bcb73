"""Packs: folders of data that are checked as a whole before a single row of the record is touched."""

from hongqiao.record.pack.contents import Contents
from hongqiao.record.pack.finding import find, names
from hongqiao.record.pack.reading import read_pack

__all__ = ["Contents", "find", "names", "read_pack"]
