"""A programme in open standards, out of the one store: every number keeps what it rests on."""

from hongqiao.publish.exports.subject import Subject
from hongqiao.publish.exports.writing import FORMATS, MEDIA_TYPES, SUFFIXES, to_file

__all__ = ["FORMATS", "MEDIA_TYPES", "SUFFIXES", "Subject", "to_file"]
