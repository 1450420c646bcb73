"""Errors of the platform: the record, its imports and exports, and its pages."""

from hongqiao.errors.root import HongqiaoError

# ---- record: the programme, its ledger and its roles ---------------------------------------------------------------


class BadDatabase(HongqiaoError, ValueError):
    """An address that names no database we keep a record in."""


class TriggersMissing(HongqiaoError, RuntimeError):
    """The triggers that keep append-only tables append-only are not there."""


class NotAllowed(HongqiaoError, PermissionError):
    """The actor's role does not allow the verb on this object."""


class BadAccount(HongqiaoError, ValueError):
    """A name, role, institution or password with which no account can be made or changed."""


class LastAdministrator(HongqiaoError, ValueError):
    """The only administrator would lose the role, and nobody could give it back."""


class BadToken(HongqiaoError, PermissionError):
    """A token that is unknown, expired or revoked; the error says which."""


class BadScope(HongqiaoError, ValueError):
    """A scope or an end that a token cannot have."""


class AlreadyAnswered(HongqiaoError, ValueError):
    """An idempotency key that came before with another request."""


class Superseded(HongqiaoError, ValueError):
    """A row was to be changed as it stood, and has changed since."""


class LedgerBroken(HongqiaoError, RuntimeError):
    """A row does not agree with the ledger; the error names it."""


class BadPack(HongqiaoError, ValueError):
    """A pack that cannot be loaded: file, row and column, what was got and what would be right."""


class UnknownPack(HongqiaoError, LookupError):
    """No pack, and no folder, has this name."""


class UnknownRow(HongqiaoError, LookupError):
    """No row of the record has this id."""


class NothingToJudge(HongqiaoError, ValueError):
    """The claim is not in a state in which the verdict makes sense."""


class BadValue(HongqiaoError, ValueError):
    """A column of a row would hold what it cannot hold; the error names the column and what would be right."""


class NoEvidence(HongqiaoError, ValueError):
    """Something dated was to be recorded without a quote and without a word of the person who enters it."""


class ImpossibleLife(HongqiaoError, ValueError):
    """An event of a project that cannot come where its day puts it; the error names both events."""


class CircularPlan(HongqiaoError, ValueError):
    """A plan, target or institution would be part of itself, by way of the ones that the error lists."""


class DeadlineBeforeStart(HongqiaoError, ValueError):
    """A deadline lies before the start of what it belongs to."""


class NoRecord(HongqiaoError, LookupError):
    """The database holds no record yet."""


class BadMessage(HongqiaoError, ValueError):
    """A message that lacks a part, is too long, or comes after too many others."""


class BadBackup(HongqiaoError, ValueError):
    """A file that is no whole backup, or a database that is not empty."""


# ---- record: imports, exports, fetching ----------------------------------------------------------------------------


class BadTable(HongqiaoError, ValueError):
    """A file that cannot be read as tables of the exchange format; the error says what would be right."""


class UnknownTable(HongqiaoError, LookupError):
    """No table of the exchange format has this name."""


class UnknownColumn(HongqiaoError, LookupError):
    """A table has no column of this name."""


class RowsRefused(HongqiaoError, ValueError):
    """Rows of an import are wrong, and nobody said that the others should be taken in without them."""


class FormulaInCell(HongqiaoError, ValueError):
    """A cell holds what a spreadsheet would compute or run."""


class PathInName(HongqiaoError, ValueError):
    """The name of a file, or of a part of an archive, leads out of its folder."""


class ArchiveBomb(HongqiaoError, ValueError):
    """An archive that would unpack to far more than its size."""


class CurrencyWithoutYear(HongqiaoError, ValueError):
    """An amount of money without the year in whose prices and rates it is: it cannot be converted."""


class OnlyGrows(HongqiaoError, ValueError):
    """A row of a table that only grows would be changed; a correction is a new row."""


class JobEnded(HongqiaoError, ValueError):
    """A job that has ended can neither be run nor cancelled."""


class BadAddress(HongqiaoError, ValueError):
    """An address that no document can be fetched from."""


class PrivateAddress(HongqiaoError, PermissionError):
    """An address, or one that it leads to, lies in a private network."""


class FetchFailed(HongqiaoError, OSError):
    """A page did not answer in time, with too much, or with something that is no document."""


class NothingRecorded(HongqiaoError, LookupError):
    """Nothing had been recorded yet by the day that was asked for."""


# ---- publish: pages and serving ------------------------------------------------------------------------------------


class PortTaken(HongqiaoError, OSError):
    """Something else listens on the port."""


class BadDay(HongqiaoError, ValueError):
    """A text that names no day."""


class WrongState(HongqiaoError, ValueError):
    """A verb was called on something that is not in the state it takes; the message says which state it is in."""


class AlreadyAsked(HongqiaoError, ValueError):
    """The two have asked for a meeting with each other already."""


class NotSetUp(HongqiaoError, LookupError):
    """The event offers no meetings yet: tables and sessions come first."""


class UnknownProgramme(HongqiaoError, LookupError):
    """The record holds no programme of this id."""


class UnfoundedFigure(HongqiaoError, ValueError):
    """A text states a figure for which the record has no fact."""
