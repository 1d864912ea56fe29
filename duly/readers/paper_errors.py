"""All that can be wrong with a document before its words are known. Each class names one situation.

`docs/errors.md` shows an example of each; `docs/reading-files.md` says what can be read and within which limits.
"""

from __future__ import annotations

from duly.readers.errors import ReadingError


class PaperKindUnknown(ReadingError):
    """The name or the content is of a kind that is not read."""

    WHY = "text, Markdown, PDF, DOCX, XLSX, CSV, e-mail (.eml), PNG, JPEG and TIFF are read"
    FIX = "save or print it as PDF"


class PaperKindDiffers(ReadingError):
    """The content is of another kind than the name says."""

    WHY = "a file that is not what it is called was mixed up, damaged, or made to get past a check"
    FIX = "find out where it comes from; if it is right, give it the name of its kind"


class PaperIsLocked(ReadingError):
    """The document is encrypted."""

    WHY = "its words cannot be read without the password, and duly keeps no passwords"
    FIX = "save it without a password"


class PaperIsBroken(ReadingError):
    """The document does not hold together: cut off, damaged, or made by hand."""

    WHY = "words that might be missing are worse than none"
    FIX = "get it again from where it came, or open it, see that it is whole, and save it as PDF"


class PaperHasTooManyPages(ReadingError):
    """The document has more pages than are read at once."""

    WHY = "a contract is shorter; a file that says so may be made to exhaust a machine"
    FIX = "split it"


class PaperIsBomb(ReadingError):
    """The document would unpack to far more than its size, or the archive in it is built to deceive."""

    WHY = "a small file that grows without bound is made to exhaust a machine; nothing was unpacked beyond the limit"
    FIX = "if it is a real document, open it, see that it is whole, and save it as PDF"


class PaperHasEntities(ReadingError):
    """The XML inside the document declares a document type or entities."""

    WHY = "entities can read other files or grow without end; office programs write none"
    FIX = "open it in the office program and save it anew"


class PaperTakesTooLong(ReadingError):
    """Reading the document took more time than it may."""

    WHY = "the process that read it was stopped; nothing of it was kept"
    FIX = "print it as a new PDF, which leaves out what made it slow, or split it"


class PaperNeedsTooMuchMemory(ReadingError):
    """Reading the document took more memory than it may."""

    WHY = "the process that read it was stopped; nothing of it was kept"
    FIX = "print it as a new PDF, which leaves out what made it large, or split it"


class PaperSaysTooMuch(ReadingError):
    """The document holds more text than is read at once."""

    WHY = "a contract is shorter; a file that says so may be made to exhaust a machine"
    FIX = "split it"


class PaperStopsReader(ReadingError):
    """The process that read the document died of it."""

    WHY = "a document that breaks the program that reads it is damaged or hostile; nothing else was touched"
    FIX = "print it as a new PDF; do not open it on a machine that matters"


class PictureTooLarge(ReadingError):
    """A picture has more points than are looked at."""

    WHY = "a page of paper at 600 dots an inch has 35 million points; each costs memory"
    FIX = "scan it in grey at 300 dots an inch"


class ScanNeedsReader(ReadingError):
    """The document is a picture of text, and nothing is installed that reads pictures."""

    WHY = "the words of a scan or a photo must be recognized, which needs a program of its own"
    FIX = "install the extra: pip install 'duly[ocr]'; or the program tesseract (apt install tesseract-ocr)"


class LibraryIsMissing(ReadingError):
    """A library that reads this kind of document is not installed."""

    WHY = "duly was installed without all it needs"
    FIX = "install duly anew: pip install --force-reinstall duly"


class ClauseIsUnclear(ReadingError):
    """A file of standard clauses has no list of them, or an entry that is none."""
