"""A target's status in words, in German, English and Chinese; a bound stays a bound."""

from hongqiao.ground.figure import Figure
from hongqiao.ground.period import Period
from hongqiao.ground.words import figure_words, number, period_words, unit_words
from hongqiao.measure.admissible import variant_of
from hongqiao.measure.target.status import Status, Verdict

LANGUAGES = ("de", "en", "zh")

_VERDICTS = {
    "de": {
        Verdict.REACHED: "Erreicht",
        Verdict.REACHED_LATE: "Nach der Frist erreicht",
        Verdict.MISSED: "Verfehlt",
        Verdict.ON_TRACK: "Auf Kurs",
        Verdict.BEHIND: "Im Rückstand",
        Verdict.NOT_YET: "Noch nicht erreicht",
        Verdict.NO_FLOOR: "Kein Mindestwert genannt",
        Verdict.CANNOT_SAY: "Nicht zu entscheiden",
        Verdict.NO_EVIDENCE: "Kein Beleg",
        Verdict.DEADLINE_PASSED: "Frist abgelaufen, kein Beleg",
    },
    "en": {
        Verdict.REACHED: "Reached",
        Verdict.REACHED_LATE: "Reached after the deadline",
        Verdict.MISSED: "Missed",
        Verdict.ON_TRACK: "On track",
        Verdict.BEHIND: "Behind",
        Verdict.NOT_YET: "Not reached yet",
        Verdict.NO_FLOOR: "No floor stated",
        Verdict.CANNOT_SAY: "Cannot be decided",
        Verdict.NO_EVIDENCE: "No evidence",
        Verdict.DEADLINE_PASSED: "Deadline passed, no evidence",
    },
    "zh": {
        Verdict.REACHED: "已达成",
        Verdict.REACHED_LATE: "逾期达成",
        Verdict.MISSED: "未达成",
        Verdict.ON_TRACK: "进度正常",
        Verdict.BEHIND: "进度滞后",
        Verdict.NOT_YET: "尚未达成",
        Verdict.NO_FLOOR: "未设下限",
        Verdict.CANNOT_SAY: "无法判断",
        Verdict.NO_EVIDENCE: "暂无依据",
        Verdict.DEADLINE_PASSED: "期限已过，暂无依据",
    },
}

_REASONS = {
    "de": {
        "no floor": "„{target}“ setzt nur eine Obergrenze; daran lässt sich kein Erreichen messen",
        "no ceiling": "„{target}“ setzt nur eine Untergrenze; daran lässt sich kein Erreichen messen",
        "no figure at all": "zu diesem Ziel liegt keine datierte Zahl vor",
        "no usable figure": "keine der vorliegenden Zahlen ist bis zu diesem Tag datiert und vom selben Ort",
        "figures of one period disagree": "die Zahlen desselben Zeitraums widersprechen einander",
        "within": "{evidence} ({when}) erfüllt „{target}“",
        "a bound leaves it open": "{evidence} ({when}) ist eine Schranke und lässt „{target}“ offen",
        "latest figure is older": "die letzte Zahl, {evidence} ({when}), liegt vor der Frist",
        "outside at the deadline": "{evidence} ({when}) erfüllt „{target}“ nicht",
        "by pace": "nötig sind {required}, erreicht wurden {achieved}",
        "a bound tells no growth": "eine Schranke zeigt kein Wachstum; zuletzt {evidence} ({when})",
        "one figure tells no growth": "eine einzelne Zahl zeigt kein Wachstum; zuletzt {evidence} ({when})",
    },
    "en": {
        "no floor": "“{target}” sets a ceiling only, so that nothing counts as reaching it",
        "no ceiling": "“{target}” sets a floor only, so that nothing counts as reaching it",
        "no figure at all": "there is no dated figure for this target",
        "no usable figure": "none of the figures is dated by this day and of the same place",
        "figures of one period disagree": "the figures of one period contradict one another",
        "within": "{evidence} ({when}) fulfils “{target}”",
        "a bound leaves it open": "{evidence} ({when}) is a bound and leaves “{target}” open",
        "latest figure is older": "the latest figure, {evidence} ({when}), is from before the deadline",
        "outside at the deadline": "{evidence} ({when}) does not fulfil “{target}”",
        "by pace": "it takes {required}, and {achieved} was achieved",
        "a bound tells no growth": "a bound tells no growth; latest: {evidence} ({when})",
        "one figure tells no growth": "one figure tells no growth; latest: {evidence} ({when})",
    },
    "zh": {
        "no floor": "“{target}”只给出上限，无从判断是否达成",
        "no ceiling": "“{target}”只给出下限，无从判断是否达成",
        "no figure at all": "该目标没有带日期的数据",
        "no usable figure": "现有数据均不属于截至该日的同一地点",
        "figures of one period disagree": "同一时期的数据相互矛盾",
        "within": "{evidence}（{when}）满足“{target}”",
        "a bound leaves it open": "{evidence}（{when}）只是界限，无法判断“{target}”",
        "latest figure is older": "最近的数据{evidence}（{when}）早于期限",
        "outside at the deadline": "{evidence}（{when}）未满足“{target}”",
        "by pace": "需要{required}，实际{achieved}",
        "a bound tells no growth": "界限不能说明增长；最近为{evidence}（{when}）",
        "one figure tells no growth": "单一数据不能说明增长；最近为{evidence}（{when}）",
    },
}
_BY = {"de": "Frist {}", "en": "due {}", "zh": "期限{}"}
_PASSED = {"de": "{}, abgelaufen", "en": "{}, passed", "zh": "{}，已过"}
_YEARLY = {"de": "{}{} im Jahr", "en": "{}{} a year", "zh": "每年{}{}"}
_FRAME = {
    "de": "{verdict} ({deadline}): {reason}.",
    "en": "{verdict} ({deadline}): {reason}.",
    "zh": "{verdict}（{deadline}）：{reason}。",
}
_PLAIN_FRAME = {"de": "{verdict}: {reason}.", "en": "{verdict}: {reason}.", "zh": "{verdict}：{reason}。"}


def words(status: Status, language: str = "en") -> str:
    """A target's status as one sentence.

    >>> import datetime as dt
    >>> from hongqiao.ground.basis import Assumption
    >>> from hongqiao.measure.target.status import target_status
    >>> ceiling = Figure(1e11, "CNY", Assumption("docs", "an example"), comparator="<=", period=Period.parse("2025"))
    >>> words(target_status(ceiling, [], dt.date(2026, 1, 1)))
    'No floor stated (due 2025, passed): “up to 100 billion yuan” sets a ceiling only, so that nothing counts as reaching it.'
    """
    variant_of(language, LANGUAGES, "language")
    evidence = status.evidence
    when = period_words(evidence.period, language) if evidence is not None and evidence.period is not None else ""
    reason = _REASONS[language][status.reason].format(
        target=figure_words(status.target, language),
        evidence="" if evidence is None else figure_words(evidence, language),
        when=when,
        required="" if status.required is None else _pace(status.required, language),
        achieved="" if status.achieved is None else _pace(status.achieved, language),
    )
    verdict = _VERDICTS[language][status.verdict]
    if status.deadline is None:
        return _PLAIN_FRAME[language].format(verdict=verdict, reason=reason)
    deadline = _BY[language].format(period_words(_plain_period(status.deadline), language))
    if status.passed and status.verdict is not Verdict.DEADLINE_PASSED:
        deadline = _PASSED[language].format(deadline)
    return _FRAME[language].format(verdict=verdict, deadline=deadline, reason=reason)


def _plain_period(period: Period) -> Period:
    return Period.parse(period.text)


def _pace(pace: Figure, language: str) -> str:
    name = unit_words(pace.unit.removesuffix("/a"), language)
    gap = "" if language == "zh" or not name else " "
    return _YEARLY[language].format(number(float(f"{pace.value:.4g}"), language), gap + name)
