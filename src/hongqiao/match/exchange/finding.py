"""The exchange: profiles held ready, and the best matches of each query with their reasons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hongqiao.errors import DuplicateId, UnknownLanguage
from hongqiao.match.exchange import scores as formulas
from hongqiao.match.exchange.encoder import Encoder, Store, default_encoder
from hongqiao.match.exchange.profile import (
    Match,
    Objection,
    Parts,
    Profile,
    Reason,
    decline_reason,
    recognised,
    sentences,
)

type Scores = NDArray[np.float32]
BLOCK = 512  # queries scored at once
REASONS = 3
GRADES = ((0.6, "strong"), (0.2, "possible"), (0.0, "weak"))
CLOSE = 0.3  # a sentence pair below this cosine speaks against the match


@dataclass(frozen=True, slots=True)
class _Declined:
    profile: int
    spreads: float


class Exchange:
    """Profiles that queries are matched with, across languages.

    Scores fuse the whole text, the closest sentence and shared terms, each vector without the mean of its language;
    they are corrected for hubs over the queries asked together (where a language has 50 or more of them, or `probes`
    are given), lifted for profiles like the two best, and set beside the profiles of the same language, so that a
    mixed pool is fair to each.

    >>> class Letters:  # any encoder will do; this one counts letters
    ...     name, dimension, languages = "letters", 26, frozenset({"en"})
    ...     def passage(self, texts):
    ...         made = np.array([[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts], np.float32)
    ...         return made / np.linalg.norm(made, axis=1, keepdims=True)
    ...     query = passage
    >>> pool = [Profile("a", "laser welding of copper"), Profile("b", "biogas from maize")]
    >>> [match.id for match in Exchange(pool, Letters()).find(["welding copper with a laser"], k=1)[0]]
    ['a']
    """

    def __init__(
        self,
        profiles: Sequence[Profile],
        encoder: Encoder | None = None,
        *,
        probes: Sequence[str] = (),
        store: Store | None = None,
    ) -> None:
        self.profiles = tuple(profiles)
        self.store = store if store is not None else Store(encoder if encoder is not None else default_encoder())
        self.encoder = self.store.encoder
        self._number: dict[str, int] = {}
        for number, profile in enumerate(self.profiles):
            if profile.id in self._number:
                raise DuplicateId(f"two profiles have the id {profile.id!r}")
            self._number[profile.id] = number
        self._languages = [self._language(profile) for profile in self.profiles]
        self._groups = np.array([sorted(set(self._languages)).index(name) for name in self._languages], np.int64)
        texts = [profile.text for profile in self.profiles]
        self._sentences = [sentences(text) for text in texts]
        flat = [sentence for part in self._sentences for sentence in part]
        self._starts = np.cumsum([0, *map(len, self._sentences)])
        self._whole = self.store.encode(texts, "passage")
        self._each = self.store.encode(flat, "passage")
        self._means = formulas.centres(self._whole, self._groups)
        self._near = formulas.centred(self._whole, self._groups, self._means)
        self._near_each = formulas.centred(self._each, np.repeat(self._groups, np.diff(self._starts)), self._means)
        self._lexical = formulas.Lexical(texts)
        self._probes = tuple(probes)
        self._withdrawn: set[int] = set()
        self._declined: dict[str, list[_Declined]] = {}

    def _language(self, profile: Profile) -> str:
        if profile.language is None:
            return recognised(profile.text)
        if profile.language.split("-")[0] not in self.encoder.languages:
            known = ", ".join(sorted(self.encoder.languages))
            raise UnknownLanguage(
                f"profile {profile.id!r} is in {profile.language!r}; {self.encoder.name} knows {known}"
            )
        return profile.language.split("-")[0]

    def decline(self, query: str, profile: str, reason: str) -> None:
        """Record that the match of a query and a profile was declined, for a reason of the fixed list.

        The pair is not shown again; reasons of fit also lower profiles like the declined one for this query, and
        "gone" withdraws the profile for all. Raises UnknownReason, or KeyError for an unknown profile.
        """
        told, number = decline_reason(reason), self._number[profile]
        if told.withdraws:
            self._withdrawn.add(number)
        self._declined.setdefault(query, []).append(_Declined(number, told.spreads))

    def find(self, queries: Sequence[Profile | str], k: int = 10, *, as_of: dt.date | None = None) -> list[list[Match]]:
        """For each query the k best matches, the best first.

        Expired profiles (as of a day, today by default), withdrawn, refused and declined ones are left out, and so
        is a profile with the query's own id. A string stands for a profile without id.
        """
        asked = [self._asked(query, number) for number, query in enumerate(queries)]
        if not asked or not self.profiles or k < 1:
            return [[] for _ in asked]
        languages = [self._language(query) for query in asked]
        raw = self._raw([query.text for query in asked], languages)
        hubs = self._hubs(raw[0], languages)
        corrected = raw[0] - np.float32(formulas.HUB_WEIGHT) * hubs
        for row, query in enumerate(asked):  # a text is no answer to itself
            if query.id in self._number:
                corrected[row, self._number[query.id]] = -np.inf
        like = formulas.like_the_best(corrected, self._near)
        standing = formulas.beside_their_language(corrected + np.float32(formulas.LIKE_WEIGHT) * like, self._groups)
        day = as_of if as_of is not None else dt.datetime.now(dt.UTC).date()
        closed = np.array([item.expires is not None and item.expires < day for item in self.profiles])
        closed[sorted(self._withdrawn)] = True
        found: list[list[Match]] = []
        for row, query in enumerate(asked):
            final = standing[row].copy()
            final[closed] = -np.inf
            for declined in self._declined.get(query.id, ()):
                likeness = self._whole @ self._whole[declined.profile]
                final -= np.float32(declined.spreads) * np.maximum(likeness, 0)
                final[declined.profile] = -np.inf
            self._veto(query, final)
            scored = formulas.graded(final)
            order = np.argsort(-final, kind="stable")[:k]
            found.append(
                [
                    self._match(
                        query,
                        int(column),
                        float(scored[column]),
                        [part[row, column] for part in (*raw[1:], hubs, like)],
                    )
                    for column in order
                    if np.isfinite(final[column])
                ]
            )
        return found

    def _asked(self, query: Profile | str, number: int) -> Profile:
        return query if isinstance(query, Profile) else Profile(f"query {number + 1}", query)

    def _raw(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[Scores, Scores, Scores, Scores]:
        vectors = self._centred_queries(self.store.encode(texts, "query"), languages)
        whole = vectors @ self._near.T
        closest = np.empty_like(whole)
        for start in range(0, len(vectors), BLOCK):
            part = slice(start, start + BLOCK)
            closest[part] = formulas.best_of_sentences(vectors[part] @ self._near_each.T, self._starts[:-1])
        lexical = self._lexical.scores(texts)
        fused = formulas.fused(whole, closest, lexical, formulas.sentence_weights(self._starts))
        return fused, whole, closest, lexical

    def _centred_queries(self, vectors: Scores, languages: Sequence[str]) -> Scores:
        """Queries by the mean of the profiles in their language; where there are none, by that of those asked."""
        known = sorted(set(self._languages))
        strange = sorted(set(languages) - set(known))
        groups = np.array([[*known, *strange].index(name) for name in languages], np.int64)
        asked = formulas.centres(vectors, groups)[len(known) :]
        return formulas.centred(vectors, groups, np.concatenate([self._means, asked]))

    def _hubs(self, scores: Scores, languages: Sequence[str]) -> Scores:
        hubs = np.zeros_like(scores)
        probes: dict[str, list[str]] = {}
        for text in self._probes:
            probes.setdefault(recognised(text), []).append(text)
        for language in set(languages):
            rows = [row for row, name in enumerate(languages) if name == language]
            extra = probes.get(language, [])
            if len(rows) + len(extra) < formulas.HUB_QUERIES:
                continue
            seen = scores[rows]
            if extra:
                seen = np.concatenate([seen, self._raw(extra, [language] * len(extra))[0]])
            hubs[rows] = formulas.hubness(seen)
        return hubs

    def _veto(self, query: Profile, final: Scores) -> None:
        for column, profile in enumerate(self.profiles):
            names, others = {query.id, query.organisation} - {""}, {profile.id, profile.organisation} - {""}
            if query.id == profile.id or others & query.refuses or names & profile.refuses:
                final[column] = -np.inf

    def _match(self, query: Profile, column: int, score: float, parts: list[np.float32]) -> Match:
        whole, sentence, lexical, hub, like = map(float, parts)
        reasons = self._reasons(query, column)
        mine, theirs = formulas.terms(query.text), set(formulas.terms(self.profiles[column].text))
        # whole words, numbers and Han pairs are shown; runs of four letters only score
        shared = dict.fromkeys(
            term.strip("_#") for term in mine if term in theirs and (term[0] in "_#" or term[0] >= "\u3400")
        )
        grade = next(name for floor, name in GRADES if score >= floor)
        plain = float(self.store.encode([query.text], "query")[0] @ self._whole[column])
        against = self._against(query, column, reasons, plain)
        return Match(
            self.profiles[column].id,
            score,
            reasons,
            tuple(shared),
            against,
            Parts(whole, sentence, lexical, hub, like),
            grade,
        )

    def _reasons(self, query: Profile, column: int) -> tuple[Reason, ...]:
        asked, answers = sentences(query.text), self._sentences[column]
        similarity = self.store.encode(asked, "query") @ self._each[self._starts[column] : self._starts[column + 1]].T
        order = np.argsort(-similarity, axis=None, kind="stable")
        used: set[int] = set()
        found: list[Reason] = []
        for place in order:
            i, j = divmod(int(place), len(answers))
            if i in used:
                continue
            used.add(i)
            found.append(Reason(asked[i], answers[j], float(similarity[i, j])))
            if len(found) == REASONS:
                break
        return tuple(found)

    def _against(self, query: Profile, column: int, reasons: Sequence[Reason], whole: float) -> tuple[Objection, ...]:
        found = [Objection("no counterpart", item.query_text) for item in reasons if item.score < CLOSE]
        if whole < CLOSE:
            found.append(Objection("far apart", theirs=f"{whole:.2f}"))
        mine, theirs = self._language(query), self._languages[column]
        if mine != theirs and mine and theirs:
            found.append(Objection("other language", mine, theirs))
        numbers = {term[1:] for term in formulas.terms(query.text) if term[0] == "#"}
        others = {term[1:] for term in formulas.terms(self.profiles[column].text) if term[0] == "#"}
        if numbers and others and not numbers & others:
            found.append(Objection("other numbers", ", ".join(sorted(numbers)), ", ".join(sorted(others))))
        return tuple(found)
