"""What an XLSX unpacks to, found out before anything is built of it: a small file can ask for all memory there is.

The reader lays a sheet out as a full rectangle and copies a shared text into every cell that names it. So both are
counted here first, in one pass over the unpacked parts that keeps none of them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from shop.core.sheet_errors import (
    CellTooLong,
    SheetBroken,
    SheetLocked,
    SheetTooBig,
    SheetTooLong,
    SheetTooWide,
    SheetUnknown,
)

MOST_BYTES = 10_000_000  # of an uploaded file
MOST_ROWS = 100_001  # the headings' one included
MOST_COLUMNS = 60
LONGEST_CELL = 10_000  # characters
MOST_UNPACKED = 160_000_000  # bytes of an XLSX's parts together
MOST_TEXT = 200_000_000  # characters of all cells together
MOST_PARTS = 2_000

_PIECE = 1 << 18
_ENCRYPTED = 0x1
_CELL = re.compile(r"^([A-Z]{1,4})([0-9]{1,8})$")
_MARKUP = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def check_workbook(content: bytes) -> None:
    """Refuse an XLSX that is locked, damaged, or would unpack to more than a sheet may have.

    Raises:
        SheetLocked, SheetUnknown, SheetBroken, SheetTooBig, SheetTooLong, SheetTooWide, CellTooLong: see there.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_parts(parts)
            texts = _Texts()
            for part in sorted(parts, key=lambda part: not part.filename.lower().endswith("sharedstrings.xml")):
                _walk(_pieces(packed, part), texts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise SheetBroken from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise SheetLocked
    if "xl/workbook.xml" not in {part.filename.lower() for part in parts}:
        raise SheetUnknown
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetTooBig(megabytes=MOST_UNPACKED // 1_000_000)


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Its bytes; one that lies about its size ends in a wrong checksum, and is refused as damaged."""
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _walk(pieces: Iterator[bytes], texts: "_Texts") -> None:
    first = next(pieces, b"")
    if not first.lstrip().startswith(_MARKUP):
        for _piece in pieces:  # to the end: its checksum is looked at there
            pass
        return
    walker = _Walker(texts)
    sheet = False
    try:
        walker.parser.Parse(first, False)
        for piece in pieces:
            sheet = sheet or b"sheetData" in piece
            walker.parser.Parse(piece, False)
        walker.parser.Parse(b"", True)
    except expat.ExpatError as error:
        if sheet or b"sheetData" in first or walker.counted:
            raise SheetBroken from error


class _Texts:
    """Lengths of the shared texts, and how much all cells together come to."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.total = 0

    def add(self, signs: int) -> None:
        self.total += signs
        if self.total > MOST_TEXT:
            raise SheetTooBig(megabytes=MOST_TEXT // 1_000_000)


class _Walker:
    """One part: follows its cells and shared texts by their names, whatever their prefix."""

    def __init__(self, texts: _Texts) -> None:
        self.texts = texts
        self.counted = False
        self.row = self.column = 0
        self.shared = False  # the open cell names a shared text
        self.reading: list[str] | None = None
        self.signs = 0  # of the open shared text
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_declared: object) -> None:
        raise SheetBroken  # a workbook has no document type; only an attack has

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if plain == "c":
            self._cell(attributes)
        elif plain == "row":
            self.row, self.column = self.row + 1, 0
            if (number := attributes.get("r", "")).isdecimal():
                self.row = int(number[:9])
        elif plain in {"v", "t"}:
            self.reading = []
        elif plain == "si":
            self.signs = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        self.shared = attributes.get("t") == "s"
        found = _CELL.match(attributes.get("r", ""))
        if found:
            self.row, self.column = int(found[2]), _column(found[1])

    def text(self, data: str) -> None:
        if self.reading is not None:
            self.reading.append(data)

    def end(self, name: str) -> None:
        plain = name.rpartition(":")[2]
        if plain == "si":
            self.texts.lengths.append(self.signs)
        elif plain in {"v", "t"} and self.reading is not None:
            written = "".join(self.reading)
            self.reading = None
            self.signs += len(written)
            if plain == "v" or self.row:
                self._value(written)

    def _value(self, written: str) -> None:
        self.counted = True
        if self.row > MOST_ROWS:
            raise SheetTooLong(rows=f"{MOST_ROWS - 1:,}".replace(",", "."))
        if self.column > MOST_COLUMNS:
            raise SheetTooWide(columns=MOST_COLUMNS)
        signs = self._signs(written)
        if signs > LONGEST_CELL:
            raise CellTooLong(row=self.row, signs=LONGEST_CELL)
        self.texts.add(signs)

    def _signs(self, written: str) -> int:
        if not self.shared:
            return len(written)
        at = written.strip()
        if not at.isdecimal() or int(at[:9]) >= len(self.texts.lengths):
            raise SheetBroken
        return self.texts.lengths[int(at[:9])]


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at
