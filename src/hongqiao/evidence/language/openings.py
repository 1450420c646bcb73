"""Which letters a pattern of a pack can begin with, so that a search asks the rest of it at few places only."""

import re

_ZERO_WIDTH = ("(?<=", "(?<!", "(?=", "(?!")
_RANGE = re.compile(r"(.)-(.)")


def openings(pattern: str) -> frozenset[str] | None:
    """The letters that a match can begin with; None where the pattern is too free to say.

    >>> sorted(openings("(?:soll(?:en)?|ziel[a-z]*)|(?:a|b)?cd") or ())
    ['a', 'b', 'c', 's', 'z']
    >>> openings(".ung") is None
    True
    """
    found: set[str] = set()
    for part in _alternatives(pattern):
        letters = _first(part)
        if letters is None:
            return None
        found |= letters
    return frozenset(found)


def _alternatives(pattern: str) -> list[str]:
    parts, depth, begin, at = [], 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 2
            continue
        if letter == "[":
            at = _class_end(pattern, at)
            continue
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append(pattern[begin:at])
            begin = at + 1
        at += 1
    return [*parts, pattern[begin:]]


def _class_end(pattern: str, at: int) -> int:
    end = at + 2 if pattern[at + 1 : at + 2] == "]" else at + 1
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def _group_end(pattern: str, at: int) -> int:
    depth = 0
    while True:
        letter = pattern[at]
        if letter == "\\":
            at += 2
            continue
        if letter == "[":
            at = _class_end(pattern, at)
            continue
        depth += (letter == "(") - (letter == ")")
        at += 1
        if depth == 0:
            return at


def _first(part: str) -> set[str] | None:
    """The letters that one alternative can begin with."""
    found: set[str] = set()
    at = 0
    while at < len(part):
        if part.startswith("\\b", at):
            at += 2
            continue
        letters: set[str] | frozenset[str] | None
        if part.startswith(_ZERO_WIDTH, at):
            at = _group_end(part, at)
            continue
        if part[at] == "(":
            end = _group_end(part, at)
            inner = part[at + 1 : end - 1]
            letters = openings(re.sub(r"^\?(?::|P<\w+>)", "", inner))
        elif part[at] == "[":
            end = _class_end(part, at)
            letters = _class(part[at + 1 : end - 1])
        elif part[at] == "\\":
            end = at + 2
            letters = None if part[at + 1].isalnum() else {part[at + 1]}
        else:
            end = at + 1
            letters = None if part[at] in ".^$" else {part[at]}
        if letters is None:
            return None
        found |= letters
        if part[end : end + 1] not in {"?", "*"} and not part.startswith("{0", end):
            return found
        at = end + (1 if part[end] in "?*" else part.index("}", end) - end + 1)
    return None


def _class(body: str) -> set[str] | None:
    if body.startswith("^") or "\\" in body:
        return None
    letters = set(_RANGE.sub("", body))
    for first, last in _RANGE.findall(body):
        if ord(last) - ord(first) > 64:
            return None
        letters |= {chr(code) for code in range(ord(first), ord(last) + 1)}
    return letters
