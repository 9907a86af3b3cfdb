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
│   ├── YearMissing      neither the report nor the options say the year
│   └── SettingMissing   a parameter without default that nobody has set, or that does not exist
├── FactError            facts of a commitment that cannot hold together
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


class SettingMissing(OptionError):
    """A parameter that has no default and was not set, or that does not exist."""


class FactError(LuoshiError):
    """Facts of a commitment that cannot hold together; the message says which and what to change."""


class ScoreError(LuoshiError):
    """Annotations or predictions that break the contract of their format."""


class RulebookError(LuoshiError):
    """A rule file that does not hold; the message names file, line and remedy."""
