"""A text that somebody wants to publish, held against the record: every figure in it has a fact, or is refused.

A figure is held by a fact where an accepted claim of the fact says the same value, bound and unit, of the same thing,
and not of another time. A number that is neither read as a figure nor part of a date or a known name is refused too.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hongqiao.errors import UnknownProgramme
from hongqiao.evidence.claim import Claim, claims_of_text
from hongqiao.ground import unit as units
from hongqiao.ground.period import Period
from hongqiao.ground.words import unit_words
from hongqiao.record import models, search
from hongqiao.record.page_queries import Said
from hongqiao.record.programme_queries import claims_of_facts
from hongqiao.record.programme_shown import Names

NEAREST = 3
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_DATES = re.compile(
    rf"\d{{1,2}}\.?\s+(?:{_MONTH})(?:\s+\d{{4}})?|(?:{_MONTH})\s+\d{{1,2}}(?!\d)(?:,\s*\d{{4}})?|(?:{_MONTH})\s+\d{{4}}"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|\d{4}-\d{2}(?:-\d{2})?"
    r"|\b(?:19|20|21)\d{2}\b(?:\s*[–/-]\s*(?:19|20|21)?\d{2}\b)?"
)
# a footnote's mark, a heading's or list's own number, a link's target
_MARKUP = re.compile(r"\[\^[^\]]*\]|^\s*\d+[.)]\s|\]\([^)]*\)|https?://\S+", re.MULTILINE)
# words that say nothing about what is measured
_COMMON = frozenset(
    "the a an of in on at by to and or for with from more than less up least about nearly over be was were is are will "
    "der die das den dem des ein eine einer und oder in im am an auf bis zu von mit mehr als weniger mindestens etwa "
    "knapp wurden werden wurde soll sollen sind ist 的 了 在 和 到 年 上 下 个 为 是 将 达 超过 以上 不 过".split()
)


@dataclass(frozen=True, slots=True)
class Near:
    """A fact that a refused figure may have meant."""

    fact: str
    names: Names
    said: Said


@dataclass(frozen=True, slots=True)
class Checked:
    """One figure of the text: where it stands, its sentence, and the claim that holds it; or why none does.

    `why` is empty for a figure that is held, else ``other value``, ``other bound``, ``other time``, ``other thing``,
    ``unknown`` or ``not read``.
    """

    start: int
    end: int
    words: str
    sentence: str
    held_by: Near | None
    why: str = ""
    nearest: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and every figure in it, checked."""

    text: str
    figures: tuple[Checked, ...]

    @property
    def refused(self) -> tuple[Checked, ...]:
        """The figures without a fact."""
        return tuple(item for item in self.figures if item.held_by is None)


def check(programme: str, text: str, day: dt.date, language: str | None = None) -> Draft:
    """Hold every figure of a text against the facts of a programme as of a day. Raises UnknownProgramme."""
    if not models.Programme.objects.filter(pk=programme).exists():
        raise UnknownProgramme(f"the record has no programme {programme!r}")
    facts = _facts(programme, day)
    claims = claims_of_text(text, language)
    named = _spans(text, _known_names(programme))
    # "over three years" within the name of a fact is part of the name
    claims = [claim for claim in claims if not any(start <= claim.start and claim.end <= end for start, end in named)]
    figures = [_checked(claim, text, facts) for claim in claims]
    figures += [_unread(start, end, text) for start, end in _numbers(text, claims, named)]
    figures.sort(key=lambda item: item.start)
    return Draft(text, tuple(figures))


def _facts(programme: str, day: dt.date) -> list[tuple[Near, frozenset[str]]]:
    """Every accepted claim with the words that say what it is about."""
    said = claims_of_facts(programme, day)
    names = dict(models.Fact.objects.filter(pk__in=list(said)).values_list("id", "names"))
    found = []
    for fact, claims in said.items():
        shared = [*names.get(fact, {}).values(), *(item.indicator_text for item in claims)]
        words = _words(shared) - _units({item.figure.unit for item in claims})
        found += [(Near(fact, names.get(fact) or {item.language: item.indicator_text}, item), words) for item in claims]
    return found


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        token
        for text in texts
        for token in search.tokens(text)
        if token not in _COMMON
        and not token.isdigit()
        and (len(token) > 2 or (token[:1] >= "\u2e80" and len(token) == 2))
    )


def _units(codes: Iterable[str]) -> frozenset[str]:
    """The words of units, which say how much and not of what."""
    return _words(
        unit_words(part, tongue) for code in codes for part in code.split("/") for tongue in ("de", "en", "zh")
    )


def _checked(claim: Claim, text: str, facts: Sequence[tuple[Near, frozenset[str]]]) -> Checked:
    first, last = claim.sentence
    sentence = text[first:last].strip() or claim.quote
    about = _words([sentence, claim.indicator_text])
    ranked = sorted(facts, key=lambda item: _distance(claim, about, *item))
    same = [(near, words) for near, words in ranked if _same(claim, near.said)]
    by_fact: dict[str, Near] = {}
    for near, _words_of_it in ranked:
        by_fact.setdefault(near.fact, near)
    nearest = tuple(by_fact.values())[:NEAREST]
    held = next((near for near, words in same if words & about and _same_time(claim, near.said)), None)
    if held:
        return Checked(claim.start, claim.end, claim.quote, sentence, held)
    if any(words & about for _near, words in same):
        why = "other time"
    elif same:
        why = "other thing"
    elif any(words & about and _same_value(claim, near.said) for near, words in ranked):
        why = "other bound"
    elif any(words & about and near.said.figure.unit == _unit(claim) for near, words in ranked):
        why = "other value"
    else:
        why = "unknown"
    return Checked(claim.start, claim.end, claim.quote, sentence, None, why, nearest)


def _unit(claim: Claim) -> str:
    return f"{claim.unit or 'count'}/{claim.per}" if claim.per else claim.unit or "count"


def _same_value(claim: Claim, said: Said) -> bool:
    figure, unit = said.figure, _unit(claim)
    if figure.unit != unit:
        try:
            value = units.convert(claim.value, unit, figure.unit)
        except ValueError:
            return False
        return math.isclose(value, figure.value, rel_tol=1e-9)
    high = claim.value_hi if claim.value_hi is not None else claim.value
    return math.isclose(claim.value, figure.value, rel_tol=1e-9) and math.isclose(
        high, figure.value_hi if figure.value_hi is not None else figure.value, rel_tol=1e-9
    )


def _same(claim: Claim, said: Said) -> bool:
    comparator = "range" if claim.value_hi is not None else claim.comparator
    return said.figure.comparator == comparator and _same_value(claim, said)


def _same_time(claim: Claim, said: Said) -> bool:
    """Whether the text does not put the figure into another time; what names no time says none."""
    if not claim.period or not said.period:
        return True
    ours, theirs = Period.parse(claim.period), Period.parse(said.period)
    return ours.start <= theirs.end and theirs.start <= ours.end


def _distance(claim: Claim, about: frozenset[str], near: Near, words: frozenset[str]) -> tuple[float, ...]:
    shared = len(words & about) / (1 + len(about))
    unit = near.said.figure.unit == _unit(claim)
    value = near.said.figure.value
    apart = abs(math.log(claim.value / value)) if claim.value > 0 and value > 0 else 99.0
    return (-float(unit) - 2 * shared, apart)


def _known_names(programme: str) -> list[str]:
    """The names of the record's things, which may hold numbers: a line's number, a plan's years."""
    named: list[dict[str, str]] = []
    own = {"programme": programme}
    for rows in (
        models.Plan.objects.filter(**own), models.Fact.objects.filter(**own), models.Event.objects.filter(**own),
        models.Measure.objects.filter(**own), models.Project.objects.filter(**own), models.Place.objects.all(),
        models.Institution.objects.all(), models.Programme.objects.filter(pk=programme),
    ):  # fmt: skip
        named += list(rows.values_list("names", flat=True)[:5000])
    titles = models.Document.objects.filter(filings__programme=programme).values_list("title", flat=True)
    found = {name for names in named for name in names.values() if len(name) > 3}
    # a name's part around its number is enough: "line 11" of "Length of Suzhou line 11"
    parts = {match[0] for name in (*found, *titles) for match in re.finditer(r"[^\W\d_]+[\s-]?\d+(?!\d)", name)}
    return sorted(found | parts, key=len, reverse=True)


def _spans(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where known names stand in a text."""
    folded, found = text.casefold(), []
    if len(folded) != len(text):  # case folding that changes lengths would move every place
        folded = text
    for name in names:
        wanted = name.casefold() if folded is not text else name
        at = folded.find(wanted)
        while at >= 0:
            found.append((at, at + len(wanted)))
            at = folded.find(wanted, at + 1)
    return found


def _numbers(text: str, claims: Sequence[Claim], named: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The numbers of a text that no claim covers and that belong to no date, name or markup."""
    covered = [(claim.start, claim.end) for claim in claims]
    covered += [match.span() for pattern in (_DATES, _MARKUP) for match in pattern.finditer(text)]
    covered += named
    return [
        match.span()
        for match in _NUMBER.finditer(text)
        if not any(start <= match.start() and match.end() <= end for start, end in covered)
    ]


def _unread(start: int, end: int, text: str) -> Checked:
    first = max((text.rfind(mark, 0, start) for mark in ".。\n!?"), default=-1) + 1
    stops = [at for mark in ".。\n!?" if (at := text.find(mark, end)) >= 0]
    sentence = text[first : min(stops, default=len(text)) + 1].strip()
    return Checked(start, end, text[start:end], sentence, None, "not read")
