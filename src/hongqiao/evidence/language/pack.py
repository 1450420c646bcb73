"""A language as data, ready for lookup: what a pack says about numbers, units, bounds, periods and the rest.

Nothing in a pack is code, and the mechanism that reads quantities knows no language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hongqiao.evidence.language.lexicon import Lexicon

type Pattern = re.Pattern[str]
type Meaning = tuple[str, str, float]  # what sort of unit, its code, and the factor on the number before it


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """How a language writes numbers."""

    decimal: str
    group: str
    group_space: bool
    han: bool
    words: Mapping[str, float]
    word: Pattern
    part: Pattern
    wholes: Lexicon[float]
    articles: frozenset[str]
    weak: frozenset[str]
    rough: frozenset[str]
    and_half: tuple[str, ...]
    minus: Lexicon[float]
    magnitudes: Lexicon[float]
    magnitudes_money: Lexicon[float]
    fractions: Lexicon[float]
    ordinals: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """Where a word with two meanings has this one."""

    meaning: Meaning
    magnitude: bool
    before: Pattern | None
    after: Pattern | None
    not_after: Pattern | None


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One language, ready for lookup."""

    code: str
    name: str
    spaced: bool
    stopwords: frozenset[str]
    characters: dict[int, int]
    numbers: Numbers
    scanner: Pattern
    every_of: Pattern
    units: Lexicon[Meaning]
    symbols: Lexicon[Meaning]
    senses: Mapping[str, tuple["Sense", ...]]
    speeds: Lexicon[str]
    money_before: Lexicon[str]
    links: Lexicon[bool]
    before: Lexicon[str]
    after: Lexicon[str]
    apart: Pattern
    ages: frozenset[str]
    multiples: Lexicon[tuple[float, bool]]
    multiples_after: Lexicon[bool]
    phrases: tuple[tuple[Pattern, float], ...]
    per_words: Lexicon[bool]
    per_nouns: Lexicon[str]
    per_after: Lexicon[str]
    per_around: Pattern
    per_before: Pattern
    per_before_meaning: Mapping[str, str]
    noun: Pattern | None
    noun_head: str
    noun_more: str
    noun_stop: frozenset[str]
    noun_irregular: frozenset[str]
    noun_not_plural: frozenset[str]
    noun_bare: frozenset[str]
    noun_plain: frozenset[str]
    noun_left: frozenset[str]
    labels: Lexicon[bool]
    weak_units: frozenset[str]
    money_noun: Pattern
    no_money: Pattern
    joins: Lexicon[bool]
    between: Lexicon[bool]
    conjunctions: frozenset[str]
    origins: Lexicon[bool]
    goals: Lexicon[bool]
    lists: frozenset[str]
    parts: frozenset[str]
    by: Lexicon[bool]
    by_quoted: bool
    up: Pattern
    down: Pattern
    compared: Pattern
    before_compared: Lexicon[bool]
    moved: Pattern
    steps: Pattern
    index: Pattern
    cues: Pattern
    cue_near: Pattern
    cue_head: Pattern
    fact: Pattern
    survey: Pattern
    same: Pattern
    moments: "Moments"
    sentence_end: Pattern
    abbreviations: frozenset[str]
    ordinal_dot: bool
    institution: Pattern
    place: Pattern
    not_place: frozenset[str]
    contact: Pattern
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """How a language names periods."""

    finder: Pattern
    templates: tuple[tuple[Pattern, tuple[str, ...]], ...]
    months: Mapping[str, int]
    quarters: Mapping[str, int]
    halves: Mapping[str, int]
    counts: Mapping[str, int]
    relative_years: Mapping[str, int]
    relative_months: Mapping[str, int]
    in_context: frozenset[str]
    plans: Mapping[str, str]
    deadline: Pattern
    deadline_after: Pattern
    coming: Pattern
    since: Pattern
    since_after: Pattern
    as_of: Pattern
    event: Pattern
    day: Pattern
    told: Pattern
    again: Pattern
    whole: Pattern
    state: Pattern
    compared: Pattern
    compared_after: Pattern
    carry: Pattern
    reference_after: Pattern
    reference_before: Pattern
