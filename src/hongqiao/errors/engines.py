"""Errors of the library: figures, documents, timetables, indices, matches and models."""

from hongqiao.errors.root import HongqiaoError

# ---- ground: figures, units, periods, places, panels ---------------------------------------------------------------


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


# ---- evidence: documents, quantities, claims -----------------------------------------------------------------------


class DocumentMissing(HongqiaoError, FileNotFoundError):
    """There is no file of this name."""


class DocumentIsFolder(HongqiaoError, IsADirectoryError):
    """A folder was given where one document is read."""


class EmptyDocument(HongqiaoError, ValueError):
    """A file without a single character of text."""


class DocumentTooLarge(HongqiaoError, ValueError):
    """A file, or what it unpacks to, is larger than the limit."""


class NotADocument(HongqiaoError, ValueError):
    """The bytes are no text, HTML, PDF or DOCX."""


class UnknownEncoding(HongqiaoError, ValueError):
    """The encoding of a text cannot be told with certainty."""


class EncryptedDocument(HongqiaoError, ValueError):
    """A document that opens only with a password."""


class ScannedDocument(HongqiaoError, ValueError):
    """A PDF of pictures: its pages hold no text."""


class BrokenDocument(HongqiaoError, ValueError):
    """A PDF or DOCX that is damaged, or that unpacks to far more than its size."""


class BadFrontMatter(HongqiaoError, ValueError):
    """The lines between +++ at the head of a text are no TOML, or hold a value of the wrong kind."""


class AnchorLost(HongqiaoError, LookupError):
    """A quoted passage no longer stands in the document, or stands there too changed to be sure."""


class BadJudgement(HongqiaoError, ValueError):
    """A judgement names claims that are not there, or contradicts another one."""


class UnknownLanguage(HongqiaoError, LookupError):
    """No language pack has this code, or an encoder does not know the language."""


class BadLanguagePack(HongqiaoError, ValueError):
    """A language pack lacks a table or holds something that cannot be used."""


class BadSecondOpinion(HongqiaoError, TypeError):
    """A plugged extractor gave something other than claims."""


# ---- connect: timetables, journeys, access -------------------------------------------------------------------------


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


# ---- measure: composites, clusters, complexity, gravity ------------------------------------------------------------


class EmptyPlace(HongqiaoError, ValueError):
    """A place has no jobs, people or output, so that shares of it do not exist."""


class EmptyIndustry(HongqiaoError, ValueError):
    """An industry or product stands nowhere, so that its share and its ubiquity do not exist."""


class NegativeShare(HongqiaoError, ValueError):
    """A negative value stands where shares are taken."""


class MissingValue(HongqiaoError, ValueError):
    """A value is missing or not finite where the formula needs one."""


class ShapeMismatch(HongqiaoError, ValueError):
    """Two arrays do not fit together, or one has the wrong number of dimensions."""


class ConstantIndicator(HongqiaoError, ValueError):
    """An indicator is the same everywhere, so that it can neither be normalised nor weigh anything."""


class UnmatchedWeights(HongqiaoError, ValueError):
    """Weights and indicators do not answer to each other by name or by number."""


class UnknownVariant(HongqiaoError, ValueError):
    """A formula has no variant of this name; the error lists those that it has."""


class InapplicableOption(HongqiaoError, ValueError):
    """An option cannot apply to this data; it is never replaced by another."""


class BrokenHierarchy(HongqiaoError, ValueError):
    """The tree of indicators has an orphan, a cycle, a doubled code, or no single root."""


class MissingYears(HongqiaoError, ValueError):
    """A series lacks years between its first and its last."""


class UnitChange(HongqiaoError, ValueError):
    """A series changes its unit on the way."""


class AggregateRow(HongqiaoError, ValueError):
    """A total or subtotal stands among its own parts and would be counted twice."""


class AggregateSuspected(UserWarning):
    """A row is the exact sum of all the others: most likely a total among its own parts, counted twice."""


class SeparateBlocks(HongqiaoError, ValueError):
    """The network of places and products falls into parts that share nothing, so that no order spans them."""


class TooFewPoints(HongqiaoError, ValueError):
    """There are fewer observations than the formula needs."""


class MissingExtra(HongqiaoError, ImportError):
    """An optional part is not installed; the error says how to install it."""


class BadSpecification(HongqiaoError, ValueError):
    """A specification file asks for what does not exist; the error names the table and the key."""


# ---- match: exchange, eligibility, meetings, allocation ------------------------------------------------------------


class EmptyProfile(HongqiaoError, ValueError):
    """A profile or query with no words, or with a single one: too little to match."""


class DuplicateId(HongqiaoError, ValueError):
    """Two profiles, measures, firms or rooms of one list share an id."""


class EncoderMismatch(HongqiaoError, ValueError):
    """Vectors of another model, version or dimension than the encoder at hand makes."""


class BadEncoder(HongqiaoError, ValueError):
    """A setting that names no encoder; the message says how it is written."""


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


# ---- foresee: equilibrium, forecast --------------------------------------------------------------------------------


class BadFlows(HongqiaoError, ValueError):
    """Flows that no gravity model can start from: not square, negative, missing, or a region without trade."""


class BadScenario(HongqiaoError, ValueError):
    """A specification of scenarios, links or chances that cannot be carried out; the message names the field."""


class BadShock(HongqiaoError, ValueError):
    """Cost factors or links that do not fit the model."""


class DisconnectedNetwork(HongqiaoError, ValueError):
    """Groups of regions that do not trade with each other: their relative prices are undetermined."""


class EmptiedMarket(HongqiaoError, ValueError):
    """A shock leaves a region with nothing to buy, nothing to sell or nothing to spend."""
