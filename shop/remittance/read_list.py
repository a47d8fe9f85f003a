"""Read a carrier's list: find its headings, take its rows. Knows no database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from shop.carriers.models import CarrierName
from shop.core.money import Dong
from shop.core.sheets import read_rows
from shop.core.text import fold
from shop.remittance.errors import RemittanceColumnMissing, RemittanceEmpty, RemittanceTooLong
from shop.remittance.list_columns import NEEDED, Column, find_columns, headings
from shop.remittance.rules import MOST_ROWS

MOST_BYTES = 3_000_000
TITLE_ROWS = 20  # above the headings there may be the carrier's name, the shop's, the days
LONGEST = 60  # characters of a tracking number or a code
MOST_DONG = 10**10
_MONEY = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list; `broken` says that it cannot be read, and then its amounts are nothing."""

    row: int
    tracking: str
    code: str
    amount: Dong
    fee: Dong
    paid_on: date | None
    broken: bool


def read_list(carrier: CarrierName, content: bytes, filename: str) -> list[Row]:
    """The rows of a carrier's CSV or XLSX under its own headings; blank ones and sums below are passed over.

    Raises:
        RemittanceColumnMissing: a heading is missing that the list must have.
        RemittanceEmpty, RemittanceTooLong: no row, or more than are worked at once.
        Invalid: as `read_rows`.
    """
    at: dict[Column, int] = {}
    best: dict[Column, int] = {}
    found: list[Row] = []
    for number, cells in enumerate(read_rows(content, filename), 1):
        if not at:
            here = find_columns(carrier, cells)
            best = max(best, here, key=lambda one: len(set(one) & set(NEEDED)))
            at = here if all(column in here for column in NEEDED) else {}
            if number >= TITLE_ROWS and not at:
                break
        elif row := _row(number, cells, at):
            found.append(row)
            if len(found) > MOST_ROWS:
                raise RemittanceTooLong(field="document", most=MOST_ROWS)
    if not at:
        missing = next(column for column in NEEDED if column not in best)
        raise RemittanceColumnMissing(field="document", column=headings(carrier)[missing])
    if not found:
        raise RemittanceEmpty(field="document")
    return found


def _row(number: int, cells: Sequence[str], at: Mapping[Column, int]) -> Row | None:
    said = {column: cells[place] if place < len(cells) else "" for column, place in at.items()}
    tracking, code = (_name(said.get(column, "")) for column in (Column.TRACKING, Column.CODE))
    if not any(cells) or _is_sum(cells, tracking, code):
        return None
    amount, fee = money(said.get(Column.AMOUNT, "")), money(said.get(Column.FEE, "") or "0")
    broken = amount is None or fee is None or not (tracking or code)
    return Row(
        row=number,
        tracking=tracking,
        code=code,
        amount=Dong(0) if amount is None or broken else amount,
        fee=Dong(0) if fee is None or broken else fee,
        paid_on=day(said.get(Column.PAID_ON, "")),
        broken=broken,
    )


def _is_sum(cells: Iterable[str], tracking: str, code: str) -> bool:
    """Whether a row is the total under a list: it begins so, and names no parcel."""
    first = fold(next((cell for cell in cells if cell), ""))
    named = bool(re.search(r"\d", tracking + code))
    return not named and first.startswith(("tong", "cong", "total"))


def _name(written: str) -> str:
    return written.replace(" ", "").upper()[:LONGEST]


def money(written: str) -> Dong | None:
    """Whole đồng as carriers write them: 250.000, 250,000 đ, 250000; None where it is none, or below nothing."""
    plain = re.sub(r"(?i)\s*(vnđ|vnd|đồng|đ|₫)\s*$", "", written.strip())
    if not _MONEY.fullmatch(plain):
        return None
    amount = int(re.sub(r"\D", "", plain)[:20])
    return Dong(amount) if amount <= MOST_DONG else None


def day(written: str) -> date | None:
    """The calendar day a cell begins with; None where there is none."""
    found = _DATE.match(written.strip())
    if found is None:
        return None
    day_first = found.group(1) is not None
    parts = (found.group(3), found.group(2), found.group(1)) if day_first else found.group(4, 5, 6)
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
