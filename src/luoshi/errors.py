"""Every error a person can meet, in one tree; each message says what, where and what to do.

LuoshiError
├── ReadError            the file cannot be read as a document
│   ├── EmptyFile
│   ├── TooLarge
│   ├── NotADocument     binary, or a format that is not read here
│   ├── UnknownEncoding
│   ├── Encrypted
│   ├── NoTextLayer      scanned: recognition is needed first
│   ├── CarriesMacros    it holds programs, and is not opened
│   └── Damaged          broken, or built to exhaust the reader
├── OptionError          an option that cannot be meant
│   ├── YearMissing      neither the report nor the options say the year
│   ├── ClaimUnclear     a claim without a number, a unit, or what it counts
│   └── SettingMissing   a parameter without default that nobody has set, or that does not exist
├── FactError            facts of a commitment that cannot hold together
│   └── YearMissing      neither the report nor the options say the year
├── ReckonError          reports that cannot be set against each other
│   ├── TooFewReports    one alone, or none
│   ├── DifferentPlaces  of two places
│   ├── YearsClash       of the same year, or the later one first
│   ├── TableError       a table of statistics or confirmations that cannot be used
│   └── NoSeries         reports in which an indicator is not found
├── Classified           marked as a state secret: refused, nothing is kept
├── ScoreError           annotations or predictions that cannot be scored
├── RulebookError        a rule file that does not hold
├── MechanismError       a definition of a way of working that does not hold, or that is not there
└── LedgerError          the ledger cannot do what was asked
    ├── NotFound         no such commitment, office, document …
    ├── WrongState       not in a state in which this can be done
    ├── NotAllowed       the role in which somebody acts may not do this
    ├── Conflict         somebody else changed it meanwhile
    ├── SamePerson       who asked for it may not decide it
    └── JournalBroken    the journal, or what guards it, is not as it was
"""


class LuoshiError(Exception):
    """The one base to catch; `str()` is what a person reads."""


class ReadError(LuoshiError):
    """The file cannot be read as a document."""


class EmptyFile(ReadError):
    """Nothing in it, or white space only."""


class TooLarge(ReadError):
    """Over the size a report can have."""


class NotADocument(ReadError):
    """Binary, or of a format that is not read here."""


class UnknownEncoding(ReadError):
    """Bytes that fit no encoding a report is written in."""


class Encrypted(ReadError):
    """Protected by a password."""


class NoTextLayer(ReadError):
    """Pictures of pages: recognition is needed first."""


class CarriesMacros(ReadError):
    """It holds programs, which are not opened."""


class Damaged(ReadError):
    """Broken, or built to exhaust the reader."""


class OptionError(LuoshiError):
    """An option that cannot be meant."""


class YearMissing(OptionError):
    """Neither the report nor the options say the year."""


class ClaimUnclear(OptionError):
    """A claim without a number, a unit, or what it counts."""


class SettingMissing(OptionError):
    """A parameter that has no default and was not set, or that does not exist."""


class FactError(LuoshiError):
    """Facts of a commitment that cannot hold together; the message says which and what to change."""


class ReckonError(LuoshiError):
    """Reports that cannot be set against each other."""


class TooFewReports(ReckonError):
    """A reckoning needs two reports at least."""


class DifferentPlaces(ReckonError):
    """Reports of two places answer nothing of each other."""


class YearsClash(ReckonError):
    """Two reports of one year, or the later one given first."""


class TableError(ReckonError):
    """A table of statistics or confirmations that cannot be used; the message names file, row and remedy."""


class NoSeries(ReckonError):
    """No report promises or reports the indicator."""


class Classified(LuoshiError):
    """It bears a mark of classification; nothing of it was kept, and the message quotes the mark only."""


class ScoreError(LuoshiError):
    """Annotations or predictions that break the contract of their format."""


class RulebookError(LuoshiError):
    """A rule file that does not hold; the message names file, line and remedy."""


class MechanismError(LuoshiError):
    """A definition of a way of working that does not hold; the message names file, line and remedy."""


class LedgerError(LuoshiError):
    """The ledger cannot do what was asked."""


class NotFound(LedgerError):
    """No such commitment, office, document, person."""


class WrongState(LedgerError):
    """It is not in a state in which this can be done."""


class NotAllowed(LedgerError):
    """The role in which somebody acts may not do this; the message says who may."""


class Conflict(LedgerError):
    """Somebody else changed it since it was read; nothing was written."""


class SamePerson(LedgerError):
    """Who asked for a closing, adjusting or withdrawing may not decide it."""


class JournalBroken(LedgerError):
    """The journal, or what guards it, is not as it was written."""
