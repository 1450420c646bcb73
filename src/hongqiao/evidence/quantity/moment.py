"""When: the periods that a text names, and which of them belongs to a quantity."""

import re
from dataclasses import dataclass

from hongqiao.evidence.language.pack import Moments, Pack
from hongqiao.evidence.quantity.draft import Block, Draft
from hongqiao.ground.period import Period, Precision

_LEAD = 24  # characters before a period that say whether it is a deadline
_HAN = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CLAUSE = re.compile(r"[;；,，。:]| und | and | et | e |并")


@dataclass(frozen=True, slots=True)
class Moment:
    """A period that a text names, and where."""

    start: int
    end: int
    text: str
    role: str  # at, by, since or plan
    fine: bool  # finer than a year, or a range


@dataclass(frozen=True, slots=True)
class Clock:
    """What the document says about time as a whole."""

    published: Period | None
    frame: str | None = None
    plan: str | None = None

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return self.published.start.year if self.published else None

    @property
    def month(self) -> str | None:
        """The month of publication, or the year where no more is known."""
        if self.published is None:
            return None
        if self.published.precision in {Precision.DAY, Precision.MONTH}:
            return f"{self.published.start.year:04}-{self.published.start.month:02}"
        return self.published.text


def moments(block: Block, first: int, last: int, clock: Clock) -> list[Moment]:
    """The periods that a stretch of a block names, in reading order."""
    said = block.pack.moments
    found: list[Moment] = []
    for match in said.finder.finditer(block.folded, first, last):
        text, fine = _resolve(match, block.folded, said, clock)
        if match[0] in said.in_context and found and found[-1].text[:4].isdigit() and found[-1].role == "at":
            text = f"{int(found[-1].text[:4]) - 1:04}"  # the year before the one just named
        if text is None:
            continue
        found.append(Moment(match.start(), match.end(), text, _role(block, match, said, text, clock), fine))
    return found


def _role(block: Block, match: re.Match[str], said: Moments, text: str, clock: Clock) -> str:
    before = block.folded[max(0, match.start() - _LEAD) : match.start()]
    if "/" in text:
        wide = text[-4:].isdigit() and text[:4].isdigit() and int(text[-4:]) - int(text[:4]) >= 2
        return "plan" if wide and clock.year and int(text[-4:]) >= clock.year else "at"
    if said.since.search(before):
        return "since"
    if said.compared.search(before) or said.compared_after.search(block.folded[match.end() : match.end() + 8]):
        return "ref"
    later = clock.year is None or (text[:4].isdigit() and int(text[:4]) >= clock.year and len(text) == 4)
    if later and (
        said.deadline.search(before) or said.deadline_after.search(block.folded[match.end() : match.end() + 6])
    ):
        return "by"
    return "at"


def _resolve(found: re.Match[str], text: str, said: Moments, clock: Clock) -> tuple[str | None, bool]:
    if found[0] in said.plans:
        return said.plans[found[0]], True
    template, names = said.templates[int((found.lastgroup or "t0")[1:])]
    match = template.match(text, found.start())
    if match is None:
        return None, False
    coming = said.coming.search(text, max(0, found.start() - _LEAD), found.start()) is not None
    return _assemble({name: match[name] for name in names if match[name]}, said, clock, coming=coming)


def _assemble(parts: dict[str, str], said: Moments, clock: Clock, *, coming: bool = False) -> tuple[str | None, bool]:
    year = _year(parts, said, clock)
    if "y2" in parts:
        last = parts["y2"].translate(_HAN)
        if year is None:
            return None, False
        end = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
        return (f"{year}/{end}", True) if end > year else (None, False)
    month = said.months.get(parts["month"]) if "month" in parts else int(parts["mnum"]) if "mnum" in parts else None
    if "rmonth" in parts and clock.published is not None:
        index = (
            clock.published.start.year * 12 + clock.published.start.month - 1 + said.relative_months[parts["rmonth"]]
        )
        return f"{index // 12:04}-{index % 12 + 1:02}", True
    if "q" in parts or "qword" in parts:
        quarter = int(parts["q"]) if "q" in parts else said.quarters[parts["qword"]]
        year = year if year is not None else clock.year
        return (f"{year:04}-Q{quarter}", True) if year else (None, False)
    if "hword" in parts:
        year = year if year is not None else clock.year
        return (f"{year:04}-H{said.halves[parts['hword']]}", True) if year else (None, False)
    if month is not None:
        if not 1 <= month <= 12:
            return None, False
        if year is None and clock.published is not None:
            year = clock.published.start.year
            if coming:  # "bis Januar" in a text of July
                year += month < clock.published.start.month
            else:
                year -= month > clock.published.end.month
        if year is None:
            return None, False
        day = int(parts["d"]) if "d" in parts else None
        if day is not None and not 1 <= day <= 31:
            return None, False
        return (f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""), True)
    return (f"{year:04}", False) if year is not None else (None, False)


def _year(parts: dict[str, str], said: Moments, clock: Clock) -> int | None:
    if "y" in parts:
        return int(parts["y"].translate(_HAN))
    if "ryear" in parts and clock.year is not None:
        return clock.year + said.relative_years[parts["ryear"]]
    return None


def frame(pack: Pack, block: Block, clock: Clock) -> Clock:
    """What the beginning of a document says about time: its reporting period, and the span of its plan."""
    named = moments(block, 0, min(len(block.folded), 1000), clock)
    plan = next((one.text for one in named if one.role == "plan"), None)
    reporting = None
    year = clock.year
    for one in named:
        if one.start > 900 or one.role != "at" or not one.fine or len(one.text) > 7 or "/" in one.text:
            continue
        close = year is None or abs(int(one.text[:4]) - year) <= 1
        lead = one.text[5:6] in {"Q", "H"} and one.start < 300
        survey = block.folded[one.end : one.end + 1] == "-"
        if close and (lead or survey):
            reporting = one.text
            break
    as_of = None
    for one in named:
        if pack.moments.as_of.search(block.folded[max(0, one.start - _LEAD) : one.start]) and one.start < 300:
            as_of = one.text[:4]
    return Clock(clock.published, reporting or as_of, plan)


def choose(
    block: Block,
    draft: Draft,
    named: list[Moment],
    status: str,
    clock: Clock,
    sentence: tuple[int, int],
    carried: str | None,
) -> tuple[str | None, str | None]:
    """The period and the deadline of a quantity: of the periods its sentence names the nearest that fits."""
    best = _nearest(block, draft, named, status, clock)
    ahead = status in _AHEAD
    if best is None or (best.role == "plan" and not ahead):
        return _default(block, sentence, status, clock, carried), None
    if best.role == "since" and clock.year is not None and best.text[:4].isdigit() and int(best.text[:4]) < clock.year:
        return f"{best.text[:4]}/{clock.year}", None
    return coarse(best.text, status), best.text if best.role == "by" else None


_AHEAD = {"TARGET", "PLAN", "FORECAST"}
_DAY, _MONTH = 10, 7


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
    for one in named:
        if (one.start < draft.end and draft.start < one.end) or one.role == "ref":
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
        if not before and ((one.role == "by" and broken) or len(between) > 70 or _opens(between)):
            continue
        if one.role == "by" and before and broken and clock.plan is not None and clock.plan.endswith(one.text[:4]):
            continue
        price += 35 * len(_STRONG.findall(between)) + 10 * len(_WEAK.findall(between))
        if broken and not before:
            price += 25
        if _ADJACENT.match(between):
            price = 0
        if one.role == "by" and not ahead:
            price += 60
        if one.role == "plan":
            price += 80
        if price < cost:
            best, cost = one, price
    return best


_STRONG = re.compile(r"[;；]|\n")
_WEAK = re.compile(r"[,，、()（）]")
_ADJACENT = re.compile(r"[\s(（:：]*$")


def _opens(between: str) -> bool:
    return between.count("(") + between.count("（") > between.count(")") + between.count("）")


def _default(block: Block, sentence: tuple[int, int], status: str, clock: Clock, carried: str | None) -> str | None:
    if status == "TARGET":
        return clock.plan
    if status == "ACTUAL":
        if carried is not None and block.pack.moments.carry.search(block.folded[sentence[0] : sentence[0] + 24]):
            return carried
        if clock.frame is not None:
            return clock.frame
        headline = block.offset == 0 and sentence[0] == 0
        if headline or block.pack.moments.event.search(block.folded, *sentence):
            return clock.month
    return f"{clock.year:04}" if clock.year is not None else None
