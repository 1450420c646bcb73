"""Reading quantities: one mechanism for every language; what differs between languages stands in their packs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hongqiao.evidence.language.pack import Pack
from hongqiao.evidence.quantity import moment, sense, subject
from hongqiao.evidence.quantity.draft import Block, Draft, Quantity
from hongqiao.evidence.quantity.fold import fold, seen
from hongqiao.evidence.quantity.link import explained, imply_money, link
from hongqiao.evidence.quantity.scan import drafts
from hongqiao.ground.period import Period

__all__ = ["Quantity", "read_quantities"]

_BLOCK = 40_000  # characters that are read at once, so that a text of one long line costs no more than many short ones
_BREAK = re.compile(r"\n|[.!?。！？] ?|\s")
_ABBREVIATED = re.compile(r"([^\W\d_]+)\.$")
_LONGEST_SENTENCE = 1200


def read_quantities(
    text: str, pack: Pack, *, published: Period | None = None, story: Sequence[tuple[int, int]] | None = None
) -> list[Quantity]:
    """Every quantity of a text in reading order; `story` limits what is read to spans of it.

    >>> from hongqiao.evidence.language import pack
    >>> [(one.value, one.unit) for one in read_quantities("82万千瓦", pack("zh"))]
    [(820000.0, 'kW')]
    """
    clean, places = seen(text)
    spans = [(0, len(clean))] if story is None else _placed(story, places)
    clock = moment.Clock.of(published)
    read: list[tuple[Block, list[Draft]]] = []
    for first, last in spans:
        for begin, end in _blocks(clean, first, last):
            block = Block(clean[begin:end], fold(clean[begin:end], pack.characters), pack, begin)
            found = link(block, list(drafts(block)))
            read.append((block, found) if found or not read else (replace(block, text="", folded=""), []))
    if not any(found for _, found in read):
        return []
    main = subject.main_place(read[0][0])
    clock = moment.frame(pack, read[0][0], clock)
    imply_money(read)
    quantities: list[Quantity] = []
    for block, found in read:
        quantities.extend(_judged(block, found, clock, main))
    if places is None:
        return quantities
    return [
        replace(
            one,
            start=places[one.start],
            end=places[one.end - 1] + 1,
            sentence=(places[one.sentence[0]], places[one.sentence[1]]),
        )
        for one in quantities
    ]


def _placed(story: Sequence[tuple[int, int]], places: Sequence[int] | None) -> list[tuple[int, int]]:
    if places is None:
        return [(first, last) for first, last in story if first < last]
    from bisect import bisect_left

    return [(bisect_left(places, first), bisect_left(places, last)) for first, last in story if first < last]


def _blocks(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while last - first > _BLOCK:
        cut = first + _BLOCK
        newline = text.rfind("\n", first + _BLOCK // 2, cut)
        if newline < 0:
            newline = max((text.rfind(mark, first + _BLOCK // 2, cut) for mark in (". ", "。", " ")), default=-1)
        cut = newline + 1 if newline > 0 else cut
        yield first, cut
        first = cut
    yield first, last


def _sentences(block: Block) -> list[int]:
    """Where sentences begin."""
    begins = [0]
    abbreviations = block.pack.abbreviations
    text = block.text
    for match in block.pack.sentence_end.finditer(text):
        if match[0] == "." and match.start() > 0:
            before = _ABBREVIATED.search(text, max(0, match.start() - 14), match.end())
            if before is not None and before[1].lower() in abbreviations:
                continue
            if text[match.start() - 1].isdigit() and text[match.end() : match.end() + 2].strip()[:1].isdigit():
                continue
            if (
                text[match.start() - 1].isdigit()
                and (match.start() < 3 or not text[match.start() - 3].isdigit())
                and block.pack.ordinal_dot
            ):
                continue
        if text[begins[-1] : match.end()].isspace():
            begins[-1] = match.end()
        else:
            begins.append(match.end())
    return begins


def _judged(block: Block, found: list[Draft], clock: moment.Clock, main: str | None) -> Iterator[Quantity]:
    if not found:
        return
    begins = _sentences(block)
    known: dict[tuple[int, int], _Sentence] = {}
    last = _Last()
    size = len(block.folded)
    numbers = [draft.number for draft in found]
    for draft in found:
        if not explained(block, draft):
            continue
        index = bisect_right(begins, draft.number) - 1
        sentence = (begins[index], begins[index + 1] if index + 1 < len(begins) else size)
        if sentence[1] - sentence[0] > _LONGEST_SENTENCE:
            sentence = (max(sentence[0], draft.start - 500), min(sentence[1], draft.end + 500))
        if _idle(block, draft, sentence):
            continue
        said = known.get(sentence)
        if said is None:
            # a number may begin outside of a sentence that was cut short
            inside = found[bisect_left(numbers, sentence[0] - 40) : bisect_right(numbers, sentence[1] + 40)]
            said = known[sentence] = _Sentence(
                sentence,
                index,
                [
                    one
                    for one in moment.moments(block, *sentence, clock)
                    # "fast 1700 Felder": a count, though it could be a year
                    if not any(two.comparator != "=" and two.start < one.start < two.end for two in inside)
                ],
                [
                    cue
                    for cue in sense.cues(block, sentence, clock.year)
                    # "two goals": a counted noun is no cue
                    if not any(one.number <= cue[0] < one.end for one in inside)
                ],
                subject.mentions(block, sentence),
                subject.places(block, sentence),
                subject.institutions(block, sentence),
            )
        if (draft.sort == "count" or draft.unit in _CALENDAR) and any(
            one.start <= draft.number < one.end for one in said.moments
        ):
            continue  # the day of a date, the months of "the first nine months"
        yield _quantity(block, draft, said, clock, last, main)


_CALENDAR = frozenset({"a", "month", "week", "d"})


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a sentence says besides its quantities, found once for all of them."""

    span: tuple[int, int]
    index: int
    moments: list[moment.Moment]
    cues: list[sense.Cue]
    mentions: list[subject.Mention]
    places: list[subject.Named]
    institutions: list[subject.Named]


@dataclass(slots=True)
class _Last:
    """What the latest quantity was said to be, for a sentence that goes on about the same."""

    index: int = -1
    status: str = "ACTUAL"
    period: str | None = None
    index_before: int = -1
    status_before: str = "ACTUAL"
    period_before: str | None = None
    stated: str | None = None
    running: str | None = None
    running_before: str | None = None

    def move(self, index: int) -> None:
        if index != self.index:
            self.index_before, self.status_before, self.period_before = self.index, self.status, self.period
            self.index, self.running_before, self.running = index, self.running, None


def _idle(block: Block, draft: Draft, sentence: tuple[int, int]) -> bool:
    """Whether a quantity only places something in time, or stands in a line of contact details."""
    moments = block.pack.moments
    text = block.folded
    if draft.sort == "unit" and draft.unit in {"a", "month", "week", "d", "h", "min", "s"}:
        after, before = text[draft.end : draft.end + 16], text[max(0, draft.start - 24) : draft.start]
        if after[:1] == "-" and text[draft.number_end : draft.number_end + 1] == "-":
            return True  # Sieben-Tage-Wert
        return bool(moments.reference_after.search(after) or moments.reference_before.search(before))
    return draft.sort == "count" and block.pack.contact.search(text, *sentence) is not None


def _quantity(
    block: Block, draft: Draft, said: _Sentence, clock: moment.Clock, last: _Last, main: str | None
) -> Quantity:
    sentence, named, index = said.span, said.moments, said.index
    last.move(index)
    adjacent = last.index_before == index - 1
    within = sense.clause(block, draft, sentence)
    kind, direction = sense.kind(block, draft, within)
    past = clock.year is not None and any(
        within[0] <= one.start < within[1] and one.role == "at" and one.text[:4].isdigit()
        and int(one.text[:4]) < clock.year
        for one in named
    )  # fmt: skip
    status = sense.status(block, draft, said.cues, sentence, within, share=kind == "share", past=past) or "ACTUAL"
    if status == "ACTUAL" and adjacent and block.pack.same.search(block.folded[sentence[0] : sentence[0] + 24]):
        status = last.status_before
    if draft.earlier and status in {"TARGET", "PLAN", "FORECAST"}:
        status = "ACTUAL"  # the level that a planned change starts from
        named = [one for one in named if one.role == "at" and one.start < draft.start]
    running = last.running_before if last.index_before >= index - 2 else None
    said_before = moment.Said(last.period_before if adjacent else None, last.stated, running)
    period, deadline = moment.choose(block, draft, named, status, clock, sentence, within, said_before)
    if draft.earlier and status == "ACTUAL" and deadline is None and period is not None:
        period = moment.before(draft, named, period)
    elif period is not None and any(one.text == period and one.fine for one in named):
        last.stated = period
    if status == "ACTUAL" and (period == running or any(one.text == period for one in named)):
        last.running = period
    if status == "ACTUAL" and deadline is not None and clock.year is not None:
        due = any(one.role == "due" and one.text == deadline for one in named)
        if int(deadline[:4]) > clock.year or (due and int(deadline[:4]) == clock.year):
            status = "TARGET"
    last.status, last.period = status, period
    key, words = subject.indicator(block, draft, said.mentions, within)
    per = draft.per
    if per is None and block.pack.per_before_meaning:
        for match in block.pack.per_before.finditer(block.folded, max(within[0], draft.start - 60), draft.start):
            per = block.pack.per_before_meaning[match[0]]
    offset = block.offset
    return Quantity(
        start=draft.start + offset,
        end=draft.end + offset,
        value=draft.value,
        unit=draft.unit,
        value_hi=draft.value_hi,
        per=per,
        comparator=draft.comparator,
        kind=kind,
        direction=direction,
        status=status,
        period=period,
        deadline=deadline,
        place=subject.place(block, said.places, draft, sentence, main),
        institution=subject.nearest(said.institutions, draft),
        indicator=key,
        indicator_text=words,
        unit_implied=draft.unit_implied,
        conversion=draft.conversion,
        sentence=(sentence[0] + offset, sentence[1] + offset),
    )
