"""The wire frame: date line, agencies, addresses, contacts and credits, set apart from the story.

Frames differ by agency and language, not by document: the marks stand in `marks`. Text runs on without a line break
in many copies ("….htmlFoto - https://…"), so that an address ends where the next mark begins. Only the head and the
foot of a text are searched, so that a text of any length costs the same.
"""

import re
from dataclasses import dataclass, field

from hongqiao.evidence.document import marks
from hongqiao.evidence.document.dates import find_date
from hongqiao.evidence.document.value import Contact, Dateline, Span
from hongqiao.ground.period import Period

HEAD = 4_000  # code points in which a date line may begin
FOOT = 12_000  # code points at the end in which the foot's marks are looked for
_WORDLESS = re.compile(r"[\s\-–—:：,，.。;；|]*")


@dataclass(slots=True)
class Frame:
    """What the frame says, and where it stands."""

    dateline: Dateline = field(default_factory=Dateline)
    published: Period | None = None
    publisher: str | None = None
    agencies: list[str] = field(default_factory=list)
    original: str | None = None
    links: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def read_frame(text: str, start: int = 0) -> Frame:
    """The frame of a text from `start` on (front matter lies before it).

    >>> frame = read_frame("Peking (ots/PRNewswire) - Kunshan wächst.")
    >>> frame.dateline.place, frame.agencies
    ('Peking', ['ots', 'PRNewswire'])
    """
    frame = Frame()
    _head(text, start, frame)
    _foot(text, start, frame)
    frame.agencies = list(dict.fromkeys(frame.agencies))
    frame.links = [link for link in dict.fromkeys(frame.links) if link != frame.original]
    frame.spans = _united(frame.spans)
    return frame


def story_spans(text: str, outside: list[Span]) -> tuple[Span, ...]:
    """The stretches of text that lie outside the frame, without blanks at their ends."""
    found: list[Span] = []
    last = 0
    for first, end in [*_united(outside), (len(text), len(text))]:
        begin, stop = last, first
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if begin < stop:
            found.append((begin, stop))
        last = max(last, end)
    return tuple(found)


def _united(spans: list[Span]) -> list[Span]:
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        elif start < end:
            united.append((start, end))
    return united


# ---- the head ---------------------------------------------------------------------------------------------


def _head(text: str, start: int, frame: Frame) -> None:
    head = text[start : start + HEAD]
    given = marks.GIVEN_DATE.match(head)
    if given is not None:
        frame.published = _period(given["date"])
        frame.spans.append((start, start + given.end()))
    for pattern in (marks.WESTERN, marks.CHINESE, marks.BRACKETED, marks.KYODO):
        match = next((found for found in pattern.finditer(head) if _plausible(found)), None)
        if match is not None:
            _dateline(match, frame)
            frame.spans.append((start + match.start(), start + match.end()))
            break
    if frame.published is None:
        frame.published = _dated_line(head)


def _plausible(match: re.Match[str]) -> bool:
    """A date line's lead is a place and a date, not a sentence that happens to end in an agency's name."""
    parts = match.groupdict()
    if parts.get("agency") is None and "date" in parts:
        return True  # place and date before 电, or place and date in 【】
    lead = (parts.get("lead") or "").strip()
    found = find_date(lead)
    rest = (lead[: found.start] + lead[found.end :]) if found else lead
    return len(rest.split()) <= 8 and not re.search(r"[.!?。]\s+\w{3,}|[;:]", rest)


def _dateline(match: re.Match[str], frame: Frame) -> None:
    parts = match.groupdict()
    if "lead" in parts:
        lead = marks.GIVEN_DATE.sub("", parts["lead"] or "")
        date = find_date(lead)
        place = lead[: date.start] if date else lead
        words = date.words if date else None
    else:
        place, words = parts.get("place") or "", parts.get("date")
        date = find_date(words) if words else None
    place = place.strip(" \t\u3000,，-–—=＝|")
    if words is None and frame.published is not None:
        words = frame.published.text
    frame.dateline = Dateline(place or None, words)
    if date is not None and date.period is not None:
        finer = frame.published is None or len(frame.published.text) <= len(date.period.text)
        frame.published = date.period if finer else frame.published
    names = parts.get("slash") or parts.get("paren") or parts.get("agency") or ""
    frame.agencies += [name.strip() for name in re.split(r"\s*[/,;]\s*", names) if name.strip()]


def _period(text: str) -> Period | None:
    found = find_date(text)
    if found is not None and found.period is not None:
        return found.period
    return Period.parse(text) if re.fullmatch(r"\d{4}", text) else None


_STAMP = re.compile(
    r"\s*(?:[-–—|,]|at|um|à|às)?\s*\d{1,2}[:hH.]\d{2}(?::\d{2})?\s*(?:Uhr|ET|EST|EDT|GMT|UTC|CET|CEST|AM|PM|a\.m\.|p\.m\.)?\s*\S{0,6}\s*|\s*(?:来源|來源)[:：].*"
)


def _dated_line(head: str) -> Period | None:
    """A line near the top that holds a full date and hardly anything else: when the page was published."""
    for line in head.split("\n")[:12]:
        if len(line) > 80:
            continue
        found = find_date(line)
        if found is None or found.period is None or len(found.period.text) < 10:
            continue
        rest = line[: found.start] + _STAMP.sub("", line[found.end :])
        if len(_WORDLESS.sub("", rest)) <= 24 and not re.search(r"\d", rest):
            return found.period
    return None


# ---- the foot ---------------------------------------------------------------------------------------------


def _foot(text: str, start: int, frame: Frame) -> None:
    begin = max(start, len(text) - FOOT)
    found = [(match, marks.KINDS[int((match.lastgroup or "k0")[1:])]) for match in marks.MARK.finditer(text, begin)]
    found = [(match, kind) for match, kind in found if _is_mark(text, match, kind, start)]
    ends = [*(match.start() for match, _ in found), len(text)][1:]
    for (match, kind), following in zip(found, ends, strict=True):
        body = match.end() + len(_WORDLESS.match(text, match.end(), following)[0])  # type: ignore[index]  # the pattern matches the empty text
        end = _SEGMENTS[kind](text, body, following, frame)
        frame.spans.append((match.start(), end))


def _is_mark(text: str, match: re.Match[str], kind: str, start: int) -> bool:
    """Whether the words are a mark here: followed by a colon, a dash or an address, and not within a sentence."""
    after = text[match.end() : match.end() + 40]
    if kind in {"original", "link"}:
        return bool(re.match(r"\s{0,3}[:：\-–—]?\s{0,3}(?:https?://|www\.)", after)) or bool(
            re.match(r"\s?[:：]", after)
        )
    late = match.start() - start >= 0.4 * (len(text) - start)
    if kind == "contact":
        return late and bool(re.match(r"[ \t]?[:：]|[ \t]*\n", after))
    if kind == "by":
        head = match.start() - start < 600
        return (late or head) and (match[0].isupper() or bool(re.match(r"[ \t]?[:：]|[ \t]*\n", after)))
    return True


def _address(text: str, body: int, following: int) -> tuple[str, int] | None:
    match = marks.ADDRESS.match(text, body, following)
    if match is None:
        return None
    words = match[0].rstrip(".,;:!?)")
    return words, body + len(words)


def _original(text: str, body: int, following: int, frame: Frame) -> int:
    found = _address(text, body, following)
    if found is None:
        return _line_end(text, body, following)
    if frame.original is None:
        frame.original = found[0]
    else:
        frame.links.append(found[0])
    return found[1]


def _link(text: str, body: int, following: int, frame: Frame) -> int:
    found = _address(text, body, following)
    if found is None:
        return _line_end(text, body, following)
    frame.links.append(found[0])
    return found[1]


def _photo(text: str, body: int, following: int, frame: Frame) -> int:
    found = _address(text, body, following)
    if found is not None:
        frame.credits.append(found[0])
        return found[1]
    end = _line_end(text, body, following)
    frame.credits.append(text[body:end].strip())
    return end


def _contact(text: str, body: int, following: int, frame: Frame) -> int:
    """Up to the next mark, a blank line or six lines: names, telephones and mail addresses."""
    end = body
    for _ in range(6):
        end = _line_end(text, end, following)
        rest = text[end : end + 2].replace("\r", "")
        if (
            end >= following
            or rest == "\n\n"
            or (len(text[end : end + 200].split("\n")[1:2] or [""]) and _is_prose(text, end))
        ):
            break
        end = min(following, end + 1)
    block = text[body:end]
    name = None
    for part in re.split(r"[\n,，;；:：|]", block):
        words = marks.MAIL.sub("", marks.PHONE.sub("", part)).strip(" \t.-+。")
        words = re.sub(r"^(?:Tel|Telefon|Phone|Mobil|E-?[Mm]ail|Fax|Name|电话|电邮|邮箱|传真|電話|姓名)\.?$", "", words)
        if 2 <= len(words) <= 60 and not words.startswith(("http", "www")) and not re.search(r"\d", words):
            name = words
            break
    phone, mail = marks.PHONE.search(block), marks.MAIL.search(block)
    frame.links += [address.rstrip(".,;") for address in marks.ADDRESS.findall(block)]
    if name or phone or mail:
        frame.contacts.append(Contact(name, phone[0].strip() if phone else None, mail[0] if mail else None))
    return end


def _is_prose(text: str, position: int) -> bool:
    """Whether the line after this line's end is a sentence, with which the story would go on."""
    line = text[position + 1 : position + 401].split("\n", 1)[0]
    return len(line) > 160 or (len(line) > 60 and bool(re.search(r"[.。!?]$", line.strip())))


def _by(text: str, body: int, following: int, frame: Frame) -> int:
    end = _line_end(text, body, following)
    handed = marks.HANDED_ON.search(text, body, end)
    stop = handed.start() if handed is not None else end
    name = text[body:stop].strip(" \t.,;")
    if 0 < len(name) <= 80 and not name.startswith("http"):
        frame.publisher = frame.publisher or name
        frame.agencies.append(name)
    if handed is not None:
        frame.agencies.append(handed["agency"].strip())
        return handed.end()
    return end


def _end(text: str, body: int, following: int, _frame: Frame) -> int:
    return _line_end(text, body, following)


def _line_end(text: str, body: int, following: int) -> int:
    end = text.find("\n", body, following)
    return following if end < 0 else end


_SEGMENTS = {"original": _original, "link": _link, "photo": _photo, "contact": _contact, "by": _by, "end": _end}
