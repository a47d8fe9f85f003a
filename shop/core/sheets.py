"""Tables people keep in files: read from CSV and XLSX, written as both. The only door to either library.

Every cell is text, the way a person would have typed it. What a spreadsheet might take for a formula is
written so that it stays text, and read back as it was.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from shop.core.sheet_bounds import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, check_workbook
from shop.core.sheet_errors import (
    CellTooLong,
    OldWorkbook,
    SheetBroken,
    SheetEmpty,
    SheetEncoding,
    SheetLocked,
    SheetTooBig,
    SheetTooLong,
    SheetTooWide,
    SheetUnknown,
)

_ZIP, _OLE, _BOM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office keeps a locked workbook
_DELIMITERS = ",;\t"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMULA = re.compile("^'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # what a spreadsheet may run, quoted or not
_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_CELL_MAX = 32_767  # characters a cell of XLSX may have
_TITLE_MAX = 31


def read_rows(content: bytes, filename: str = "") -> Iterator[list[str]]:
    """The rows of a CSV or XLSX file as text, empty ones too, so that the n-th is the sheet's n-th.

    The kind is told by the bytes; `filename` only says that an otherwise doubtful `.tsv` has tabs. CSV: UTF-8 with or
    without its mark, or UTF-16 as Excel saves "Unicode text"; comma, semicolon or tab. XLSX: the first visible
    sheet. Text comes as NFC, trimmed.

    Raises:
        Invalid: one of shop.core.sheet_errors; some show only while the rows are read.
    """
    if len(content) > MOST_BYTES:
        raise SheetTooBig(megabytes=MOST_BYTES // 1_000_000)
    if not content.strip():
        raise SheetEmpty
    if content.startswith(_OLE):
        raise SheetLocked if _PACKAGE in content else OldWorkbook
    favoured = "\t" if filename.lower().endswith(".tsv") else ","
    rows = _xlsx_rows(content) if content.startswith(_ZIP) else _csv_rows(content, favoured)
    return _bounded(rows)


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise SheetTooLong(rows=f"{MOST_ROWS - 1:,}".replace(",", "."))
        while row and not row[-1]:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise SheetTooWide(columns=MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise CellTooLong(row=number, signs=LONGEST_CELL)
        yield row


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    check_workbook(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if not shown:
            raise SheetEmpty
        sheet = workbook.get_sheet_by_name(shown[0])
    except PasswordError as error:
        raise SheetLocked from error
    except (CalamineError, OSError, ValueError) as error:
        raise SheetBroken from error
    if sheet.start is None:
        raise SheetEmpty
    indent = [""] * sheet.start[1]  # the reader leaves out empty columns on the left
    return (indent + [_clean(_as_typed(cell)) for cell in row] for row in sheet.iter_rows())


def _as_typed(cell: object) -> str:
    """What a person would have typed for a stored value: 12000, not 12000.0; 24/11/2026."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else f"{cell:.15g}"
        case datetime():
            return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case time():
            return f"{cell:%H:%M}"
        case _:
            return str(cell)


def _csv_rows(content: bytes, favoured: str) -> Iterator[list[str]]:
    delimiter, written = _delimiter(_decode(content), favoured)
    return _parse(written, delimiter)


def _parse(written: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(written, newline=""), delimiter=delimiter)
    number = 1
    try:
        for row in reader:
            number += 1
            yield [_clean(_unquoted(cell)) for cell in row]
    except csv.Error as error:
        raise CellTooLong(row=number, signs=LONGEST_CELL) from error  # a quote nobody closed


def _decode(content: bytes) -> str:
    encoding = _WIDE.get(content[:2], "utf-8")
    try:
        written = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise (SheetUnknown if b"\x00" in content else SheetEncoding) from error
    if "\x00" in written or written.startswith(("%PDF", "<!DOCTYPE", "<html", "{\\rtf")):
        raise SheetUnknown
    return written.removeprefix("\ufeff")


def _delimiter(written: str, favoured: str) -> tuple[str, str]:
    """The sign between cells, and the text without Excel's line `sep=;` that may say so."""
    first, _, rest = written.partition("\n")
    said = first.strip("\r")
    if said.lower().startswith("sep=") and said[4:] in tuple(_DELIMITERS):
        return said[4:], rest
    heading = next((line for line in written.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", heading)
    return max(favoured + _DELIMITERS, key=outside.count), written


def _clean(cell: str) -> str:
    plain = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
    return _CONTROL.sub("", plain).strip()


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV piece by piece: UTF-8 with its mark, as Excel needs it; about 64 kB a piece, never the whole."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_quoted(cell) for cell in header])
    mark = _BOM
    for row in rows:
        writer.writerow([_quoted(_typed(cell)) if not _is_number(cell) else cell for cell in row])
        if buffer.tell() > 1 << 16:
            yield mark + buffer.getvalue().encode()
            mark = b""
            buffer.seek(0)
            buffer.truncate()
    yield mark + buffer.getvalue().encode()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV: UTF-8 with its mark. Text that could run as a formula gets an apostrophe; `read_rows` takes it off."""
    return b"".join(csv_lines(header, rows))


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet. Text is written as text, so nothing in it can run; rows are not kept in memory."""
    target = BytesIO()
    with Workbook(target, {"constant_memory": True, "nan_inf_to_errors": True}) as workbook:
        sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:_TITLE_MAX] or "1")
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(header) - 1, 0), 18)
        for column, heading in enumerate(header):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _put(sheet, number, column, cell)
    return target.getvalue()


def _put(sheet: Worksheet, row: int, column: int, cell: object) -> None:
    if isinstance(cell, int | float) and _is_number(cell):
        sheet.write_number(row, column, cell)
    elif written := _typed(cell):
        sheet.write_string(row, column, written[:_CELL_MAX])


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _EXACT


def _typed(cell: object) -> str:
    return "" if cell is None else _as_typed(cell)


def _quoted(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
