"""When: the periods that a text names, and which of them belongs to a quantity."""

import re
from dataclasses import dataclass, replace

from hongqiao.evidence.language.pack import Moments, Pack
from hongqiao.evidence.quantity.dating import resolve
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.ground.period import Period, Precision

_LEAD = 40  # characters before a period that say whether it is a deadline
_OPENING = 600  # characters of a text that say whether it is news of a day
_CLAUSE = re.compile(r"[;；,，。:]|、(?=20\d\d年)|[えしりけげせてみ]、| und | and | et | e |并")


@dataclass(frozen=True, slots=True)
class Moment:
    """A period that a text names, and where."""

    start: int
    end: int
    text: str
    role: str  # at, by, due, since, ref or plan
    fine: bool  # finer than a year, or a range


@dataclass(frozen=True, slots=True)
class Said:
    """What earlier quantities were said of: the last one's period, the last that was stated in words, and the
    one that the sentence before was about where it stated one.
    """

    carried: str | None = None
    stated: str | None = None
    running: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the document says about time as a whole."""

    published: Period | None
    year: int | None = None  # of publication
    month: str | None = None  # of publication, or the year where no more is known
    frame: str | None = None
    plan: str | None = None
    news: bool = False  # whether it begins with what happened on a day

    @classmethod
    def of(cls, published: Period | None) -> "Clock":
        """The clock of a document that was published on a day, in a month or in a year."""
        if published is None:
            return cls(None)
        start = published.start
        fine = published.precision in {Precision.DAY, Precision.MONTH}
        return cls(published, start.year, f"{start.year:04}-{start.month:02}" if fine else published.text)


def moments(block: Block, first: int, last: int, clock: Clock) -> list[Moment]:
    """The periods that a stretch of a block names, in reading order."""
    said = block.pack.moments
    found: list[Moment] = []
    for match in block.found("moments", said.finder, block.folded, first, last):
        text, fine = resolve(match, block.folded, said, clock.published)
        if match[0] in said.in_context and found and found[-1].text[:4].isdigit() and found[-1].role == "at":
            text = f"{int(found[-1].text[:4]) - 1:04}"  # the year before the one just named
        if text is None:
            continue
        ahead = "ny" in said.templates[int((match.lastgroup or "t0")[1:])][1]
        role = "by" if ahead else _role(block, match, said, text, clock)
        bracket = block.folded[found[-1].end : match.start()] if found else ""
        if bracket.strip() in {"(", "（"} and "/" in text:
            found.pop()  # 上半期（4～9月）: the months say it better
        found.append(Moment(match.start(), match.end(), text, role, fine))
    return found


def _role(block: Block, match: re.Match[str], said: Moments, text: str, clock: Clock) -> str:
    before = block.folded[max(0, match.start() - _LEAD) : match.start()]
    if "/" in text:
        wide = text[-4:].isdigit() and text[:4].isdigit() and int(text[-4:]) - int(text[:4]) >= 2
        return "plan" if wide and clock.year and int(text[-4:]) >= clock.year else "at"
    again = said.again.search(before)
    if again is not None and not before[again.end() :].strip():
        before = before[: again.start()]  # "than in the same period of 2017"
    after = block.folded[match.end() : match.end() + 8]
    if said.since.search(before) or said.since_after.search(after):
        return "since"
    if said.compared.search(before) or said.compared_after.search(after):
        return "ref"
    later = clock.year is None or (text[:4].isdigit() and int(text[:4]) >= clock.year and len(text) == 4)
    if later and said.deadline_after.search(after) and said.relative_years.get(match[0], 1) > 0:
        return "due"
    if later and said.deadline.search(before):
        return "by"
    return "at"


def frame(pack: Pack, block: Block, clock: Clock) -> Clock:
    """What the beginning of a document says about time: its reporting period, and the span of its plan."""
    named = moments(block, 0, min(len(block.folded), 1000), clock)
    plan = next((one.text for one in named if one.role == "plan"), None)
    reporting = None
    year = clock.year
    for one in named:
        run = len(one.text) == _RUN and one.text[:4] == one.text[8:12] and one.text[5:7] == "01"
        if one.start > 900 or one.role != "at" or not one.fine or (len(one.text) > _MONTH and not run):
            continue
        close = year is None or abs(int(one.text[:4]) - year) <= 1
        lead = (one.text[5:6] in {"Q", "H"} or run) and one.start < 300
        survey = block.folded[one.end : one.end + 1] == "-"
        if close and (lead or survey):
            reporting = one.text
            break
    as_of = None
    for one in named:
        if pack.moments.as_of.search(block.folded[max(0, one.start - _LEAD) : one.start]) and one.start < 300:
            as_of = one.text[:4]
    begin = block.folded[:_OPENING]
    news = pack.moments.day.search(begin) is not None or any(
        clock.month is not None and one.text[:_MONTH] == clock.month for one in named if one.start < _OPENING
    )
    return replace(clock, frame=reporting or as_of, plan=plan, news=news)


def choose(
    block: Block,
    draft: Draft,
    named: list[Moment],
    status: str,
    clock: Clock,
    sentence: tuple[int, int],
    within: tuple[int, int],
    said: Said,
) -> tuple[str | None, str | None]:
    """The period and the deadline of a quantity: of the periods its sentence names the nearest that fits."""
    best = _nearest(block, draft, named, status, clock)
    ahead = status in _AHEAD
    apart = best is None or not within[0] <= best.start < within[1]
    if apart and clock.year is not None and block.pack.moments.whole.search(block.folded, *within) is not None:
        return f"{clock.year:04}" if ahead else (said.stated or f"{clock.year:04}")[:4], None
    if best is None or (best.role == "plan" and not ahead):
        return _default(block, draft, sentence, within, status, clock, said), None
    if not best.fine and said.stated is not None and said.stated[4:5] == "-" and best.text[4:] == "":
        again = block.pack.moments.again.search(block.folded, max(sentence[0], best.start - _LEAD), best.end + _LEAD)
        if again is not None:
            # "in the same period of 2017" after the first half of 2018
            return said.stated.replace(said.stated[:4], best.text), None
    if status != "ACTUAL" and best.fine and clock.year is not None and best.text[:4] == str(clock.year - 1):
        spoken = block.folded[best.start : best.end]
        if best.text[5:7].isdigit() and best.text[:4] not in spoken:  # "steigt zum 1. Juli" in a text of February
            return coarse(f"{clock.year}{best.text[4:]}", status), None
    if best.role == "since" and clock.year is not None and best.text[:4].isdigit() and int(best.text[:4]) < clock.year:
        return f"{best.text[:4]}/{clock.year}", None
    return coarse(best.text, status), best.text if best.role in _DUE else None


_AHEAD = {"TARGET", "PLAN", "FORECAST"}
_DUE = {"by", "due"}
_DAY, _MONTH, _RUN = 10, 7, 15  # lengths of ISO dates, months and runs of months


def coarse(text: str, status: str) -> str:
    """A period as finely as statements about it are made: facts by month, what is planned by year.

    >>> coarse("2020-07-28", "ACTUAL"), coarse("2020-06", "PLAN")
    ('2020-07', '2020')
    """
    if "/" in text:
        return text
    if len(text) == _DAY:
        text = text[:_MONTH]
    if status != "ACTUAL" and len(text) == _MONTH and text[5].isdigit():
        text = text[:4]
    return text


def _nearest(block: Block, draft: Draft, named: list[Moment], status: str, clock: Clock) -> Moment | None:
    text = block.folded
    best: Moment | None = None
    cost = 1e9
    ahead = status in _AHEAD
    end = draft.start
    while end > 0 and text[end - 1] == " ":
        end -= 1
    contrasted = bool(named) and block.pack.before_compared.match_before(text, end) is not None
    for one in named:
        own = text[one.end : draft.start] in _OF  # 2021年的13719元
        if (one.start < draft.end and draft.start < one.end) or (one.role == "ref" and not own):
            continue
        future = (
            clock.year is not None and one.text[:4].isdigit() and int(one.text[:4]) > clock.year and "/" not in one.text
        )
        if status == "ACTUAL" and future:
            continue
        before = one.end <= draft.start
        between = text[one.end : draft.start] if before else text[draft.end : one.start]
        price = float(len(between)) if before else len(between) * 1.4 + (12 if len(between) > 5 else 0)
        broken = _CLAUSE.search(between) is not None
        if not before and ((one.role in _DUE and broken) or len(between) > 70 or _opens(between)):
            continue
        if one.role in _DUE and before and broken and clock.plan is not None and clock.plan.endswith(one.text[:4]):
            continue
        if before and contrasted:
            price += 40  # "contra 38,2 milhões em igual período de 2018": what follows dates it
        price += 35 * len(_STRONG.findall(between)) + 10 * len(_WEAK.findall(between))
        if broken and not before:
            price += 25
        if _ADJACENT.match(between) or own:
            price = 0
        elif before and between[:1] in _OF and _DIGIT.search(between) is not None:
            price += 80  # what 2021年的 belongs to has come
        if one.role in _DUE and not ahead:
            price += 60
        if one.role == "plan":
            price += 80
        if price < cost:
            best, cost = one, price
    return best


def _goes_on(block: Block, sentence: tuple[int, int], within: tuple[int, int]) -> bool:
    """Whether a sentence goes on with the figures of the one before: it tells what happened, or a rise or fall."""
    text, pack = block.folded, block.pack
    if pack.spaced and pack.moments.told.search(text, *within) is not None:
        return True
    return pack.up.search(text, *sentence) is not None or pack.down.search(text, *sentence) is not None


def before(draft: Draft, named: list[Moment], period: str) -> str:
    """The period of the level that a change starts from: a year earlier, unless one is named beside it."""
    if any(0 <= one.start - draft.end <= 5 or 0 <= draft.start - one.end <= 5 for one in named if one.role != "ref"):
        return period
    return f"{int(period[:4]) - 1:04}{period[4:]}" if "/" not in period and period[5:6] in {"", "H", "Q"} else period


_OF = {"的", "の"}
_DIGIT = re.compile(r"\d")
_STRONG = re.compile(r"[;；]|\n")
_WEAK = re.compile(r"[,，、()（）]")
_ADJACENT = re.compile(r"[\s(（:：]*$")


def _opens(between: str) -> bool:
    return between.count("(") + between.count("（") > between.count(")") + between.count("）")


def _default(
    block: Block,
    draft: Draft,
    sentence: tuple[int, int],
    within: tuple[int, int],
    status: str,
    clock: Clock,
    said: Said,
) -> str | None:
    times = block.pack.moments
    if status == "TARGET":
        return clock.plan
    if status == "ACTUAL":
        if said.stated is not None and block.says("again", times.again, (sentence[0], draft.start)):
            return said.stated
        if said.carried is not None and times.carry.search(block.folded[sentence[0] : sentence[0] + 24]):
            return said.carried
        day = block.says("day", times.day, sentence)
        within = within if block.pack.spaced else sentence
        if clock.frame is not None and not day:
            state = clock.frame[5:6] in {"Q", "H"} and times.state.search(block.folded, *within) is not None
            return f"{clock.year:04}" if state else clock.frame
        if said.running is not None and not day and _goes_on(block, sentence, within):
            return said.running
        headline = block.offset == 0 and sentence[0] == 0
        if headline or day or block.says("event", times.event, sentence):
            return clock.month
        if clock.news and times.told.search(block.folded, *within):
            return clock.month
    return f"{clock.year:04}" if clock.year is not None else None
