"""The columns of an import: their headings, what else people call them, and the empty template. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from shop.core.text import fold


class Column(StrEnum):
    """What a column says of a pack. Those with a point in them are texts: field and language."""

    SKU = "sku"
    PRODUCT = "product"
    NAME = "name"
    PACK = "pack"
    UNIT = "unit"
    PRICE = "price"
    WEIGHT = "weight"
    BARCODE = "barcode"
    STOCK = "stock"
    PLACE = "place"
    SHELF_LIFE = "shelf_life"
    SUMMARY = "summary.vi"
    SUMMARY_EN = "summary.en"
    NAME_EN = "name.en"
    STORY = "story.vi"
    INGREDIENTS = "ingredients.vi"
    ORIGIN = "origin.vi"
    STORAGE = "storage.vi"
    USAGE = "usage.vi"
    WARNING = "warning.vi"


class _About(msgspec.Struct, frozen=True):
    """The heading, other ways of writing it, and what stands in the example row."""

    heading: str
    aliases: str  # separated by |
    example: str


_ABOUT: Mapping[Column, _About] = {
    Column.SKU: _About("Mã SKU", "sku|mã hàng|mã sản phẩm|producer sku", "VI-DU-001"),
    Column.PRODUCT: _About(
        "Sản phẩm OCOP",
        "mã chứng nhận|chứng nhận|mã ocop|mã hoặc tên sản phẩm ocop|certificate|registered product|ocop product",
        "OCOP-XXXX-XX hoặc tên trong quyết định",
    ),
    Column.NAME: _About("Tên sản phẩm", "tên hàng|tên|name|product name", "Trà sen Tây Hồ"),
    Column.PACK: _About("Quy cách", "phân loại|variant|pack|size", "Hộp 300 g"),
    Column.UNIT: _About("Đơn vị", "đơn vị tính|đvt|unit", "hộp"),
    Column.PRICE: _About("Giá (đồng)", "giá|giá bán|đơn giá|price|price vnd", "250.000"),
    Column.WEIGHT: _About("Khối lượng tịnh (g)", "khối lượng tịnh|khối lượng|trọng lượng|net weight|weight", "300"),
    Column.BARCODE: _About("Mã vạch", "barcode|gtin|ean", ""),
    Column.STOCK: _About("Tồn kho", "số lượng|số lượng tồn|tồn|stock|quantity|on hand", "40"),
    Column.PLACE: _About("Kho", "điểm|kho hàng|place|store|warehouse", ""),
    Column.SHELF_LIFE: _About(
        "Hạn dùng (ngày)", "hạn dùng|hạn sử dụng|hạn sử dụng (ngày)|shelf life|shelf life days", "365"
    ),
    Column.SUMMARY: _About(
        "Mô tả ngắn", "mô tả|summary|mô tả ngắn tiếng việt|summary vi", "Trà ướp sen Tây Hồ, hương dịu."
    ),
    Column.SUMMARY_EN: _About("Mô tả ngắn (tiếng Anh)", "mô tả tiếng anh|summary en|english summary", ""),
    Column.NAME_EN: _About("Tên tiếng Anh", "name en|english name", ""),
    Column.STORY: _About("Câu chuyện sản phẩm", "câu chuyện|story", ""),
    Column.INGREDIENTS: _About("Thành phần", "nguyên liệu|ingredients", "Trà mạn, gạo sen tươi"),
    Column.ORIGIN: _About("Nguồn gốc nguyên liệu", "nguồn gốc|xuất xứ|origin", ""),
    Column.STORAGE: _About("Bảo quản", "cách bảo quản|storage", "Nơi khô, tránh nắng"),
    Column.USAGE: _About("Cách dùng", "hướng dẫn sử dụng|usage", ""),
    Column.WARNING: _About("Lưu ý", "cảnh báo|thông tin cảnh báo|warning", ""),
}

COLUMNS: tuple[Column, ...] = tuple(_ABOUT)
TEXTS: tuple[Column, ...] = tuple(column for column in Column if "." in column.value)
EXAMPLE_SKU = _ABOUT[Column.SKU].example
LONGEST_HEADING = 80  # characters of a heading kept in a report


def heading(column: Column) -> str:
    """What stands over the column in our files and reports."""
    return _ABOUT[column].heading


def headings() -> list[str]:
    """All headings in the template's order."""
    return [heading(column) for column in COLUMNS]


def example() -> list[str]:
    """The row that shows how a row is meant; its SKU is skipped when it comes back."""
    return [_ABOUT[column].example for column in COLUMNS]


class Heading(msgspec.Struct, frozen=True):
    """Where the columns stand, what nobody knows, and what stands twice."""

    at: Mapping[Column, int]
    unknown: tuple[str, ...]
    twice: tuple[Column, ...]


def find_columns(cells: Sequence[str]) -> Heading:
    """Find the columns by their headings: in any order, with or without marks, in Vietnamese or English."""
    at: dict[Column, int] = {}
    unknown: list[str] = []
    twice: list[Column] = []
    for place, cell in enumerate(cells):
        column = _KNOWN.get(_plain(cell))
        if column is None:
            unknown += [cell[:LONGEST_HEADING]] if cell else []
        elif column in at:
            twice.append(column)
        else:
            at[column] = place
    return Heading(at, tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(twice)))


def _plain(written: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", fold(written)))


_KNOWN = {
    _plain(written): column
    for column, about in _ABOUT.items()
    for written in (column.value, about.heading, *about.aliases.split("|"))
}
