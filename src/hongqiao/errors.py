"""Every error that Hongqiao raises, named for what is wrong.

Each says what was got and what would be right, and inherits the built-in that fits, so that
``except ValueError`` works for those who do not know our names.
"""


class HongqiaoError(Exception):
    """The root of all errors of this package."""


# ---- ground: figures, units, periods, places, panels ------------------------------------------------


class UnitMismatch(HongqiaoError, ValueError):
    """Two figures do not share a unit, or a unit is unknown."""


class BoundUndetermined(HongqiaoError, ValueError):
    """The operation has no answer for these bounds, for example 5 divided by "less than 2" with zero inside."""


class NoBasis(HongqiaoError, TypeError):
    """A figure was to be made without a quote, a column, an entry, an assumption or a step."""


class QuoteMismatch(HongqiaoError, ValueError):
    """The quoted words do not stand in the document at the place named."""


class BadPeriod(HongqiaoError, ValueError):
    """A text that names no day, month, quarter, half, year or range."""


class UnknownPlace(HongqiaoError, LookupError):
    """No place has this id, code or name."""


class AmbiguousPlace(HongqiaoError, LookupError):
    """Several places answer to this name; the error lists them."""


class PanelMismatch(HongqiaoError, ValueError):
    """A panel's frame, keys and bases do not fit together."""


# ---- evidence: documents, quantities, claims ----------------------------------------------------------


# ---- connect: timetables, journeys, access ------------------------------------------------------------


class FeedFileMissing(HongqiaoError, FileNotFoundError):
    """A timetable feed, or a file that every feed needs, is not there."""


class FeedBroken(HongqiaoError, ValueError):
    """A feed cannot be read: a zip cut in the middle, a table without its columns, no row that can be used."""


class DateOutsideCalendar(HongqiaoError, ValueError):
    """The feed's calendar does not reach the day; the error says which days exist."""


class NoServiceOnDay(HongqiaoError, ValueError):
    """The day lies in the calendar, but nothing runs on it; the error names the nearest days with service."""


class UnknownStop(HongqiaoError, LookupError):
    """No stop of the timetable has this id."""


class UnknownTrip(HongqiaoError, LookupError):
    """No trip of the timetable runs between these stops, or bears this id."""


class NoCoordinates(HongqiaoError, ValueError):
    """A map or a walk was asked for, but the stops have no coordinates."""


class BadTimeOfDay(HongqiaoError, ValueError):
    """A text that is no time of day or duration, or a span that the timetable does not reach."""


class BadRoutingOption(HongqiaoError, ValueError):
    """A walking speed, distance, step, percentile or edit that has no meaning."""


class RoadsUnavailable(HongqiaoError, RuntimeError):
    """A road time was asked for without the bindings or the extract that it needs."""


# ---- measure: composites, clusters, complexity, gravity -------------------------------------------------


class EmptyPlace(HongqiaoError, ValueError):
    """A place has no jobs, people or output, so that shares of it do not exist."""


# ---- match: exchange, eligibility, meetings, allocation -------------------------------------------------


# ---- foresee: equilibrium, forecast ---------------------------------------------------------------------


# ---- record: the programme, its ledger and its roles ----------------------------------------------------
