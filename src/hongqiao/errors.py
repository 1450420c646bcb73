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


# ---- measure: composites, clusters, complexity, gravity -------------------------------------------------


class EmptyPlace(HongqiaoError, ValueError):
    """A place has no jobs, people or output, so that shares of it do not exist."""


# ---- match: exchange, eligibility, meetings, allocation -------------------------------------------------


class EmptyProfile(HongqiaoError, ValueError):
    """A profile or query with no words, or with a single one: too little to match."""


class UnknownLanguage(HongqiaoError, LookupError):
    """A language that the encoder does not know."""


class DuplicateId(HongqiaoError, ValueError):
    """Two profiles, measures, firms or rooms of one list share an id."""


class EncoderMismatch(HongqiaoError, ValueError):
    """Vectors of another model, version or dimension than the encoder at hand makes."""


class UnreadableProfiles(HongqiaoError, ValueError):
    """A file of offers, needs, firms or measures that cannot be read as such."""


class UnknownReason(HongqiaoError, LookupError):
    """A decline reason that is not on the fixed list."""


class UnknownFact(HongqiaoError, LookupError):
    """A rule names a fact that its measure does not declare."""


class BadCondition(HongqiaoError, ValueError):
    """A condition that is not CEL, or does not answer yes or no."""


class UnreadableEvent(HongqiaoError, ValueError):
    """An event's file that does not state a meeting problem."""


class ImpossibleEvent(HongqiaoError, ValueError):
    """An event whose requests cannot all be met; the error says who and by how much."""


class NoSchedule(HongqiaoError, RuntimeError):
    """No schedule was found in the time given, and none was proved impossible."""


class ImpossibleAllocation(HongqiaoError, ValueError):
    """Firms or requests that no room or instrument can take."""


# ---- foresee: equilibrium, forecast ---------------------------------------------------------------------


# ---- record: the programme, its ledger and its roles ----------------------------------------------------
