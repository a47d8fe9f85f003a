"""A file as an import reads it: its rows in the order in which they are worked."""

from collections.abc import Iterable

import msgspec

from shop.core.sheets import read_rows
from shop.core.text import fold
from shop.listings.import_columns import EXAMPLE_SKU, TEXTS, Column, find_columns, heading
from shop.listings.import_errors import HeadingTwice, NoRows, NoSkuColumn
from shop.listings.import_rows import Code, Line, read_line, refuse_twins, with_problem


class Sheet(msgspec.Struct, frozen=True):
    """Rows in the sheet's order, the row of the headings, and headings nobody knows."""

    lines: tuple[Line, ...]
    heading_row: int
    unknown: tuple[str, ...]


def read_sheet(content: bytes, filename: str) -> Sheet:
    """Read the whole file. The same bytes always give the same rows, so a run goes on where it stopped.

    Empty rows and the template's example are left out.

    Raises:
        Invalid: the file cannot be read, has no column of SKUs, one twice, or no rows.
    """
    rows = enumerate(read_rows(content, filename), 1)
    found = next(((number, cells) for number, cells in rows if any(cells)), None)
    if found is None:
        raise NoRows
    number, cells = found
    columns = find_columns(cells)
    if Column.SKU not in columns.at:
        raise NoSkuColumn
    if columns.twice:
        raise HeadingTwice(heading=heading(columns.twice[0]))
    read = (read_line(at, row, columns.at) for at, row in rows if any(row))
    lines = _refuse_contradictions(refuse_twins(line for line in read if line.sku != EXAMPLE_SKU))
    if not lines:
        raise NoRows
    return Sheet(tuple(lines), number, columns.unknown)


def _refuse_contradictions(lines: Iterable[Line]) -> list[Line]:
    """The same rows; one that says of its product what an earlier row says otherwise gets a problem."""
    said: dict[tuple[str, Column], tuple[str | int, int]] = {}
    checked: list[Line] = []
    for line in lines:
        agreed = line
        product = fold(line.product)
        for column, value in of_product(line).items() if product and not line.problems else ():
            first, row = said.setdefault((product, column), (value, line.row))
            if first != value:
                agreed = with_problem(agreed, column, Code.SAYS_OTHER, row=row)
        checked.append(agreed)
    return checked


def of_product(line: Line) -> dict[Column, str | int]:
    """What the row says of its product as a whole, whatever the pack; empty cells left out."""
    said: dict[Column, str | int] = {column: line.texts[column] for column in TEXTS if column in line.texts}
    if line.name:
        said[Column.NAME] = line.name
    if line.shelf_life is not None:
        said[Column.SHELF_LIFE] = line.shelf_life
    return said
