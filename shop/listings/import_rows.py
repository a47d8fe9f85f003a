"""What a row of an import says: each cell becomes a value, or a problem that says what to do. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from shop.catalog.content_rules import is_gtin
from shop.listings.import_columns import TEXTS, Column

MOST_DONG = 1_000_000_000
MOST_PIECES = 1_000_000
MOST_GRAMS = 1_000_000
MOST_DAYS = 36_500
LONGEST_LINE = 120
LONGEST_TEXT = 2000
LONGEST_SUMMARY = 300
LONGEST_SKU = 64
SHOWN = 40  # characters of a cell that a report repeats


class Code(StrEnum):
    """What is wrong with a cell. Each has its sentence at `import.problem.<code>`, in both languages."""

    MISSING = "missing"
    PRICE_UNCLEAR = "price_unclear"
    PRICE_RANGE = "price_range"
    WEIGHT_UNCLEAR = "weight_unclear"
    WEIGHT_RANGE = "weight_range"
    NUMBER_UNCLEAR = "number_unclear"
    NUMBER_RANGE = "number_range"
    DAYS_UNCLEAR = "days_unclear"
    BARCODE_UNCLEAR = "barcode_unclear"
    BARCODE_ROUNDED = "barcode_rounded"
    TEXT_TOO_LONG = "text_too_long"
    SKU_TWICE = "sku_twice"
    PRODUCT_UNKNOWN = "product_unknown"
    PRODUCT_FOREIGN = "product_foreign"
    PRODUCT_UNSURE = "product_unsure"
    PRODUCT_OTHER = "product_other"
    PACK_TWICE = "pack_twice"
    SAYS_OTHER = "says_other"
    TOO_MANY_PACKS = "too_many_packs"
    EDIT_WAITS = "edit_waits"
    NOT_ACTIVE = "not_active"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_FOREIGN = "place_foreign"
    WHICH_STORE = "which_store"
    STOCK_PROMISED = "stock_promised"
    STOCK_LATER = "stock_later"  # a note: the row is taken
    COLUMN_UNKNOWN = "column_unknown"  # said once, at the heading; nothing is refused


NOTES = frozenset({Code.STOCK_LATER, Code.COLUMN_UNKNOWN})  # nothing is refused because of these


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with one cell: the row as the sheet counts it, and the facts of the sentence."""

    row: int
    column: Column
    code: Code
    facts: Mapping[str, str | int] = {}


class Unreadable(Exception):
    """A cell that cannot be meant so."""

    def __init__(self, code: Code, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row. An empty cell says nothing: what is known stays. Prices in đồng, weights in grams."""

    row: int
    sku: str = ""
    product: str = ""  # as written: a certificate's code, an address or a name
    name: str = ""
    pack: str = ""
    unit: str = ""
    price: int | None = None
    weight: int | None = None
    barcode: str = ""
    stock: int | None = None
    place: str = ""
    shelf_life: int | None = None
    texts: Mapping[Column, str] = {}
    problems: tuple[Problem, ...] = ()


def read_line(row: int, cells: Sequence[str], at: Mapping[Column, int]) -> Line:
    """Read one row whose columns stand `at`."""
    values: dict[str, str | int] = {}
    texts: dict[Column, str] = {}
    problems: list[Problem] = []
    for column, place in at.items():
        written = cells[place] if place < len(cells) else ""
        if not written:
            continue
        try:
            value = _READERS[column](written)
        except Unreadable as error:
            problems.append(Problem(row, column, error.code, {"written": written[:SHOWN]} | error.facts))
            continue
        if column in TEXTS:
            texts[column] = str(value)
        else:
            values[column.value] = value
    if "sku" not in values and not any(problem.column is Column.SKU for problem in problems):
        problems.append(Problem(row, Column.SKU, Code.MISSING))
    return msgspec.convert({"row": row, **values, "texts": texts, "problems": tuple(problems)}, Line)


def refuse_twins(lines: Iterable[Line]) -> list[Line]:
    """The same rows; of those with one SKU all but the first get a problem that names the first."""
    first: dict[str, int] = {}
    checked: list[Line] = []
    for line in lines:
        known = first.setdefault(line.sku, line.row) if line.sku else line.row
        checked.append(line if known == line.row else with_problem(line, Column.SKU, Code.SKU_TWICE, row=known))
    return checked


def with_problem(line: Line, column: Column, code: Code, **facts: str | int) -> Line:
    """The row with one more problem; what its cell says is repeated in the report."""
    said = str(getattr(line, column.value, "") or line.texts.get(column, ""))[:SHOWN]
    problem = Problem(line.row, column, code, {"written": said} | facts)
    return msgspec.structs.replace(line, problems=(*line.problems, problem))


# -- cells --

_GROUPS = re.compile(r"[0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3})*")
_CURRENCY = re.compile(r"\s*(?:đồng|đ|₫|vnđ|vnd|dong)\.?$", re.IGNORECASE)
_KILOS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?\s*(?:kg|kí|ký|kilogram|kilôgam)\.?", re.IGNORECASE)
_GRAMS = re.compile(r"\s*(?:g|gr|gam|gram|grams)\.?$", re.IGNORECASE)
_DAYS = re.compile(r"\s*(?:ngày|ngay|days?)\.?$", re.IGNORECASE)
_ROUNDED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_MOST_DIGITS = 15
_KILO_DECIMALS = 2  # three look like thousands


def read_price(written: str) -> int:
    """Đồng: `1250000`, `1.250.000`, `1,250,000 đ`. `1.25` may mean a million or a slip, and is refused."""
    amount = _whole(_CURRENCY.sub("", written))
    if amount is None:
        raise Unreadable(Code.PRICE_UNCLEAR)
    if not 1 <= amount <= MOST_DONG:
        raise Unreadable(Code.PRICE_RANGE)
    return amount


def read_weight(written: str) -> int:
    """Grams: `500`, `500 g`, `1.200 g`, `1,2 kg`. Three decimals of a kilogram may be thousands, and are refused."""
    kilos = _KILOS.fullmatch(written)
    if kilos is not None:
        if len(kilos[2] or "") > _KILO_DECIMALS:
            raise Unreadable(Code.WEIGHT_UNCLEAR)
        grams: int | None = int(kilos[1]) * 1000 + int((kilos[2] or "").ljust(3, "0"))
    else:
        grams = _whole(_GRAMS.sub("", written))
    if grams is None:
        raise Unreadable(Code.WEIGHT_UNCLEAR)
    if not 1 <= grams <= MOST_GRAMS:
        raise Unreadable(Code.WEIGHT_RANGE)
    return grams


def read_pieces(written: str) -> int:
    """A count of pieces."""
    pieces = _whole(written)
    if pieces is None:
        raise Unreadable(Code.NUMBER_UNCLEAR)
    if pieces > MOST_PIECES:
        raise Unreadable(Code.NUMBER_RANGE, most=MOST_PIECES)
    return pieces


def read_days(written: str) -> int:
    """Days: `365`, `365 ngày`. Months are not a number of days, so they are refused."""
    days = _whole(_DAYS.sub("", written))
    if days is None:
        raise Unreadable(Code.DAYS_UNCLEAR)
    if not 1 <= days <= MOST_DAYS:
        raise Unreadable(Code.NUMBER_RANGE, most=MOST_DAYS)
    return days


def read_barcode(written: str) -> str:
    """A GTIN; leading zeros count. What a spreadsheet has rounded, or whose check digit is wrong, is refused."""
    digits = re.sub(r"[\s-]", "", written)
    if _ROUNDED.fullmatch(digits):
        raise Unreadable(Code.BARCODE_ROUNDED)
    if not is_gtin(digits):
        raise Unreadable(Code.BARCODE_UNCLEAR)
    return digits


def _whole(written: str) -> int | None:
    """A whole number, with or without one kind of sign between its thousands."""
    plain = written.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if len(plain) > 2 * _MOST_DIGITS:
        return None
    if _GROUPS.fullmatch(plain):
        plain = re.sub(r"[.,\s]", "", plain)
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > _MOST_DIGITS:
        return None
    return int(plain)


def _line(longest: int) -> Callable[[str], str]:
    def read(written: str) -> str:
        return _bounded(written.replace("\r", "").replace("\n", " ").strip(), longest)

    return read


def _text(longest: int) -> Callable[[str], str]:
    def read(written: str) -> str:
        return _bounded(written.replace("\r\n", "\n").replace("\r", "\n").strip(), longest)

    return read


def _bounded(written: str, longest: int) -> str:
    if len(written) > longest:
        raise Unreadable(Code.TEXT_TOO_LONG, most=longest, signs=len(written))
    return written


_READERS: Mapping[Column, Callable[[str], str | int]] = {
    **dict.fromkeys(TEXTS, _text(LONGEST_TEXT)),
    Column.SUMMARY: _text(LONGEST_SUMMARY),
    Column.SUMMARY_EN: _text(LONGEST_SUMMARY),
    Column.NAME_EN: _line(LONGEST_LINE),
    Column.SKU: _line(LONGEST_SKU),
    Column.PRODUCT: _line(LONGEST_TEXT),
    Column.NAME: _line(LONGEST_LINE),
    Column.PACK: _line(LONGEST_LINE),
    Column.UNIT: _line(LONGEST_LINE),
    Column.PRICE: read_price,
    Column.WEIGHT: read_weight,
    Column.BARCODE: read_barcode,
    Column.STOCK: read_pieces,
    Column.PLACE: _line(LONGEST_LINE),
    Column.SHELF_LIFE: read_days,
}
