"""What a number rests on: the home of provenance.

A basis is a quoted sentence, a column of a data set, a person's entry, a stated assumption, or a named
computation over figures that have bases themselves. Every basis has a `key`, a hash of its content: two
bases are the same exactly when their keys are, and a computation's key is made from the keys of its inputs,
so that comparing two deep computations costs no more than comparing two strings.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, field
from typing import Any

from hongqiao.errors import NoBasis, QuoteMismatch

type Scalar = str | int | float | bool | None
type Basis = Quote | Column | Entry | Assumption | Step
type Root = Quote | Column | Entry | Assumption

SURROUNDINGS = 40  # code points kept on either side of a quote, enough to find it again in an edited page


def sha256(content: str | bytes) -> str:
    """The SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def _key(kind: str, *parts: object) -> str:
    return sha256(json.dumps([kind, *parts], ensure_ascii=False, separators=(",", ":")))


@dataclass(frozen=True, slots=True)
class StoredText:
    """A document's text together with its hash: what quotes are made from.

    >>> StoredText("17 minutes").sha256[:8]
    'a9000bfe'
    """

    text: str
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(self.text))


@dataclass(frozen=True, slots=True, eq=False)
class _Keyed:
    key: str = field(init=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True, eq=False)
class Quote(_Keyed):
    """Words that stand in a stored document, from `start` to `end` in code points.

    Made only from the stored text itself; raises QuoteMismatch where the words do not stand there.

    >>> source = StoredText("Only 17 minutes by train.")
    >>> Quote(source, 5, 15, "17 minutes").exact
    '17 minutes'
    """

    source: InitVar[StoredText]
    start: int
    end: int
    exact: str
    document: str = field(init=False)
    prefix: str = field(init=False)
    suffix: str = field(init=False)

    def __post_init__(self, source: StoredText) -> None:
        if not isinstance(source, StoredText):
            raise NoBasis(f"a quote is made from a stored document's text, got {type(source).__name__}")
        if not 0 <= self.start < self.end <= len(source.text):
            raise QuoteMismatch(
                f"a quote from {self.start} to {self.end} lies outside its document of {len(source.text)} characters"
            )
        found = source.text[self.start : self.end]
        if found != self.exact:
            raise QuoteMismatch(f"the document says {found!r} from {self.start} to {self.end}, not {self.exact!r}")
        object.__setattr__(self, "document", source.sha256)
        object.__setattr__(self, "prefix", source.text[max(0, self.start - SURROUNDINGS) : self.start])
        object.__setattr__(self, "suffix", source.text[self.end : self.end + SURROUNDINGS])
        object.__setattr__(self, "key", _key("quote", source.sha256, self.start, self.end))


@dataclass(frozen=True, slots=True, eq=False)
class Column(_Keyed):
    """A column of a data set, named by the set's hash; one row of it, or all (`row` is None).

    >>> Column("0" * 64, "population", "320583").row
    '320583'
    """

    dataset: str
    column: str
    row: str | None = None
    title: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.dataset or not self.column:
            raise NoBasis("a column needs the hash of its data set and its own name")
        object.__setattr__(self, "key", _key("column", self.dataset, self.column, self.row))


@dataclass(frozen=True, slots=True, eq=False)
class Entry(_Keyed):
    """A person's input, by the id of its row in the ledger."""

    ledger: str

    def __post_init__(self) -> None:
        if not self.ledger:
            raise NoBasis("an entry needs the id of its ledger row")
        object.__setattr__(self, "key", _key("entry", self.ledger))


@dataclass(frozen=True, slots=True, eq=False)
class Assumption(_Keyed):
    """A value that somebody chose: who, and why.

    >>> Assumption("analyst", "elasticity of trade as in Anderson & van Wincoop (2003)").who
    'analyst'
    """

    who: str
    why: str
    elsewhere: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)
    """The same in other languages: (language, who, why). Who and why themselves are in English, and alone make the key."""

    @classmethod
    def stated(cls, who: str | Mapping[str, str], why: str | Mapping[str, str]) -> "Assumption":
        """An assumption whose words are given in English, or by language (English among them).

        >>> Assumption.stated("Jo", {"en": "a round number", "de": "eine runde Zahl"}).said("de")
        ('Jo', 'eine runde Zahl', 'de')
        """
        names = {"en": who} if isinstance(who, str) else dict(who)
        reasons = {"en": why} if isinstance(why, str) else dict(why)
        if "en" not in names or "en" not in reasons:
            raise NoBasis(f"an assumption says who chose it and why in English at least; got {who!r}, {why!r}")
        # a person's or a firm's name is the same in every language; a reason is not
        other = [(tongue, names.get(tongue, names["en"]), reasons[tongue]) for tongue in reasons if tongue != "en"]
        return cls(names["en"], reasons["en"], tuple(other))

    def said(self, language: str) -> tuple[str, str, str]:
        """Who and why in a language, or in English where they are not given in it; and the language they are in."""
        for tongue, who, why in self.elsewhere:
            if tongue == language:
                return who, why, tongue
        return self.who, self.why, "en"

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.why.strip():
            raise NoBasis("an assumption says who chose it and why; got an empty text")
        object.__setattr__(self, "key", _key("assumption", self.who, self.why))


@dataclass(frozen=True, slots=True, eq=False)
class Step(_Keyed):
    """A named computation: formula, version and parameters over its inputs.

    Where the inputs are many, `panel` is the hash of the panel that holds them and `selector` says which of its
    cells is meant; `inputs` are then the bases of the panel's columns.

    >>> step = Step("ratio", "1", (Assumption("me", "an example"),))
    >>> step.formula, len(step.inputs)
    ('ratio', 1)
    """

    formula: str
    version: str
    inputs: tuple[Basis, ...]
    parameters: tuple[tuple[str, Scalar], ...] = ()
    panel: str | None = None
    selector: str | None = None

    def __post_init__(self) -> None:
        if not self.formula:
            raise NoBasis("a computation needs the name of its formula")
        if not self.inputs:
            raise NoBasis(f"the computation {self.formula!r} has no inputs: a number without a basis cannot be made")
        for part in self.inputs:
            require(part)
        key = _key(
            "step",
            self.formula,
            self.version,
            [list(pair) for pair in self.parameters],
            [part.key for part in self.inputs],
            self.panel,
            self.selector,
        )
        object.__setattr__(self, "key", key)


def require(basis: object) -> Basis:
    """The basis itself, or NoBasis where something else was given."""
    if isinstance(basis, Quote | Column | Entry | Assumption | Step):
        return basis
    raise NoBasis(
        f"a number needs a quote, a column, an entry, an assumption or a step as its basis, got {type(basis).__name__}"
    )


def roots(basis: Basis) -> list[Root]:
    """Every sentence, column, entry and assumption that a figure finally rests on, each once, in reading order.

    Shared computations are visited once: the walk is linear in the number of distinct bases.

    >>> a, b = Assumption("me", "first"), Assumption("me", "second")
    >>> [root.why for root in roots(Step("sum", "1", (a, Step("twice", "1", (b,)), a)))]
    ['first', 'second']
    """
    found: list[Root] = []
    seen: set[str] = set()
    waiting: list[Basis] = [require(basis)]
    while waiting:
        part = waiting.pop()
        if part.key in seen:
            continue
        seen.add(part.key)
        if isinstance(part, Step):
            waiting.extend(reversed(part.inputs))
        else:
            found.append(part)
    return found


def as_json(basis: Basis) -> dict[str, Any]:
    """A basis as plain values: each distinct part once, so that shared inputs are not written twice.

    The result is ``{"root": key, "parts": {key: {"kind": …, …}}}``; `from_json` is its inverse.
    """
    parts: dict[str, dict[str, Any]] = {}
    waiting: list[Basis] = [require(basis)]
    while waiting:
        part = waiting.pop()
        if part.key in parts:
            continue
        match part:
            case Quote():
                entry: dict[str, Any] = {"kind": "quote", "document": part.document, "start": part.start}
                entry |= {"end": part.end, "exact": part.exact, "prefix": part.prefix, "suffix": part.suffix}
            case Column():
                entry = {"kind": "column", "dataset": part.dataset, "column": part.column}
                entry |= {"row": part.row, "title": part.title}
            case Entry():
                entry = {"kind": "entry", "ledger": part.ledger}
            case Assumption():
                entry = {"kind": "assumption", "who": part.who, "why": part.why}
                entry |= {"elsewhere": [list(item) for item in part.elsewhere]} if part.elsewhere else {}
            case Step():
                entry = {"kind": "step", "formula": part.formula, "version": part.version}
                entry |= {"parameters": dict(part.parameters), "inputs": [item.key for item in part.inputs]}
                entry |= {"panel": part.panel, "selector": part.selector}
                waiting.extend(part.inputs)
        parts[part.key] = entry
    return {"root": basis.key, "parts": parts}


def from_json(stored: Mapping[str, Any], texts: Mapping[str, StoredText]) -> Basis:
    """A basis from the plain values of `as_json`; quotes are checked again against `texts` (by document hash).

    Raises NoBasis where a part or a document's text is missing, QuoteMismatch where a quote no longer stands.
    """
    parts: Mapping[str, Mapping[str, Any]] = stored["parts"]
    made: dict[str, Basis] = {}
    waiting: list[str] = [stored["root"]]
    while waiting:
        key = waiting[-1]
        if key in made:
            waiting.pop()
            continue
        if key not in parts:
            raise NoBasis(f"the stored basis lacks its part {key}")
        entry = parts[key]
        missing = [item for item in entry.get("inputs", ()) if item not in made]
        if missing:
            waiting.extend(missing)
            continue
        made[key] = _part(entry, [made[item] for item in entry.get("inputs", ())], texts)
        waiting.pop()
    return made[stored["root"]]


def _part(entry: Mapping[str, Any], inputs: Iterable[Basis], texts: Mapping[str, StoredText]) -> Basis:
    match entry["kind"]:
        case "quote":
            if entry["document"] not in texts:
                raise NoBasis(f"the text of document {entry['document']} is not at hand to check its quote")
            return Quote(texts[entry["document"]], entry["start"], entry["end"], entry["exact"])
        case "column":
            return Column(entry["dataset"], entry["column"], entry["row"], entry.get("title", ""))
        case "entry":
            return Entry(entry["ledger"])
        case "assumption":
            elsewhere = tuple((tongue, who, why) for tongue, who, why in entry.get("elsewhere", ()))
            return Assumption(entry["who"], entry["why"], elsewhere)
        case "step":
            parameters = tuple((str(name), value) for name, value in entry["parameters"].items())
            step_inputs = tuple(inputs)
            return Step(entry["formula"], entry["version"], step_inputs, parameters, entry["panel"], entry["selector"])
        case kind:
            raise NoBasis(f"a basis is a quote, column, entry, assumption or step, got {kind!r}")
