"""All that can be wrong with a file before its words are understood. Each class names one situation.

`WHY` and `FIX` hold what is the same each time; the place where it is raised adds the file, the line and the key.
`docs/errors.md` shows an example of each.
"""

from __future__ import annotations

from typing import ClassVar

from duly.ground.errors import NOWHERE, DulyError, Place


class ReadingError(DulyError):
    """Base of the errors of the readers."""

    WHY: ClassVar[str] = ""
    FIX: ClassVar[str] = ""

    def __init__(
        self, what: str, *, place: Place = NOWHERE, why: str = "", fix: str = "", cite: str = "", contract: str = ""
    ) -> None:
        super().__init__(what, place=place, why=why or self.WHY, fix=fix or self.FIX, cite=cite, contract=contract)


# Files -------------------------------------------------------------------------------------------------------


class FileIsMissing(ReadingError):
    """The path leads to nothing."""

    WHY = "nothing is there under that name"
    FIX = "check the path; it is taken from the folder you are in"


class FileIsUnreadable(ReadingError):
    """The file is there, but this user may not read it, or the disk fails."""

    FIX = "give yourself the right to read it, or copy it to where you may"


class FileIsNotPlain(ReadingError):
    """A device, a pipe or a socket stands where a file should be."""

    WHY = "only plain files are read: a device or pipe may never end"
    FIX = "save what it gives as a file and name that file"


class FileKindUnknown(ReadingError):
    """The ending of the name is none that duly reads."""

    WHY = "the ending of the name says how a file is read"
    FIX = "use .yaml, .yml, .json, .csv or .xlsx"


class FolderIsEmpty(ReadingError):
    """A folder holds no file that duly reads."""

    WHY = "a folder is read for its .yaml, .yml, .json, .csv and .xlsx files"
    FIX = "name the folder that holds the contract files"


class FileIsEmpty(ReadingError):
    """The file holds nothing, or only blanks and comments."""

    WHY = "a contract file says at least its contract, currency and obligations"
    FIX = "write the contract, or leave the file out"


class FileTooLarge(ReadingError):
    """The file is larger than a reader may take into memory."""

    FIX = "split it into several files and give them together"


class LineTooLong(ReadingError):
    """One line is longer than any contract needs."""

    WHY = "a line may hold 1 MB; a longer one is most often not a contract file at all"
    FIX = "break the line, or check that the right file was given"


class FileIsBinary(ReadingError):
    """The file is no text: a picture, a PDF, an archive, a program."""

    WHY = "contract files are plain text"
    FIX = "give the text of the contract as YAML, JSON or CSV, or sheets as .xlsx"


class FileHasNul(ReadingError):
    """A NUL byte stands in the text."""

    WHY = "text holds no NUL bytes; the file was damaged or is not text"
    FIX = "save the file anew from the program it came from"


class EncodingIsNotUtf8(ReadingError):
    """The bytes are not UTF-8."""

    WHY = "text is read as UTF-8 alone, so that no letter of a name is guessed"
    FIX = "save the file as UTF-8 (in spreadsheets: CSV UTF-8)"


class ControlCharacter(ReadingError):
    """A character that no one can see, or that turns the order of what is shown, stands in the text."""

    WHY = "what a person sees would not be what is read"
    FIX = "delete the character"


class TooDeep(ReadingError):
    """Blocks or lists stand inside each other beyond any use."""

    WHY = "the language needs less than ten levels; 32 are read"
    FIX = "check the indentation and the brackets"


class TooManyValues(ReadingError):
    """The file holds more values than fit in memory."""

    WHY = "each value is kept with the place where it was written"
    FIX = "split it into several files and give them together"


class TooManyProblems(ReadingError):
    """So much is wrong with one file that listing more helps no one."""

    WHY = "reading stopped here; nothing of the file is used"
    FIX = "mend the first problems and run again; check that the right file was given"


# Trees: YAML and JSON ----------------------------------------------------------------------------------------


class TabInFile(ReadingError):
    """A tab stands in a YAML file."""

    WHY = "YAML takes its blocks from the indentation, and how wide a tab is, no one knows"
    FIX = 'use spaces; inside quoted text write "\\t"'


class DuplicateKey(ReadingError):
    """One block says the same key twice."""

    WHY = "one of the two would be lost without a word"
    FIX = "keep one; two obligations need two names, two rows need a list with `-`"


class KeyIsNotText(ReadingError):
    """A key is a list, a block, or runs over several lines."""

    WHY = "a key is a word of the language or a name"
    FIX = "write one word or name before the colon; put text that holds { or [ in quotes"


class KeyIsEmpty(ReadingError):
    """A colon stands without a key before it."""

    WHY = "a value without a key cannot be understood"
    FIX = "write the key before the colon, or delete the line"


class AnchorIsNotAllowed(ReadingError):
    """A value is marked with `&name` for later use."""

    WHY = "each value stands where it is used, so that its line can be shown"
    FIX = "write the value out where it is needed; put text that starts with & in quotes"


class AliasIsNotAllowed(ReadingError):
    """A value is taken from elsewhere with `*name`."""

    WHY = "each value stands where it is used; a few nested aliases could also fill any memory"
    FIX = "write the value out; put text that starts with * in quotes"


class TagIsNotAllowed(ReadingError):
    """A value carries a type with `!tag`."""

    WHY = "every value is text and typed by the contract language alone"
    FIX = "delete the tag; put text that starts with ! in quotes"


class MergeKeyIsNotAllowed(ReadingError):
    """A block takes its keys from another with `<<`."""

    WHY = "what a contract says stands in the contract"
    FIX = "write the keys out"


class DocumentIsEmpty(ReadingError):
    """Nothing stands between two `---` lines."""

    WHY = "each document of a file is one contract"
    FIX = "delete the `---` line that is too many, or write the contract"


class DocumentIsNotABlock(ReadingError):
    """The document is a list or a single value."""

    WHY = "a contract is a block of keys and values"
    FIX = "start with `contract: NAME`; for several contracts write `---` lines between them"


class YamlSyntax(ReadingError):
    """The text cannot be read as YAML."""

    WHY = "from here on it is unclear what belongs to what"


class YamlIsCutOff(ReadingError):
    """The document ends inside a bracket or a quoted text."""

    WHY = "something that was opened is never closed: the file may have been cut off"
    FIX = "close it, put text that holds brackets inside {…} in quotes, or fetch the whole file again"


class JsonSyntax(ReadingError):
    """The text cannot be read as JSON."""

    WHY = "JSON leaves no freedom: names and text in double quotes, commas between, none at the end, no comments"
    FIX = "mend this place, or save the file as .yaml, which allows more"


class JsonIsCutOff(ReadingError):
    """The JSON text ends before it is complete."""

    WHY = "something that was opened is never closed: the file may have been cut off"
    FIX = "close it, or fetch the whole file again"


class DuplicateContract(ReadingError):
    """Two documents or rows give the same contract."""

    WHY = "which of them holds is not for a program to guess; neither is used"
    FIX = "keep one; a change of the contract is an `amendment` row under `happened`"


# Sheets: CSV and XLSX ----------------------------------------------------------------------------------------


class SheetIsUnknown(ReadingError):
    """The name of a sheet or CSV file is none of the lists."""

    WHY = "one sheet is one list, and its name says which; a list that is left out unseen would make wrong numbers"


class ContractsSheetMissing(ReadingError):
    """Sheets about contracts came without the sheet `contracts`."""

    WHY = "rows are joined to the contracts of the sheet `contracts` by the column `contract`"
    FIX = "give the sheet or file contracts too; several CSV files are given together or as one folder"


class ColumnMissing(ReadingError):
    """A sheet lacks the column that joins or names its rows."""

    FIX = "add the column; the first row of a sheet holds the names of the columns"


class DuplicateColumn(ReadingError):
    """Two columns of a sheet have the same name."""

    WHY = "one of the two would be lost without a word"
    FIX = "delete or rename one"


class ColumnNameUnreadable(ReadingError):
    """The name of a column is no key."""

    WHY = "a column is named by a key of the language; inner keys follow after a dot, like term.from"
    FIX = "write the key of docs/language.md"


class CellWithoutColumn(ReadingError):
    """A cell stands beyond the named columns."""

    WHY = "without a name in the first row it is unclear what the cell says; an unquoted comma may have split a text"
    FIX = "name the column, empty the cell, or put text with commas in double quotes"


class CellHasFormula(ReadingError):
    """A cell holds a formula, or text that a spreadsheet would run as one."""

    WHY = "a formula's result depends on the program that computes it, and a hostile one runs when the file is opened"
    FIX = "put the value in its place (paste special, values); write numbers without + and with a dot"


class CellBracketsUnclear(ReadingError):
    """A cell that starts and ends with brackets is neither a block nor a list."""

    WHY = "a cell in { } is read as a block and one in [ ] as a list, like in a contract file"
    FIX = "mend the brackets and commas, or start the text with a letter"


class CellHasError(ReadingError):
    """A cell holds an error value of the spreadsheet, like #REF!."""

    WHY = "the spreadsheet could not compute it"
    FIX = "put the value in its place"


class CellHasTime(ReadingError):
    """A date cell holds a time of day too."""

    WHY = "contracts count in days; which day a moment belongs to depends on the time zone"
    FIX = "write the date alone, like 2026-06-30"


class CellDateUnknown(ReadingError):
    """A date cell holds a number that is no day."""

    WHY = "spreadsheets count days from 1900 with a day that never was, so days before 1900-03-01 are not certain"
    FIX = "write the date as text, like 2026-06-30"


class CellNumberNeedsText(ReadingError):
    """A number cell is too large or too small to be written as a plain decimal."""

    WHY = "spreadsheets keep 15 digits; beyond that, digits may be lost"
    FIX = "format the cell as text and type the number anew"


class ContractIsUnknown(ReadingError):
    """A row belongs to a contract that the sheet `contracts` does not have."""

    WHY = "rows are joined by the column `contract`"
    FIX = "add the contract to the sheet contracts, or mend the name in this row"


class RowWithoutContract(ReadingError):
    """A row does not say which contract it belongs to."""

    WHY = "rows are joined by the column `contract`; merged cells count for their first row alone"
    FIX = "fill the cell of the column contract"


class RowWithoutName(ReadingError):
    """A row of a list of named things has no name."""

    WHY = "other rows speak of it by its name"
    FIX = "fill the cell"


class DuplicateRow(ReadingError):
    """Two rows name the same thing."""

    WHY = "one of the two would be lost without a word"
    FIX = "keep one row, or give the second its own name"


class CsvSyntax(ReadingError):
    """The text cannot be read as CSV."""

    WHY = "from here on it is unclear which cell is which"
    FIX = "quote text that holds commas or line breaks with double quotes, and double the quotes inside it"


class CsvIsNotComma(ReadingError):
    """The cells are parted by something else than commas."""

    WHY = "a comma parts the cells and a dot the decimals, whatever the country"
    FIX = "save as CSV with commas, encoded as UTF-8"


class WorkbookIsBroken(ReadingError):
    """The workbook cannot be opened: cut off, damaged, or made by hand."""

    WHY = "an .xlsx file is a ZIP archive of XML parts, and this one does not hold together"
    FIX = "open it in a spreadsheet program and save it anew as .xlsx"


class WorkbookIsLocked(ReadingError):
    """The workbook is encrypted, or of the old .xls kind."""

    WHY = "only unencrypted .xlsx workbooks are read"
    FIX = "save it without a password as .xlsx"


class WorkbookIsBomb(ReadingError):
    """The workbook would unpack to many times its size."""

    WHY = "a small archive that unpacks to hundreds of megabytes is made to exhaust a machine; nothing was unpacked"
    FIX = "if it is a real workbook, save it anew as .xlsx or as CSV files"


class WorkbookTooLarge(ReadingError):
    """The workbook holds more than is read at once."""

    FIX = "split it, or save its sheets as CSV files"


class WorkbookHasEntities(ReadingError):
    """The XML of the workbook declares a document type or entities."""

    WHY = "entities can read other files or grow without end; spreadsheet programs write none"
    FIX = "open it in a spreadsheet program and save it anew as .xlsx"
