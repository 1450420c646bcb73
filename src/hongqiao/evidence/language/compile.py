"""From the tables of a pack to lookups and patterns; `docs/how-to/add-a-language.md` describes the tables."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hongqiao.errors import BadLanguagePack
from hongqiao.evidence.language.lexicon import Lexicon
from hongqiao.evidence.language.openings import openings
from hongqiao.evidence.language.pack import Meaning, Numbers, Pack, Pattern, Sense
from hongqiao.evidence.language.phrases import NEVER, any_of, pattern, sounds, words
from hongqiao.evidence.language.times import moments
from hongqiao.ground.unit import CURRENCIES

_REQUIRED = ("code", "name", "spaced", "numbers", "units", "comparators")
_DIGITS = r"\d{1,12}(?:[.,]\d{1,12})*"
_WORD_BEGINS = r"\b"
_STATUS = ("TARGET", "PLAN", "FORECAST", "RULE")


def _meanings(table: Mapping[str, str], sort: str, *, lower: bool) -> dict[str, Meaning]:
    entries: dict[str, Meaning] = {}
    for key, phrases in table.items():
        code, _, factor = key.partition("*")
        meaning = (sort if code != "count" else "count", code, float(factor or 1))
        for phrase in words(phrases):
            entries.setdefault(phrase.lower() if lower else phrase, meaning)
    return entries


def _whole_words(phrases: str, *, spaced: bool) -> Pattern:
    if not phrases:
        return NEVER
    body = any_of(phrases)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if spaced else f"(?:{body})")


def _apart(comparators: Mapping[str, Any]) -> Pattern:
    """Bounds that stand before what a share is a share of: ``不超过全区招生计划数的5%``."""
    link = comparators.get("apart")
    if not link:
        return NEVER
    listed = [phrase for sign in (">", ">=", "<", "<=") for phrase in words(comparators["before"].get(sign, ""))]
    return re.compile(f"({any_of([phrase for phrase in listed if len(phrase) > 1])}){link}$")


def _flag(phrases: str) -> Lexicon[bool]:
    return Lexicon({phrase.lower(): True for phrase in words(phrases)})


def _pairs(text: str) -> dict[str, str]:
    return {name.strip(): code.strip() for name, _, code in (part.partition("=") for part in words(text))}


@lru_cache(maxsize=1)
def _shared() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("symbols.toml").read_text(encoding="utf-8"))


def _symbols(data: Mapping[str, Any]) -> tuple[Lexicon[Meaning], Lexicon[str]]:
    shared = _shared()
    entries = _meanings(shared["units"], "unit", lower=False)
    before: dict[str, str] = {}
    yen = "CNY" if data["code"] == "zh" else "JPY"
    money = {code: words(phrases) for code, phrases in shared["currencies"].items()}
    money.setdefault(yen, []).extend(["¥", "￥"])
    for code in CURRENCIES:
        money.setdefault(code, []).append(code)
    for code, phrases in money.items():
        for phrase in phrases:
            entries.setdefault(phrase, ("money", code, 1.0))
            before.setdefault(phrase, code)
        for letter, factor in (("M", 1e6), ("m", 1e6), ("k", 1e3), ("T", 1e3), ("bn", 1e9), ("Mrd", 1e9), ("Mio", 1e6)):
            entries.setdefault(letter + code, ("money", code, factor))
            before.setdefault(letter + code, f"{code}*{factor}")
            if code in {"EUR", "USD", "GBP"}:
                sign = {"EUR": "€", "USD": "$", "GBP": "£"}[code]
                entries.setdefault(letter + sign, ("money", code, factor))
    for code, phrases in data.get("money_prefix", {}).items():
        before |= dict.fromkeys(words(phrases), code)
    return Lexicon(entries), Lexicon(before)


def _number_word(numbers: Mapping[str, Any]) -> tuple[dict[str, float], Pattern]:
    table = sounds(numbers.get("words"))
    if not table:
        return table, NEVER
    body = any_of(list(table))
    glue = numbers.get("glue", "[ -]")
    return table, re.compile(rf"(?<!\w)(?:{body})(?:{glue}(?:{body}))*(?!\w)")


def _numbers(data: Mapping[str, Any]) -> Numbers:
    raw = data["numbers"]
    table, word = _number_word(raw)
    money = {
        phrase: float(value) for value, phrases in _shared()["magnitudes_money"].items() for phrase in words(phrases)
    }
    return Numbers(
        decimal=raw.get("decimal", "."),
        group=raw.get("group", ","),
        group_space=raw.get("group_space", False),
        han=raw.get("han", False),
        words=table,
        word=word,
        part=re.compile(any_of(list(table))),
        wholes=Lexicon(sounds(raw.get("wholes"))),
        articles=frozenset(words(raw.get("articles", ""))),
        weak=frozenset(words(raw.get("weak", ""))),
        rough=frozenset(words(raw.get("rough", ""))),
        and_half=tuple(words(raw.get("and_half", ""))),
        minus=Lexicon(dict.fromkeys(words(raw.get("minus", "")), -1.0)),
        magnitudes=Lexicon(sounds(data.get("magnitudes_latin", {} if raw.get("han") else data.get("magnitudes")))),
        magnitudes_money=Lexicon(money),
        fractions=Lexicon(sounds(data.get("fractions"))),
        ordinals=sounds(data.get("ordinals")),
    )


def _scanner(data: Mapping[str, Any], numbers: Numbers, phrases: list[str], every: str) -> Pattern:
    """One pattern that finds in one pass whatever may be a number, and what looks like one and is none."""
    skips = _shared()["skip"]["patterns"] + data.get("skip", {}).get("patterns", [])
    worded = [pattern for pattern in skips if pattern.startswith(("(?:http", r"\b"))]
    parts = [f"(?P<name>{'|'.join(worded)})"]
    signs = [f"(?P<skip>{'|'.join(pattern for pattern in skips if pattern not in worded)})"]
    if numbers.han:
        signs.append(r"(?P<digits>(?<![0-9])(?<![0-9]\.)[0-9])")
        firsts = "零〇一二两三四五六七八九十百千万半"
        marks = "".join(
            sorted(
                {
                    phrase[0]
                    for table in ("units", "currencies", "subunits")
                    for phrases in data.get(table, {}).values()
                    for phrase in words(phrases)
                }
            )
        )
        parts.append(rf"(?P<han>[{firsts}](?=[{re.escape(firsts + '亿兆余多点分几' + marks)} ])|半)")
    else:
        signs.append(r"(?P<digits>\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d{1,9})?|\d+(?:[.,']\d+)*)")
    signs.append("(?P<vulgar>[½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
    for number, phrase in enumerate(phrases):
        parts.append(f"(?P<phrase{number}>{phrase})")
    if every:
        parts.append(f"(?P<every>{every})")
    multiples = [phrase for listed in _multiple_lists(data).values() for phrase in words(listed)]
    if multiples:
        body = any_of(multiples)
        parts.append(rf"(?P<multiple>(?:{body})(?!\w))" if data["spaced"] else f"(?P<multiple>{body})")
    wholes = list(numbers.wholes.phrases())
    if wholes:
        parts.append(rf"(?P<whole>(?:{any_of(wholes)})(?!\w))")
    if numbers.words and not numbers.han:
        articles = any_of(list(numbers.articles))
        parts.append(rf"(?P<article>(?:{articles})(?=[ -]))")
        parts.append(f"(?P<word>{numbers.word.pattern})")
    # at most places one look decides: a sign opens the first group, and words begin only after no letter
    opened = "(?<!\\w)" if data["spaced"] else ""
    return re.compile(f"(?=[-0-9+§#№½¼¾⅓-⅞])(?:{'|'.join(signs)})|{opened}(?:{'|'.join(parts)})")


def _senses(data: Mapping[str, Any]) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, tuple[Sense, ...]] = {}
    for row in data.get("senses", []):
        code = row["unit"]
        sort = "money" if code in CURRENCIES else code if code in {"count", "stop"} else "unit"
        sense = Sense(
            (sort, "" if sort == "stop" else code, 1.0),
            bool(row.get("magnitude", False)),
            re.compile(row["before"]) if "before" in row else None,
            re.compile(row["after"]) if "after" in row else None,
            re.compile(row["not_after"]) if "not_after" in row else None,
        )
        for word in words(row["words"]):
            found[word] = (*found.get(word, ()), sense)
    return found


def _cues(status: Mapping[str, str], *, spaced: bool) -> Pattern:
    """One pattern for the words of all statuses; a word begins only after no letter."""
    listed = [(name, status[name]) for name in _STATUS if name in status]
    body = "|".join(f"(?P<{name}>{text.removeprefix(_WORD_BEGINS) if spaced else text})" for name, text in listed)
    letters = openings("|".join(text for _, text in listed)) if listed else None
    ahead = f"(?=[{re.escape(''.join(sorted(letters)))}])" if letters else ""
    return pattern(f"{'(?<!\\w)' if spaced else ''}{ahead}(?:{body})" if body else None)


def _multiple_lists(data: Mapping[str, Any]) -> dict[str, str]:
    return {key: value for key, value in data.get("multiples", {}).items() if key not in {"after", "up"}}


def _sentence_end() -> Pattern:
    """Ends of sentences; a full stop may be followed by the next sentence without a space."""
    ends = r"[!?。！？；\n]+[”\"’」）)]?|\.(?=[ \n\"“”»)]|$)|\.(?=[A-ZÄÖÜÀ-Þ][a-zäöüà-þ])"
    return re.compile(ends)


def compile_pack(data: Mapping[str, Any]) -> Pack:
    """A pack from its tables; raises BadLanguagePack where one that every language needs is missing."""
    missing = [table for table in _REQUIRED if table not in data]
    if missing:
        raise BadLanguagePack(
            f"a language pack needs {', '.join(_REQUIRED)}; {data.get('code', 'this one')!r} lacks {', '.join(missing)}"
        )
    try:
        return _compile(data)
    except (re.error, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadLanguagePack(f"the language pack {data['code']!r} cannot be used: {error}") from error


def _compile(data: Mapping[str, Any]) -> Pack:
    spaced = bool(data["spaced"])
    numbers = _numbers(data)
    symbols, money_before = _symbols(data)
    units = dict.fromkeys(words(data.get("not_units", {}).get("words", "")), ("stop", "", 1.0))
    units |= _meanings(data["units"], "unit", lower=True)
    units |= _meanings(data.get("currencies", {}), "money", lower=True)
    for key, phrases in data.get("subunits", {}).items():
        code, _, times = key.partition("*")
        units |= dict.fromkeys((p.lower() for p in words(phrases)), ("money", code, 0.01 * float(times or 1)))
    multiples = {}
    nouns = data.get("nouns", {})
    comparators = data["comparators"]
    ranges = data.get("ranges", {})
    change = data.get("change", {})
    subject = data.get("subject", {})
    per = data.get("per", {})
    status = data.get("status", {})
    growing = words(data.get("multiples", {}).get("up", ""))
    for value, phrases in _multiple_lists(data).items():
        for phrase in words(phrases):
            multiples[phrase.lower()] = (float(value), any(phrase.startswith(stem) for stem in growing))
    n = (
        rf"(?:{_DIGITS}|{numbers.word.pattern}|{any_of(list(numbers.ordinals))})"
        if spaced
        else r"[\d一二两三四五六七八九十百千]{1,6}"
    )
    every = data.get("every", {})
    every_pattern = every.get("pattern", "").replace("{n}", f"(?:{any_of(list(numbers.ordinals))})(?!\\w)")
    every_of = every.get("of", "").replace("{n}", n)
    phrases = list(data.get("fraction_phrases", {}).items())
    per_before = _pairs(per.get("before", ""))
    tradition = data.get("traditional", "").replace(" ", "")
    return Pack(
        code=data["code"],
        name=data["name"],
        spaced=spaced,
        stopwords=frozenset(data.get("stopwords", "").split()),
        characters={ord(a): ord(b) for a, b in zip(tradition[::2], tradition[1::2], strict=True) if a != b},
        numbers=numbers,
        scanner=_scanner(data, numbers, [phrase for phrase, _ in phrases], every_pattern),
        every_of=pattern(every_of),
        units=Lexicon(units),
        symbols=symbols,
        senses=_senses(data),
        speeds=Lexicon({p: unit for unit, listed in data.get("speed", {}).items() for p in words(listed)}),
        money_before=money_before,
        links=_flag(data.get("links", {}).get("words", "")),
        before=Lexicon({p: sign for sign, listed in comparators.get("before", {}).items() for p in words(listed)}),
        after=Lexicon({p: sign for sign, listed in comparators.get("after", {}).items() for p in words(listed)}),
        apart=_apart(comparators),
        ages=frozenset(words(comparators.get("ages", ""))),
        multiples=Lexicon(multiples),
        multiples_after=_flag(data.get("multiples", {}).get("after", "")),
        phrases=tuple((re.compile(phrase), float(value)) for phrase, value in phrases),
        per_words=_flag(per.get("words", "")),
        per_nouns=Lexicon({p: code for code, listed in per.get("nouns", {}).items() for p in words(listed)}),
        per_after=Lexicon(_pairs(per.get("adverbs", ""))),
        per_around=pattern(per.get("around")),
        per_before=_whole_words("|".join(per_before), spaced=spaced),
        per_before_meaning=per_before,
        noun=pattern(nouns["pattern"]) if "pattern" in nouns else None,
        noun_head=nouns.get("head", ""),
        noun_more=nouns.get("more", ""),
        noun_stop=frozenset(words(nouns.get("stop", ""))),
        noun_irregular=frozenset(words(nouns.get("irregular", ""))),
        noun_not_plural=frozenset(words(nouns.get("not_plural", ""))),
        noun_plain=frozenset(words(nouns.get("plain", ""))),
        noun_left=frozenset(words(nouns.get("left", ""))),
        noun_bare=frozenset(words(nouns.get("singular_stop", ""))),
        labels=_flag(nouns.get("label", "") or data.get("not_units", {}).get("labels", "")),
        weak_units=frozenset(words(data.get("not_units", {}).get("weak", ""))),
        money_noun=pattern(data.get("money_nouns", {}).get("pattern")),
        no_money=pattern(data.get("money_nouns", {}).get("not_after")),
        joins=_flag(ranges.get("join", "")),
        between=_flag(ranges.get("between", "")),
        conjunctions=frozenset(words(ranges.get("and", ""))),
        origins=_flag(ranges.get("from", "")),
        goals=_flag(ranges.get("to", "")),
        parts=frozenset(words(ranges.get("of", ""))),
        lists=frozenset(words(ranges.get("list", ""))),
        by=_flag(change.get("by", "")),
        by_quoted=bool(change.get("quoted", False)),
        up=_whole_words(change.get("up", ""), spaced=spaced),
        down=_whole_words(change.get("down", ""), spaced=spaced),
        compared=_whole_words(change.get("kinds", ""), spaced=spaced),
        before_compared=_flag(change.get("compared_with", "")),
        moved=pattern(change.get("moved")),
        steps=pattern(change.get("steps")),
        index=pattern(nouns.get("index")),
        cues=_cues(status, spaced=spaced),
        cue_near=pattern(status.get("NEAR")),
        cue_head=pattern(status.get("head") or None),
        fact=pattern("|".join(part for part in (status.get("ACTUAL"), data.get("periods", {}).get("event")) if part)),
        survey=pattern(status.get("survey")),
        same=pattern(status.get("same")),
        moments=moments(data),
        sentence_end=_sentence_end(),
        abbreviations=frozenset(words(data.get("sentences", {}).get("abbreviations", ""))),
        ordinal_dot=bool(data.get("sentences", {}).get("ordinal_dot", False)),
        institution=pattern(subject.get("institution")),
        place=pattern(
            rf"(?=[^\W\d_a-z])(?:{subject['place']})" if spaced and "place" in subject else subject.get("place")
        ),
        not_place=frozenset(words(subject.get("not_place", ""))),
        contact=pattern(subject.get("contact")),
        raw=data,
    )
