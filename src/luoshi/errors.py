"""Every error a person can meet, in one tree; each message says what, where and what to do.

LuoshiError
├── ReadError            the file cannot be read as a document
│   ├── EmptyFile
│   ├── TooLarge
│   ├── NotADocument     binary, or a format that is not read here
│   ├── UnknownEncoding
│   ├── Encrypted
│   ├── NoTextLayer      scanned: recognition is needed first
│   └── Damaged          broken, or built to exhaust the reader
├── OptionError          an option that cannot be meant
│   └── YearMissing      neither the report nor the options say the year
├── ReckonError          reports that cannot be set against each other
│   ├── TooFewReports    one alone, or none
│   ├── DifferentPlaces  of two places
│   └── YearsClash       of the same year, or the later one first
├── ScoreError           annotations or predictions that cannot be scored
└── RulebookError        a rule file that does not hold
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


class Damaged(ReadError):
    """Broken, or built to exhaust the reader."""


class OptionError(LuoshiError):
    """An option that cannot be meant."""


class YearMissing(OptionError):
    """Neither the report nor the options say the year."""


class ReckonError(LuoshiError):
    """Reports that cannot be set against each other."""


class TooFewReports(ReckonError):
    """A reckoning needs two reports at least."""


class DifferentPlaces(ReckonError):
    """Reports of two places answer nothing of each other."""


class YearsClash(ReckonError):
    """Two reports of one year, or the later one given first."""


class ScoreError(LuoshiError):
    """Annotations or predictions that break the contract of their format."""


class RulebookError(LuoshiError):
    """A rule file that does not hold; the message names file, line and remedy."""
